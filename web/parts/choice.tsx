import { useId } from "preact/hooks";

export interface Option {
  value: string;
  label: string;
}

interface ChoicesProps {
  name: string;
  options: Option[];
  chosen: readonly string[];
  many?: boolean;
  across?: 2 | 3;
  onChoose(value: string, on: boolean): void;
}

/** Tiles to choose from: the whole tile is the target; chosen shows by mark, edge and weight. */
export function Choices({ name, options, chosen, many = false, across = 2, onChoose }: ChoicesProps) {
  const id = useId();
  return (
    <div class={`k-choices k-choices--${across}`}>
      {options.map(({ value, label }, index) => (
        <div class="k-choice" key={value}>
          <input
            type={many ? "checkbox" : "radio"}
            id={index === 0 ? name : `${id}-${value}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            onChange={(event) => onChoose(value, event.currentTarget.checked)}
          />
          <label for={index === 0 ? name : `${id}-${value}`}>{label}</label>
        </div>
      ))}
    </div>
  );
}

interface CountProps {
  name: string;
  label: string;
  hint?: string | undefined;
  /** Words for the field that opens at three and more. */
  more: string;
  value: number;
  onCount(value: number): void;
}

const most = 999;

/** How many: 0, 1, 2 or three and more. A chosen nought is quiet, a chosen one is solid: the eye finds people. */
export function Count({ name, label, hint, more, value, onCount }: CountProps) {
  const chosen = Math.min(value, 3);
  return (
    <fieldset class="k-count">
      <legend>
        {label}
        {hint ? <span class="k-count__hint">{hint}</span> : null}
      </legend>
      <div class="k-count__tiles">
        {[0, 1, 2, 3].map((number) => (
          <div class="k-count__tile" key={number}>
            <input
              type="radio"
              id={number === 0 ? name : `${name}-${number}`}
              name={name}
              value={number}
              checked={chosen === number}
              onChange={() => onCount(number)}
            />
            <label for={number === 0 ? name : `${name}-${number}`}>{number === 3 ? "3+" : number}</label>
          </div>
        ))}
      </div>
      {value >= 3 ? (
        <div class="k-count__more">
          <label for={`${name}-number`}>{more}</label>
          <input
            class="govuk-input"
            id={`${name}-number`}
            inputMode="numeric"
            autocomplete="off"
            value={value}
            onChange={(event) => {
              const read = Number.parseInt(event.currentTarget.value, 10);
              const next = Number.isNaN(read) ? 3 : Math.min(most, Math.max(0, read));
              event.currentTarget.value = String(next);
              onCount(next);
            }}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
