// Slows guessing without locking anybody out: failures are counted for a name from one source, so that a trafficker who
// hammers on a duty officer's name slows himself and not her. After five failures a second's wait, doubling to sixty;
// forgotten fifteen minutes after the last. Source: the issue, 1.1; invariant 35.
#pragma once

#include <list>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "keys/house.hpp"

namespace kulla::keys {

class SignInLimiter {
 public:
  static constexpr int free_failures = 5;
  static constexpr Duration first_wait = seconds(1);
  static constexpr Duration longest_wait = seconds(60);
  static constexpr Duration forgotten_after = minutes(15);
  /// Bounds memory; then the pair that failed longest ago is forgotten first. A flood from so many sources at once is
  /// slowed by the queue of the stretcher instead.
  static constexpr std::size_t pairs_max = 65'536;

  explicit SignInLimiter(const Clock& clock) : clock_(clock) {}

  /// Counts as a failure until it is told otherwise, so that many tries at once are no way around it. Refuses
  /// `too-many-tries` (kind too_many, with retry_after_seconds rounded up), which counts as nothing.
  Result<void> begin(const NameHash& name, std::string_view source);
  void succeeded(const NameHash& name, std::string_view source);
  /// It never came to a comparison: the queue was full, the disk was.
  void not_tried(const NameHash& name, std::string_view source);
  std::size_t pairs() const;

 private:
  using Pair = ByteArray<32>;  // of name and source, hashed: sources are not kept in clear
  struct Failures {
    int count = 0;
    Instant last;
    std::list<Pair>::iterator age;  // oldest in front
  };
  static Pair pair_of(const NameHash& name, std::string_view source);
  static Duration wait_after(int failures);

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<Pair, Failures> failures_;
  std::list<Pair> ages_;
};

}  // namespace kulla::keys
