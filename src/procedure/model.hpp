// A procedure as its file says it: who owes which step, from when, by when, what meets it and who is told when nobody
// answers. A country is such a file. It is read and checked once (check.hpp), never changes afterwards, and may be used
// by any number of threads. The words of a step live in the message catalogues, under procedure.<country>.<step>.
// Source: decisions.md, section 4; the grammar stands in docs/procedure-format.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "procedure/calendar.hpp"
#include "procedure/codes.hpp"
#include "procedure/condition.hpp"

namespace kulla::procedure {

/// A length of time as people mean it. "PT24H" is elapsed time; "P5D" the same wall-clock time five days on, which is
/// 119 to 121 hours around a change of the clocks; "5 working days" by a calendar.
struct Span {
  enum class Measure : std::uint8_t { elapsed, local_days, working_days };
  Measure measure = Measure::elapsed;
  int days = 0;         // local or working days
  Duration elapsed;     // the whole of an elapsed span, or what comes on top of local days
  CalendarId calendar;  // of working days
  std::string text;     // as the file says it

  bool operator==(const Span&) const = default;
};

/// Where a time comes from. `by_default`: ours until the country decides.
enum class Basis : std::uint8_t { text, law, sop, by_default };
std::string_view word_of(Basis basis);

/// One row of `within`: the first whose condition holds is the step's time.
struct Within {
  Condition when;
  Span time;            // after the start; empty when the row counts backwards
  bool before = false;  // `lead` before the item's instant instead
  Duration lead;
  std::optional<Duration> target;  // a figure to reach, no deadline
  Basis basis = Basis::by_default;
  std::string basis_words;  // "immediately"
};

/// One alternative of `done`: an event, from every party of `by` (any one when empty), with every kind; or a fact.
struct Done {
  EventId event;  // unknown: a fact
  PartySet by;
  KindSet kinds;
  Condition fact;
};

struct Rung {
  enum class From : std::uint8_t { start, due } from = From::start;
  int sign = 1;  // before or after `from`
  Span offset;
  PartyId party;
  /// Part of the key under which it fires, so it stays the same in a later version of the file that keeps the rung.
  std::uint16_t number = 0;
  std::string text;
};

/// Numbers that stand beside those of a ladder's rungs in the key (case, step, item, epoch, rung).
inline constexpr std::uint16_t period_end_rung = 200;
inline constexpr std::uint16_t pause_rung_first = 256;  // + the pause or confirmation, counted in its epoch

struct Inform {
  PartyId party;
  PayloadId payload;
};

struct Pause {
  std::vector<ReasonId> reasons;
  Span longest;
  PartyId then;
};

struct AskBefore {
  Condition when;
  EventId need;
  PartySet by;
};

struct Step {
  enum class Kind : std::uint8_t { task, period };
  enum class ClockFrom : std::uint8_t { recorded, occurred };
  enum class Owed : std::uint8_t { all, any };

  bool present = false;  // false: a code of an earlier version, which this one has no longer
  StepId id;
  std::string key;
  int line = 0;
  ItemKind item = ItemKind::case_file;
  Kind kind = Kind::task;
  ClockFrom clock = ClockFrom::recorded;
  Owed owed = Owed::all;
  Condition start;
  Condition again;
  Condition applies;
  std::vector<PartyId> owed_by;
  std::vector<Within> within;
  std::vector<Done> done;
  std::vector<Inform> inform;
  std::optional<Pause> pause;
  std::vector<AskBefore> ask_before;
  std::optional<PartyId> waive_by;
  std::vector<Rung> ladder;
  std::vector<std::string> forbids;
  bool survives_closing = false;
  bool survives_end_of_victim = false;

  // What any of its conditions reads: a change elsewhere leaves it alone.
  EventSet reads_events;
  StepSet reads_steps;
  FactSet reads_facts;
  FactSet reads_any_facts;
};

struct Fact {
  enum class Differ : std::uint8_t { latest, highest };
  bool present = false;
  FactId id;
  std::string key;
  bool of_victim = true;
  Names values;                     // codes, kept over versions
  std::vector<std::uint16_t> rank;  // of each value in this version's order; 0xffff: not in this version
  ValueId initial;
  PartySet by;  // each of them must give it
  Differ differ = Differ::latest;
  /// Several voices are kept side by side until they agree.
  bool voiced() const { return by.any() || differ == Differ::highest; }
};

/// Who: resolved to accounts by the directory when an obligation starts and when the roster or the region changes.
struct Party {
  bool present = false;
  PartyId id;
  std::string key, agency, unit, region, role, duty, of;
};

struct Payload {
  bool present = false;
  std::string key;
  std::vector<std::string> fields;
};

class Procedure {
 public:
  std::string key;
  int version = 0;
  Zone zone;
  Condition closes_with;
  Condition ends_victim_with;

  // By code; an entry that is not `present` belongs to an earlier version.
  std::vector<Step> steps;
  std::vector<Fact> facts;
  std::vector<Party> parties;
  std::vector<Payload> payloads;
  std::vector<Calendar> calendars;

  /// Steps of each kind of item so that a step comes after every step whose closing it reads.
  std::vector<StepId> order[4];
  /// For each party whose tap counts as its own: agency and unit are equal. A rung of the same agency answers for its
  /// party; any other is told, and cannot meet the step.
  std::vector<PartySet> stands_for;
  /// For each event, the alternatives of `done` that it gives a part of.
  struct DoneBy {
    StepId step;
    std::uint16_t alternative;
  };
  std::vector<std::vector<DoneBy>> done_by_event;

  Names step_names, fact_names, event_names, party_names, payload_names, kind_names, reason_names, calendar_names;

  StepId step(std::string_view name) const { return {step_names.find(name)}; }
  FactId fact(std::string_view name) const { return {fact_names.find(name)}; }
  EventId event(std::string_view name) const { return {event_names.find(name)}; }
  PartyId party(std::string_view name) const { return {party_names.find(name)}; }
  KindId kind(std::string_view name) const { return {kind_names.find(name)}; }
  ReasonId reason(std::string_view name) const { return {reason_names.find(name)}; }
  CalendarId calendar(std::string_view name) const { return {calendar_names.find(name)}; }
  ValueId value(FactId fact_id, std::string_view name) const {
    return fact_id.index < facts.size() ? ValueId{facts[fact_id.index].values.find(name)} : ValueId{};
  }
  bool has(StepId id) const { return id.index < steps.size() && steps[id.index].present; }
  const Step& at(StepId id) const { return steps[id.index]; }
  const Party& at(PartyId id) const { return parties[id.index]; }
  const Payload& at(PayloadId id) const { return payloads[id.index]; }
  std::string_view name(StepId id) const { return step_names.text(id.index); }
  std::string_view name(PartyId id) const { return party_names.text(id.index); }
  std::string_view name(EventId id) const { return event_names.text(id.index); }
  std::string_view name(FactId id) const { return fact_names.text(id.index); }
  std::string_view name(FactId fact_id, ValueId id) const { return facts[fact_id.index].values.text(id.index); }
};

}  // namespace kulla::procedure
