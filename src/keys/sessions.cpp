#include "keys/sessions.hpp"

#include <algorithm>
#include <cstring>

#include "base/encode.hpp"
#include "crypto/aead.hpp"
#include "eventlog/open_json.hpp"
#include "keys/fold.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

using eventlog::Batch;
using eventlog::encode_open;
using eventlog::StreamKind;

namespace {

constexpr int tries_max = 8;  // of an append whose stream moved on; each means that somebody else's went through
constexpr std::size_t token_bytes = 32;

std::optional<crypto::Key> token_from(std::string_view text) {
  auto bytes = from_base64url(text);
  if (!bytes || bytes->size() != token_bytes) return std::nullopt;
  auto key = crypto::Key::from(*bytes);
  crypto::wipe(*bytes);
  return key;
}
crypto::WipingString token_text(const crypto::Key& token) {
  auto plain = to_base64url(token.reveal());
  crypto::WipingString text{std::string_view(plain)};
  crypto::wipe(plain.data(), plain.size());
  return text;
}
SessionId id_of(const crypto::Key& token) { return crypto::sha256({bytes_of("kulla/token/1"), token.reveal()}); }

/// What the token opens: the account's seed, bound to this session of this account.
Bytes session_aad(const SessionId& id, AccountId account) {
  Bytes aad(bytes_of("kulla/session/1").begin(), bytes_of("kulla/session/1").end());
  append(aad, id);
  append(aad, account.view());
  return aad;
}
crypto::Key session_key(const crypto::Key& token) { return crypto::hkdf_expand_key(token, "kulla/session/1"); }

tl::unexpected<Error> no_session() { return fail(ErrorKind::unauthenticated, "no-session"); }
tl::unexpected<Error> sign_in_failed() { return fail(ErrorKind::unauthenticated, "sign-in-failed"); }

template <class Event>
eventlog::NewEvent told(AccountId account, const Event& event, Instant now) {
  return {.stream = account.as<StreamTag>(),
          .kind = StreamKind::account,
          .type = Event::type,
          .occurred_at = now,
          .occurred_precision = Precision::second,
          .open = encode_open(event.open),
          .sections = {},
          .cause = {}};
}

}  // namespace

std::size_t Sessions::FirstBytes::operator()(const SessionId& id) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, id.data(), sizeof value);
  return value;
}

Sessions::Sessions(eventlog::Store& store, KeyRoom& room, const Clock& clock, const Clock& house_clock,
                   SessionSettings settings)
    : store_(store), room_(room), clock_(clock), house_clock_(house_clock), settings_(settings), limiter_(clock) {}

// Passwords.

Result<Sessions::Password> Sessions::open_by_password(std::optional<AccountId> account, std::string_view password) {
  // An unknown name is stretched like a known one, against a row that no password opens: the same work, one code path.
  AccountSecret row{.account = account.value_or(AccountId{}),
                    .factor = Factor::password,
                    .cost = settings_.cost,
                    .salt = {},
                    .wrapped_private = {}};
  bool known = false;
  if (account) {
    const auto snapshot = TRY(store_.snapshot());
    if (auto stored = TRY(room_.tables.account_secret(*snapshot, *account, Factor::password))) {
      row = std::move(*stored);
      known = true;
    }
  }
  if (!known) row.wrapped_private = Bytes(wrapped_seed_bytes);
  const auto stretched = TRY(crypto::stretch(bytes_of(password), row.salt, row.cost));
  auto seed = unwrap_seed(stretched, row.account, row.wrapped_private);
  if (!known || !seed) return sign_in_failed();

  Password opened{.pair = KeyPair::from_seed(std::move(*seed)), .epoch = 0, .salt = row.salt, .renewed = {}};
  const auto snapshot = TRY(store_.snapshot());
  const auto stated = room_.statements.verified(*snapshot, *account);
  if (!stated || stated->keys != opened.pair.public_keys()) return fail(ErrorKind::unauthenticated, "not-admitted");
  opened.epoch = stated->epoch;
  if (crypto::is_weaker(row.cost, settings_.cost)) {
    row.cost = settings_.cost;
    room_.chance.fill(row.salt);
    const auto again = TRY(crypto::stretch(bytes_of(password), row.salt, row.cost));
    row.wrapped_private = wrap_seed(again, row.account, opened.pair.seed(), room_.chance);
    opened.renewed = room_.tables.put(row);
  }
  return opened;
}

