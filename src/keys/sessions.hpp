// Who is signed in. The token (256 random bits, in the cookie) unseals the account's key; the database holds its hash
// and the ciphertext, so that any node serves it and a restart ends nothing. Time here is real time, also in a demo
// house whose own clock is moved on.
//
//   open    requests are served; keys stay unwrapped sixty seconds at most after the last one
//   locked  after fifteen idle minutes: the ciphertext is erased, so the token alone opens nothing; it still names the
//           session for the stream of notices. The password opens it again.
//   gone    signed out, ended from elsewhere, or twelve hours old
//
// Idle time is kept to the minute across machines (`seen` is written once a minute while there are requests) and
// exactly on the machine that serves the session. Sources: decisions.md 2, "Sessions"; invariants 19, 30, 33.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "eventlog/store.hpp"
#include "keys/limiter.hpp"
#include "keys/unlocked.hpp"

namespace kulla::keys {

using SessionId = crypto::Hash;  // the token's hash; never shown

struct SessionSettings {
  crypto::PasswordCost cost;
  Duration idle = minutes(15);
  Duration longest = hours(12);
  Duration keep_unwrapped = seconds(60);
};

/// A request's view of its session. Held while the request works, and not longer.
class Session {
 public:
  Session(KeyRoom& room, const SessionRow& row, Epoch epoch, KeyPair pair, Instant until)
      : id_(row.token_hash),
        created_(row.created),
        expires_(until),
        unlocked_(room, row.account, epoch, std::move(pair)) {}
  const SessionId& id() const { return id_; }
  AccountId account() const { return unlocked_.account(); }
  Instant created() const { return created_; }
  Instant expires_at() const { return expires_; }
  const Unlocked& keys() const { return unlocked_; }

 private:
  const SessionId id_;
  const Instant created_;
  const Instant expires_;
  Unlocked unlocked_;
};

struct SignInTry {
  std::optional<AccountId> account;  // nothing for an unknown name: the same work, the same answer
  NameHash name{};                   // HouseKeys::name_hash of what was typed
  std::string_view source;           // the peer's address
  std::string_view password;
};
struct SignedIn {
  crypto::WipingString token;  // base64url, 43 characters
  std::shared_ptr<const Session> session;
};
/// What the stream of notices may know: no keys.
struct SessionGlance {
  SessionId id{};
  AccountId account;
  bool locked = false;
  Instant expires_at;
};

/// Safe for several threads. Lives longer than the sessions it hands out.
class Sessions {
 public:
  /// `clock` is real time; `house_clock` dates the events that it appends.
  Sessions(eventlog::Store& store, KeyRoom& room, const Clock& clock, const Clock& house_clock,
           SessionSettings settings);

  /// Stretches (a third of a second; two at once): not for the loop's thread. Refuses `too-many-tries`, `too-many` (the
  /// queue), `sign-in-failed` (kind unauthenticated) for unknown name and wrong password alike, `not-admitted` (kind
  /// unauthenticated) for a right password whose keys nobody has vouched for yet. Renews a wrapping of lower cost.
  Result<SignedIn> sign_in(const SignInTry& attempt);
  /// Of a request: counts as being there. Refuses (kind unauthenticated) `no-session`, `session-locked`.
  Result<std::shared_ptr<const Session>> resume(const Snapshot& snapshot, std::string_view token);
  /// Of the stream of notices: counts as nothing. Refuses `no-session`.
  Result<SessionGlance> glance(const Snapshot& snapshot, std::string_view token) const;
  /// After a lock, or before one. `name` is for the limiter, as in sign_in. Refuses as sign_in does, and `no-session`.
  /// The token stays the same.
  Result<std::shared_ptr<const Session>> unlock(std::string_view token, const NameHash& name, std::string_view source,
                                                std::string_view password);
  /// Locks at once: "I leave my desk".
  Result<void> lock(std::string_view token);
  /// Ending what is not there succeeds.
  Result<void> sign_out(std::string_view token);
  /// After a new password or role, or "end all my sessions". `but` stays.
  Result<void> end_all(AccountId account, SessionEnd reason, std::optional<SessionId> but = std::nullopt);

  /// Called by a timer each few seconds: drops unwrapped keys, locks idle sessions, removes old ones.
  Result<void> sweep();
  std::size_t unwrapped() const;  // sessions whose keys are in memory now

 private:
  struct Held {
    std::shared_ptr<const Session> session;  // empty once its keys were dropped
    Instant last_request;
    Instant seen_written;
  };
  struct FirstBytes {  // a hash is its own hash
    std::size_t operator()(const SessionId& id) const noexcept;
  };
  struct Password {  // that opened
    KeyPair pair;
    Epoch epoch = 0;
    crypto::PasswordSalt salt{};                  // of the row that it opened
    std::optional<eventlog::TableWrite> renewed;  // the same under today's cost
  };
  Result<Password> open_by_password(std::optional<AccountId> account, std::string_view password);
  Result<Password> open_limited(const SignInTry& attempt);
  Result<std::shared_ptr<const Session>> unwrap(const Snapshot& snapshot, const SessionRow& row,
                                                const crypto::Key& token) const;
  Result<SessionRow> living(const Snapshot& snapshot, std::string_view token, crypto::Key* key = nullptr) const;
  /// Appends what `make` gives, anew from a fresh snapshot while the account's stream moves on under it.
  Result<void> change(AccountId account, const std::function<Result<void>(const Snapshot&, eventlog::Batch&)>& make);
  Result<void> lock_row(const SessionId& id, std::optional<Instant> unless_seen_after);
  Result<void> write_seen(const SessionId& id, Instant seen);
  Result<void> end(AccountId account, SessionEnd reason, const std::function<bool(const SessionRow&)>& which);
  Instant last_seen(const SessionRow& row) const;
  bool is_idle(const SessionRow& row) const;
  std::shared_ptr<const Session> touch(const SessionId& id);
  void hold(const SessionRow& row, std::shared_ptr<const Session> session);
  void drop(const SessionId& id);
  std::vector<std::pair<SessionId, Instant>> drop_unused();

  eventlog::Store& store_;
  KeyRoom& room_;
  const Clock& clock_;
  const Clock& house_clock_;
  const SessionSettings settings_;
  SignInLimiter limiter_;
  mutable std::mutex mutex_;
  std::unordered_map<SessionId, Held, FirstBytes> held_;
};

}  // namespace kulla::keys
