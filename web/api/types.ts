// What the API answers, as the screens use it. Kept by hand until openapi.json stands; then it is generated.
// Times are RFC 3339 in UTC; `now` is the house's clock.

export type YesNo = "yes" | "no" | "unknown";

export interface House {
  name: string;
  training: boolean;
  duty_line: string;
  emergency: string;
  special_prosecution: string;
  language: string;
  zone?: string;
}

export interface Session {
  account: string;
  name: string;
  role: string;
  agency: string;
  unit: string | null;
  region: string;
  groups: { id: string; label: string }[];
  duties: { duty: string; unit: string; until: string }[];
  locked: boolean;
  expires_at: string;
  idle_after_seconds: number;
  now: string;
  house: House;
  may: string[];
}

export interface Dictionary {
  regions: { code: string; name: string; neighbours: string[] }[];
  municipalities: { code: string; name: string; names: Record<string, string>; region: string }[];
  signs: string[];
}

export interface Report {
  region: string;
  municipality?: string;
  place?: string;
  danger?: YesNo;
  women?: number;
  men?: number;
  children?: number;
  unsure?: number;
  about?: boolean;
  signs?: string[];
  note?: string;
}

export type NoticeState = "sent" | "delivered" | "seen" | "acknowledged";

/** Who is being told of a case, and how far it came. */
export interface Told {
  party: string;
  notice: string;
  state: NoticeState;
  sent_at: string;
  delivered_at?: string | null;
  seen_at?: string | null;
  acknowledged_at?: string | null;
  on_duty: boolean;
  office: string;
  who?: string | null;
  call: string | null;
  climbs?: { party: string; at: string } | null;
}

export interface Reported {
  case: string;
  reference: string;
  told: Told[];
  call: { office: string; number: string };
  next: { step: string; item: Item; due_at: string }[];
  now: string;
}

export interface Item {
  kind: "case" | "victim" | "witness" | "appointment";
  number: number;
}

export interface Rung {
  party: string;
  at: string;
  fired_at: string | null;
}

export interface Row {
  reference: string;
  region: string;
  step: string;
  item: Item;
  state: "running" | "paused";
  started_at: string;
  due_at: string | null;
  target_at: string | null;
  epoch: number;
  owes: { party: string; group: string; label: string }[];
  basis: { kind: "text" | "law" | "sop" | "default"; words: string | null };
  span: string;
  notice: string | null;
  short_notice: boolean;
  rungs: Rung[];
  pause: { reason: string; since: string; until: string | null } | null;
  handle: string | null;
  call: string | null;
  action: "acknowledge" | "open" | null;
}

export interface News {
  notice: string;
  reference: string;
  region: string;
  step: string;
  epoch: number;
  state: NoticeState;
  sent_at: string;
  delivered_at: string | null;
  seen_at: string | null;
  acknowledged_at: string | null;
  rung: string | null;
  danger: YesNo;
  child?: "yes" | "no" | "unsure";
  due_at: string | null;
  climbs: { party: string; at: string } | null;
  call: string | null;
}

export interface Work {
  now: string;
  owed: Row[];
  waiting: Row[];
  news: News[];
  counts: { overdue: number; today: number; owed: number; waiting: number };
  more: { owed: boolean; waiting: boolean };
}

export interface Counts {
  women: number;
  men: number;
  children: number;
  unsure: number;
  about: boolean;
}

export interface Payload {
  reference: string;
  notice: string;
  step: string;
  fields: Partial<{
    "case.reference": string;
    "case.region": string;
    "case.reported_at": string;
    "case.counts": Counts;
    "case.counts.children": number;
    "case.danger": YesNo;
    "case.indicators": string[];
    "case.languages": string[];
    "case.reporter_phone": string;
  }>;
  states: Partial<Record<NoticeState, string | null>>;
  now: string;
}

export interface Acknowledged {
  notice: string;
  acknowledged_at: string;
  met: boolean;
  call: string | null;
}

export interface Obligation extends Omit<Row, "state" | "pause" | "started_at"> {
  state: "waiting" | "running" | "paused" | "met" | "waived" | "lapsed";
  kind?: "task" | "period";
  started_at: string | null;
  pause: { reason: string; since: string; until: string | null } | null;
  met_at: string | null;
  met_by: string | null;
  met_after: string | null;
  lapsed_by: string | null;
  done_words: string[];
  parts: { party: string; given_at: string | null }[];
}

export interface Strand {
  item: Item;
  facts: Record<string, string>;
  obligations: Obligation[];
}

export interface TimelineEvent {
  position: number;
  at: string;
  recorded_at: string;
  type: string;
  who: { label: string; agency: string } | null;
  item: Item | null;
  facts: Record<string, string>;
  struck: { reason_code: string; by: string; at: string } | null;
}

export interface Case {
  reference: string;
  region: string;
  reported_at: string;
  handle: string | null;
  state: string;
  facts: Record<string, string>;
  procedure: { key: string; version: number; closed: number; total: number };
  strands: Strand[];
  notices?: Told[];
  timeline: TimelineEvent[];
  people: { role: string; label: string; agency: string; phone: string | null }[];
  looked: { who: string; at: string; what: string[] }[];
  sealed: { section: string; held_by: string }[];
  now: string;
}

/** RFC 9457; title and detail come in the reader's language. */
export interface Problem {
  type: string;
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: { pointer: string; code: string; detail: string }[];
  retry_after?: number;
}
