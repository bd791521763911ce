#include "keys/sessions.hpp"

#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "crypto/aead.hpp"
#include "crypto/chance.hpp"
#include "keys/tables.hpp"
#include "keys/town.hpp"

namespace kulla::keys::test {
namespace {

class sessions : public OnEachStore {
 public:
  sessions() { start(); }
  void start(crypto::PasswordCost cost = cheap) {
    signed_in =
        std::make_unique<Sessions>(town.store(), town.room(), real, town.clock(), SessionSettings{.cost = cost});
  }
  void restart() {
    signed_in.reset();
    town.restart();
    start();
  }
  Result<SignedIn> try_sign_in(std::optional<AccountId> account, std::string_view password,
                               std::string_view source = "192.0.2.1") {
    return signed_in->sign_in({.account = account, .name = name_of(account), .source = source, .password = password});
  }
  NameHash name_of(std::optional<AccountId> account) {
    return town.house().name_hash(account ? account->text() : "nobody");
  }
  std::string sign_in(AccountId account) {
    return std::string(try_sign_in(account, town.password(account)).value().token.view());
  }
  Result<std::shared_ptr<const Session>> resume(std::string_view token) {
    return signed_in->resume(*town.snapshot(), token);
  }
  std::string state(std::string_view token) { return code_of(resume(token)); }
  SessionRow row() { return town.room().tables.sessions_of(*town.snapshot(), town.drita).value().at(0); }
  void sweep() { ASSERT_TRUE(signed_in->sweep().has_value()); }
  std::string read_by(std::string_view token, const Written& what) {
    const auto session = resume(token);
    return session ? town.read_as((*session)->keys(), what.place(), what.stored) : session.error().code;
  }

