// Stories 18 to 23 of the design: a bed, the way there, care, an absence and a return.
#include <gtest/gtest.h>

#include "procedure/story.hpp"

namespace kulla::procedure::test {
namespace {

class shelter : public testing::Test {
 protected:
  // Presumed at 2, a bed held at 3, accepted, crewed, the address released, the police hand over at 6.
  void taken_there() {
    story.reported().at(2).fact("status", "presumed").at(3).fact("place", "held").at(3.5).fact("place", "accepted");
    story.at(4).event("transport.crewed").at(4.1).event("address.released", "vau");
    story.at(6).event("transport.handed-over", "atu");
  }
  void arrived() {
    taken_there();
    story.at(6.1).event("transport.handed-over", "shelter").at(6.2).fact("place", "arrived");
  }
  Story story;
};

TEST_F(shelter, has_a_hold_answered_and_an_address_released_while_the_hand_over_waits_for_the_other_side) {
  taken_there();
  EXPECT_EQ(story.state("accept-bed"), "met");
  EXPECT_EQ(story.state("release-address"), "met");
  EXPECT_EQ(story.state("transport"), "running");
  const auto parts = story.of("transport").parts;
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_TRUE(parts[0].owed);
  EXPECT_DOUBLE_EQ(hours_of(parts[0].given_at), 6);
  EXPECT_FALSE(parts[1].owed) << "the shelter confirms, but the police owe the way";
  EXPECT_FALSE(parts[1].given_at);
}

TEST_F(shelter, owes_care_from_her_arrival) {
  arrived();
  EXPECT_EQ(story.state("transport"), "met");
  EXPECT_EQ(story.state("shelter"), "met");
  EXPECT_DOUBLE_EQ(story.due("basic-needs"), 18.2);
  EXPECT_DOUBLE_EQ(story.due("medical"), 30.2);
  EXPECT_EQ(story.state("counselling"), "running");
}

TEST_F(shelter, needs_food_housing_and_clothing_before_basic_needs_are_met) {
  arrived();
  story.at(7).event("service.recorded", victim(1), "shelter", {"food", "housing"});
  EXPECT_EQ(story.state("basic-needs"), "running");
  story.at(8).event("service.recorded", victim(1), "shelter", {"clothing"});
  EXPECT_EQ(story.state("basic-needs"), "met");
}

TEST_F(shelter, has_medical_care_met_by_one_of_two) {
  arrived();
  story.at(7).event("service.recorded", victim(1), "vau", {"medical"});
  EXPECT_EQ(story.state("medical"), "met");
  EXPECT_EQ(story.state("counselling"), "running");
}

TEST_F(shelter, owes_everything_anew_when_she_comes_back) {
  arrived();
  story.at(100).fact("place", "left");
  for (const auto* step : {"basic-needs", "medical", "counselling"}) EXPECT_EQ(story.state(step), "lapsed") << step;
  story.at(150).event("shelter.asked");
  EXPECT_EQ(story.state("shelter"), "running") << "that she left was known before this epoch began";
  EXPECT_EQ(story.epoch("shelter"), 2);
  EXPECT_DOUBLE_EQ(story.due("shelter"), 162);

  story.at(152).fact("place", "held");
  EXPECT_EQ(story.epoch("accept-bed"), 2);
  EXPECT_EQ(story.state("accept-bed"), "running");
  story.at(153).fact("place", "accepted");
  EXPECT_EQ(story.state("accept-bed"), "met");
  EXPECT_EQ(story.epoch("transport"), 2);
  EXPECT_EQ(story.state("transport"), "running");
  story.at(156).fact("place", "arrived");
  for (const auto* step : {"basic-needs", "medical", "counselling"}) {
    EXPECT_EQ(story.state(step), "running") << step;
    EXPECT_DOUBLE_EQ(hours_of(story.of(step).started_at), 156) << step;
  }
  EXPECT_EQ(story.state("shelter"), "met");
}

TEST_F(shelter, does_not_count_what_an_earlier_stay_gave_and_was_told_late) {
  arrived();
  story.at(7).event("service.recorded", victim(1), "shelter", {"food", "housing"});
  story.at(100).fact("place", "left").at(156).fact("place", "arrived");
  story.at(157).which_occurred_at(90).event("service.recorded", victim(1), "shelter", {"clothing"});
  story.at(158).event("service.recorded", victim(1), "shelter", {"food", "housing"});
  EXPECT_EQ(story.state("basic-needs"), "running");
  story.at(159).event("service.recorded", victim(1), "shelter", {"clothing"});
  EXPECT_EQ(story.state("basic-needs"), "met");
}

TEST_F(shelter, counts_care_that_was_recorded_before_the_arrival_but_occurred_after_it) {
  taken_there();
  story.at(9).which_occurred_at(7).event("service.recorded", victim(1), "shelter", {"food", "housing", "clothing"});
  story.at(9.5).which_occurred_at(6.5).fact("place", "arrived");
  EXPECT_EQ(story.state("basic-needs"), "met");
  EXPECT_DOUBLE_EQ(hours_of(story.of("basic-needs").met_at), 7);
}

}  // namespace
}  // namespace kulla::procedure::test
