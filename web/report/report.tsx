import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { keepReported } from "../answer/store.ts";
import { ask } from "../api/client.ts";
import { dictionary, loadDictionary, municipalityName } from "../api/dictionary.ts";
import type { Problem, Reported, Session } from "../api/types.ts";
import { closeForm, type Form, formOf } from "../page/form.ts";
import { dutyLine, emergency, specialProsecution } from "../page/house.ts";
import { Page } from "../page/page.tsx";
import { href, navigate } from "../page/router.ts";
import { Call, numberWords, telOf } from "../parts/call.tsx";
import { Choices, Count } from "../parts/choice.tsx";
import { ErrorSummary, Field, FieldError, type Finding } from "../parts/errors.tsx";
import { Phone } from "../parts/shapes.tsx";
import { session } from "../session.ts";
import { t, word } from "../words/words.ts";
import {
  emptyReport,
  fieldOf,
  mayBeAbout,
  note_characters_max,
  people,
  place_characters_max,
  summary,
  toReport,
  type Values,
  who,
} from "./model.ts";
import { WhatHappens } from "./what-happens.tsx";

const form_name = "report";

export default function ReportScreen() {
  const person = session.value;
  useEffect(() => void loadDictionary(), []);
  if (!person) return null;
  return <ReportForm person={person} />;
}

function ReportForm({ person }: { person: Session }) {
  // Headquarters is no region of a case: its officers choose one.
  const own = person.region === "headquarters" ? "" : person.region;
  const form = formOf<Values>(form_name, "report.title", () => emptyReport(own));
  const values = form.values.value;
  const [findings, setFindings] = useState<Finding[]>([]);
  const place = placeWords(values);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (form.sending.peek()) return;
    const lacking = whatLacks(values);
    setFindings(lacking);
    form.problem.value = null;
    if (lacking.length === 0) setFindings(await send(form));
  };

  const problem = form.problem.value;
  const at = (field: string) => findings.find((finding) => finding.field === field)?.words;
  return (
    <Page title={t("report.title")} class="k-report">
      <p class="k-lead">{t("report.not-sure")}</p>
      {findings.length > 0 || problem ? <ErrorSummary findings={findings} problem={problem} /> : null}
      {problem?.code === "no-signal" ? (
        <Call
          number={dutyLine()}
          words={t("call.duty-line-number", { number: numberWords(dutyLine()) })}
          rank="second"
        />
      ) : null}
      <form class="k-report__form" onSubmit={submit} noValidate>
        <Danger form={form} error={at("danger")} />
        <Where form={form} errors={at} fixed={own !== ""} />
        <People form={form} error={at("women")} />
        <Signs form={form} error={at("signs")} />
        <Note form={form} error={at("note")} />
        <Official />
        <div class="k-send">
          <div class="k-send__in">
            <p class="k-send__what" aria-live="polite">
              {summary(values, place)}
            </p>
            <button type="submit" class="k-button k-button--first k-button--tall">
              {t(form.sending.value ? "report.sending" : "report.send")}
            </button>
          </div>
        </div>
      </form>
      <WhatHappens region={values.region} />
    </Page>
  );
}

function placeWords(values: Values): string {
  const chosen = dictionary.value?.municipalities.find((place) => place.code === values.municipality);
  return chosen ? municipalityName(chosen) : values.region ? word("region.", values.region) : "";
}

function whatLacks(values: Values): Finding[] {
  const lacking: Finding[] = [];
  if (!values.region) lacking.push({ field: "region", words: t("report.give-region") });
  if (people(values) === 0) lacking.push({ field: "women", words: t("report.give-count") });
  return lacking;
}

/** Sends the form. What fails stays as it was typed; what succeeds shows who is being told. */
async function send(form: Form<Values>): Promise<Finding[]> {
  form.sending.value = true;
  const answer = await ask<Reported>("/reports", { method: "POST", body: toReport(form.values.peek()), key: form.key });
  form.sending.value = false;
  if (!answer.ok) {
    form.problem.value = withRemedy(answer.problem);
    return answer.problem.errors.map(({ pointer, detail }) => ({ field: fieldOf(pointer), words: detail }));
  }
  closeForm(form_name);
  keepReported(answer.data);
  navigate(href.answer(answer.data.reference), true);
  return [];
}

const withRemedy = (problem: Problem): Problem =>
  problem.code === "no-signal"
    ? { ...problem, title: t("report.not-sent"), detail: t("report.not-sent-detail") }
    : problem;

interface GroupProps {
  number: number;
  title: string;
  error?: string | undefined;
  children: ComponentChildren;
}

/** One of the five numbered groups. */
function Group({ number, title, error, children }: GroupProps) {
  return (
    <fieldset class="k-panel k-group">
      <legend>
        <span class="k-group__legend">
          <span class="k-group__number">{number}</span>
          <span class="k-h2">{title}</span>
        </span>
      </legend>
      {error ? <FieldError id={`group-${number}-error`}>{error}</FieldError> : null}
      {children}
    </fieldset>
  );
}

interface PartProps {
  form: Form<Values>;
  error?: string | undefined;
}

