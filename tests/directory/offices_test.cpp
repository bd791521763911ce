#include "directory/commands.hpp"
#include "directory/real_house.hpp"
#include "directory/tables.hpp"

namespace kulla::directory {
namespace {

using test::at;
using test::must;
using test::RealHouse;
using test::refusal;

const Place csw{Agency::csw, {}, Code{"prizren"}};

class Offices : public testing::TestWithParam<test::Keeps> {
 protected:
  std::string opening_refused(AccountId by, const OpenOffice& command) {
    return refusal(
        house.ask_for(by, [&](const Desk& desk, const Ask& ask) { return open_office(desk, ask, command); }));
  }
  std::string role_refused(AccountId by, AccountId account, Role role) {
    return refusal(
        house.perform(by, [&](const Desk& desk, const Ask& ask) { return give_role(desk, ask, account, role); }));
  }
  OfficeNames office_names(AccountId reader, UnitId unit) {
    return *must(Staff().of(*house.now(), house.room(), house.keys_of(reader), unit, at(8)));
  }
  StaffNames staff_names(AccountId reader, AccountId account) {
    return *must(Staff().of(*house.now(), house.room(), house.keys_of(reader), account, at(8)));
  }
  RealHouse house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(kept_by, Offices, testing::Values(test::Keeps::memory, test::Keeps::sqlite));

TEST_P(Offices, an_office_is_opened_with_its_group_its_roster_and_the_number_to_call) {
  const auto opened = house.open_without_members(csw);
  const auto found = must(group_at(*house.now(), csw));
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (Group{opened.group, opened.unit, csw, 0}));
  EXPECT_EQ(must(group(*house.now(), opened.group)), found);
  EXPECT_EQ(must(group_of(*house.now(), opened.unit)), found);
  EXPECT_FALSE(must(group_at(*house.now(), {Agency::csw, {}, Code{"peja"}})));
  EXPECT_EQ(office_names(house.administrator(1), opened.unit).phone.view(), RealHouse::office_phone);
}

TEST_P(Offices, an_agency_is_opened_with_its_first_office_and_not_again) {
  const auto agencies = [&] {
    return must(house.now()->scan(
                    {.table = &agency_table, .index = {}, .equal = {}, .from = std::nullopt, .before = std::nullopt}))
        .size();
  };
  EXPECT_EQ(agencies(), 3U) << "administration, and the founding officers' two";
  house.open_without_members(csw);
  house.open_without_members({Agency::csw, {}, Code{"peja"}});
  EXPECT_EQ(agencies(), 4U);
}

TEST_P(Offices, opening_says_what_is_wrong_with_it) {
  const auto member = house.open(csw, Role::social_worker, 1).members[0];
  OpenOffice right{.place = {Agency::csw, {}, Code{"peja"}}, .name = "CSW", .phone = "039 000 000"};
  EXPECT_EQ(opening_refused(member, right), "not-an-administrator");
  auto wrong = right;
  wrong.place = csw;
  EXPECT_EQ(opening_refused(house.administrator(), wrong), "office-exists /place");
  wrong = right;
  wrong.place.region = {};
  EXPECT_EQ(opening_refused(house.administrator(), wrong), "region-missing /place/region");
  wrong = right;
  wrong.name = "";
  EXPECT_EQ(opening_refused(house.administrator(), wrong), "text-missing /name");
  wrong = right;
  wrong.phone = "";
  EXPECT_EQ(opening_refused(house.administrator(), wrong), "text-missing /phone");
}

TEST_P(Offices, of_two_who_open_one_office_at_the_same_moment_the_second_is_refused) {
  const auto opens = [&](const Desk& desk, const Ask& ask) {
    return open_office(desk, ask, {.place = csw, .name = "CSW", .phone = "039 000 000"});
  };
  auto one = must(house.ask_for(house.administrator(0), opens));
  auto other = must(house.ask_for(house.administrator(1), opens));
  must(house.store().append(std::move(one.batch)));
  EXPECT_FALSE(house.store().append(std::move(other.batch)).has_value());
}

TEST_P(Offices, a_number_that_changed_is_seen_at_once_also_by_who_had_looked_before) {
  const auto office = house.open(csw, Role::social_worker, 2);
  Staff kept;
  const auto look = [&] {
    return std::string(
        must(kept.of(*house.now(), house.room(), house.keys_of(office.members[1]), office.unit, at(8)))->phone.view());
  };
  EXPECT_EQ(look(), RealHouse::office_phone);
  must(house.perform(office.members[0], [&](const Desk& desk, const Ask& ask) {
    return describe_office(desk, ask, office.unit, "CSW", "029 111 111");
  }));
  EXPECT_EQ(look(), "029 111 111");
}

TEST_P(Offices, a_person_and_an_administrator_may_change_her_name_and_nobody_else) {
  const auto office = house.open(csw, Role::social_worker, 2);
  const auto her = office.members[0];
  const auto before = staff_names(her, her);
  const auto describe = [&](AccountId by, std::string_view name) {
    return refusal(house.perform(
        by, [&](const Desk& desk, const Ask& ask) { return describe_staff(desk, ask, her, name, "044 333 333"); }));
  };
  EXPECT_EQ(describe(office.members[1], "Drita"), "not-yours");
  EXPECT_EQ(describe(her, ""), "text-missing /name");
  EXPECT_EQ(describe(her, "Drita Hoxha"), "nothing was refused");
  EXPECT_EQ(staff_names(office.members[1], her).name.view(), "Drita Hoxha");
  EXPECT_EQ(describe(house.administrator(), "Drita Berisha"), "nothing was refused");
  const auto after = staff_names(office.members[1], her);
  EXPECT_EQ(after.name.view(), "Drita Berisha");
  EXPECT_EQ(after.sign_in_name.view(), before.sign_in_name.view()) << "the sign-in name stays";
}

TEST_P(Offices, a_role_is_given_by_an_administrator_and_fits_the_office) {
  const auto office = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 2);
  const auto her = office.members[1];
  EXPECT_EQ(role_refused(office.members[0], her, Role::commander), "not-an-administrator");
  EXPECT_EQ(role_refused(house.administrator(), her, Role::administrator), "role-of-another-office /role");
  EXPECT_EQ(role_refused(house.administrator(), house.administrator(1), Role::officer), "role-of-another-office /role");
  EXPECT_EQ(role_refused(house.administrator(), AccountId::make(at(8), house.room().chance), Role::officer),
            "account-unknown /account");
  EXPECT_EQ(role_refused(house.administrator(), her, Role::commander), "nothing was refused");
  EXPECT_EQ(must(person(*house.now(), her))->role, Role::commander);

  const auto size = house.now()->head().size;
  EXPECT_EQ(role_refused(house.administrator(), her, Role::commander), "nothing was refused");
  EXPECT_EQ(house.now()->head().size, size) << "the role she has is given without an event";
}

}  // namespace
}  // namespace kulla::directory
