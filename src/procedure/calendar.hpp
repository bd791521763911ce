// Days as people live them: the same local time some days on, and working days. Pure once loaded: a Zone reads the
// system's time zone data at load and keeps its changes of offset from 1970 to 2100, so no later call opens a file.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace kulla::procedure {

/// A date as days since 1970-01-01.
using Day = std::int32_t;

class Zone {
 public:
  /// Refuses `unknown-zone`. "UTC" needs no zone data.
  static Result<Zone> load(std::string_view name);

  /// Local wall-clock time as microseconds since 1970-01-01T00:00 local.
  std::int64_t local_micros(Instant at) const;
  /// The instant at which the wall clock shows `local`. A time that the spring change leaves out becomes the first
  /// instant after the gap, and one that the autumn change shows twice becomes the later of the two: a deadline is
  /// never earlier than the clock on the wall said.
  Instant at_local(std::int64_t local) const;
  /// The same wall-clock time, `days` later (or earlier).
  Instant days_later(Instant at, int days) const;
  const std::string& name() const { return name_; }

 private:
  struct Change {
    Instant at;
    std::int64_t offset_micros;  // from here on
  };
  std::string name_;
  std::vector<Change> changes_;  // the first one holds for all earlier times
};

/// Which days people work, and the days on which they do not although the week says so.
struct Calendar {
  std::array<bool, 7> works{};  // from Monday
  std::vector<Day> holidays;    // sorted

  bool is_working_day(Day day, std::span<const Day> added) const;
};

/// The same wall-clock time on the `count`th working day after the day of `at`, which itself is not counted. `added`
/// are holidays that became known later, in any order. A year without one working day is refused by the checker.
Instant working_days_later(const Zone& zone, const Calendar& calendar, std::span<const Day> added, Instant at,
                           int count);

/// "2026-11-28" to days; nothing for a date that does not exist.
std::optional<Day> day_of(std::string_view date);

}  // namespace kulla::procedure
