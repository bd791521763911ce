// The key tables' rows as values. A secret column is enciphered on the way in and deciphered on the way out, under the
// key-table master, bound to table, row key and column: who goes through here cannot forget it, and nobody else may
// touch these tables (tests/house/ holds that).
#pragma once

#include <optional>

#include "base/chance.hpp"
#include "crypto/password.hpp"
#include "eventlog/store.hpp"
#include "keys/statement.hpp"

namespace kulla::keys {

using eventlog::Snapshot;
using eventlog::TableWrite;

enum class Factor : std::uint8_t { password };  // passkey-prf, token, recovery-sheet follow
struct AccountSecret {
  AccountId account;
  Factor factor = Factor::password;
  crypto::PasswordCost cost;  // kdf
  crypto::PasswordSalt salt{};
  Bytes wrapped_private;  // secret: verifier (32) | AEAD(kek, seed)
};
struct MembershipKey {
  GroupId group;
  Epoch epoch = 1;
  AccountId account;
  Bytes sealed_group_private;  // secret: a box to the account
  AccountId admitted_by;
};
struct GroupChain {  // the epoch before, for those who hold this one
  GroupId group;
  Epoch epoch = 2;
  Bytes sealed_previous_private;  // secret: a box to this epoch's key
};
enum class EnvelopeKind : std::uint8_t { sealed, vault };
/// A fresh envelope key, held by one recipient in one epoch.
struct Envelope {
  EnvelopeId id;
  Principal recipient;
  Epoch epoch = 1;
  EnvelopeKind kind = EnvelopeKind::sealed;
  Bytes box;  // secret: the envelope key, in a box to the recipient, or under the recipient's vault key
};
enum class DataKeyState : std::uint8_t { live, retired, shredded };
struct DataKey {
  DataKeyId id;
  StreamId stream;
  std::string compartment;
  Epoch epoch = 1;
  crypto::Hash fingerprint{};
  DataKeyState state = DataKeyState::live;
};
struct Wrap {
  DataKeyId data_key;
  EnvelopeId envelope;
  Bytes bytes;         // secret: AEAD(envelope key, data key; id | stream | compartment | fingerprint)
  std::string ground;  // the rule by which it is held
  std::optional<Instant> until;
};
enum class SessionState : std::uint8_t { open, locked };
struct SessionRow {
  crypto::Hash token_hash{};
  AccountId account;
  Bytes sealed_private;  // secret: AEAD(HKDF(token), seed); empty once locked
  Instant created;
  Instant seen;
  std::optional<Instant> step_up_until;
  SessionState state = SessionState::open;
};

/// Safe for several threads. Lives as long as the HouseKeys it was made of.
class KeyTables {
 public:
  KeyTables(const crypto::Key& master, Chance& chance) : master_(master), chance_(chance) {}

  // New rows refuse the batch with `row-exists` when another was first; `put` writes over.
  TableWrite insert(const MembershipKey& row) const;
  TableWrite insert(const GroupChain& row) const;
  TableWrite insert(const Envelope& row) const;
  TableWrite insert(const DataKey& row) const;
  TableWrite insert(const SessionRow& row) const;
  TableWrite put(const AccountSecret& row) const;
  TableWrite put(const DataKey& row) const;
  TableWrite put(const Wrap& row) const;
  TableWrite put(const SessionRow& row) const;
  static TableWrite erase_account_secret(AccountId account, Factor factor);
  static TableWrite erase_membership(GroupId group, Epoch epoch, AccountId account);
  static TableWrite erase_envelope(EnvelopeId id);
  static TableWrite erase_wrap(DataKeyId data_key, EnvelopeId envelope);
  static TableWrite erase_session(const crypto::Hash& token_hash);

  Result<std::optional<AccountSecret>> account_secret(const Snapshot& snapshot, AccountId account, Factor factor) const;
  Result<std::optional<MembershipKey>> membership(const Snapshot&, GroupId group, Epoch epoch, AccountId account) const;
  Result<std::vector<MembershipKey>> memberships(const Snapshot& snapshot, AccountId account) const;
  Result<std::optional<GroupChain>> chain(const Snapshot& snapshot, GroupId group, Epoch epoch) const;
  Result<std::optional<Envelope>> envelope(const Snapshot& snapshot, EnvelopeId id) const;
  Result<std::optional<Envelope>> vault(const Snapshot& snapshot, Principal recipient, Epoch epoch) const;
  Result<std::optional<DataKey>> data_key(const Snapshot& snapshot, DataKeyId id) const;
  /// Of this stream's compartment, the one of the latest epoch, live or not.
  Result<std::optional<DataKey>> last_data_key(const Snapshot&, StreamId stream, std::string_view compartment) const;
  /// All data keys, a page at a time in the order of their ids: pass the last id of the page before.
  Result<std::vector<DataKey>> data_keys_after(const Snapshot& snapshot, std::optional<DataKeyId> last) const;
  Result<std::vector<Wrap>> wraps_of(const Snapshot& snapshot, DataKeyId data_key) const;
  Result<std::vector<Wrap>> wraps_in(const Snapshot& snapshot, EnvelopeId envelope) const;
  Result<std::optional<SessionRow>> session(const Snapshot& snapshot, const crypto::Hash& token_hash) const;
  Result<std::vector<SessionRow>> sessions_of(const Snapshot& snapshot, AccountId account) const;
  /// The oldest first, a thousand at the most: the rest at the next sweep.
  Result<std::vector<SessionRow>> sessions_seen_before(const Snapshot& snapshot, SessionState state, Instant at) const;
  Result<std::vector<SessionRow>> sessions_created_before(const Snapshot& snapshot, Instant at) const;

 private:
  /// Takes the secret column of a row that is otherwise complete from plain to enciphered, and back.
  void encipher(const eventlog::Table& table, eventlog::Row& row, std::size_t column) const;
  Result<Bytes> decipher(const eventlog::Table& table, const eventlog::Row& row, std::size_t column) const;
  eventlog::Row row_of(const DataKey& row) const;
  eventlog::Row row_of(const SessionRow& row) const;
  template <class T>
  Result<T> decode(const eventlog::Row& row) const;
  template <class T>
  Result<std::optional<T>> get(const Snapshot& snapshot, const eventlog::Table& table, const eventlog::Row& key) const;
  template <class T>
  Result<std::vector<T>> scan(const Snapshot& snapshot, const eventlog::Scan& scan) const;
  const crypto::Key& master_;
  Chance& chance_;
};

}  // namespace kulla::keys
