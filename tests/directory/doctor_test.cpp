#include "directory/doctor.hpp"

#include <algorithm>

#include "directory/real_house.hpp"

namespace kulla::directory {
namespace {

using test::at;
using test::must;
using test::RealHouse;

const std::vector<DutyOwed> prosecutors_on_call{{.agency = Agency::prosecution, .unit = {}, .duty = Duty::on_call}};

class Doctor : public testing::Test {
 protected:
  std::vector<DirectoryFinding> findings(const std::vector<DutyOwed>& duties = {}) {
    return must(examine(*house.now(), house.room(), house.clock().now(), duties));
  }
  std::vector<std::string> codes(const std::vector<DutyOwed>& duties = {}) {
    std::vector<std::string> all;
    for (const auto& finding : findings(duties)) all.push_back(finding.code);
    return all;
  }
  RealHouse house;
};

TEST_F(Doctor, finds_nothing_in_a_house_where_nothing_is_wrong) {
  house.open({Agency::prosecution, {}, Code{"prizren"}}, Role::prosecutor, 2);
  EXPECT_TRUE(codes().empty());
}

TEST_F(Doctor, follows_an_office_until_two_people_hold_its_key) {
  const auto opened = house.open_without_members({Agency::csw, {}, Code{"peja"}});
  EXPECT_EQ(codes(), std::vector<std::string>{"group-without-key"});
  const auto invited = house.invite(house.administrator(), opened.group, Role::social_worker);
  house.clock().advance(invitation_holds);
  EXPECT_EQ(codes(), (std::vector<std::string>{"group-without-key", "invitation-overdue"}));
  house.accept(invited.code);
  EXPECT_EQ(codes(), (std::vector<std::string>{"group-without-key", "waits-for-admission"}));
  must(house.admit(house.administrator(), opened.first_member));
  must(house.perform(opened.first_member,
                     [&](const Desk& desk, const Ask& ask) { return make_group_key(desk, ask, opened.group); }));
  EXPECT_EQ(codes(), (std::vector<std::string>{"group-of-one", "group-without-staff-key"}));
  must(house.perform(house.administrator(),
                     [](const Desk& desk, const Ask& ask) { return share_staff_key(desk, ask); }));
  EXPECT_EQ(codes(), std::vector<std::string>{"group-of-one"});
  house.newcomer({opened.unit, opened.group, {opened.first_member}}, Role::social_worker);
  EXPECT_TRUE(codes().empty());
}

TEST_F(Doctor, names_the_first_hour_of_the_next_day_that_nobody_covers) {
  const auto office = house.open({Agency::prosecution, {}, Code{"prizren"}}, Role::prosecutor, 2);
  const auto [one, other] = std::pair(office.members[0], office.members[1]);
  const auto gap = [&] {
    const auto found = findings(prosecutors_on_call);
    return found.size() == 1 && found[0].code == "nobody-on-duty" && found[0].id == office.unit.bytes ? found[0].from
                                                                                                      : std::nullopt;
  };
  const auto set = [&](const SetDuty& shift) {
    must(house.perform(one,
                       [&](const Desk& desk, const Ask& ask) { return set_duties(desk, ask, office.unit, {shift}); }));
  };
  EXPECT_EQ(gap(), at(8)) << "now";
  set({Duty::on_call, one, at(8), at(16)});
  EXPECT_EQ(gap(), at(16));
  set({Duty::on_call, other, at(17), at(40)});
  EXPECT_EQ(gap(), at(16)) << "what comes after a gap does not close it";
  set({Duty::on_call, other, at(16), at(17)});
  EXPECT_TRUE(findings(prosecutors_on_call).empty()) << "covered until after tomorrow, 08:00";
  house.clock().advance(hours(9));
  EXPECT_EQ(gap(), at(40));
}

}  // namespace
}  // namespace kulla::directory
