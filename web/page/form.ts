// A form's memory. Its state lives here and not in the page, so that the cover can take the page out of the tree, a
// failed send can keep everything, and a form that was left half done is there again when one comes back. It is
// memory alone: a reload forgets it.
import { type Signal, signal } from "@preact/signals";
import type { Problem } from "../api/types.ts";

export interface Form<T> {
  readonly values: Signal<T>;
  readonly problem: Signal<Problem | null>;
  readonly sending: Signal<boolean>;
  /** What the server knows the deed by: one for the form, however often it is sent. */
  readonly key: string;
  change(part: Partial<T>): void;
  /** Unlike its beginning: the cover says that it is kept. */
  begun(): boolean;
}

interface Kept {
  form: Form<unknown>;
  title: string;
}

const forms = signal<ReadonlyMap<string, Kept>>(new Map());

/** The form of this name, made when it does not stand. `title` is the catalogue key that the cover shows. */
export function formOf<T extends object>(name: string, title: string, initial: () => T): Form<T> {
  const kept = forms.peek().get(name);
  if (kept) return kept.form as Form<T>;
  const first = JSON.stringify(initial());
  const values = signal(initial());
  const form: Form<T> = {
    values,
    problem: signal<Problem | null>(null),
    sending: signal(false),
    key: crypto.randomUUID(),
    change: (part) => {
      values.value = { ...values.peek(), ...part };
    },
    begun: () => JSON.stringify(values.value) !== first,
  };
  forms.value = new Map(forms.peek()).set(name, { form: form as Form<unknown>, title });
  return form;
}

/** Done or given up: the next form of this name is a new one, with a new key. */
export function closeForm(name: string): void {
  const rest = new Map(forms.peek());
  rest.delete(name);
  forms.value = rest;
}

export function dropForms(): void {
  forms.value = new Map();
}

/** Catalogue keys of the forms that hold something unsent. */
export const keptForms = (): string[] =>
  [...forms.value.values()].filter(({ form }) => form.begun()).map(({ title }) => title);
