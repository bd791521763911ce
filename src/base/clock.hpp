// The clock behind an interface: a test lives through ninety days in a second, a demo house runs under its own time.
#pragma once

#include <atomic>

#include "base/time.hpp"

namespace kulla {

class Clock {
 public:
  virtual ~Clock() = default;
  /// The time of day, UTC. May jump; nothing but display and deadlines may rest on it.
  virtual Instant now() const = 0;
};

/// The machine's clock. The only place that asks it (tests/house/ holds that).
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that stands until it is moved. Safe to move while others read.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant at) : micros_(at.micros) {}
  Instant now() const override { return {micros_.load()}; }
  void set(Instant at) { micros_.store(at.micros); }
  void advance(Duration by) { micros_.fetch_add(by.micros); }

 private:
  std::atomic<std::int64_t> micros_;
};

/// Another clock, moved on by a span that may grow: the demo house, where `kulla demo advance` grows it.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(const Clock& under, Duration by = {}) : under_(under), by_micros_(by.micros) {}
  Instant now() const override { return under_.now() + Duration{by_micros_.load()}; }
  void advance(Duration by) { by_micros_.fetch_add(by.micros); }
  Duration shift() const { return {by_micros_.load()}; }

 private:
  const Clock& under_;
  std::atomic<std::int64_t> by_micros_;
};

/// Microseconds that only rise, for time-outs and idle times; no relation to the time of day.
Duration steady_now();

}  // namespace kulla
