#include "crypto/turnstile.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace kulla::crypto {
namespace {

void until(const auto& holds) {
  while (!holds()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(turnstile, lets_two_in_lets_the_next_wait_and_sends_the_rest_away) {
  Turnstile turnstile({.at_once = 2, .waiting = 1, .retry_after_seconds = 3});
  auto first = std::make_optional(turnstile.enter().value());
  const auto second = turnstile.enter();
  ASSERT_TRUE(second);
  std::atomic<bool> inside = false;
  std::thread third([&] {
    const auto pass = turnstile.enter();
    inside = pass.has_value();
  });
  until([&] { return turnstile.present() == 3; });
  EXPECT_FALSE(inside);
  const auto fourth = turnstile.enter();
  ASSERT_FALSE(fourth);
  EXPECT_EQ(fourth.error().code, "too-many");
  EXPECT_EQ(fourth.error().kind, ErrorKind::too_many);
  EXPECT_EQ(fourth.error().retry_after_seconds, 3);
  first.reset();
  third.join();
  EXPECT_TRUE(inside);
  EXPECT_EQ(turnstile.present(), 1U);
}

TEST(turnstile, never_holds_more_than_its_number) {
  Turnstile turnstile({.at_once = 2, .waiting = 100, .retry_after_seconds = 1});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int number = 0; number < 20; ++number)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto pass = turnstile.enter();
        if (!pass) continue;
        const int now = ++inside;
        int seen = most.load();
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        ++passed;
        --inside;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LE(most, 2);
  EXPECT_EQ(passed, 1'000);
  EXPECT_EQ(turnstile.present(), 0U);
}

TEST(turnstile, keeps_the_order_of_arrival) {
  Turnstile turnstile({.at_once = 1, .waiting = 10, .retry_after_seconds = 1});
  auto held = std::make_optional(turnstile.enter().value());
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  for (int number = 0; number < 8; ++number) {
    threads.emplace_back([&, number] {
      const auto pass = turnstile.enter();
      const std::lock_guard lock(mutex);
      order.push_back(number);
    });
    until([&] { return turnstile.present() == static_cast<std::uint64_t>(number) + 2; });
  }
  held.reset();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
}

}  // namespace
}  // namespace kulla::crypto
