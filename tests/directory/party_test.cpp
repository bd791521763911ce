#include "directory/party.hpp"

#include <algorithm>
#include <set>

#include "directory/paper_house.hpp"

namespace kulla::directory {
namespace {

using test::at;
using test::must;
using test::PaperHouse;

const Code prizren{"prizren"};
const Code prishtina{"prishtina"};
const Code peja{"peja"};
const Code anti_trafficking{"anti-trafficking"};

class Party : public testing::Test {
 protected:
  Resolved resolved(const PartyQuery& party, Instant when, const PartyContext& context = {}, Code region = prizren) {
    return must(resolve(*house.now(), places, party, region, when, context));
  }
  const Places places = test::kosovo();
  PaperHouse house;
};

TEST_F(Party, of_case_is_the_unit_in_the_cases_region_and_all_its_members) {
  const auto here = house.open({Agency::police, anti_trafficking, prizren});
  house.open({Agency::police, anti_trafficking, peja});
  house.open({Agency::police, Code{"border"}, prizren});
  const auto officer = house.member(here, Role::officer);
  const auto commander = house.member(here, Role::commander);
  PartyQuery atu{.agency = Agency::police, .unit = anti_trafficking, .region = PartyQuery::Region::of_case};

  auto found = resolved(atu, at(1));
  EXPECT_EQ(found.groups, std::vector{here.group});
  EXPECT_EQ(std::set(found.accounts.begin(), found.accounts.end()), (std::set{officer, commander}));
  EXPECT_FALSE(found.nobody_on_duty);
  EXPECT_FALSE(found.until) << "nothing of it hangs on a roster";

  atu.role = Role::commander;
  found = resolved(atu, at(1));
  EXPECT_EQ(found.groups, std::vector{here.group}) << "a role chooses people, never another key";
  EXPECT_EQ(found.accounts, std::vector{commander});
}

TEST_F(Party, headquarters_is_a_region_by_name) {
  house.open({Agency::police, anti_trafficking, prizren});
  const auto hq = house.open({Agency::police, anti_trafficking, headquarters});
  EXPECT_EQ(resolved({.agency = Agency::police,
                      .unit = anti_trafficking,
                      .region = PartyQuery::Region::named,
                      .region_name = headquarters},
                     at(1))
                .groups,
            std::vector{hq.group});
}

TEST_F(Party, neighbours_come_in_the_order_of_the_houses_data_and_without_the_region_itself) {
  house.open({Agency::police, anti_trafficking, prizren});
  const auto far = house.open({Agency::police, anti_trafficking, prishtina});
  const auto near = house.open({Agency::police, anti_trafficking, peja});
  house.open({Agency::police, anti_trafficking, Code{"gjilan"}});
  EXPECT_EQ(
      resolved({.agency = Agency::police, .unit = anti_trafficking, .region = PartyQuery::Region::neighbours}, at(1))
          .groups,
      (std::vector{near.group, far.group}));
}

TEST_F(Party, without_a_unit_is_the_office_itself_and_where_there_is_none_whatever_the_agency_has_there) {
  const auto office = house.open({Agency::prosecution, {}, prizren});
  house.open({Agency::prosecution, Code{"special"}, prizren});
  const auto special = house.open({Agency::prosecution, Code{"special"}, headquarters});
  PartyQuery prosecutor{.agency = Agency::prosecution, .region = PartyQuery::Region::of_case};
  EXPECT_EQ(resolved(prosecutor, at(1)).groups, std::vector{office.group});
  prosecutor.region = PartyQuery::Region::named;
  prosecutor.region_name = headquarters;
  EXPECT_EQ(resolved(prosecutor, at(1)).groups, std::vector{special.group});
}

TEST_F(Party, without_a_region_is_the_agencys_office_wherever_it_sits) {
  const auto vau = house.open({Agency::vau, {}, headquarters});
  EXPECT_EQ(resolved({.agency = Agency::vau}, at(1)).groups, std::vector{vau.group});
}

TEST_F(Party, a_group_that_has_no_key_yet_cannot_be_told_anything) {
  house.open({Agency::vau, {}, headquarters}, false);
  const auto found = resolved({.agency = Agency::vau}, at(1));
  EXPECT_TRUE(found.groups.empty());
  EXPECT_TRUE(found.nobody_on_duty);
}

TEST_F(Party, care_says_which_shelter_and_another_agencys_group_is_none) {
  const auto holding = house.open({Agency::shelter, Code{"special"}, peja});
  const auto next = house.open({Agency::shelter, {}, prishtina});
  const auto police = house.open({Agency::police, anti_trafficking, prizren});
  const PartyContext context{.placement = {holding.group}, .next_fit = {next.group, police.group}, .service = {}};
  EXPECT_EQ(resolved({.agency = Agency::shelter, .of = PartyQuery::Of::placement}, at(1), context).groups,
            std::vector{holding.group});
  EXPECT_EQ(resolved({.agency = Agency::shelter, .of = PartyQuery::Of::next_fit}, at(1), context).groups,
            std::vector{next.group});
  EXPECT_TRUE(resolved({.agency = Agency::ngo, .of = PartyQuery::Of::service}, at(1), context).groups.empty());
}

class DutyOfAParty : public Party {
 protected:
  DutyOfAParty() {
    house.on_duty_from(office, Duty::on_call, early, at(6), at(14));
    house.on_duty_from(office, Duty::on_call, late, at(14), at(22));
  }
  const PaperHouse::Office office = house.open({Agency::prosecution, {}, prizren});
  const AccountId early = house.member(office, Role::prosecutor);
  const AccountId late = house.member(office, Role::prosecutor);
  const PartyQuery prosecutor{
      .agency = Agency::prosecution, .region = PartyQuery::Region::of_case, .duty = Duty::on_call};
};

TEST_F(DutyOfAParty, begins_with_its_first_instant_and_is_over_at_its_last) {
  EXPECT_TRUE(resolved(prosecutor, at(6) - microseconds(1)).nobody_on_duty);
  EXPECT_EQ(resolved(prosecutor, at(6)).accounts, std::vector{early});
  EXPECT_EQ(resolved(prosecutor, at(22) - microseconds(1)).accounts, std::vector{late});
  EXPECT_TRUE(resolved(prosecutor, at(22)).nobody_on_duty);
}

TEST_F(DutyOfAParty, has_one_holder_in_the_minute_of_the_hand_over) {
  EXPECT_EQ(resolved(prosecutor, at(14) - microseconds(1)).accounts, std::vector{early});
  EXPECT_EQ(resolved(prosecutor, at(14)).accounts, std::vector{late});
}

TEST_F(DutyOfAParty, says_when_it_next_changes) {
  EXPECT_EQ(resolved(prosecutor, at(5)).until, at(6));
  EXPECT_EQ(resolved(prosecutor, at(6)).until, at(14));
  EXPECT_EQ(resolved(prosecutor, at(14)).until, at(22));
  EXPECT_FALSE(resolved(prosecutor, at(22)).until) << "nothing is rostered any more";
}

TEST_F(DutyOfAParty, nobody_on_duty_still_names_the_office_that_the_payload_is_sealed_to) {
  const auto found = resolved(prosecutor, at(23));
  EXPECT_TRUE(found.nobody_on_duty);
  EXPECT_EQ(found.groups, std::vector{office.group});
}

TEST_F(DutyOfAParty, another_duty_is_another_persons) {
  auto back_up = prosecutor;
  back_up.duty = Duty::back_up;
  EXPECT_TRUE(resolved(back_up, at(7)).nobody_on_duty);
  house.on_duty_from(office, Duty::back_up, late, at(6), at(14));
  EXPECT_EQ(resolved(back_up, at(7)).accounts, std::vector{late});
  EXPECT_EQ(resolved(back_up, at(7)).groups, std::vector{office.group});
}

TEST_F(DutyOfAParty, overlapping_shifts_have_two_holders) {
  house.on_duty_from(office, Duty::on_call, late, at(12), at(14));
  const auto found = resolved(prosecutor, at(13));
  EXPECT_EQ(std::set(found.accounts.begin(), found.accounts.end()), (std::set{early, late}));
}

TEST_F(DutyOfAParty, one_who_left_the_office_is_not_on_its_duty) {
  house.leave(office, early);
  EXPECT_TRUE(resolved(prosecutor, at(7)).nobody_on_duty);
}

TEST_F(DutyOfAParty, a_duty_with_a_role_is_held_by_both) {
  auto by_role = prosecutor;
  by_role.role = Role::commander;
  EXPECT_TRUE(resolved(by_role, at(7)).nobody_on_duty);
  by_role.role = Role::prosecutor;
  EXPECT_EQ(resolved(by_role, at(7)).accounts, std::vector{early});
}

TEST_F(DutyOfAParty, the_roster_is_read_from_its_index_for_one_person_too) {
  EXPECT_EQ(must(duties_of(*house.now(), early, at(7))).size(), 1U);
  EXPECT_EQ(must(duties_of(*house.now(), early, at(7)))[0].ends_at, at(14));
  EXPECT_TRUE(must(duties_of(*house.now(), early, at(14))).empty());
  EXPECT_EQ(must(roster(*house.now(), office.unit, at(7), at(15))).size(), 2U);
  EXPECT_EQ(must(roster(*house.now(), office.unit, at(14), at(15))).size(), 1U);
}

// The look at the roster reads few rows; this one looks at all of them.
TEST_F(Party, of_a_random_roster_is_who_a_look_at_every_shift_finds) {
  const auto office = house.open({Agency::prosecution, {}, prizren});
  std::vector<AccountId> people;
  for (int i = 0; i < 4; ++i) people.push_back(house.member(office, Role::prosecutor));
  auto& chance = house.chance();
  std::vector<Shift> all;
  int looks = 0;
  for (int round = 0; round < 30; ++round) {
    const auto from = at(static_cast<int>(chance.below(200)));
    const auto span = round % 10 == 9 ? hours(100) : hours(1 + static_cast<std::int64_t>(chance.below(12)));
    all.push_back({office.unit, Duty::on_call, people[chance.below(4)], from, from + span});
    const bool twice = std::ranges::count_if(all, [&](const Shift& other) {
                         return other.account == all.back().account && other.starts_at == from;
                       }) > 1;
    if (twice) {
      all.pop_back();
      continue;
    }
    house.on_duty_from(office, Duty::on_call, all.back().account, from, from + span);
    for (int hour = -1; hour < 320; hour += 3, ++looks) {
      const auto found = must(duty_now(*house.now(), office.unit, Duty::on_call, at(hour)));
      std::set<Shift> expected;
      std::optional<Instant> until;
      for (const auto& shift : all) {
        if (shift.covers(at(hour))) expected.insert(shift);
        for (const auto edge : {shift.starts_at, shift.ends_at})
          if (edge > at(hour) && (!until || edge < *until)) until = edge;
      }
      ASSERT_EQ(std::set(found.shifts.begin(), found.shifts.end()), expected) << "seed " << kulla::test::seed();
      ASSERT_EQ(found.until, until) << "at hour " << hour << ", seed " << kulla::test::seed();
    }
  }
  EXPECT_GT(looks, 2'000);
}

}  // namespace
}  // namespace kulla::directory
