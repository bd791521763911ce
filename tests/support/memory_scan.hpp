// Looks for bytes in this process's own writable memory, as somebody with /proc/PID/mem would (security.md, invariant
// 19). The needle is given masked, so that the test's own copy of it is not what is found.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.hpp"

namespace kulla::test {

/// A sanitizer maps terabytes of shadow as writable memory and keeps freed blocks: looking through it takes for ever.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool memory_can_be_scanned = false;
#else
inline constexpr bool memory_can_be_scanned = true;
#endif

/// Every byte XOR 0x5a: how a test keeps what it will look for.
Bytes masked(ByteView plain);
/// How often the plain form of `masked_needle` stands in writable memory. Reads by /proc/self/mem, so it also sees
/// freed heap and dead stack. The needle is 8 bytes or more. SIZE_MAX where memory cannot be scanned, so that no test
/// passes by not looking; a test begins with MEMORY_SCAN_OR_SKIP().
std::size_t times_in_memory(ByteView masked_needle);

}  // namespace kulla::test

#define MEMORY_SCAN_OR_SKIP() \
  if (!::kulla::test::memory_can_be_scanned) GTEST_SKIP() << "memory is not scanned under a sanitizer"
