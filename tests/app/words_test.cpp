#include "app/words.hpp"

#include <gtest/gtest.h>

namespace kulla::app {
namespace {

TEST(words, a_message_names_its_facts_and_counts_them) {
  const std::string message = "Overdue by {minutes, plural, one {# minute} other {# minutes}} at {place}.";
  EXPECT_EQ(fill_message(message, {{"minutes", "1"}, {"place", "Peja"}}), "Overdue by 1 minute at Peja.");
  EXPECT_EQ(fill_message(message, {{"minutes", "12"}, {"place", "Peja"}}), "Overdue by 12 minutes at Peja.");
}

TEST(words, a_missing_fact_stays_visible_and_a_fact_is_never_read_as_a_message) {
  EXPECT_EQ(fill_message("Due {at}.", {}), "Due {at}.");
  EXPECT_EQ(fill_message("Due {at}.", {{"at", "{secret}"}, {"secret", "x"}}), "Due {secret}.");
  EXPECT_EQ(fill_message("open { brace", {}), "open { brace");
}

TEST(words, a_language_falls_back_to_english_and_then_to_the_key) {
  const auto words = Words::open({{"en", R"({"a":"one","b":"two"})"}, {"sq", R"({"a":"një"})"}});
  ASSERT_TRUE(words) << to_line(words.error());
  EXPECT_EQ(words->say("sq", "a"), "një");
  EXPECT_EQ(words->say("sq", "b"), "two");
  EXPECT_EQ(words->say("sq", "c"), "c");
  EXPECT_FALSE(words->has("sq", "b"));
}

TEST(words, a_broken_catalogue_is_refused) {
  EXPECT_FALSE(Words::open({{"en", "{"}}));
  EXPECT_FALSE(Words::open({{"en", R"({"a":1})"}}));
  EXPECT_FALSE(Words::open({{"en", R"({"a":"x","a":"y"})"}}));
}

}  // namespace
}  // namespace kulla::app
