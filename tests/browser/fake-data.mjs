// Invented answers of the API for pictures and for tests of the pages alone. No name here is anyone's.
export const start = Date.parse("2026-11-25T02:04:00Z"); // 03:04 in the house's zone

const at = (minutes) => new Date(start + minutes * 60_000).toISOString();
const hours = (count) => at(count * 60);

const house = {
  name: "Kulla",
  training: true,
  duty_line: "038 000 111",
  emergency: "192",
  special_prosecution: "038 000 999",
  language: "en",
  zone: "Europe/Belgrade",
};

const person = (account, name, role, agency, unit, region, group, may, duties = []) => ({
  account,
  name,
  role,
  agency,
  unit,
  region,
  groups: [{ id: group, label: group }],
  duties,
  locked: false,
  expires_at: hours(10),
  idle_after_seconds: 900,
  house,
  may,
});

export const people = {
  "arben.dushku": person("a1", "Arben Dushku", "officer", "police", "anti-trafficking", "prizren", "police-prizren", [
    "report",
    "acknowledge",
  ]),
  "rina.gjoka": person(
    "a2",
    "Rina Gjoka",
    "prosecutor",
    "prosecution",
    null,
    "prizren",
    "prosecution-prizren",
    ["acknowledge"],
    [{ duty: "on-call", unit: "prosecution-prizren", until: "2026-11-25T07:00:00Z" }],
  ),
};

export const dictionary = {
  regions: ["prishtina", "prizren", "peja", "gjilan", "mitrovica", "ferizaj", "headquarters"].map((code) => ({
    code,
    name: code,
    neighbours: [],
  })),
  municipalities: [
    ["dragash", "Dragash", "Dragash"],
    ["malisheva", "Malisheva", "Malishevë"],
    ["mamusha", "Mamusha", "Mamushë"],
    ["prizren", "Prizren", "Prizren"],
    ["suhareka", "Suhareka", "Suharekë"],
  ].map(([code, name, sq]) => ({ code, name, names: { sq }, region: "prizren" })),
  signs: ["papers-held", "cannot-leave", "owes-debt", "controlled", "injuries", "fear", "child-in-venue", "other"],
};

const unit = [{ party: "atu", group: "police-prizren", label: "Police, Prizren" }];
const vau = [{ party: "vau", group: "vau", label: "Assistance Office" }];
const fallback = { kind: "default", words: null };

const row = (reference, handle, step, item, started, due, more = {}) => ({
  reference,
  region: "prizren",
  step,
  item,
  state: "running",
  started_at: at(started),
  due_at: due === null ? null : at(due),
  target_at: null,
  epoch: 1,
  owes: unit,
  basis: fallback,
  span: "PT24H",
  notice: null,
  short_notice: false,
  rungs: [],
  pause: null,
  handle,
  call: null,
  action: "open",
  ...more,
});

const the_case = { kind: "case", number: 1 };
const victim = (number) => ({ kind: "victim", number });

const two_sisters = "Two sisters, bar by the petrol station";
const owed = [
  row("M3T-9HAM", two_sisters, "inform-csw", the_case, -132, -12, {
    span: "PT2H",
    notice: "n1",
    call: "029 000 333",
    rungs: [
      { party: "csw-backup", at: at(-72), fired_at: at(-72) },
      { party: "atu-hq", at: at(-12), fired_at: at(-12) },
    ],
  }),
  row("X8G-WC4R", "Kitchen hand, no papers", "interview-victim", victim(1), -1443, -3, {
    basis: { kind: "text", words: "as soon as is feasible" },
  }),
  row("2NP-YD7G", "Waitress, hotel at the lake", "transport", victim(1), -209, 31, { span: "PT4H" }),
  row("HC7-R9W7", "Cleaner, flat above a shop", "presume", victim(1), -1360, 80),
  row("2NP-YD7G", "Waitress, hotel at the lake", "risk-level", victim(1), -764, 676, {
    basis: { kind: "sop", words: null },
  }),
  row("M3T-9HAM", two_sisters, "escort", { kind: "appointment", number: 1 }, -100, 3116, { span: "PT2H" }),
  row("M3T-9HAM", two_sisters, "interview-victim", victim(2), -132, 1308, {
    state: "paused",
    pause: { reason: "no-interpreter", since: at(-54), until: null },
  }),
];

const waiting = [
  row("9FJ-A6KM", null, "identify", victim(1), -5000, 4400, { span: "P5D" }),
  row("2NP-YD7G", null, "interview-witness", { kind: "witness", number: 1 }, -2000, 2000, {
    state: "paused",
    pause: { reason: "not-found", since: at(-900), until: null },
  }),
];

