#include "directory/founding.hpp"

#include "directory/real_house.hpp"
#include "keys/house.hpp"

namespace kulla::directory {
namespace {

using test::must;
using test::RealHouse;
using test::refusal;

TEST(founding, two_officers_of_two_agencies_become_the_administrators) {
  RealHouse house;
  const auto& founded = house.founded();
  const auto snapshot = house.now();
  const auto administrators = must(group(*snapshot, founded.administrators));
  ASSERT_TRUE(administrators);
  EXPECT_EQ(administrators->place, (Place{Agency::administration, {}, headquarters}));
  EXPECT_EQ(administrators->epoch, 1);
  EXPECT_EQ(must(members(*snapshot, founded.administrators)).size(), 2U);

  const auto first = must(person(*snapshot, house.administrator()));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->state, AccountState::admitted);
  EXPECT_EQ(first->role, Role::administrator);
  EXPECT_EQ(first->place.agency, Agency::police) << "her own agency stays hers";
  EXPECT_EQ(first->groups, std::vector{founded.administrators});
  EXPECT_EQ(must(account_by_name(*snapshot, founded.keys->name_hash("arta.krasniqi"))), house.administrator());
  EXPECT_FALSE(must(account_by_name(*snapshot, founded.keys->name_hash("arta"))));
}

TEST(founding, their_names_are_read_by_both) {
  RealHouse house;
  for (const auto reader : {0U, 1U}) {
    Staff staff;
    const auto names = must(staff.of(*house.now(), house.room(), house.keys_of(house.administrator(reader)),
                                     house.administrator(1), house.clock().now()));
    ASSERT_TRUE(names);
    EXPECT_EQ(names->name.view(), "Besim Gashi");
    EXPECT_EQ(names->sign_in_name.view(), "besim.gashi");
    const auto office = must(staff.of(*house.now(), house.room(), house.keys_of(house.administrator(reader)),
                                      house.founded().unit, house.clock().now()));
    ASSERT_TRUE(office);
    EXPECT_EQ(office->phone.view(), RealHouse::office_phone);
  }
}

class AFounding : public testing::Test {
 protected:
  static std::string refused(const Founding& wrong) {
    SeededChance chance(1);
    const kulla::test::TemporaryFolder folder;
    return refusal(found(folder.path() / "house", folder.path() / "root-key", wrong, test::at(8), chance));
  }
  Founding founding{.officers = {{Agency::police, "arta", "Arta", "", "a password for tests"},
                                 {Agency::vau, "besim", "Besim", "", "a password for tests"}},
                    .office_name = "Administration",
                    .office_phone = "038 000 111",
                    .demo = false,
                    .cost = crypto::lowest_password_cost};
};

TEST_F(AFounding, says_what_is_wrong_with_which_officer) {
  auto one = founding;
  one.officers[1].sign_in_name = "besim gashi";
  EXPECT_EQ(refused(one), "sign-in-name-malformed /officers/1/sign_in_name");
  one = founding;
  one.officers[1].sign_in_name = "ARTA";
  EXPECT_EQ(refused(one), "sign-in-name-taken /officers/1/sign_in_name");
  one = founding;
  one.officers[0].name = "  ";
  EXPECT_EQ(refused(one), "text-missing /officers/0/name");
  one = founding;
  one.office_phone = "";
  EXPECT_EQ(refused(one), "text-missing /office/phone");
  one = founding;
  one.officers[1].agency = Agency::police;
  EXPECT_EQ(refused(one), "officers-of-one-agency /officers");
  one = founding;
  one.officers.pop_back();
  EXPECT_EQ(refused(one), "too-few-officers /officers");
}

}  // namespace
}  // namespace kulla::directory