  ManualClock real{Instant{1'900'000'000'000'000}};  // not the house's
  std::unique_ptr<Sessions> signed_in;
};

TEST_P(sessions, a_token_opens_what_the_password_opened_also_after_a_restart) {
  const auto note = town.write(town.luan, town.make<StreamId>(), "body", "body", "told", {town.police});
  const auto token = sign_in(town.drita);
  EXPECT_EQ(token.size(), 43U);
  EXPECT_EQ(read_by(token, note), "told");
  restart();
  EXPECT_EQ(signed_in->unwrapped(), 0U);
  EXPECT_EQ(read_by(token, note), "told");
  EXPECT_EQ(resume(token).value()->account(), town.drita);
}

TEST_P(sessions, an_unknown_name_and_a_wrong_password_are_one_answer) {
  const auto unknown = try_sign_in(std::nullopt, "whatever it may be");
  const auto never = try_sign_in(town.make<AccountId>(), "whatever it may be");
  const auto wrong = try_sign_in(town.drita, "whatever it may be");
  for (const auto* answer : {&unknown, &never, &wrong}) {
    ASSERT_FALSE(answer->has_value());
    EXPECT_EQ(to_line(answer->error()), to_line(wrong.error()));
    EXPECT_EQ(answer->error().kind, ErrorKind::unauthenticated);
  }
}

TEST_P(sessions, a_token_of_other_bytes_is_no_session) {
  auto token = sign_in(town.drita);
  EXPECT_EQ(state(token), "granted");
  token[10] = token[10] == 'A' ? 'B' : 'A';
  for (const auto& other : {token, std::string(), std::string(43, 'A'), std::string(42, 'A'), token + "A"})
    EXPECT_EQ(state(other), "no-session");
}

TEST_P(sessions, the_row_holds_neither_the_token_nor_the_key) {
  const auto token = sign_in(town.drita);
  const auto stored = row();
  const auto& seed = town.keys(town.drita).pair().seed();
  EXPECT_FALSE(crypto::open_key(town.house().master(), stored.sealed_private, {}).has_value());
  EXPECT_EQ(std::ranges::search(stored.sealed_private, seed.reveal()).begin(), stored.sealed_private.end());
  const auto raw = town.snapshot()->scan({.table = &session_table, .index = {}, .equal = {}}).value().at(0);
  EXPECT_NE(std::get<Bytes>(raw[2]), stored.sealed_private);  // under the master besides
}

TEST_P(sessions, keys_go_sixty_seconds_after_the_last_request) {
  const auto token = sign_in(town.drita);
  for (int i = 0; i < 3; ++i) {
    real.advance(seconds(59));
    sweep();
    EXPECT_EQ(signed_in->unwrapped(), 1U);
    EXPECT_EQ(state(token), "granted");
  }
  real.advance(seconds(60));
  sweep();
  EXPECT_EQ(signed_in->unwrapped(), 0U);
  EXPECT_EQ(state(token), "granted");  // the token unwraps them again
  EXPECT_EQ(signed_in->unwrapped(), 1U);
}

TEST_P(sessions, after_fifteen_idle_minutes_the_token_alone_opens_nothing) {
  const auto token = sign_in(town.drita);
  real.advance(minutes(15) - microseconds(1));
  sweep();
  EXPECT_EQ(state(token), "granted");
  real.advance(minutes(15));
  EXPECT_EQ(state(token), "session-locked");  // also before anybody swept
  sweep();
  EXPECT_EQ(row().state, SessionState::locked);
  EXPECT_TRUE(row().sealed_private.empty());
  EXPECT_EQ(signed_in->unwrapped(), 0U);
  EXPECT_EQ(state(token), "session-locked");
  restart();
  EXPECT_EQ(state(token), "session-locked");
  const auto glance = signed_in->glance(*town.snapshot(), token).value();  // its stream of notices goes on
  EXPECT_TRUE(glance.locked);
  EXPECT_EQ(glance.account, town.drita);

  const auto name = name_of(town.drita);
  EXPECT_EQ(code_of(signed_in->unlock(token, name, "192.0.2.1", "a wrong password")), "sign-in-failed");
  EXPECT_EQ(state(token), "session-locked");
  EXPECT_TRUE(signed_in->unlock(token, name, "192.0.2.1", town.password(town.drita)).has_value());
  EXPECT_EQ(state(token), "granted");
  restart();
  EXPECT_EQ(state(token), "granted");
}

TEST_P(sessions, a_look_at_the_stream_of_notices_is_no_sign_of_life) {
  const auto token = sign_in(town.drita);
  for (int i = 0; i < 16; ++i) {
    real.advance(minutes(1));
    EXPECT_TRUE(signed_in->glance(*town.snapshot(), token).has_value());
    sweep();
  }
  EXPECT_EQ(state(token), "session-locked");
}

TEST_P(sessions, requests_keep_a_session_open_across_restarts_until_twelve_hours) {
  const auto token = sign_in(town.drita);
  for (int i = 0; i < 71; ++i) {  // each ten minutes
    real.advance(minutes(10));
    ASSERT_EQ(state(token), "granted") << i;
    real.advance(seconds(0));
    sweep();
    if (i % 20 == 0) restart();
  }
  real.advance(minutes(10) - microseconds(1));
  EXPECT_EQ(state(token), "granted");
  real.advance(microseconds(1));
  EXPECT_EQ(state(token), "no-session");
  EXPECT_EQ(code_of(signed_in->glance(*town.snapshot(), token)), "no-session");
  sweep();
  EXPECT_TRUE(town.room().tables.sessions_of(*town.snapshot(), town.drita).value().empty());
}

TEST_P(sessions, the_demo_houses_clock_moves_none_of_this) {
  const auto token = sign_in(town.drita);
  town.clock().advance(days(60));
  sweep();
  EXPECT_EQ(state(token), "granted");
}

TEST_P(sessions, end_at_sign_out_everywhere) {
  const auto token = sign_in(town.drita);
  const auto other = sign_in(town.drita);
  Sessions elsewhere(town.store(), town.room(), real, town.clock(), {.cost = cheap});  // another machine
  ASSERT_TRUE(elsewhere.resume(*town.snapshot(), token).has_value());
  ASSERT_TRUE(signed_in->sign_out(token).has_value());
  EXPECT_EQ(state(token), "no-session");
  EXPECT_EQ(code_of(elsewhere.resume(*town.snapshot(), token)), "no-session");
  EXPECT_EQ(state(other), "granted");
  real.advance(minutes(1));
  ASSERT_TRUE(elsewhere.sweep().has_value());  // writes nothing back
  EXPECT_EQ(code_of(elsewhere.resume(*town.snapshot(), token)), "no-session");
  EXPECT_TRUE(signed_in->sign_out(token).has_value());
}

TEST_P(sessions, all_of_an_account_end_but_the_one_that_asks) {
  const auto mine = sign_in(town.drita);
  const auto lost = sign_in(town.drita);
  const auto others = sign_in(town.luan);
  const auto id = resume(mine).value()->id();
  ASSERT_TRUE(signed_in->end_all(town.drita, SessionEnd::password_changed, id).has_value());
  EXPECT_EQ(state(mine), "granted");
  EXPECT_EQ(state(lost), "no-session");
  EXPECT_EQ(state(others), "granted");
  ASSERT_TRUE(signed_in->end_all(town.drita, SessionEnd::role_changed).has_value());
  EXPECT_EQ(state(mine), "no-session");
}

TEST_P(sessions, one_who_left_reads_nothing_with_keys_that_are_still_unwrapped) {
  const auto note = town.write(town.luan, town.make<StreamId>(), "body", "body", "told", {town.police});
  const auto token = sign_in(town.drita);
  EXPECT_EQ(read_by(token, note), "told");
  town.leave_group(town.luan, town.drita, town.police);
  EXPECT_EQ(read_by(token, note), "key-not-held");
}

TEST_P(sessions, nobody_signs_in_before_she_is_admitted) {
  const auto account = town.invite_and_accept(town.police, town.mira);
  EXPECT_EQ(code_of(try_sign_in(account, town.password(account))), "not-admitted");
  const auto shown = proposal(town.room(), *town.snapshot(), account).value();
  town.append(town.drita, admit(town.room(), *town.snapshot(), town.keys(town.drita), shown, town.now()).value());
  EXPECT_EQ(code_of(try_sign_in(account, town.password(account))), "granted");
}

TEST_P(sessions, a_password_stretched_at_a_lower_cost_is_renewed) {
  const crypto::PasswordCost dearer{cheap.memory_kib + 1024, cheap.passes};
  start(dearer);
  const auto cost = [&] {
    return town.room().tables.account_secret(*town.snapshot(), town.drita, Factor::password).value().value().cost;
  };
  EXPECT_EQ(cost(), cheap);
  EXPECT_EQ(code_of(try_sign_in(town.drita, "a wrong password")), "sign-in-failed");
  EXPECT_EQ(cost(), cheap);
  sign_in(town.drita);
  EXPECT_EQ(cost(), dearer);
  start();
  sign_in(town.drita);
  EXPECT_EQ(cost(), dearer);  // never back
}

TEST_P(sessions, five_failures_are_free_and_the_sixth_waits_for_that_source_alone) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(try_sign_in(town.drita, "a wrong password")), "sign-in-failed");
  const auto sixth = try_sign_in(town.drita, town.password(town.drita));
  EXPECT_EQ(code_of(sixth), "too-many-tries");
  EXPECT_EQ(sixth.error().kind, ErrorKind::too_many);
  EXPECT_EQ(sixth.error().retry_after_seconds, 1);
  EXPECT_EQ(code_of(try_sign_in(town.drita, town.password(town.drita), "192.0.2.2")), "granted");
  EXPECT_EQ(code_of(try_sign_in(town.luan, town.password(town.luan))), "granted");
  real.advance(seconds(1));
  EXPECT_EQ(code_of(try_sign_in(town.drita, town.password(town.drita))), "granted");
}

ON_EACH_STORE(sessions);

// The limiter alone.

TEST(sign_in_limiter, doubles_from_one_second_to_sixty_and_forgets_after_fifteen_minutes) {
  ManualClock clock(Instant{1});
  SignInLimiter limiter(clock);
  const NameHash name{7};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(limiter.begin(name, "a").has_value());
  for (const int wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    clock.advance(seconds(wait) - microseconds(1));
    const auto refused = limiter.begin(name, "a");
    ASSERT_EQ(code_of(refused), "too-many-tries") << wait;
    EXPECT_EQ(refused.error().retry_after_seconds, 1);
    clock.advance(microseconds(1));
    EXPECT_TRUE(limiter.begin(name, "a").has_value()) << wait;
  }
  clock.advance(minutes(15));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(limiter.begin(name, "a").has_value());
  EXPECT_FALSE(limiter.begin(name, "a").has_value());
  limiter.succeeded(name, "a");
  EXPECT_TRUE(limiter.begin(name, "a").has_value());
}

TEST(sign_in_limiter, is_not_got_around_by_many_tries_at_once) {
  ManualClock clock(Instant{1});
  SignInLimiter limiter(clock);
  std::atomic<int> let_through = 0;
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < 20; ++i) all.emplace_back([&] { let_through += limiter.begin({}, "a").has_value() ? 1 : 0; });
  }
  EXPECT_EQ(let_through, 5);
}

