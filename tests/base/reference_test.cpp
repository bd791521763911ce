#include "base/reference.hpp"

#include <gtest/gtest.h>

#include "support/seed.hpp"

namespace kulla {
namespace {

TEST(reference, one_wrong_symbol_or_two_swapped_neighbours_are_found_nine_times_in_ten) {
  SeededChance chance(test::seed());
  int swaps = 0;
  int missed_swaps = 0;
  int wrongs = 0;
  int missed = 0;
  for (int round = 0; round < 200; ++round) {
    const auto text = Reference::make(chance).text();
    ASSERT_TRUE(Reference::parse(text)) << text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '-') continue;
      for (const char symbol : Reference::alphabet) {
        auto wrong = text;
        wrong[i] = symbol;
        if (symbol == text[i]) continue;
        ++wrongs;
        // Modulus 28 is even, so the doubling forgets one bit: symbols 14 places apart look alike to it.
        if (Reference::parse(wrong)) ++missed;
      }
      const auto next = text[i + 1] == '-' ? i + 2 : i + 1;
      if (next >= text.size() || text[next] == text[i]) continue;
      auto swapped = text;
      std::swap(swapped[i], swapped[next]);
      ++swaps;
      if (Reference::parse(swapped)) ++missed_swaps;
    }
  }
  EXPECT_LT(missed * 8, wrongs);
  EXPECT_LT(missed_swaps * 8, swaps);
}

TEST(reference, is_read_in_either_case_with_or_without_its_hyphen) {
  SeededChance chance(test::seed());
  const auto reference = Reference::make(chance);
  auto text = reference.text();
  EXPECT_EQ(text.size(), 8U);
  EXPECT_EQ(text[3], '-');
  text.erase(3, 1);
  for (auto& c : text) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(Reference::parse(text), reference);
}

TEST(reference, other_symbols_and_lengths_are_refused) {
  for (const auto* text : {"", "7Q4", "7Q4-KXM", "7Q4-KXMVV", "0Q4-KXMV", "7-Q4KXMV", "7Q4 KXMV", "ЖQ4-KXMV"})
    EXPECT_FALSE(Reference::parse(text)) << text;
}

}  // namespace
}  // namespace kulla
