// The seed of this run: 1 unless KULLA_SEED says otherwise. Property tests derive all chance from it and print it.
#pragma once

#include <cstdint>

namespace kulla::test {
std::uint64_t seed();
}
