// Questions about people, groups and duty, answered from the read tables of one snapshot: ids, codes and times. Names
// are opened in a session, by the staff key (staff.hpp).
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "directory/vocabulary.hpp"
#include "eventlog/store.hpp"

namespace kulla::directory {

using eventlog::Snapshot;

enum class AccountState : std::uint8_t {
  invited,   // the one-time code has gone out
  accepted,  // she has chosen a password; nobody has vouched for her keys
  admitted,  // a member of at least one group
  left       // was a member, is none now
};
constexpr std::array<std::string_view, 4> words_of(AccountState) { return {"invited", "accepted", "admitted", "left"}; }

struct Person {
  AccountId account;
  Place place;  // her own office
  Role role = Role::officer;
  AccountState state = AccountState::invited;
  GroupId invited_into;
  std::vector<GroupId> groups;           // of which she is a member now, in the order of their ids
  std::optional<Instant> admitted_at;    // into the first of them
  std::optional<Instant> invited_until;  // an invitation not yet accepted
  bool is_member_of(GroupId group) const;
  auto operator<=>(const Person&) const = default;
};

struct Group {
  GroupId id;
  UnitId unit_id;
  Place place;
  std::int32_t epoch = 0;  // of its key; 0 while it has none
  auto operator<=>(const Group&) const = default;
};

struct Shift {
  UnitId unit_id;
  Duty duty = Duty::on_call;
  AccountId account;
  Instant starts_at;
  Instant ends_at;  // exclusive
  bool covers(Instant at) const { return starts_at <= at && at < ends_at; }
  auto operator<=>(const Shift&) const = default;
};

Result<std::optional<Person>> person(const Snapshot& snapshot, AccountId account);
/// Of a keyed hash (keys::HouseKeys::name_hash): the only way from a sign-in name to an account without a session.
Result<std::optional<AccountId>> account_by_name(const Snapshot& snapshot, const ByteArray<32>& name_hash);
/// The keyed hash of her sign-in name, for the limiter. Nothing once it is erased.
Result<std::optional<ByteArray<32>>> name_hash_of(const Snapshot& snapshot, AccountId account);
Result<std::vector<Person>> people(const Snapshot& snapshot);

Result<std::optional<Group>> group(const Snapshot& snapshot, GroupId id);
Result<std::optional<Group>> group_of(const Snapshot& snapshot, UnitId unit);
Result<std::optional<Group>> group_at(const Snapshot& snapshot, const Place& place);
/// In the order of agency, region, unit.
Result<std::vector<Group>> groups(const Snapshot& snapshot);
Result<std::vector<Group>> groups_of(const Snapshot& snapshot, Agency agency);
/// Accounts that hold the group's key now.
Result<std::vector<AccountId>> members(const Snapshot& snapshot, GroupId group);

/// Who has a duty at an instant, and when that next changes.
struct DutyNow {
  std::vector<Shift> shifts;     // those that cover it, the one that ends first in front
  std::optional<Instant> until;  // the next end or start of a shift; nothing when none is to come
};
/// Reads few rows however far the roster reaches: a shift that covers `at` ends at most the longest shift later.
Result<DutyNow> duty_now(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at);
/// Its shifts alone.
Result<std::vector<Shift>> on_duty(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at);
/// Shifts of one duty that cover `at` or are still to come, those that end first in front.
Result<std::vector<Shift>> shifts_ending_after(const Snapshot& snapshot, UnitId unit, Duty duty, Instant at);
/// Shifts of an office that end after `from` and start before `before`.
Result<std::vector<Shift>> roster(const Snapshot& snapshot, UnitId unit, Instant from, Instant before);
Result<std::optional<Shift>> shift_at(const Snapshot& snapshot, UnitId unit, Duty duty, AccountId account,
                                      Instant starts_at);
/// Her own shifts that cover `at` or are still to come; and only those that cover it.
Result<std::vector<Shift>> shifts_of(const Snapshot& snapshot, AccountId account, Instant at);
Result<std::vector<Shift>> duties_of(const Snapshot& snapshot, AccountId account, Instant at);

}  // namespace kulla::directory
