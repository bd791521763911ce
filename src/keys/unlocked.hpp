// The keys of one session while it works: its account's, its groups' of every epoch, and their vaults. All lie in the
// locked arena and are wiped when this goes. Cannot be copied. Groups' keys are fetched when first needed and kept.
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "keys/rows.hpp"
#include "keys/statements.hpp"

namespace kulla::keys {

/// What every function of this room needs of the house: its keys, its tables, its judge of statements, its chance.
/// One a process; outlives all that is given it.
struct KeyRoom {
  KeyRoom(const HouseKeys& house_keys, Chance& source)
      : house(house_keys), tables(house_keys.master(), source), statements(house_keys), chance(source) {}
  const HouseKeys& house;
  KeyTables tables;
  Statements statements;
  Chance& chance;  // crypto::SystemChance, but for tests
};

/// The key of a principal's vault, under which its data keys lie.
struct VaultKey {
  EnvelopeId id;
  crypto::Key key;
};

class Unlocked {
 public:
  /// `pair` is the account's, of this epoch.
  Unlocked(KeyRoom& room, AccountId account, Epoch epoch, KeyPair pair)
      : room_(room), account_(account), epoch_(epoch), pair_(std::move(pair)) {}
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;

  AccountId account() const { return account_; }
  Epoch epoch() const { return epoch_; }
  const KeyPair& pair() const { return pair_; }

  /// May this session open what is sealed to the principal in that epoch: the account itself, or a group that sealed
  /// its key to the account? Asks the database the first time, and keeps what it found. Refuses (kind missing)
  /// `key-not-held`; (kind broken) `group-key-not-authentic`.
  Result<const KeyPair*> key(const Snapshot& snapshot, Principal who, Epoch epoch) const;
  /// Refuses (kind missing) `key-not-held`, `vault-missing`.
  Result<const VaultKey*> vault(const Snapshot& snapshot, Principal who, Epoch epoch) const;
  /// The groups that this account is in now. Asked anew at each request, so that who has left holds nothing, also with
  /// keys that are still unwrapped.
  Result<std::vector<GroupId>> groups(const Snapshot& snapshot) const;

 private:
  Result<const KeyPair*> find_key(const Snapshot& snapshot, Principal who, Epoch epoch) const;
  Result<crypto::Key> fetch_seed(const Snapshot& snapshot, GroupId group, Epoch epoch) const;

  KeyRoom& room_;
  const AccountId account_;
  const Epoch epoch_;
  const KeyPair pair_;
  mutable std::mutex mutex_;  // two requests of one session may run at once
  // Node-based maps: a pointer given out stays good while this lives.
  mutable std::map<std::pair<Principal, Epoch>, KeyPair> groups_;
  mutable std::map<std::pair<Principal, Epoch>, VaultKey> vaults_;
};

}  // namespace kulla::keys
