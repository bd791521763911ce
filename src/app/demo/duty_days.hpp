// Turns of duty in the demo house: from seven in the morning to seven the next, local time, and by the day's number.
// Rosters and the list of sign-ins follow from this one rule.
#pragma once

#include <cstdint>

#include "app/demo/offices.hpp"
#include "procedure/calendar.hpp"

namespace kulla::app::demo {

class DutyDays {
 public:
  /// Refuses `unknown-zone`.
  static Result<DutyDays> load();

  /// The day of duty that this instant belongs to: until seven it is still yesterday's.
  std::int64_t of(Instant at) const;
  Instant begins(std::int64_t day) const;
  /// The index of the worker whose turn it is.
  static std::size_t worker(const Turns& turns, std::int64_t day) {
    return turns.workers[static_cast<std::size_t>(day & 1)];
  }

 private:
  explicit DutyDays(procedure::Zone zone) : zone_(std::move(zone)) {}
  procedure::Zone zone_;
};

}  // namespace kulla::app::demo
