// A house with real keys: founded, and filled by the commands themselves. Passwords are stretched as little
// as is ever allowed.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "directory/commands.hpp"
#include "directory/founding.hpp"
#include "directory/people.hpp"
#include "directory/said.hpp"
#include "eventlog/store.hpp"
#include "keys/unlocked.hpp"
#include "support/shared_data.hpp"

namespace kulla::directory::test {

/// Which store keeps it: the slow and obvious one, or SQLite with its files beside the keys.
enum class Keeps : std::uint8_t { memory, sqlite };

class RealHouse {
 public:
  struct Office {
    UnitId unit;
    GroupId group;
    std::vector<AccountId> members;
  };
  static constexpr std::string_view password = "a password for tests";
  static constexpr std::string_view office_phone = "038 000 111";

  /// Founded at 08:00 by an officer of the police and an advocate, who are its administrators.
  /// `more`: tables of the rooms above that a test brings.
  explicit RealHouse(Keeps keeps = Keeps::memory, std::vector<const eventlog::Table*> more = {});

  eventlog::Store& store() { return *store_; }
  std::unique_ptr<eventlog::Snapshot> now() const { return must(store_->snapshot()); }
  ManualClock& clock() { return clock_; }
  SeededChance& chance() { return chance_; }
  keys::KeyRoom& room() { return *room_; }
  const HouseFounded& founded() const { return founded_; }
  AccountId administrator(std::size_t which = 0) const { return founded_.officers.at(which); }
  const std::filesystem::path& folder() const { return folder_.path(); }

  Ask ask();
  /// The keys of somebody who has a password.
  const keys::Unlocked& keys_of(AccountId account);
  /// Runs a command in somebody's session on a fresh snapshot; appends nothing.
  template <class Command>
  auto ask_for(AccountId by, Command command) {
    const auto snapshot = now();
    return command(Desk{.snapshot = *snapshot, .room = *room_, .by = keys_of(by), .now = clock_.now()}, ask());
  }
  /// Runs a command that makes a batch, and appends it.
  template <class Command>
  Result<eventlog::Committed> perform(AccountId by, Command command) {
    auto batch = TRY(ask_for(by, command));
    return store_->append(std::move(batch));
  }

  /// An office with its key and names to read, and this many members.
  Office open(const Place& place, Role role, std::size_t members = 2);
  OfficeOpened open_without_members(const Place& place);
  InvitationMade invite(AccountId by, GroupId group, Role role);
  AccountId accept(std::string_view code);
  Result<eventlog::Committed> admit(AccountId by, AccountId account);
  /// Invited by an administrator, admitted by a member.
  AccountId newcomer(const Office& office, Role role);
  std::string next_sign_in_name();

 private:
  ManualClock clock_{at(8)};
  SeededChance chance_;
  kulla::test::TemporaryFolder folder_;
  HouseFounded founded_;
  std::unique_ptr<keys::KeyRoom> room_;
  std::unique_ptr<eventlog::Store> store_;
  std::map<AccountId, std::unique_ptr<keys::Unlocked>> sessions_;
  int names_ = 0;
};

}  // namespace kulla::directory::test
