// Chance behind an interface: keys, nonces, ids and references. In production it is crypto::SystemChance; a seeded one
// makes a test or the demo's content repeat itself.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace kulla {

class Chance {
 public:
  virtual ~Chance() = default;
  /// Fills all of `into`. Safe to call from several threads.
  virtual void fill(std::span<Byte> into) = 0;

  std::uint64_t number() {
    ByteArray<8> bytes{};
    fill(bytes);
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8U | byte;
    return value;
  }
  /// Evenly from 0 to `below` - 1; `below` at least 1.
  std::uint64_t below(std::uint64_t below) {
    const auto limit = UINT64_MAX - UINT64_MAX % below;
    auto value = number();
    while (value >= limit) value = number();
    return value % below;
  }
};

/// Repeats itself from its seed. Never for keys outside tests. Not safe for several threads.
class SeededChance final : public Chance {
 public:
  explicit SeededChance(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<Byte> into) override {
    for (auto& byte : into) byte = static_cast<Byte>(next() >> 56U);
  }

 private:
  // splitmix64 (Steele, Lea, Flood 2014; public domain constants).
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

}  // namespace kulla
