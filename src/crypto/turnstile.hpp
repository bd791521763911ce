// Lets few through at once, in the order they came, and sends the rest away at once instead of piling them up.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

#include "base/error.hpp"

namespace kulla::crypto {

class Turnstile {
 public:
  struct Limits {
    unsigned at_once = 2;
    unsigned waiting = 16;  // beyond those inside
    std::int64_t retry_after_seconds = 2;
  };
  explicit Turnstile(Limits limits) : limits_(limits) {}

  /// Held while inside; the next one comes in when it goes.
  class [[nodiscard]] Pass {
   public:
    Pass(Pass&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (of_ != nullptr) of_->leave();
    }

   private:
    friend Turnstile;
    explicit Pass(Turnstile& of) : of_(&of) {}
    Turnstile* of_;
  };

  /// Waits for its turn. Refuses `too-many` (kind too_many, with retry_after) when the queue is full.
  Result<Pass> enter();
  /// Inside and waiting: a figure of operation, out of date as soon as it is read.
  std::uint64_t present() const;

 private:
  void leave();

  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ticket_ = 0;
  std::uint64_t left_ = 0;  // tickets below left_ + at_once may go in
};

}  // namespace kulla::crypto
