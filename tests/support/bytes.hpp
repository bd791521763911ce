// Short forms that tests over bytes share.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/encode.hpp"

namespace kulla::test {

/// Hex of a test's own source or of a vector file: a mistake in it is the test's.
inline Bytes hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) throw std::invalid_argument("not hex: " + std::string(text));
  return *std::move(bytes);
}

}  // namespace kulla::test
