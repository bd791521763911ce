#include "base/suggest.hpp"

#include <gtest/gtest.h>

namespace kulla {
namespace {

TEST(suggest, a_slip_finds_the_word_that_was_meant) {
  const std::vector<std::string> known{"listen.port", "house.duty-line", "data"};
  EXPECT_EQ(nearest("listen.prot", known), "listen.port");
  EXPECT_EQ(nearest("house.dutyline", known), "house.duty-line");
  EXPECT_EQ(nearest("dat", known), "data");
}

TEST(suggest, another_word_is_no_slip) {
  const std::vector<std::string> known{"port", "data"};
  EXPECT_EQ(nearest("colour", known), std::nullopt);
  EXPECT_EQ(nearest(std::string(10'000, 'p'), known), std::nullopt);
  EXPECT_EQ(nearest("", known), std::nullopt);
}

TEST(suggest, swapped_neighbours_are_one_slip) {
  EXPECT_EQ(edit_distance("prot", "port"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace kulla
