#include "directory/vocabulary.hpp"

#include <gtest/gtest.h>

namespace kulla::directory {
namespace {

void refused(const std::vector<Places::Region>& regions, const std::vector<std::string>& units, std::string_view code,
             std::string_view pointer) {
  const auto places = Places::of_house_data(regions, units);
  ASSERT_FALSE(places.has_value()) << code;
  ASSERT_EQ(places.error().findings.size(), 1U);
  EXPECT_EQ(places.error().findings[0].code, code);
  EXPECT_EQ(places.error().findings[0].pointer, pointer);
}

TEST(vocabulary, every_word_leads_back_to_its_value) {
  std::size_t words = 0;
  for (const auto word : words_of(Agency{})) words += word_of(*from_word<Agency>(word)) == word ? 1U : 0U;
  for (const auto word : words_of(Role{})) words += word_of(*from_word<Role>(word)) == word ? 1U : 0U;
  for (const auto word : words_of(Duty{})) words += word_of(*from_word<Duty>(word)) == word ? 1U : 0U;
  EXPECT_EQ(words, 21U);
  EXPECT_FALSE(from_word<Role>("on-call"));
  EXPECT_FALSE(from_word<Duty>(""));
}

TEST(places, know_their_regions_units_and_neighbours_in_the_order_of_the_data) {
  const auto places = Places::of_house_data(
      {{"prizren", {"peja", "ferizaj"}}, {"peja", {"prizren"}}, {"ferizaj", {"prizren"}}}, {"anti-trafficking"});
  ASSERT_TRUE(places.has_value());
  EXPECT_TRUE(places->region("headquarters"));
  EXPECT_TRUE(places->unit("anti-trafficking"));
  EXPECT_FALSE(places->region("tirana"));
  EXPECT_FALSE(places->unit("prizren"));
  const auto near = places->neighbours(*places->region("prizren"));
  ASSERT_EQ(near.size(), 2U);
  EXPECT_EQ(near[0].text(), "peja");
  EXPECT_EQ(near[1].text(), "ferizaj");
  EXPECT_TRUE(places->neighbours(headquarters).empty());
}

TEST(places, refuse_data_that_names_what_is_not_there) {
  refused({{"Prizren", {}}}, {}, "not-a-code", "/regions/0");
  refused({{"prizren", {}}}, {"border police"}, "not-a-code", "/units/0");
  refused({{"prizren", {}}, {"prizren", {}}}, {}, "region-twice", "/regions/1");
  refused({{"prizren", {"tirana"}}}, {}, "unknown-neighbour", "/regions/0");
  refused({{"prizren", {"prizren"}}}, {}, "unknown-neighbour", "/regions/0");
  refused({{"prizren", {}}, {"peja", {"prizren"}}}, {}, "neighbours-one-sided", "/regions/1");
}

}  // namespace
}  // namespace kulla::directory