Result<Sessions::Password> Sessions::open_limited(const SignInTry& attempt) {
  TRY_VOID(limiter_.begin(attempt.name, attempt.source));
  auto opened = open_by_password(attempt.account, attempt.password);
  if (opened || opened.error().code == "not-admitted")
    limiter_.succeeded(attempt.name, attempt.source);
  else if (opened.error().kind != ErrorKind::unauthenticated)
    limiter_.not_tried(attempt.name, attempt.source);
  return opened;
}

Result<void> Sessions::change(AccountId account, const std::function<Result<void>(const Snapshot&, Batch&)>& make) {
  for (int tries = 1;; ++tries) {
    const auto snapshot = TRY(store_.snapshot());
    Batch batch;
    room_.chance.fill(batch.id);
    batch.actor = eventlog::Actor::person(account);
    batch.ground = "own-session";
    batch.answer_kind = "session";
    // Whatever ends a session or changes a password appends to this stream: so nothing is written over what has ended.
    const auto stream = account.as<StreamTag>();
    batch.expect.push_back({stream, TRY(snapshot->version(stream))});
    TRY_VOID(make(*snapshot, batch));
    if (batch.rows.empty() && batch.events.empty()) return {};
    const auto done = store_.append(std::move(batch));
    if (done) return {};
    if (done.error().code != "version-conflict" || tries == tries_max) return tl::unexpected(done.error());
  }
}

Result<SignedIn> Sessions::sign_in(const SignInTry& attempt) {
  auto opened = TRY(open_limited(attempt));
  const auto account = *attempt.account;
  const auto token = crypto::Key::random(room_.chance);
  const auto now = clock_.now();
  SessionRow row{.token_hash = id_of(token),
                 .account = account,
                 .sealed_private = {},
                 .created = now,
                 .seen = now,
                 .step_up_until = {},
                 .state = SessionState::open};
  row.sealed_private =
      crypto::seal(session_key(token), opened.pair.seed().reveal(), session_aad(row.token_hash, account), room_.chance);
  TRY_VOID(change(account, [&](const Snapshot& snapshot, Batch& batch) -> Result<void> {
    const auto stored = TRY(room_.tables.account_secret(snapshot, account, Factor::password));
    // The password was changed, or the account closed, while this one was being stretched.
    if (!stored || stored->salt != opened.salt) return sign_in_failed();
    batch.events.push_back(told(account, SessionOpened{}, house_clock_.now()));
    batch.rows.push_back(room_.tables.insert(row));
    if (opened.renewed) batch.rows.push_back(*opened.renewed);
    return {};
  }));
  auto session =
      std::make_shared<const Session>(room_, row, opened.epoch, std::move(opened.pair), now + settings_.longest);
  hold(row, session);
  return SignedIn{token_text(token), std::move(session)};
}

Result<std::shared_ptr<const Session>> Sessions::unlock(std::string_view token, const NameHash& name,
                                                        std::string_view source, std::string_view password) {
  auto key = crypto::Key::zeroed();
  SessionRow row;
  {
    const auto snapshot = TRY(store_.snapshot());
    row = TRY(living(*snapshot, token, &key));
  }
  auto opened = TRY(open_limited({.account = row.account, .name = name, .source = source, .password = password}));
  const auto now = clock_.now();
  TRY_VOID(change(row.account, [&](const Snapshot& snapshot, Batch& batch) -> Result<void> {
    const auto stored = TRY(room_.tables.account_secret(snapshot, row.account, Factor::password));
    if (!stored || stored->salt != opened.salt) return sign_in_failed();
    row = TRY(living(snapshot, token));  // still there
    row.state = SessionState::open;
    row.seen = now;
    row.sealed_private = crypto::seal(session_key(key), opened.pair.seed().reveal(),
                                      session_aad(row.token_hash, row.account), room_.chance);
    batch.rows.push_back(room_.tables.put(row));
    if (opened.renewed) batch.rows.push_back(*opened.renewed);
    return {};
  }));
  auto session = std::make_shared<const Session>(room_, row, opened.epoch, std::move(opened.pair),
                                                 row.created + settings_.longest);
  hold(row, session);
  return session;
}

