#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include "support/seed.hpp"

namespace kulla::test {
namespace {
std::uint64_t chosen_seed = 1;
}

std::uint64_t seed() { return chosen_seed; }
}  // namespace kulla::test

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const char* text = std::getenv("KULLA_SEED")) kulla::test::chosen_seed = std::strtoull(text, nullptr, 10);
  const int result = RUN_ALL_TESTS();
  if (result != 0) std::cout << "Replay with: KULLA_SEED=" << kulla::test::seed() << " " << argv[0] << "\n";
  return result;
}