function Danger({ form, error }: PartProps) {
  const { danger } = form.values.value;
  const options = (["no", "yes", "unknown"] as const).map((value) => ({ value, label: t(`answer.${value}`) }));
  return (
    <Group number={1} title={t("report.danger-now")} error={error}>
      <Choices
        name="danger"
        options={options}
        chosen={danger ? [danger] : []}
        across={3}
        onChoose={(value) => form.change({ danger: value as Values["danger"] })}
      />
      {danger === "yes" ? (
        <div class="k-call-first" role="status">
          <p>{t("report.call-first")}</p>
          <div class="k-pair">
            <Call number={emergency()} rank="danger" />
            <Call number={dutyLine()} rank="second" />
          </div>
        </div>
      ) : (
        <p class="k-warning">
          <Phone /> <a href={telOf(emergency())}>{t("report.if-danger", { number: numberWords(emergency()) })}</a>
        </p>
      )}
    </Group>
  );
}

function Where({
  form,
  errors,
  fixed,
}: {
  form: Form<Values>;
  errors(field: string): string | undefined;
  fixed: boolean;
}) {
  const values = form.values.value;
  const [changing, setChanging] = useState(!fixed);
  const known = dictionary.value;
  const regions = (known?.regions ?? []).filter((region) => region.code !== "headquarters");
  const places = (known?.municipalities ?? [])
    .filter((place) => place.region === values.region)
    .map((place) => ({ code: place.code, name: municipalityName(place) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const choose = (region: string): void => form.change({ region, municipality: "" });
  return (
    <Group number={2} title={t("report.where")}>
      {changing ? (
        <Field id="region" label={t("report.region")} error={errors("region")}>
          {(attributes) => (
            <select
              {...attributes}
              class="govuk-select"
              value={values.region}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              {values.region ? null : <option value="">{t("report.choose-region")}</option>}
              {regions.map((region) => (
                <option key={region.code} value={region.code}>
                  {word("region.", region.code)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <p class="k-region">
          <span class="k-second">{t("report.region")}</span> <strong>{word("region.", values.region)}</strong>
          <button type="button" class="k-link" onClick={() => setChanging(true)}>
            {t("report.change")}
            <span class="govuk-visually-hidden"> {t("report.region")}</span>
          </button>
        </p>
      )}
      <Field id="municipality" label={t("report.municipality")} error={errors("municipality")}>
        {(attributes) => (
          <select
            {...attributes}
            class="govuk-select"
            value={values.municipality}
            onChange={(event) => form.change({ municipality: event.currentTarget.value })}
          >
            <option value="">{t("report.not-chosen")}</option>
            {places.map((place) => (
              <option key={place.code} value={place.code}>
                {place.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="place" label={t("report.place")} optional hint={t("report.place-hint")} error={errors("place")}>
        {(attributes) => (
          <input
            {...attributes}
            class="govuk-input"
            autocomplete="off"
            maxLength={place_characters_max}
            value={values.place}
            onInput={(event) => form.change({ place: event.currentTarget.value })}
          />
        )}
      </Field>
    </Group>
  );
}

function People({ form, error }: PartProps) {
  const values = form.values.value;
  return (
    <Group number={3} title={t("report.who")} error={error}>
      {who.map((kind) => (
        <Count
          key={kind}
          name={kind}
          label={t(`report.${kind}`)}
          hint={kind === "children" ? t("report.children-hint") : undefined}
          more={t("report.how-many")}
          value={values.counts[kind]}
          onCount={(count) => form.change({ counts: { ...values.counts, [kind]: count } })}
        />
      ))}
      {mayBeAbout(values) ? (
        <Choices
          name="about"
          many
          options={[{ value: "about", label: t("report.about") }]}
          chosen={values.about ? ["about"] : []}
          onChoose={(_, on) => form.change({ about: on })}
        />
      ) : null}
    </Group>
  );
}

const usual_signs = [
  "papers-held",
  "cannot-leave",
  "owes-debt",
  "controlled",
  "injuries",
  "fear",
  "child-in-venue",
  "other",
];

function Signs({ form, error }: PartProps) {
  const { signs } = form.values.value;
  const known = dictionary.value?.signs ?? usual_signs;
  return (
    <Group number={4} title={t("report.what-seen")} error={error}>
      <Choices
        name="signs"
        many
        options={known.map((value) => ({ value, label: word("sign.", value) }))}
        chosen={signs}
        onChoose={(sign, on) => form.change({ signs: on ? [...signs, sign] : signs.filter((other) => other !== sign) })}
      />
    </Group>
  );
}

function Note({ form, error }: PartProps) {
  const { note } = form.values.value;
  return (
    <Group number={5} title={t("report.anything")}>
      <Field id="note" label={t("report.note")} optional hint={t("report.note-hint")} error={error}>
        {(attributes) => (
          <>
            <textarea
              {...attributes}
              class="govuk-textarea"
              rows={4}
              maxLength={note_characters_max}
              value={note}
              onInput={(event) => form.change({ note: event.currentTarget.value })}
            />
            <p class="k-second">{t("report.characters", { count: note_characters_max - note.length })}</p>
          </>
        )}
      </Field>
    </Group>
  );
}

/** Until there is a road round the unit, no report is made that an involved official could read. */
function Official() {
  const number = specialProsecution();
  if (!number) return null;
  return (
    <p class="k-official">
      {t("report.official")} <a href={telOf(number)}>{t("report.official-call", { number: numberWords(number) })}</a>
    </p>
  );
}