export const news = (minutes = 0) => ({
  notice: "n7",
  reference: "7Q4-KXMV",
  region: "prizren",
  step: "inform-prosecutor",
  epoch: 1,
  state: "sent",
  sent_at: at(minutes),
  delivered_at: null,
  seen_at: null,
  acknowledged_at: null,
  rung: null,
  danger: "no",
  child: "no",
  due_at: at(minutes + 60),
  climbs: { party: "prosecutor-backup", at: at(minutes + 20) },
  call: "044 000 123",
});

const workOf = (owes, waits, arrived) => ({
  owed: owes,
  waiting: waits,
  news: arrived,
  counts: { overdue: owes.length > 0 ? 2 : 0, today: 4, owed: owes.length, waiting: waits.length },
  more: { owed: false, waiting: false },
});

export const work = {
  "arben.dushku": () => workOf(owed, waiting, []),
  "rina.gjoka": (arrived) => workOf([], waiting, arrived),
};

export const told = (first = "sent", moment = 0) => [
  {
    party: "prosecutor",
    notice: "n7",
    state: first,
    sent_at: at(moment),
    delivered_at: first === "sent" ? null : at(moment),
    seen_at: first === "seen" ? at(moment + 1) : null,
    acknowledged_at: null,
    on_duty: true,
    office: "Prosecutor on duty, Prizren",
    who: "Rina Gjoka",
    call: "029 000 222",
    climbs: { party: "prosecutor-backup", at: at(moment + 20) },
  },
  {
    party: "vau",
    notice: "n8",
    state: "acknowledged",
    sent_at: at(moment),
    delivered_at: at(moment),
    seen_at: at(moment + 1),
    acknowledged_at: at(moment + 1),
    on_duty: true,
    office: "Victims’ Protection and Assistance Office",
    who: "Vlora Hyseni",
    call: "038 000 777",
    climbs: null,
  },
  {
    party: "csw",
    notice: "n9",
    state: "sent",
    sent_at: at(moment),
    delivered_at: null,
    seen_at: null,
    acknowledged_at: null,
    on_duty: true,
    office: "Centre for Social Work, Prizren",
    who: "Mimoza Tahiri",
    call: "029 000 333",
    climbs: { party: "csw-backup", at: at(moment + 60) },
  },
];

export const reported = () => ({
  case: "c7",
  reference: "7Q4-KXMV",
  told: told("seen"),
  call: { office: "Prosecutor on duty, Prizren", number: "029 000 222" },
  next: [
    { step: "interview-victim", item: victim(1), due_at: hours(24) },
    { step: "presume", item: victim(1), due_at: hours(24) },
  ],
});

export const payload = () => ({
  reference: "7Q4-KXMV",
  notice: "n7",
  step: "inform-prosecutor",
  fields: {
    "case.reference": "7Q4-KXMV",
    "case.region": "prizren",
    "case.reported_at": at(0),
    "case.counts": { women: 1, men: 0, children: 0, unsure: 0, about: false },
    "case.danger": "no",
    "case.indicators": ["cannot-leave", "fear"],
    "case.reporter_phone": "044 000 123",
  },
  states: { sent: at(0), delivered: at(0), seen: at(1), acknowledged: null },
});

const obligation = (step, item, state, started, due, more = {}) => ({
  ...row("M3T-9HAM", null, step, item, started ?? 0, due),
  state,
  started_at: started === null ? null : at(started),
  met_at: null,
  met_by: null,
  met_after: null,
  lapsed_by: null,
  done_words: [],
  parts: [],
  ...more,
});
const text = (words) => ({ kind: "text", words });