TEST(sign_in_limiter, counts_nothing_that_was_not_tried) {
  ManualClock clock(Instant{1});
  SignInLimiter limiter(clock);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(limiter.begin({}, "a").has_value());
    limiter.not_tried({}, "a");
  }
}

TEST(sign_in_limiter, keeps_a_bounded_number_of_pairs) {
  ManualClock clock(Instant{1});
  SignInLimiter limiter(clock);
  for (std::size_t i = 0; i < SignInLimiter::pairs_max + 10; ++i) {
    const auto source = std::to_string(i);
    ASSERT_TRUE(limiter.begin({}, source).has_value());
  }
  EXPECT_EQ(limiter.pairs(), SignInLimiter::pairs_max);
}

// Memory.

/// How often the pattern, of which only the complement is kept, stands in this process's writable memory.
int found_in_memory(const Bytes& complement) {
  std::ifstream maps("/proc/self/maps");
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  int found = 0;
  std::string line;
  static std::array<Byte, 1 << 16> window;
  while (std::getline(maps, line)) {
    unsigned long from = 0;
    unsigned long to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3 || rights[0] != 'r' || rights[1] != 'w')
      continue;
    for (auto at = from; at < to; at += window.size() - complement.size()) {
      const auto self = reinterpret_cast<unsigned long>(window.data());
      if (at < self + window.size() && at + window.size() > self) continue;  // not the copy that is being looked at
      const auto got =
          ::pread(memory, window.data(), std::min<unsigned long>(window.size(), to - at), static_cast<off_t>(at));
      const auto matches = [&](std::size_t offset) {
        for (std::size_t i = 0; i < complement.size(); ++i)
          if (window[offset + i] != static_cast<Byte>(~complement[i])) return false;
        return true;
      };
      for (std::size_t offset = 0; got > 0 && offset + complement.size() <= static_cast<std::size_t>(got); ++offset)
        if (matches(offset)) ++found;
    }
  }
  ::close(memory);
  return found;
}
Bytes complement_of(ByteView bytes) {
  Bytes made;
  for (const auto byte : bytes) made.push_back(static_cast<Byte>(~byte));
  return made;
}