// Requests.

Result<SessionRow> Sessions::living(const Snapshot& snapshot, std::string_view token, crypto::Key* key) const {
  auto given = token_from(token);
  if (!given) return no_session();
  auto row = TRY(room_.tables.session(snapshot, id_of(*given)));
  if (!row || row->created + settings_.longest <= clock_.now()) return no_session();
  if (key != nullptr) *key = std::move(*given);
  return std::move(*row);
}

Instant Sessions::last_seen(const SessionRow& row) const {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(row.token_hash);
  return found == held_.end() ? row.seen : std::max(row.seen, found->second.last_request);
}

bool Sessions::is_idle(const SessionRow& row) const { return last_seen(row) + settings_.idle <= clock_.now(); }

Result<std::shared_ptr<const Session>> Sessions::resume(const Snapshot& snapshot, std::string_view token) {
  auto key = crypto::Key::zeroed();
  // The row is asked each time: what was ended on another machine is over at the next request.
  const auto row = TRY(living(snapshot, token, &key));
  if (row.state == SessionState::locked || is_idle(row)) return fail(ErrorKind::unauthenticated, "session-locked");
  if (auto held = touch(row.token_hash)) return held;
  auto session = TRY(unwrap(snapshot, row, key));
  hold(row, session);
  return session;
}

Result<SessionGlance> Sessions::glance(const Snapshot& snapshot, std::string_view token) const {
  const auto row = TRY(living(snapshot, token));
  return SessionGlance{.id = row.token_hash,
                       .account = row.account,
                       .locked = row.state == SessionState::locked || is_idle(row),
                       .expires_at = row.created + settings_.longest};
}

Result<std::shared_ptr<const Session>> Sessions::unwrap(const Snapshot& snapshot, const SessionRow& row,
                                                        const crypto::Key& token) const {
  auto seed = crypto::open_key(session_key(token), row.sealed_private, session_aad(row.token_hash, row.account));
  if (!seed) return no_session();
  auto pair = KeyPair::from_seed(std::move(*seed));
  const auto stated = room_.statements.verified(snapshot, row.account);
  // Her key has ended, or was replaced: she signs in anew.
  if (!stated || stated->keys != pair.public_keys()) return no_session();
  return std::make_shared<const Session>(room_, row, stated->epoch, std::move(pair), row.created + settings_.longest);
}

std::shared_ptr<const Session> Sessions::touch(const SessionId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(id);
  if (found == held_.end()) return nullptr;
  found->second.last_request = clock_.now();
  return found->second.session;
}

void Sessions::hold(const SessionRow& row, std::shared_ptr<const Session> session) {
  const std::lock_guard lock(mutex_);
  auto& held = held_[row.token_hash];
  held.session = std::move(session);
  held.last_request = clock_.now();
  held.seen_written = row.seen;
}

void Sessions::drop(const SessionId& id) {
  const std::lock_guard lock(mutex_);
  held_.erase(id);
}

std::size_t Sessions::unwrapped() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(held_, [](const auto& held) { return held.second.session != nullptr; }));
}

// Endings.

Result<void> Sessions::lock_row(const SessionId& id, std::optional<Instant> unless_seen_after) {
  SessionRow row;
  {
    const auto snapshot = TRY(store_.snapshot());
    const auto found = TRY(room_.tables.session(*snapshot, id));
    if (!found) return {};
    row = *found;
  }
  return change(row.account, [&](const Snapshot& snapshot, Batch& batch) -> Result<void> {
    auto now_there = TRY(room_.tables.session(snapshot, id));
    if (!now_there || now_there->state == SessionState::locked) return {};
    if (unless_seen_after && last_seen(*now_there) > *unless_seen_after) return {};
    drop(id);
    now_there->state = SessionState::locked;
    now_there->sealed_private.clear();
    batch.rows.push_back(room_.tables.put(*now_there));
    return {};
  });
}

Result<void> Sessions::lock(std::string_view token) {
  const auto key = token_from(token);
  if (!key) return {};
  drop(id_of(*key));
  return lock_row(id_of(*key), std::nullopt);
}

