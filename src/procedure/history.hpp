// What the engine is told of a case, in the order of its log. The room knows no event types: whoever folds the log says
// here what an event means to the procedure. One event may mean several happenings (a victim is added, and two facts
// about her are known): they bear the same position and take effect together.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "procedure/calendar.hpp"
#include "procedure/codes.hpp"

namespace kulla::procedure {

class Procedure;

/// A new item: victims, witnesses and appointments count from 1 in the order in which the case met them. The event that
/// brought it (victim.added, witness.named, escort.asked) is a `Happened` of its own, for the new item.
struct ItemAdded {
  Item item;
  std::optional<Instant> at;    // of an appointment; without one, what counts back from it is due at once
  std::uint16_t of_victim = 0;  // whose appointment: its steps read her facts and end with her strand; 0: nobody's
};

/// Something that rules may wait for. An event that the procedure does not name may be left out or told: it changes
/// nothing.
struct Happened {
  EventId event;
  Item item;  // for whom it was recorded; the case itself: seen by all its items
  PartyId by;
  KindSet kinds;
  /// An answer to one notice counts for its step in its epoch, and for no other.
  std::optional<StepId> step = std::nullopt;
  std::uint16_t epoch = 0;  // with `step`; 0: the one that is owed
};

struct FactLearnt {
  FactId fact;
  Item item;
  ValueId value;
  PartyId by;  // whose voice, where the fact is given by several
};

struct InstantMoved {
  Item item;  // an appointment
  Instant to;
};

/// The clock of one obligation stands. Told again while it stands: the pause is confirmed, and `longest` runs anew.
/// A reason that the step does not list changes nothing.
struct ClockPaused {
  StepId step;
  Item item;
  ReasonId reason;
};

struct ClockResumed {
  StepId step;
  Item item;
};

struct Waived {
  StepId step;
  Item item;
  PartyId by;  // unknown: whoever records it has asked policy
};

/// The event at this position counts as if it had never been, and so does everything that followed from it, except that
/// rungs which fired remain facts. Striking such an event takes the first one back.
struct RecordedInError {
  std::uint64_t position = 0;
};

/// A rung of a ladder was told, a period ended, or a pause was asked about: `rung` is the number that Next gave.
struct RungFired {
  StepId step;
  Item item;
  std::uint16_t epoch = 1;
  std::uint16_t rung = 0;
  Instant planned_at;
};

/// A later version of the same file, read with the earlier one at hand. It outlives whatever is computed from it.
struct ProcedureAdopted {
  const Procedure* version = nullptr;
};

struct HolidaysAdded {
  CalendarId calendar;
  std::vector<Day> days;
};

struct Happening {
  std::uint64_t position = 0;  // of its event: never falls, and equal for all happenings of one event
  Instant recorded_at;         // by the server, never falls: clocks start here
  Instant occurred_at;         // as people tell it: a duty is met here
  std::variant<ItemAdded, Happened, FactLearnt, InstantMoved, ClockPaused, ClockResumed, Waived, RecordedInError,
               RungFired, ProcedureAdopted, HolidaysAdded>
      what;
};

}  // namespace kulla::procedure
