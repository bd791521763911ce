#include "keys/limiter.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace kulla::keys {

SignInLimiter::Pair SignInLimiter::pair_of(const NameHash& name, std::string_view source) {
  return crypto::sha256({name, bytes_of(source)});
}

Duration SignInLimiter::wait_after(int failures) {
  if (failures < free_failures) return {};
  auto wait = first_wait;
  for (int i = free_failures; i < failures && wait < longest_wait; ++i) wait = wait * 2;
  return std::min(wait, longest_wait);
}

Result<void> SignInLimiter::begin(const NameHash& name, std::string_view source) {
  const auto now = clock_.now();
  const auto pair = pair_of(name, source);
  const std::lock_guard lock(mutex_);
  auto [at, is_new] = failures_.try_emplace(pair);
  auto& failures = at->second;
  if (!is_new) {
    if (failures.last + forgotten_after <= now) failures.count = 0;
    const auto left = failures.last + wait_after(failures.count) - now;
    // A clock that jumped back must not make anybody wait longer than the longest wait.
    if (left > Duration{} && left <= longest_wait) {
      auto refused = fail(ErrorKind::too_many, "too-many-tries");
      refused.value().retry_after_seconds = (left.micros + 999'999) / 1'000'000;
      return refused;
    }
    ages_.erase(failures.age);
  }
  failures.age = ages_.insert(ages_.end(), pair);
  failures.last = now;
  ++failures.count;
  while (failures_.size() > pairs_max) {
    failures_.erase(ages_.front());
    ages_.pop_front();
  }
  return {};
}

void SignInLimiter::not_tried(const NameHash& name, std::string_view source) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(pair_of(name, source));
  if (found != failures_.end() && found->second.count > 0) --found->second.count;
}

void SignInLimiter::succeeded(const NameHash& name, std::string_view source) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(pair_of(name, source));
  if (found == failures_.end()) return;
  ages_.erase(found->second.age);
  failures_.erase(found);
}

std::size_t SignInLimiter::pairs() const {
  const std::lock_guard lock(mutex_);
  return failures_.size();
}

}  // namespace kulla::keys
