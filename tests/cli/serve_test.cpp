#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/house_at_hand.hpp"

namespace kulla::cli::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(serve, says_where_it_answers_and_stops_cleanly_at_sigterm) {
  HouseAtHand house;
  ASSERT_EQ(house.init().exit, 0);
  ASSERT_TRUE(house.serve()) << house.server_err();
  EXPECT_THAT(house.address(), MatchesRegex("http://127\\.0\\.0\\.1:[0-9]+/"));
  EXPECT_EQ(house.stop(), 0) << house.server_err();
  EXPECT_THAT(house.server_err(), HasSubstr("\"what\":\"stopped\""));
  EXPECT_FALSE(std::filesystem::exists(house.data() + "/control.sock"));
}

TEST(serve, a_second_server_on_the_same_house_is_refused) {
  HouseAtHand house;
  ASSERT_EQ(house.init().exit, 0);
  ASSERT_TRUE(house.serve()) << house.server_err();
  const auto second = house.run({"serve", "--port", "0"});
  EXPECT_EQ(second.exit, 3);
  EXPECT_THAT(second.err, HasSubstr("The house is open elsewhere"));
  EXPECT_TRUE(second.out.empty());
  EXPECT_EQ(house.stop(), 0);
}

TEST(serve, an_address_that_is_not_loopback_is_refused_with_the_reason) {
  HouseAtHand house;
  ASSERT_EQ(house.init().exit, 0);
  const auto open = house.run({"serve", "--port", "0"}, {}, {{"KULLA_LISTEN_ADDRESS", "0.0.0.0"}});
  EXPECT_EQ(open.exit, 2);
  EXPECT_THAT(open.err, HasSubstr("password"));
  EXPECT_TRUE(open.out.empty());
}

TEST(serve, a_folder_without_a_house_is_told_how_to_found_one) {
  const HouseAtHand house;
  const auto none = house.run({"serve"});
  EXPECT_EQ(none.exit, 3);
  EXPECT_THAT(none.err, StartsWith("kulla: "));
  EXPECT_THAT(none.err, HasSubstr("kulla init"));
}

}  // namespace
}  // namespace kulla::cli::test
