#include "directory/people.hpp"

#include <algorithm>

#include "directory/rows.hpp"
#include "directory/tables.hpp"

namespace kulla::directory {
namespace {

using eventlog::Row;
using eventlog::Scan;
using eventlog::Value;

Group group_in(const Row& row) {
  return {.id = id_at<GroupId>(row, 0),
          .unit_id = id_at<UnitId>(row, 1),
          .place = {enum_at<Agency>(row, 2), code_at(row, 3), code_at(row, 4)},
          .epoch = static_cast<std::int32_t>(integer_at(row, 5))};
}

Shift shift_in(const Row& row) {
  return {.unit_id = id_at<UnitId>(row, 0),
          .duty = enum_at<Duty>(row, 1),
          .account = id_at<AccountId>(row, 2),
          .starts_at = instant_at(row, 3),
          .ends_at = instant_at(row, 4)};
}

/// Her memberships, and from them her state.
Result<Person> with_memberships(const Snapshot& snapshot, const Row& row) {
  Person person{.account = id_at<AccountId>(row, 0),
                .place = {enum_at<Agency>(row, 3), code_at(row, 4), code_at(row, 5)},
                .role = enum_at<Role>(row, 2),
                .state = AccountState::invited,
                .invited_into = id_at<GroupId>(row, 1),
                .groups = {},
                .admitted_at = std::nullopt,
                .invited_until = optional_instant_at(row, 7)};
  if (optional_instant_at(row, 8)) person.state = AccountState::accepted;

  const auto memberships = TRY(snapshot.scan({.table = &membership_table,
                                              .index = "membership_by_account",
                                              .equal = {person.account.to_bytes()},
                                              .from = std::nullopt,
                                              .before = std::nullopt,
                                              .limit = all_rows}));
  for (const auto& membership : memberships) {
    if (optional_instant_at(membership, 3)) continue;
    const auto since = instant_at(membership, 2);
    person.admitted_at = person.admitted_at ? std::min(*person.admitted_at, since) : since;
    person.groups.push_back(id_at<GroupId>(membership, 0));
  }
  if (!memberships.empty()) person.state = person.groups.empty() ? AccountState::left : AccountState::admitted;
  return person;
}

void earlier(std::optional<Instant>& until, Instant at) { until = until ? std::min(*until, at) : at; }

/// Shifts that end after `after` and, where it is given, at `last` or before; those that end first in front.
Result<std::vector<Shift>> shifts_ending(const Snapshot& snapshot, UnitId unit, Duty duty, Instant after,
                                         std::optional<Instant> last, std::size_t limit = all_rows) {
  std::vector<Shift> shifts;
  for (const auto& row : TRY(snapshot.scan({.table = &roster_table,
                                            .index = "roster_by_duty",
                                            .equal = {unit.to_bytes(), static_cast<std::int64_t>(duty)},
                                            .from = Value(after.micros + 1),
                                            .before = last ? std::optional(Value(last->micros + 1)) : std::nullopt,
                                            .limit = limit})))
    shifts.push_back(shift_in(row));
  return shifts;
}

Result<std::vector<Group>> groups_by(const Snapshot& snapshot, Row equal) {
  std::vector<Group> found;
  for (const auto& row : TRY(snapshot.scan({.table = &group_table,
                                            .index = "key_group_by_place",
                                            .equal = std::move(equal),
                                            .from = std::nullopt,
                                            .before = std::nullopt,
                                            .limit = all_rows})))
    found.push_back(group_in(row));
  return found;
}

}  // namespace

bool Person::is_member_of(GroupId group) const { return std::ranges::find(groups, group) != groups.end(); }

Result<std::optional<Person>> person(const Snapshot& snapshot, AccountId account) {
  const auto row = TRY(snapshot.get(account_table, {account.to_bytes()}));
  if (!row) return std::optional<Person>{};
  return TRY(with_memberships(snapshot, *row));
}

Result<std::optional<AccountId>> account_by_name(const Snapshot& snapshot, const ByteArray<32>& name_hash) {
  const auto rows = TRY(snapshot.scan({.table = &account_table,
                                       .index = "account_by_name",
                                       .equal = {Bytes(name_hash.begin(), name_hash.end())},
                                       .from = std::nullopt,
                                       .before = std::nullopt}));
  if (rows.empty()) return std::optional<AccountId>{};
  return id_at<AccountId>(rows.front(), 0);
}

Result<std::optional<ByteArray<32>>> name_hash_of(const Snapshot& snapshot, AccountId account) {
  const auto row = TRY(snapshot.get(account_table, {account.to_bytes()}));
  if (!row) return std::nullopt;
  const auto* bytes = std::get_if<Bytes>(&row->at(6));
  ByteArray<32> hash{};
  if (bytes == nullptr || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

Result<std::vector<Person>> people(const Snapshot& snapshot) {
  std::vector<Person> all;
  for (const auto& row : TRY(snapshot.scan({.table = &account_table,
                                            .index = {},
                                            .equal = {},
                                            .from = std::nullopt,
                                            .before = std::nullopt,
                                            .limit = all_rows})))
    all.push_back(TRY(with_memberships(snapshot, row)));
  return all;
}

Result<std::optional<Group>> group(const Snapshot& snapshot, GroupId id) {
  const auto row = TRY(snapshot.get(group_table, {id.to_bytes()}));
  return row ? std::optional(group_in(*row)) : std::nullopt;
}

Result<std::optional<Group>> group_of(const Snapshot& snapshot, UnitId unit) {
  const auto rows = TRY(snapshot.scan({.table = &group_table,
                                       .index = "key_group_by_unit",
                                       .equal = {unit.to_bytes()},
                                       .from = std::nullopt,
                                       .before = std::nullopt}));
  return rows.empty() ? std::nullopt : std::optional(group_in(rows.front()));
}

Result<std::optional<Group>> group_at(const Snapshot& snapshot, const Place& place) {
  const auto found = TRY(groups_by(snapshot, {static_cast<std::int64_t>(place.agency), std::string(place.region.text()),
                                              std::string(place.unit.text())}));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

Result<std::vector<Group>> groups(const Snapshot& snapshot) { return groups_by(snapshot, {}); }

Result<std::vector<Group>> groups_of(const Snapshot& snapshot, Agency agency) {
  return groups_by(snapshot, {static_cast<std::int64_t>(agency)});
}

Result<std::vector<AccountId>> members(const Snapshot& snapshot, GroupId group) {
  std::vector<AccountId> present;
  for (const auto& row : TRY(snapshot.scan({.table = &membership_table,
                                            .index = {},
                                            .equal = {group.to_bytes()},
                                            .from = std::nullopt,
                                            .before = std::nullopt,
                                            .limit = all_rows})))
    if (!optional_instant_at(row, 3)) present.push_back(id_at<AccountId>(row, 1));
  return present;
}

Result<std::vector<Shift>> shifts_ending_after(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at) {
  return shifts_ending(snapshot, unit, duty, at, std::nullopt);
}

Result<DutyNow> duty_now(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at) {
  DutyNow now;
  const auto span = TRY(snapshot.get(span_table, {unit.to_bytes(), static_cast<std::int64_t>(duty)}));
  if (!span) return now;
  const Duration longest{integer_at(*span, 2)};
  // What covers `at` began by then, and so ends by at + longest.
  now.shifts = TRY(shifts_ending(snapshot, unit, duty, at, at + longest));
  std::erase_if(now.shifts, [&](const Shift& shift) { return !shift.covers(at); });
  for (const auto& shift : now.shifts) earlier(now.until, shift.ends_at);
  if (!now.until)
    for (const auto& next : TRY(shifts_ending(snapshot, unit, duty, at, std::nullopt, 1)))
      earlier(now.until, next.starts_at);
  if (!now.until) return now;
  // Another may begin before that; it ends at most the longest shift after its beginning.
  for (const auto& next : TRY(shifts_ending(snapshot, unit, duty, at, *now.until + longest)))
    if (next.starts_at > at) earlier(now.until, next.starts_at);
  return now;
}

Result<std::vector<Shift>> on_duty(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at) {
  return TRY(duty_now(snapshot, unit, duty, at)).shifts;
}

Result<std::vector<Shift>> roster(const Snapshot& snapshot, UnitId unit, Instant from, Instant before) {
  std::vector<Shift> all;
  for (std::size_t duty = 0; duty < words_of(Duty{}).size(); ++duty)
    for (const auto& shift : TRY(shifts_ending_after(snapshot, unit, static_cast<Duty>(duty), from)))
      if (shift.starts_at < before) all.push_back(shift);
  std::ranges::sort(all, {}, [](const Shift& shift) { return std::tuple(shift.starts_at, shift.duty, shift.account); });
  return all;
}

Result<std::optional<Shift>> shift_at(const Snapshot& snapshot, UnitId unit, Duty duty, AccountId account,
                                      Instant starts_at) {
  const auto row = TRY(snapshot.get(
      roster_table, {unit.to_bytes(), static_cast<std::int64_t>(duty), account.to_bytes(), starts_at.micros}));
  return row ? std::optional(shift_in(*row)) : std::nullopt;
}

Result<std::vector<Shift>> shifts_of(const Snapshot& snapshot, AccountId account, Instant at) {
  std::vector<Shift> hers;
  for (const auto& row : TRY(snapshot.scan({.table = &roster_table,
                                            .index = "roster_by_account",
                                            .equal = {account.to_bytes()},
                                            .from = Value(at.micros + 1),
                                            .before = std::nullopt,
                                            .limit = all_rows})))
    hers.push_back(shift_in(row));
  return hers;
}

Result<std::vector<Shift>> duties_of(const Snapshot& snapshot, AccountId account, Instant at) {
  auto hers = TRY(shifts_of(snapshot, account, at));
  std::erase_if(hers, [&](const Shift& shift) { return !shift.covers(at); });
  return hers;
}

}  // namespace kulla::directory
