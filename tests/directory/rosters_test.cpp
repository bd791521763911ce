#include "directory/commands.hpp"
#include "directory/party.hpp"
#include "directory/real_house.hpp"

namespace kulla::directory {
namespace {

using test::at;
using test::must;
using test::RealHouse;
using test::refusal;

class Rosters : public testing::Test {
 protected:
  // One founding serves all of a test's questions; the house's clock stands at 08:00.
  Result<eventlog::Committed> sets(AccountId by, UnitId unit, const std::vector<SetDuty>& shifts) {
    return house.perform(by, [&](const Desk& desk, const Ask& ask) { return set_duties(desk, ask, unit, shifts); });
  }
  std::string refused(const std::vector<SetDuty>& shifts) { return refusal(sets(one, office.unit, shifts)); }
  std::string withdrawal_refused(const WithdrawDuty& command) {
    return refusal(house.perform(
        one, [&](const Desk& desk, const Ask& ask) { return withdraw_duty(desk, ask, office.unit, command); }));
  }
  std::vector<AccountId> on_call(Instant when) {
    std::vector<AccountId> accounts;
    for (const auto& shift : must(on_duty(*house.now(), office.unit, Duty::on_call, when)))
      accounts.push_back(shift.account);
    return accounts;
  }
  RealHouse house;
  const RealHouse::Office office = house.open({Agency::prosecution, {}, Code{"prizren"}}, Role::prosecutor, 2);
  const AccountId one = office.members[0];
  const AccountId other = office.members[1];
};

TEST_F(Rosters, a_night_is_handed_over_without_a_gap_and_without_a_minute_of_two) {
  must(sets(one, office.unit, {{Duty::on_call, one, at(20), at(24)}, {Duty::on_call, other, at(24), at(32)}}));
  EXPECT_EQ(on_call(at(24) - microseconds(1)), std::vector{one});
  EXPECT_EQ(on_call(at(24)), std::vector{other});
  EXPECT_TRUE(on_call(at(32)).empty());
  const auto resolved =
      must(resolve(*house.now(), test::kosovo(),
                   {.agency = Agency::prosecution, .region = PartyQuery::Region::of_case, .duty = Duty::on_call},
                   Code{"prizren"}, at(25)));
  EXPECT_EQ(resolved.groups, std::vector{office.group});
  EXPECT_EQ(resolved.accounts, std::vector{other});
}

TEST_F(Rosters, one_person_may_have_two_duties_and_one_duty_two_people_at_once) {
  must(sets(one, office.unit,
            {{Duty::on_call, one, at(9), at(17)},
             {Duty::focal_point, one, at(9), at(17)},
             {Duty::on_call, other, at(12), at(20)}}));
  EXPECT_EQ(on_call(at(13)).size(), 2U);
}

TEST_F(Rosters, the_same_duty_of_the_same_person_does_not_overlap_itself) {
  must(sets(one, office.unit, {{Duty::on_call, one, at(9), at(17)}}));
  EXPECT_EQ(refused({{Duty::on_call, one, at(16), at(18)}}), "already-on-this-duty /shifts/0/starts_at");
  EXPECT_EQ(refused({{Duty::on_call, other, at(9), at(12)}, {Duty::on_call, other, at(11), at(13)}}),
            "already-on-this-duty /shifts/1/starts_at");
  EXPECT_TRUE(must(shifts_of(*house.now(), other, at(9))).empty()) << "all of a batch, or none";
  EXPECT_EQ(refused({{Duty::on_call, one, at(17), at(18)}}), "nothing was refused") << "one may follow the other";
}

TEST_F(Rosters, a_shift_says_what_is_wrong_with_it) {
  EXPECT_EQ(refused({{Duty::on_call, one, at(10), at(10)}}), "ends-before-it-starts /shifts/0/ends_at");
  EXPECT_EQ(refused({{Duty::on_call, one, at(10), at(9)}}), "ends-before-it-starts /shifts/0/ends_at");
  EXPECT_EQ(refused({{Duty::on_call, one, at(7, 59), at(10)}}), "roster-in-the-past /shifts/0/starts_at");
  EXPECT_EQ(refused({{Duty::on_call, one, at(9), at(9) + shift_max + microseconds(1)}}),
            "shift-too-long /shifts/0/ends_at");
  EXPECT_EQ(refused({{Duty::on_call, house.administrator(), at(9), at(10)}}), "not-a-member /shifts/0/account");
  EXPECT_EQ(refused(std::vector<SetDuty>(shifts_a_batch_max + 1)), "too-many-shifts /shifts");
  EXPECT_EQ(refusal(sets(one, UnitId::make(at(8), house.room().chance), {})), "unit-unknown /unit");

  house.clock().advance(seconds(59));
  EXPECT_EQ(refused({{Duty::on_call, one, at(8), at(10)}}), "nothing was refused") << "people tell minutes";
  EXPECT_EQ(refused({{Duty::focal_point, one, at(9), at(9) + shift_max}}), "nothing was refused");
}

TEST_F(Rosters, members_and_administrators_set_duty_and_nobody_from_elsewhere) {
  const auto elsewhere = house.open({Agency::csw, {}, Code{"prizren"}}, Role::social_worker, 1).members[0];
  EXPECT_EQ(refusal(sets(elsewhere, office.unit, {{Duty::on_call, one, at(9), at(10)}})), "not-of-this-office");
  must(sets(house.administrator(), office.unit, {{Duty::on_call, one, at(9), at(10)}}));
}

TEST_F(Rosters, a_shift_to_come_is_withdrawn_whole_and_one_that_runs_ends_now) {
  must(sets(one, office.unit, {{Duty::on_call, one, at(9), at(17)}, {Duty::on_call, other, at(17), at(20)}}));
  house.clock().set(at(12));
  EXPECT_EQ(withdrawal_refused({Duty::on_call, other, at(17)}), "nothing was refused");
  EXPECT_FALSE(must(shift_at(*house.now(), office.unit, Duty::on_call, other, at(17))));
  EXPECT_EQ(withdrawal_refused({Duty::on_call, one, at(9)}), "nothing was refused");
  EXPECT_EQ(on_call(at(12) - microseconds(1)), std::vector{one}) << "that she was on duty stays true";
  EXPECT_TRUE(on_call(at(12)).empty());

  EXPECT_EQ(withdrawal_refused({Duty::on_call, one, at(9)}), "roster-in-the-past /starts_at");
  EXPECT_EQ(withdrawal_refused({Duty::on_call, other, at(17)}), "shift-unknown /starts_at");
  EXPECT_EQ(withdrawal_refused({Duty::back_up, one, at(9)}), "shift-unknown /starts_at");
}

TEST_F(Rosters, nobody_is_put_on_duty_while_she_leaves) {
  const auto leaver = house.newcomer(office, Role::prosecutor);
  auto late = must(house.ask_for(one, [&](const Desk& desk, const Ask& ask) {
    return set_duties(desk, ask, office.unit, {{Duty::on_call, leaver, at(9), at(10)}});
  }));
  must(house.perform(one, [&](const Desk& desk, const Ask& ask) { return leave(desk, ask, leaver, office.group); }));
  EXPECT_EQ(refusal(house.store().append(std::move(late))), "version-conflict");
}

}  // namespace
}  // namespace kulla::directory