const strands = [
  {
    item: the_case,
    facts: {},
    obligations: [
      obligation("inform-prosecutor", the_case, "met", -132, -72, {
        met_at: at(-130),
        met_by: "R. Gjoka",
        span: "PT1H",
        basis: text("immediately"),
      }),
      obligation("inform-vau", the_case, "met", -132, -12, { met_at: at(-114), met_by: "V. Hyseni", span: "PT2H" }),
      obligation("inform-csw", the_case, "running", -132, -12, {
        span: "PT2H",
        notice: "n9",
        call: "029 000 333",
        rungs: [
          { party: "csw-backup", at: at(-72), fired_at: at(-72) },
          { party: "atu-hq", at: at(-12), fired_at: at(-12) },
        ],
      }),
      obligation("working-group", the_case, "running", -132, 2748, { span: "PT48H", owes: vau }),
      obligation("interview-witness", { kind: "witness", number: 1 }, "waived", -100, 4000, {
        span: "PT72H",
        met_by: "T. Rexha",
      }),
      obligation("interview-witness", { kind: "witness", number: 2 }, "met", -100, 4000, {
        span: "PT72H",
        met_at: at(-33),
        met_by: "A. Dushku",
        epoch: 2,
      }),
    ],
  },
  {
    item: victim(1),
    facts: { status: "presumed", risk: "medium", child: "no" },
    obligations: [
      obligation("interview-victim", victim(1), "met", -132, 1308, {
        met_at: at(-62),
        basis: text("as soon as is feasible"),
      }),
      obligation("presume", victim(1), "met", -132, 1308, { met_at: at(-44) }),
      obligation("accept-bed", victim(1), "running", -29, 31, {
        span: "PT1H",
        owes: [{ party: "shelter", group: "lisi", label: "Shelter Lisi" }],
      }),
      obligation("shelter", victim(1), "running", -44, 676, { span: "PT12H", owes: vau }),
      obligation("risk-level", victim(1), "running", -62, 1378, {
        basis: { kind: "sop", words: null },
        owes: [...unit, ...vau],
        parts: [
          { party: "atu", given_at: at(-20) },
          { party: "vau", given_at: null },
        ],
      }),
      obligation("identify", victim(1), "running", -62, 7138, { span: "P5D" }),
      obligation("transport", victim(1), "waiting", null, null, { span: "PT4H" }),
      obligation("reflection", victim(1), "running", -44, 43_156, {
        span: "P30D",
        kind: "period",
        owes: vau,
        basis: { kind: "law", words: "at least 30 days" },
      }),
    ],
  },
  {
    item: victim(2),
    facts: { status: "possible", child: "unsure", risk: "unset" },
    obligations: [
      obligation("interview-victim", victim(2), "paused", -132, 1308, {
        pause: { reason: "no-interpreter", since: at(-54), until: null },
        basis: text("as soon as is feasible"),
      }),
      obligation("presume", victim(2), "running", -132, 1308),
      obligation("risk-level", victim(2), "waiting", null, null, { basis: { kind: "sop", words: null } }),
      obligation("identify", victim(2), "waiting", null, null, { span: "P5D" }),
      obligation("shelter", victim(2), "lapsed", -132, 676, { span: "PT12H", lapsed_by: "exit.wished" }),
    ],
  },
];

const event = (position, minutes, type, label, item, facts = {}, more = {}) => ({
  position,
  at: at(minutes),
  recorded_at: at(minutes),
  type,
  who: label ? { label, agency: "police" } : null,
  item,
  facts,
  struck: null,
  ...more,
});

export const knownCase = () => ({
  reference: "M3T-9HAM",
  region: "prizren",
  reported_at: at(-132),
  handle: two_sisters,
  state: "open",
  facts: { danger: "no", child: "unsure" },
  procedure: { key: "kosovo-assistance", version: 1, closed: 7, total: 19 },
  strands,
  notices: told("seen", -132).slice(2),
  timeline: [
    event(1, -132, "case.reported", "A. Dushku", the_case),
    event(2, -130, "notice.acknowledged", "R. Gjoka", the_case),
    event(3, -62, "interview.held", "J. Stanković", victim(1)),
    event(4, -59, "interview.declined", "A. Dushku", { kind: "witness", number: 2 }, {}, { recorded_at: at(-33) }),
    event(
      5,
      -31,
      "risk.assessed",
      "A. Dushku",
      victim(1),
      { risk: "high" },
      { struck: { reason_code: "wrong-person", by: "A. Dushku", at: at(-28) } },
    ),
    event(6, -29, "fact.set", "V. Hyseni", victim(1), { place: "held" }),
    event(7, -12, "rung.fired", null, the_case, { step: "inform-csw", party: "atu-hq" }),
  ],
  people: [
    { role: "officer", label: "A. Dushku, J. Stanković", agency: "police", phone: null },
    { role: "prosecutor", label: "R. Gjoka", agency: "prosecution", phone: "029 000 222" },
    { role: "advocate", label: "V. Hyseni", agency: "vau", phone: "038 000 777" },
  ],
  looked: [
    { who: "A. Dushku", at: at(0), what: ["body", "handle"] },
    { who: "J. Stanković", at: at(-24), what: ["statement"] },
    { who: "V. Hyseni", at: at(-28), what: ["disclosure"] },
    { who: "R. Gjoka", at: at(-130), what: ["disclosure"] },
  ],
  sealed: [
    { section: "health", held_by: "shelter" },
    { section: "counselling", held_by: "ngo" },
    { section: "address", held_by: "shelter" },
  ],
});
