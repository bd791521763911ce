#include "crypto/chance.hpp"

#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {

void SystemChance::fill(std::span<Byte> into) {
  library_ready();
  ::randombytes_buf(into.data(), into.size());
}

}  // namespace kulla::crypto
