#include <gtest/gtest.h>

#include "cases/model.hpp"
#include "cases/town.hpp"
#include "support/shared_data.hpp"

namespace kulla::cases {
namespace {

/// One woman in Prizren; the prosecutor's notice of it.
class acknowledgement : public testing::Test {
 protected:
  acknowledgement() {
    const auto answer = town.report(town.police.members[0], R"({"region":"prizren","women":1})");
    reference = answer.body.at("reference").as_string();
    for (const auto& told : answer.body.at("told").as_array())
      if (told.at("party").as_string() == "prosecutor") notice = told.at("notice").as_string();
  }
  test::Town town;
  std::string reference;
  std::string notice;
};

TEST_F(acknowledgement, dated_before_the_notice_is_refused_and_names_the_field) {
  const auto before = to_rfc3339(town.house.clock().now() - minutes(2));
  const auto answer =
      town.acknowledge(town.prosecution.members[0], reference, notice, R"({"occurred_at":")" + before + "\"}");
  EXPECT_EQ(answer.code, "acknowledged-before-sent");
  EXPECT_EQ(answer.pointer, "/occurred_at");
}

TEST_F(acknowledgement, dated_in_the_future_is_refused_and_two_minutes_ahead_are_not) {
  const auto ahead = [&](Duration by) {
    return R"({"occurred_at":")" + to_rfc3339(town.house.clock().now() + by) + "\"}";
  };
  EXPECT_EQ(town.acknowledge(town.prosecution.members[0], reference, notice, ahead(minutes(3))).code,
            "time-in-the-future");
  EXPECT_EQ(town.acknowledge(town.prosecution.members[0], reference, notice, ahead(minutes(1)), 2).status, 201);
}

TEST_F(acknowledgement, asked_twice_succeeds_twice_and_stands_once) {
  const auto first = town.acknowledge(town.prosecution.members[0], reference, notice, "", 1);
  town.house.clock().advance(minutes(1));
  const auto replayed = town.acknowledge(town.prosecution.members[0], reference, notice, "", 1);
  const auto again = town.acknowledge(town.prosecution.members[1], reference, notice, "", 2);
  for (const auto& answer : {first, replayed, again}) {
    EXPECT_EQ(answer.status, 201) << answer.code;
    EXPECT_EQ(answer.body.at("acknowledged_at"), first.body.at("acknowledged_at"));
  }
  const auto page = town.page(town.police.members[0], reference);
  int acknowledged = 0;
  for (const auto& event : page.body.at("timeline").as_array())
    acknowledged += event.at("type").as_string() == "notice.acknowledged" ? 1 : 0;
  EXPECT_EQ(acknowledged, 1);
}

TEST_F(acknowledgement, by_another_office_is_no_different_from_a_notice_that_is_not_there) {
  const std::string nowhere = NoticeId::make(town.house.clock().now(), town.house.chance()).text();
  for (const auto who :
       {town.police.members[0], town.vau.members[0], town.csw.members[0], town.other_police.members[0]}) {
    const auto theirs = town.acknowledge(who, reference, notice, "", 2);
    const auto none = town.acknowledge(who, reference, nowhere, "", 3);
    EXPECT_EQ(theirs.code, "not-found");
    EXPECT_EQ(theirs.code, none.code);
    EXPECT_EQ(town.looks(who).back().type, "request.refused");
  }
}

TEST_F(acknowledgement, a_repeated_id_with_another_body_is_refused) {
  EXPECT_EQ(town.acknowledge(town.prosecution.members[0], reference, notice, "", 1).status, 201);
  const auto at = R"({"occurred_at":")" + to_rfc3339(town.house.clock().now()) + "\"}";
  EXPECT_EQ(town.acknowledge(town.prosecution.members[0], reference, notice, at, 1).code, "request-reused");
}

}  // namespace
}  // namespace kulla::cases
