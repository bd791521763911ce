// The chance that keys and nonces come from: the kernel's, by libsodium.
#pragma once

#include "base/chance.hpp"

namespace kulla::crypto {

/// Safe for several threads; has no state, so any number may exist.
class SystemChance final : public Chance {
 public:
  void fill(std::span<Byte> into) override;
};

}  // namespace kulla::crypto
