#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/house_at_hand.hpp"

namespace kulla::cli::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(init, founds_a_house_that_its_owner_alone_can_read) {
  HouseAtHand house;
  const auto founded = house.init();
  ASSERT_EQ(founded.exit, 0) << founded.err;
  EXPECT_THAT(founded.err, HasSubstr("Next: kulla serve"));
  using std::filesystem::perms;
  const auto others = perms::group_all | perms::others_all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house.data()))
    EXPECT_EQ(entry.status().permissions() & others, perms::none) << entry.path();
  EXPECT_TRUE(std::filesystem::exists(house.root_key()));
}

TEST(init, twice_is_refused_and_changes_nothing) {
  HouseAtHand house;
  ASSERT_EQ(house.init().exit, 0);
  const auto before = kulla::test::read_file(house.data() + "/keys/house");
  std::filesystem::rename(house.root_key(), house.root_key() + ".away");
  const auto again = house.init();
  EXPECT_EQ(again.exit, 1);
  EXPECT_THAT(again.err, HasSubstr("There is a house already"));
  EXPECT_FALSE(std::filesystem::exists(house.root_key()));
  EXPECT_EQ(kulla::test::read_file(house.data() + "/keys/house"), before);
}

TEST(init, a_folder_with_other_things_in_it_is_left_alone) {
  HouseAtHand house;
  std::filesystem::create_directories(house.data());
  std::ofstream(house.data() + "/thesis.txt") << "mine";
  EXPECT_EQ(house.init().exit, 1);
  EXPECT_EQ(kulla::test::read_file(house.data() + "/thesis.txt"), "mine");
}

TEST(init, a_refused_founding_leaves_neither_house_nor_root_key) {
  HouseAtHand house;
  const auto short_one = house.run({"init", "--root-key", house.root_key(), "--from", house.founding_file()},
                                   "short\na password of some length\n");
  EXPECT_EQ(short_one.exit, 1);
  EXPECT_THAT(short_one.err, HasSubstr("/officers/0/password"));
  EXPECT_FALSE(std::filesystem::exists(house.data()));
  EXPECT_FALSE(std::filesystem::exists(house.root_key()));
  EXPECT_EQ(house.init().exit, 0);
}

TEST(init, the_root_key_may_not_lie_in_the_house) {
  HouseAtHand house;
  const auto inside = house.run({"init", "--root-key", house.data() + "/root-key", "--from", house.founding_file()},
                                "a password of some length\na password of some length\n");
  EXPECT_EQ(inside.exit, 1);
  EXPECT_FALSE(std::filesystem::exists(house.data()));
}

TEST(init, without_passwords_nobody_is_asked_for_ever) {
  HouseAtHand house;
  const auto silent = house.run({"init", "--root-key", house.root_key(), "--from", house.founding_file()});
  EXPECT_EQ(silent.exit, 2);
  EXPECT_THAT(silent.err, StartsWith("kulla: "));
}

TEST(init, a_misspelt_key_of_the_founding_file_is_named_with_its_line) {
  HouseAtHand house;
  const auto file = house.founding_file();
  std::ofstream(file, std::ios::app) << "work-phon = \"1\"\n";
  const auto misspelt = house.run({"init", "--root-key", house.root_key(), "--from", file});
  EXPECT_EQ(misspelt.exit, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("founding.toml:18"));
  EXPECT_THAT(misspelt.err, HasSubstr("work-phone?"));
}

}  // namespace
}  // namespace kulla::cli::test
