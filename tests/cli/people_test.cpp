// A newcomer's whole way, by the verbs alone, on a house that nobody serves and on one that runs.
#include <algorithm>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/house_at_hand.hpp"

namespace kulla::cli::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string field(const Ran& ran, std::string_view name) {
  if (ran.exit != 0) return "exit " + std::to_string(ran.exit) + ": " + ran.err;
  const auto row = boost::json::parse(ran.out.substr(0, ran.out.find('\n')));
  return std::string(row.at(name).as_string());
}

class people : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_EQ(house.init().exit, 0);
    if (GetParam()) {
      ASSERT_TRUE(house.serve()) << house.server_err();
    }
  }
  Ran arta(std::vector<std::string> words) const { return house.as(HouseAtHand::arta, std::move(words)); }
  Ran invite(const char* name) const {
    return arta({"user", "invite", name, "--group", "csw/peja", "--role", "social-worker", "--full-name",
                 "Luan Berisha", "--json"});
  }
  std::string accept(const std::string& code) const {
    return field(house.run({"user", "accept", "--json"}, code + "\n" + HouseAtHand::password + "\n"), "words");
  }
  HouseAtHand house;
};

TEST_P(people, a_new_office_gets_its_first_member_key_and_duty) {
  ASSERT_EQ(arta({"group", "open", "csw/peja", "--office-name", "Social Work Peja", "--phone", "039 100"}).exit, 0);
  const auto words = accept(field(invite("luan.berisha"), "code"));
  EXPECT_EQ(std::ranges::count(words, ' '), 5) << words;

  const auto wrong = arta({"user", "admit", "luan.berisha", "--words", "one two three four five six"});
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.err, HasSubstr("The six words differ"));
  ASSERT_EQ(arta({"user", "admit", "luan.berisha", "--words", words}).exit, 0);
  ASSERT_EQ(house.as("luan.berisha", {"group", "key", "csw/peja"}).exit, 0);
  ASSERT_EQ(arta({"group", "share"}).exit, 0);

  const auto set = house.as("luan.berisha", {"roster", "set", "csw/peja", "luan.berisha", "--duty", "on-call", "--from",
                                             "2099-11-25T08:00:00+01:00", "--to", "2099-11-25T20:00:00+01:00"});
  EXPECT_EQ(set.exit, 0) << set.err;
  const auto listed = arta({"user", "list"});
  EXPECT_THAT(listed.out, HasSubstr("Luan Berisha"));
  EXPECT_THAT(listed.out, HasSubstr("csw/peja"));
}

TEST_P(people, a_code_opens_once_and_a_wrong_one_never) {
  ASSERT_EQ(arta({"group", "open", "csw/peja", "--office-name", "Social Work Peja", "--phone", "039 100"}).exit, 0);
  const auto code = field(invite("luan.berisha"), "code");
  EXPECT_THAT(accept(std::string(code.size(), 'A')), HasSubstr("exit 1"));
  EXPECT_THAT(accept(code), Not(HasSubstr("exit")));
  EXPECT_THAT(accept(code), HasSubstr("exit 1"));
}

TEST_P(people, a_wrong_password_does_nothing_and_is_named_as_such) {
  const auto wrong =
      house.run({"group", "open", "csw/peja", "--office-name", "X", "--phone", "039 1", "--name", HouseAtHand::arta},
                {}, {{"KULLA_PASSWORD", "not her password"}});
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.err, HasSubstr("Not signed in"));
  EXPECT_THAT(arta({"group", "list"}).out, Not(HasSubstr("csw/peja")));
}

TEST_P(people, what_belongs_to_administrators_is_refused_to_others) {
  ASSERT_EQ(arta({"group", "open", "csw/peja", "--office-name", "Social Work Peja", "--phone", "039 100"}).exit, 0);
  ASSERT_EQ(arta({"user", "admit", "luan.berisha", "--words", accept(field(invite("luan.berisha"), "code"))}).exit, 0);
  const auto refused =
      house.as("luan.berisha", {"group", "open", "csw/prizren", "--office-name", "Mine", "--phone", "029 1"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("administrator"));
}

TEST_P(people, neither_password_nor_code_is_taken_from_a_flag) {
  for (const auto* flag : {"--password", "--code"}) EXPECT_EQ(house.run({"user", "accept", flag, "x"}).exit, 2) << flag;
}

INSTANTIATE_TEST_SUITE_P(both, people, testing::Bool(),
                         [](const auto& served) { return served.param ? "served" : "stopped"; });

}  // namespace
}  // namespace kulla::cli::test
