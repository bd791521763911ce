// Stories 8 to 17 and 24 to 31 of the design: one woman's strand, from the interview to her leaving.
#include <algorithm>

#include <gtest/gtest.h>

#include "procedure/story.hpp"

namespace kulla::procedure::test {
namespace {

bool owes(const Story& story, std::string_view step, Item item = victim(1)) { return story.of(step, item).owed(); }

const Part* part(const Obligation& obligation, const Story& story, std::string_view party) {
  const auto found = std::find_if(obligation.parts.begin(), obligation.parts.end(),
                                  [&](const Part& p) { return p.party == story.procedure().party(party); });
  return found == obligation.parts.end() ? nullptr : &*found;
}

TEST(strand, goes_on_to_risk_and_identification_when_the_interview_is_declined) {
  Story story;
  story.reported().at(1).event("interview.declined");
  EXPECT_EQ(story.state("interview-victim"), "met");
  EXPECT_TRUE(owes(story, "risk-level"));
  EXPECT_TRUE(owes(story, "identify"));
  EXPECT_DOUBLE_EQ(story.due("identify"), 1 + 120);
}

TEST(strand, of_a_child_hears_the_social_worker_as_a_third_voice) {
  Story story;
  story.reported(0, 1).at(1).event("interview.held", "atu");
  EXPECT_TRUE(owes(story, "risk-level-child"));
  story.at(2).event("risk.assessed", "csw");
  EXPECT_EQ(story.state("risk-level-child"), "met");
  EXPECT_EQ(story.state("risk-level"), "running");
  story.at(3).event("risk.assessed", "atu");
  const auto shared = story.of("risk-level");
  EXPECT_EQ(shared.state, State::running);
  EXPECT_DOUBLE_EQ(hours_of(part(shared, story, "atu")->given_at), 3);
  EXPECT_FALSE(part(shared, story, "vau")->given_at);
  story.at(4).event("risk.assessed", "vau");
  EXPECT_EQ(story.state("risk-level"), "met");
  EXPECT_DOUBLE_EQ(hours_of(story.of("risk-level").met_at), 4);
}

TEST(strand, of_an_adult_asks_no_social_worker) {
  Story story;
  story.reported().at(1).event("interview.held");
  EXPECT_EQ(story.state("risk-level-child"), "waiting");
}

TEST(strand, of_one_presumed_opens_risk_shelter_and_reflection) {
  Story story;
  story.reported().at(2).fact("status", "presumed");
  EXPECT_EQ(story.state("presume"), "met");
  EXPECT_TRUE(owes(story, "risk-level"));
  EXPECT_DOUBLE_EQ(story.due("shelter"), 14);
  EXPECT_TRUE(owes(story, "reflection"));
}

TEST(strand, of_one_in_danger_is_hers_alone) {
  Story story;
  story.reported(2).at(1).fact("danger", "yes", victim(1));
  EXPECT_DOUBLE_EQ(story.due("shelter", victim(1)), 5);
  EXPECT_EQ(story.state("shelter", victim(2)), "waiting");
}

TEST(strand, has_the_earlier_of_both_deadlines_when_danger_is_learnt) {
  Story story;
  story.reported().at(2).fact("status", "presumed").at(6).fact("danger", "yes");
  EXPECT_DOUBLE_EQ(story.due("shelter"), 10);
  story.at(7).fact("danger", "no");
  EXPECT_DOUBLE_EQ(story.due("shelter"), 14);
  story.at(12).fact("danger", "yes");
  EXPECT_DOUBLE_EQ(story.due("shelter"), 14);
}

TEST(strand, ruled_out_ends_in_a_referral_and_a_telling_and_never_silently) {
  Story story;
  story.reported().at(2).event("interview.held").at(3).fact("status", "ruled-out");
  EXPECT_EQ(story.state("identify"), "met");
  EXPECT_TRUE(owes(story, "refer-onward"));
  EXPECT_TRUE(owes(story, "tell-decision"));
  EXPECT_EQ(story.state("reflection"), "waiting");
  EXPECT_EQ(story.state("risk-level"), "lapsed");
  EXPECT_EQ(story.of("risk-level").lapsed_by, LapsedBy::applies);
  EXPECT_EQ(story.of("risk-level").closed_by, story.position());

  story.at(5).event("decision.told").at(50).fact("status", "presumed");
  EXPECT_EQ(story.epoch("identify"), 2);
  EXPECT_DOUBLE_EQ(story.due("identify"), 170);
  for (const auto* step : {"risk-level", "reflection", "shelter"}) EXPECT_TRUE(owes(story, step)) << step;
  EXPECT_DOUBLE_EQ(story.due("risk-level"), 74);
  EXPECT_EQ(story.state("tell-decision"), "met");

  story.at(60).fact("status", "actual");
  EXPECT_EQ(story.state("identify"), "met");
  EXPECT_TRUE(owes(story, "tell-decision"));
  EXPECT_EQ(story.epoch("tell-decision"), 2);
  EXPECT_DOUBLE_EQ(story.due("tell-decision"), 84);
}

TEST(strand, undecided_closes_presumption_and_identification_and_risk_lapses) {
  Story story;
  story.reported().at(2).event("interview.declined").at(3).fact("status", "undecided");
  EXPECT_EQ(story.state("presume"), "met");
  EXPECT_EQ(story.state("identify"), "met");
  EXPECT_EQ(story.state("risk-level"), "lapsed");
}

TEST(strand, at_high_risk_asks_prosecutor_and_police_before_she_leaves_but_her_leaving_counts) {
  Story story;
  story.reported().fact("risk", "high", victim(1), "vau").at(10).event("exit.wished");
  EXPECT_TRUE(owes(story, "exit"));
  EXPECT_TRUE(owes(story, "exit-approval"));
  story.at(11).event("exit.answered", "atu");
  const auto approval = story.of("exit-approval");
  EXPECT_TRUE(part(approval, story, "atu")->given_at);
  EXPECT_FALSE(part(approval, story, "prosecutor")->given_at);
  story.at(12).event("exit.recorded");
  EXPECT_EQ(story.state("exit"), "met");
  EXPECT_EQ(story.state("exit-approval"), "running");
  EXPECT_TRUE(owes(story, "follow-up"));
}

TEST(strand, at_a_risk_that_grows_after_the_wish_asks_from_then_on) {
  Story story;
  story.reported().at(10).event("exit.wished");
  EXPECT_EQ(story.state("exit-approval"), "waiting");
  story.at(12).fact("risk", "high", victim(1), "atu");
  EXPECT_DOUBLE_EQ(story.due("exit-approval"), 24);
}

TEST(strand, of_one_identified_who_never_slept_in_a_shelter_is_followed_up) {
  Story story;
  story.reported().at(2).event("interview.held").at(5).fact("status", "actual");
  EXPECT_TRUE(owes(story, "follow-up"));
}

TEST(strand, ends_with_her_death_and_leaves_its_review_while_the_case_stays_open) {
  Story story;
  story.reported(2).at(2).fact("status", "presumed").at(30).event("victim.died");
  EXPECT_EQ(story.owed(), std::vector<std::string>{"death-review"});
  EXPECT_EQ(story.state("reflection"), "lapsed");
  EXPECT_EQ(story.of("reflection").lapsed_by, LapsedBy::end_of_victim);
  EXPECT_TRUE(part(story.of("death-review"), story, "prosecutor")->owed);
  EXPECT_FALSE(story.owed(the_case()).empty());
  EXPECT_TRUE(owes(story, "interview-victim", victim(2)));
  story.at(31).event("shelter.asked");
  EXPECT_EQ(story.owed(), std::vector<std::string>{"death-review"}) << "only what survives starts after it";
}

TEST(strand, of_her_appointment_ends_with_hers) {
  Story story;
  story.reported(2).escort_asked(1, 48, 1).escort_asked(2, 48, 2).at(5).event("victim.died");
  EXPECT_EQ(story.state("escort", appointment(1)), "lapsed");
  EXPECT_EQ(story.state("escort", appointment(2)), "running");
}

TEST(strand, keeps_the_reflection_period_when_the_case_is_closed) {
  Story story;
  story.reported().at(2).fact("status", "presumed").at(40).event("case.closed", the_case());
  EXPECT_EQ(story.owed(), std::vector<std::string>{"reflection"});
  EXPECT_TRUE(story.owed(the_case()).empty());
  EXPECT_EQ(story.of_case("inform-vau").lapsed_by, LapsedBy::closing);
  story.at(41).event("exit.recorded");
  EXPECT_EQ(story.owed(), (std::vector<std::string>{"follow-up", "reflection"}));
}

TEST(strand, handed_to_a_third_person_is_looked_at_within_a_quarter_of_an_hour) {
  Story story;
  story.reported().at(1).event("person.released-to");
  EXPECT_DOUBLE_EQ(story.due("release-review"), 1.25);
}

TEST(strand, of_a_child_in_danger_keeps_shelter_owed_whatever_it_says) {
  Story story;
  story.reported(0, 1).at(1).fact("danger", "yes").at(2).fact("shelter-wish", "no");
  EXPECT_TRUE(owes(story, "shelter"));
}

TEST(strand, of_an_adult_who_says_no_and_later_yes_owes_shelter_anew_with_the_whole_span) {
  Story story;
  story.reported().at(1).fact("shelter-wish", "yes").at(2).fact("shelter-wish", "no");
  EXPECT_EQ(story.state("shelter"), "lapsed");
  story.at(30).fact("shelter-wish", "yes");
  EXPECT_EQ(story.epoch("shelter"), 2);
  EXPECT_DOUBLE_EQ(story.due("shelter"), 42);
}

TEST(strand, remembers_that_shelter_was_asked_while_the_step_did_not_apply) {
  Story story;
  story.reported().at(1).fact("status", "presumed").at(2).fact("place", "arrived");
  story.at(3).fact("status", "ruled-out").at(4).event("shelter.asked");
  EXPECT_EQ(story.state("shelter"), "met");
  story.at(5).fact("status", "presumed");
  EXPECT_EQ(story.state("shelter"), "running");
}

TEST(strand, holds_the_highest_risk_until_both_agree) {
  Story story;
  story.reported().at(1).fact("risk", "high", victim(1), "atu").at(2).fact("risk", "low", victim(1), "vau");
  EXPECT_EQ(story.value("risk"), "high");
  const auto facts = story.course().facts();
  const auto risk = std::find_if(facts.begin(), facts.end(), [&](const KnownFact& known) {
    return known.item == victim(1) && known.fact == story.procedure().fact("risk");
  });
  ASSERT_NE(risk, facts.end());
  EXPECT_EQ(risk->voices.size(), 2U);
  story.at(3).fact("risk", "low", victim(1), "atu-commander");  // her own unit's commander is the same voice
  EXPECT_EQ(story.value("risk"), "low");
}

TEST(strand, of_the_case_shows_the_highest_danger_of_all) {
  Story story;
  story.reported(2).fact("danger", "no", victim(1));
  EXPECT_EQ(story.value("danger", the_case()), "unknown");
  story.fact("danger", "yes", the_case());
  EXPECT_EQ(story.value("danger", victim(2)), "yes");
}

}  // namespace
}  // namespace kulla::procedure::test
