// What `kulla doctor` asks of people and rosters. Reads open columns alone; needs no session.
#pragma once

#include <string>
#include <vector>

#include "directory/people.hpp"

namespace kulla::keys {
struct KeyRoom;
}

namespace kulla::directory {

struct DirectoryFinding {
  std::string code;    // group-without-key, group-of-one, group-without-staff-key, nobody-on-duty, invitation-overdue,
                       // waits-for-admission, neighbour-without-office
  ByteArray<16> id{};  // group, unit or account
  std::optional<Place> place;
  std::optional<Duty> duty;     // nobody-on-duty
  std::optional<Instant> from;  // the first uncovered instant of the next 24 hours
  auto operator<=>(const DirectoryFinding&) const = default;
};

/// A duty counts for an office once it was ever rostered there: which office must keep one is the procedure's to say,
/// by `duties`.
struct DutyOwed {
  Agency agency = Agency::police;
  Code unit;  // empty: any office of the agency
  Duty duty = Duty::on_call;
};

inline constexpr Duration roster_ahead = hours(24);

Result<std::vector<DirectoryFinding>> examine(const Snapshot& snapshot, keys::KeyRoom& room, Instant now,
                                              const std::vector<DutyOwed>& duties = {});

}  // namespace kulla::directory
