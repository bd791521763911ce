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
  Session(KeyRoom& room, const SessionRow& row, KeyPair pair, Instant until)
      : id_(row.token_hash), created_(row.created), expires_(until), unlocked_(room, row.account, std::move(pair)) {}
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
  /// After a lock. Refuses as sign_in does, and `no-session`. The token stays the same.
  Result<std::shared_ptr<const Session>> unlock(std::string_view token, std::string_view password,
                                                std::string_view source);
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
    std::shared_ptr<const Session> session;
    Instant last_request;
    Instant seen_written;
  };
  struct TokenHash {
    std::size_t operator()(const SessionId& id) const noexcept;
  };
  Result<KeyPair> password_opens(const Snapshot& snapshot, std::optional<AccountId> account, std::string_view password,
                                 std::vector<TableWrite>& renewed);
  Result<SessionRow> live_row(const Snapshot& snapshot, const SessionId& id) const;
  Result<void> append(AccountId account, const std::function<Result<eventlog::Batch>(const Snapshot&)>& make);
  Result<void> end(const SessionRow& row, SessionEnd reason);
  Result<void> lock_row(const SessionId& id, std::optional<Instant> idle_since);
  Instant last_seen(const SessionRow& row) const;
  void drop(const SessionId& id);

  eventlog::Store& store_;
  KeyRoom& room_;
  const Clock& clock_;
  const Clock& house_clock_;
  const SessionSettings settings_;
  SignInLimiter limiter_;
  mutable std::mutex mutex_;
  std::unordered_map<SessionId, Held, TokenHash> held_;
};

}  // namespace kulla::keys
