// Which public keys are authentic. Asked before anything is sealed to anyone.
//
// A statement counts when
//   1. it stands as an event in its principal's stream, and the row of key_statement is the same, byte for byte;
//   2. its signature is by the house's root key (pinned on disk), or by an account whose own statement counts and was
//      live at that position;
//   3. that account had the authority then:
//      an account's statement: a member of the group into which the account was invited, or, while that group has no
//      member, an administrator; a later epoch likewise;
//      a group's first statement: the first member whom group.opened names; later ones: a member;
//   4. it is the latest of its principal and has not ended.
// Whatever fails is not sealed to: an alarm is raised, the others are reached (decisions.md 2.1).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "eventlog/store.hpp"
#include "keys/house.hpp"
#include "keys/statement.hpp"

namespace kulla::keys {

using eventlog::Position;
using eventlog::Snapshot;
using eventlog::Version;

struct VerifiedKeys {
  Principal who;
  Epoch epoch = 0;
  PublicKeys keys;
  Position position = 0;       // of the statement
  Version stream_version = 0;  // of the principal's stream, as it was seen: put into the batch's expectations
};

struct KeyAlarm {
  Principal who;
  std::string code;  // statement-swapped, statement-unsigned, statement-without-authority, statement-missing
};

/// A group as its stream tells it.
struct Membership {
  AccountId account;
  Position since = 0;
  std::optional<Position> until;  // she left
};
struct GroupFacts {
  std::optional<AccountId> first_member;
  std::vector<Membership> members;  // in the order of admission; one who came back stands twice
  std::vector<AccountId> present() const;
  bool holds(AccountId account) const;                  // now
  bool held(AccountId account, Position before) const;  // just before this position
  bool had_members(Position before) const;
};

/// The log's first event: who may do what before anybody could be asked.
struct FoundingFacts {
  eventlog::BatchId batch{};
  GroupId administrators;
};

/// A principal's stream, folded: what it stated and, for an account, into which group it was asked. (fold.hpp)
struct PrincipalFacts;

/// Safe for several threads. One a process: it keeps what it has folded and judged, and compares rows each time.
class Statements {
 public:
  Statements(HouseId house, const crypto::SignPublic& root) : house_(house), root_(root) {}
  explicit Statements(const HouseKeys& house) : Statements(house.id(), house.root()) {}

  /// The principal's present keys. Refuses (kind broken) with the alarm's code, after raising the alarm; `no-statement`
  /// (kind missing, no alarm) for a principal that never stated a key or whose key has ended.
  Result<VerifiedKeys> verified(const Snapshot& snapshot, Principal who);
  /// The keys of an epoch, present or past, from the log alone. Refuses as `verified` does.
  Result<VerifiedKeys> stated(const Snapshot& snapshot, Principal who, Epoch epoch);
  /// The group as its stream has it now. Empty for an unknown one.
  Result<GroupFacts> group(const Snapshot& snapshot, GroupId group);
  /// An account as its stream has it: what it was invited to, what it proposed, what it stated.
  Result<std::shared_ptr<const PrincipalFacts>> facts(const Snapshot& snapshot, Principal who);
  Result<FoundingFacts> founding(const Snapshot& snapshot);
  /// Is she a member of the administrators' group now?
  Result<bool> is_administrator(const Snapshot& snapshot, AccountId account);

  /// Told of every statement that fails, from the thread that met it. Set before the first use.
  void on_alarm(std::function<void(const KeyAlarm&)> tell) { alarm_ = std::move(tell); }

 private:
  Result<void> judge(const Snapshot& snapshot, const PrincipalFacts& facts, std::size_t index);
  Result<void> judge_signature(const Snapshot& snapshot, const PrincipalFacts& facts, std::size_t index);
  Result<void> judge_authority(const Snapshot& snapshot, const PrincipalFacts& facts, std::size_t index);
  tl::unexpected<Error> alarm(Principal who, std::string_view code);

  const HouseId house_;
  const crypto::SignPublic root_;
  std::function<void(const KeyAlarm&)> alarm_;
  std::mutex mutex_;
  std::map<Principal, std::shared_ptr<const PrincipalFacts>> folded_;
  std::map<std::pair<Principal, Epoch>, Position> trusted_;  // statements whose signature and authority held
  std::optional<FoundingFacts> founding_;
};

/// Rows of key_statement that follow from these events: for a batch's projection and for rebuild.
Result<std::vector<eventlog::TableWrite>> project_statements(std::span<const eventlog::Event> events);

}  // namespace kulla::keys
