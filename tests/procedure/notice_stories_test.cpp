// Stories 1 to 7 of the design: who is told of a case, and told again.
#include <gtest/gtest.h>

#include "procedure/story.hpp"

namespace kulla::procedure::test {
namespace {

TEST(notices, climb_at_20_40_60_and_90_minutes_when_nobody_answers) {
  Story story;
  story.reported().goes_on_to(24);
  const auto fired = story.fired("inform-prosecutor");
  ASSERT_EQ(fired.size(), 4U);
  const std::vector<std::string> parties{"prosecutor-backup", "atu-commander", "atu-hq", "prosecutor-special"};
  const std::vector<double> minutes{20, 40, 60, 90};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(fired[i].party, parties[i]);
    EXPECT_NEAR(fired[i].at * 60, minutes[i], 1e-6);
  }
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "running");
  EXPECT_TRUE(story.of_case("inform-prosecutor").late(story.now()));
}

TEST(notices, are_met_by_the_prosecutors_answer_and_no_rung_fires) {
  Story story;
  story.reported().goes_on_to(0.1).answers("prosecutor", "inform-prosecutor").goes_on_to(3);
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "met");
  EXPECT_NEAR(hours_of(story.of_case("inform-prosecutor").met_at), 0.1, 1e-9);
  EXPECT_TRUE(story.fired("inform-prosecutor").empty());
  EXPECT_EQ(story.state("inform-vau", the_case()), "running");
  EXPECT_EQ(story.state("inform-csw", the_case()), "running");
}

TEST(notices, are_not_met_by_the_commanders_tap_but_by_the_back_up_prosecutors) {
  Story story;
  story.reported().at(0.7).answers("atu-commander", "inform-prosecutor");
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "running");
  story.at(0.8).answers("prosecutor-backup", "inform-prosecutor");
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "met");
}

TEST(notices, about_an_adult_give_a_day) {
  Story story;
  story.reported();
  EXPECT_DOUBLE_EQ(story.due("inform-vau", the_case()), 24);
  EXPECT_DOUBLE_EQ(story.due("inform-csw", the_case()), 24);
}

TEST(notices, grow_urgent_when_her_age_becomes_unsure_and_are_not_late_at_that_instant) {
  Story story;
  story.reported().goes_on_to(10).fact("child", "unsure");
  EXPECT_DOUBLE_EQ(story.due("inform-csw", the_case()), 12);
  EXPECT_FALSE(story.of_case("inform-csw").late(story.now()));
}

TEST(notices, are_owed_anew_with_new_cards_when_a_second_woman_is_found) {
  Story story;
  story.reported().at(0.1);
  for (const auto* who : {"prosecutor", "vau", "csw"}) story.answers(who, std::string("inform-") + who);
  EXPECT_TRUE(story.course().informs().empty());
  story.at(3).found(2);
  for (const auto* step : {"inform-prosecutor", "inform-vau", "inform-csw"}) {
    EXPECT_EQ(story.state(step, the_case()), "running") << step;
    EXPECT_EQ(story.epoch(step, the_case()), 2) << step;
    EXPECT_DOUBLE_EQ(hours_of(story.of_case(step).started_at), 3) << step;
  }
  EXPECT_EQ(story.course().informs().size(), 3U);
  for (const auto& inform : story.course().informs()) EXPECT_EQ(inform.epoch, 2);
  EXPECT_DOUBLE_EQ(story.due("presume", victim(2)), 27);
  EXPECT_DOUBLE_EQ(story.due("presume", victim(1)), 24);
}

TEST(notices, of_a_proven_child_go_to_the_csw_alone) {
  Story story;
  story.reported().at(0.1);
  for (const auto* who : {"prosecutor", "vau", "csw"}) story.answers(who, std::string("inform-") + who);
  story.at(3).fact("child", "yes");
  EXPECT_EQ(story.state("inform-csw", the_case()), "running");
  EXPECT_EQ(story.epoch("inform-csw", the_case()), 2);
  EXPECT_DOUBLE_EQ(story.due("inform-csw", the_case()), 5);
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "met");
  EXPECT_EQ(story.epoch("inform-prosecutor", the_case()), 1);
}

TEST(notices, answered_in_an_earlier_epoch_do_not_meet_the_later_one) {
  Story story;
  story.reported().at(0.1).answers("prosecutor", "inform-prosecutor").at(3).found(2);
  story.tell({{0,
               {},
               {},
               Happened{story.procedure().event("notice.acknowledged"),
                        the_case(),
                        story.procedure().party("prosecutor"),
                        {},
                        story.procedure().step("inform-prosecutor"),
                        1}}});
  EXPECT_EQ(story.state("inform-prosecutor", the_case()), "running");
}

}  // namespace
}  // namespace kulla::procedure::test