Result<void> Sessions::end(AccountId account, SessionEnd reason, const std::function<bool(const SessionRow&)>& which) {
  return change(account, [&](const Snapshot& snapshot, Batch& batch) -> Result<void> {
    int ended = 0;
    for (const auto& row : TRY(room_.tables.sessions_of(snapshot, account))) {
      if (!which(row)) continue;
      drop(row.token_hash);
      batch.rows.push_back(KeyTables::erase_session(row.token_hash));
      ++ended;
    }
    if (ended == 0) return {};
    SessionEnded event;
    event.open = {.reason = reason, .sessions = {static_cast<std::uint16_t>(std::min<int>(ended, Count::max))}};
    batch.events.push_back(told(account, event, house_clock_.now()));
    return {};
  });
}

Result<void> Sessions::sign_out(std::string_view token) {
  const auto key = token_from(token);
  if (!key) return {};
  const auto id = id_of(*key);
  drop(id);
  AccountId account;
  {
    const auto snapshot = TRY(store_.snapshot());
    const auto row = TRY(room_.tables.session(*snapshot, id));
    if (!row) return {};
    account = row->account;
  }
  return end(account, SessionEnd::signed_out, [&](const SessionRow& row) { return row.token_hash == id; });
}

Result<void> Sessions::end_all(AccountId account, SessionEnd reason, std::optional<SessionId> but) {
  return end(account, reason, [&](const SessionRow& row) { return row.token_hash != but; });
}

// The timer's work.

Result<void> Sessions::write_seen(const SessionId& id, Instant seen) {
  std::optional<SessionRow> row;
  {
    const auto snapshot = TRY(store_.snapshot());
    row = TRY(room_.tables.session(*snapshot, id));
  }
  if (!row) {
    drop(id);  // ended elsewhere
    return {};
  }
  return change(row->account, [&](const Snapshot& snapshot, Batch& batch) -> Result<void> {
    auto now_there = TRY(room_.tables.session(snapshot, id));
    if (!now_there || now_there->state == SessionState::locked || now_there->seen >= seen) return {};
    now_there->seen = seen;
    batch.rows.push_back(room_.tables.put(*now_there));
    return {};
  });
}

/// Takes the keys away of whoever has been silent for a minute; answers whose `seen` is to be written.
std::vector<std::pair<SessionId, Instant>> Sessions::drop_unused() {
  const auto now = clock_.now();
  std::vector<std::pair<SessionId, Instant>> to_write;
  const std::lock_guard lock(mutex_);
  for (auto at = held_.begin(); at != held_.end();) {
    auto& held = at->second;
    const bool silent = held.last_request + settings_.keep_unwrapped <= now;
    if (silent) held.session.reset();
    if (held.last_request > held.seen_written && (silent || held.seen_written + minutes(1) <= now)) {
      to_write.emplace_back(at->first, held.last_request);
      held.seen_written = held.last_request;
    }
    // What stays after the keys is when she was last here; once that is written, nothing.
    const bool forgotten = held.last_request + settings_.keep_unwrapped + minutes(1) <= now;
    at = forgotten && held.seen_written >= held.last_request ? held_.erase(at) : std::next(at);
  }
  return to_write;
}

Result<void> Sessions::sweep() {
  const auto now = clock_.now();
  for (const auto& [id, seen] : drop_unused()) TRY_VOID(write_seen(id, seen));

  std::vector<SessionRow> idle;
  std::vector<SessionRow> old;
  {
    const auto snapshot = TRY(store_.snapshot());
    idle =
        TRY(room_.tables.sessions_seen_before(*snapshot, SessionState::open, now - settings_.idle + microseconds(1)));
    old = TRY(room_.tables.sessions_created_before(*snapshot, now - settings_.longest + microseconds(1)));
  }
  for (const auto& row : idle)
    if (is_idle(row)) TRY_VOID(lock_row(row.token_hash, now - settings_.idle));
  for (const auto& row : old)
    TRY_VOID(end(row.account, SessionEnd::expired,
                 [&](const SessionRow& other) { return other.token_hash == row.token_hash; }));
  return {};
}

}  // namespace kulla::keys
