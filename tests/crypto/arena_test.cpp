#include "crypto/arena.hpp"

#include <algorithm>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "base/chance.hpp"
#include "support/seed.hpp"

namespace kulla::crypto {
namespace {

bool all_zero(std::span<const Byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](Byte byte) { return byte == 0; });
}

TEST(arena, gives_zeroed_bytes_and_zeroes_what_comes_back) {
  LockedArena arena;
  const auto key = arena.take(32);
  EXPECT_TRUE(all_zero(key));
  std::fill(key.begin(), key.end(), Byte{0xAB});
  arena.give_back(key);
  EXPECT_TRUE(all_zero(key)) << "the slab is still mapped: these are the bytes that the key had";
}

TEST(arena, no_two_secrets_share_a_byte_through_a_long_random_history) {
  LockedArena arena(16 * 1024);  // small slabs, so that it grows and comes back
  SeededChance chance(test::seed());
  struct Held {
    std::span<Byte> bytes;
    Byte mark;
  };
  std::vector<Held> held;
  std::size_t most_mapped = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (held.size() < 500 && chance.below(2) == 0) {
      const auto bytes = arena.take(chance.below(200) + 1);
      ASSERT_TRUE(all_zero(bytes)) << "seed " << test::seed() << " step " << step;
      const auto mark = static_cast<Byte>(chance.below(255) + 1);
      std::fill(bytes.begin(), bytes.end(), mark);
      held.push_back({bytes, mark});
    } else if (!held.empty()) {
      const auto at = static_cast<std::ptrdiff_t>(chance.below(held.size()));
      const auto gone = held[static_cast<std::size_t>(at)];
      ASSERT_TRUE(std::all_of(gone.bytes.begin(), gone.bytes.end(), [&](Byte b) { return b == gone.mark; }))
          << "seed " << test::seed() << " step " << step;
      arena.give_back(gone.bytes);
      held.erase(held.begin() + at);
    }
    most_mapped = std::max(most_mapped, arena.state().mapped_bytes);
  }
  for (const auto& one : held) arena.give_back(one.bytes);
  EXPECT_EQ(arena.state().used_bytes, 0U);
  EXPECT_EQ(arena.state().mapped_bytes, most_mapped) << "slabs are used again, not given up";
  EXPECT_LT(most_mapped, 256U * 1024U);
}

TEST(arena, a_secret_larger_than_a_slab_gets_one_of_its_own) {
  LockedArena arena(4096);
  const auto large = arena.take(100'000);
  EXPECT_EQ(large.size(), 100'000U);
  std::fill(large.begin(), large.end(), Byte{1});
  arena.give_back(large);
  EXPECT_TRUE(all_zero(large));
}

TEST(arena, serves_several_threads) {
  LockedArena arena(16 * 1024);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (Byte mark = 1; mark <= 4; ++mark)
    threads.emplace_back([&arena, &wrong, mark] {
      for (int i = 0; i < 5'000; ++i) {
        const auto bytes = arena.take(48);
        std::fill(bytes.begin(), bytes.end(), mark);
        if (!std::all_of(bytes.begin(), bytes.end(), [&](Byte b) { return b == mark; })) ++wrong;
        arena.give_back(bytes);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(arena.state().used_bytes, 0U);
}

TEST(arena, tells_when_the_limit_is_too_small_to_lock_and_works_on) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizers answer mlock themselves and say yes";
#endif
  // In a child, because the limit cannot be raised again.
  const auto child = ::fork();
  if (child == 0) {
    const ::rlimit none{4096, 4096};
    bool good = ::setrlimit(RLIMIT_MEMLOCK, &none) == 0;
    if (::geteuid() == 0 && ::setuid(65'534) != 0) good = false;  // root is not held to the limit
    LockedArena arena;
    const auto key = arena.take(32);
    key[0] = 1;
    const auto state = arena.state();
    good = good && !state.locked && state.locked_bytes == 0 && state.limit_bytes == 4096 &&
           state.mapped_bytes == LockedArena::slab_bytes_default;
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(arena, is_locked_where_the_machine_allows_it) {
  LockedArena arena(4096);
  arena.give_back(arena.take(32));
  const auto state = arena.state();
  if (state.limit_bytes < 64 * 1024) GTEST_SKIP() << "RLIMIT_MEMLOCK is " << state.limit_bytes;
  EXPECT_TRUE(state.locked);
  EXPECT_EQ(state.locked_bytes, state.mapped_bytes);
}

TEST(arena, a_forked_child_finds_zeroes_where_the_keys_are) {
  LockedArena arena;
  const auto key = arena.take(32);
  std::fill(key.begin(), key.end(), Byte{0xCD});
  const auto child = ::fork();
  if (child == 0) ::_exit(all_zero(key) ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(key[31], 0xCD);
  arena.give_back(key);
}

TEST(arena_death, giving_back_twice_ends_the_process) {
  LockedArena arena;
  const auto key = arena.take(32);
  arena.give_back(key);
  EXPECT_DEATH(arena.give_back(key), "given back once");
}

TEST(arena_death, giving_back_what_came_from_elsewhere_ends_the_process) {
  LockedArena arena;
  ByteArray<32> mine{};
  EXPECT_DEATH(arena.give_back(mine), "the arena it came from");
}

TEST(arena_death, the_fence_after_a_slab_cannot_be_written) {
  LockedArena arena(4096);
  const auto all = arena.take(4096);
  EXPECT_DEATH(*(const_cast<volatile Byte*>(all.data()) + 4096) = 1, "");
}

}  // namespace
}  // namespace kulla::crypto