TEST(memory, holds_neither_her_key_nor_what_she_read_a_minute_after_the_last_request) {
  Town town;
  crypto::SystemChance chance;
  ManualClock real(Instant{1'900'000'000'000'000});
  Bytes planted(40);
  chance.fill(planted);
  auto plain = complement_of(planted);
  Written note;
  {
    auto text = crypto::SecretBytes::copy_of(plain);
    note = town.write(town.luan, town.make<StreamId>(), "body", "body", text_of(text.reveal()), {town.police});
  }
  town.restart();
  Sessions signed_in(town.store(), town.room(), real, town.clock(), {.cost = cheap});
  auto in =
      signed_in.sign_in({.account = town.drita, .name = {}, .source = "a", .password = town.password(town.drita)});
  const auto seed = complement_of(in.value().session->keys().pair().seed().reveal());
  const auto box = complement_of(in.value().session->keys().pair().box().private_key().reveal());
  const auto token = std::string(in.value().token.view());
  in = fail(ErrorKind::missing, "dropped");
  {
    const auto view = town.snapshot();
    const auto session = signed_in.resume(*view, token).value();
    Opener opener(town.room(), *view, session->keys(), town.now());
    const auto opened = opener.open(note.place(), note.stored).value();
    EXPECT_EQ(opened.content.size(), planted.size());
    EXPECT_GE(found_in_memory(planted), 1);  // `plain`, and what was opened
    EXPECT_GE(found_in_memory(seed), 1);
    EXPECT_GE(found_in_memory(box), 1);
  }
  real.advance(seconds(60));
  ASSERT_TRUE(signed_in.sweep().has_value());
  crypto::wipe_stack();
  EXPECT_EQ(found_in_memory(seed), 0);
  EXPECT_EQ(found_in_memory(box), 0);
  crypto::wipe(plain);
  EXPECT_EQ(found_in_memory(planted), 0);
}

}  // namespace
}  // namespace kulla::keys::test
