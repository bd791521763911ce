#include "crypto/turnstile.hpp"

namespace kulla::crypto {

Result<Turnstile::Pass> Turnstile::enter() {
  std::unique_lock lock(mutex_);
  if (next_ticket_ - left_ >= std::uint64_t{limits_.at_once} + limits_.waiting) {
    auto refused = fail(ErrorKind::too_many, "too-many");
    refused.value().retry_after_seconds = limits_.retry_after_seconds;
    return refused;
  }
  const auto ticket = next_ticket_++;
  turn_.wait(lock, [&] { return ticket < left_ + limits_.at_once; });
  return Pass(*this);
}

void Turnstile::leave() {
  {
    const std::lock_guard lock(mutex_);
    ++left_;
  }
  turn_.notify_all();
}

std::uint64_t Turnstile::present() const {
  const std::lock_guard lock(mutex_);
  return next_ticket_ - left_;
}

}  // namespace kulla::crypto
