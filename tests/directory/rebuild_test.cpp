#include <map>

#include "directory/paper_house.hpp"

namespace kulla::directory {
namespace {

using eventlog::StreamKind;
using test::must;
using test::PaperHouse;

/// Everything the tables hold.
std::vector<std::vector<eventlog::Row>> contents(const eventlog::Snapshot& snapshot) {
  std::vector<std::vector<eventlog::Row>> all;
  for (const auto* table : tables())
    all.push_back(must(snapshot.scan(
        {.table = table, .index = {}, .equal = {}, .from = std::nullopt, .before = std::nullopt, .limit = 100'000})));
  return all;
}

/// A history as chance has it: people come, are given roles, go on duty, leave and come back; sections are rewritten.
class RandomHistory {
 public:
  explicit RandomHistory(PaperHouse& house) : house_(house) {
    const std::vector<Code> regions = test::kosovo().regions();
    for (std::size_t i = 0; i < regions.size(); ++i)
      offices_.push_back(house.open({static_cast<Agency>(i % 6), {}, regions[i]}, i % 2 == 0));
  }

  void step() {
    house_.clock().advance(minutes(static_cast<std::int64_t>(house_.chance().below(90))));
    switch (house_.chance().below(9)) {
      case 0:
        people_.push_back(house_.member(office(), Role::officer));
        return;
      case 1:
        return with_someone([&](AccountId who) { house_.leave(office(), who); });
      case 2:
        return come_back();
      case 3:
        return with_someone([&](AccountId who) { go_on_duty(who); });
      case 4:
        return withdraw();
      case 5:
        return with_someone([&](AccountId who) {
          house_.add(who.as<StreamTag>(), StreamKind::account,
                     RoleGiven{{static_cast<Role>(house_.chance().below(9))}});
          must(house_.append());
        });
      case 6:
        return with_someone([&](AccountId who) { describe(who); });
      case 7:
        return with_someone([&](AccountId who) { invite(who); });
      default:
        house_.state_key(office().group, static_cast<std::uint16_t>(++epoch_));
        must(house_.append());
    }
  }

 private:
  const PaperHouse::Office& office() { return offices_[house_.chance().below(offices_.size())]; }
  template <class Then>
  void with_someone(Then then) {
    if (!people_.empty()) then(people_[house_.chance().below(people_.size())]);
  }
  void come_back() {
    with_someone([&](AccountId who) {
      const auto into = office();
      const auto present = must(members(*house_.now(), into.group));
      if (present.empty()) return;
      keys::MemberAdmitted admitted;
      admitted.open = {who, present.front()};
      house_.add(into.group.as<StreamTag>(), StreamKind::group, admitted);
      must(house_.append());
    });
  }
  void go_on_duty(AccountId who) {
    const auto duty = static_cast<Duty>(house_.chance().below(3));
    const auto from = house_.clock().now() + hours(static_cast<std::int64_t>(house_.chance().below(5)));
    const auto& where = office();
    house_.on_duty_from(where, duty, who, from, from + hours(8));
    shifts_.push_back({where.unit, duty, who, from, from + hours(8)});
  }
  void withdraw() {
    if (shifts_.empty()) return;
    const auto shift = shifts_[house_.chance().below(shifts_.size())];
    house_.add(
        shift.unit_id.as<StreamTag>(), StreamKind::unit,
        DutyWithdrawn{{shift.duty, shift.account, shift.starts_at, std::max(shift.starts_at, house_.clock().now())}});
    must(house_.append());
  }
  eventlog::Section sealed(std::string_view name) {
    eventlog::Section section{.name = std::string(name),
                              .data_key = DataKeyId::make(house_.clock().now(), house_.chance()),
                              .cipher = Bytes(64),
                              .hash = {}};
    house_.chance().fill(section.cipher);
    return section;
  }
  void describe(AccountId who) {
    if (house_.chance().below(2) == 0)
      house_.add(who.as<StreamTag>(), StreamKind::account, StaffDescribed{}, {sealed(staff_section)});
    else
      house_.add(who.as<StreamTag>(), StreamKind::account, ContactSet{}, {sealed(contact_section)});
    house_.add(office().unit.as<StreamTag>(), StreamKind::unit, OfficeDescribed{}, {sealed(office_section)});
    must(house_.append());
  }
  void invite(AccountId who) {
    if (house_.chance().below(2) == 0) {
      keys::AccountInvited invited;
      invited.open.until = house_.clock().now() + hours(48);
      house_.add(who.as<StreamTag>(), StreamKind::account, invited);
    } else {
      house_.add(who.as<StreamTag>(), StreamKind::account, keys::InvitationAccepted{});
    }
    must(house_.append());
  }

  PaperHouse& house_;
  std::vector<PaperHouse::Office> offices_;
  std::vector<AccountId> people_;
  std::vector<Shift> shifts_;
  int epoch_ = 1;
};

TEST(rebuild, gives_the_same_tables_as_living_through_a_random_history) {
  PaperHouse house;
  RandomHistory history(house);
  for (int steps = 0; steps < 400; ++steps) {
    history.step();
    if (steps % 100 != 99) continue;
    const auto live = contents(*house.now());
    for (const auto& rows : live) EXPECT_EQ(rows.empty(), &rows == &live[0]) << "agencies alone are not opened here";
    must(house.store().rebuild(directory::rebuild));
    ASSERT_EQ(contents(*house.now()), live) << "after " << steps + 1 << " steps, seed " << kulla::test::seed();
  }
}

TEST(rebuild, refuses_an_event_that_it_cannot_read) {
  PaperHouse house;
  const auto office = house.open({Agency::vau, {}, headquarters});
  eventlog::Event event;
  event.stream = office.unit.as<StreamTag>();
  event.kind = StreamKind::unit;
  event.type = DutySet::type.name;
  event.open = eventlog::OpenText::from_log(R"({"duty":"on-call"})");
  Rebuild rebuild;
  const auto added = rebuild.add(event);
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().code, "event-undecodable");
}

TEST(projection, a_taken_sign_in_name_refuses_the_batch_whoever_decided_first) {
  PaperHouse house;
  const auto office = house.open({Agency::vau, {}, headquarters});
  const auto hash = house.name_hash();
  const auto register_one = [&] {
    house.add(AccountId::make(house.clock().now(), house.chance()).as<StreamTag>(), StreamKind::account,
              AccountRegistered{{office.group, Agency::vau, std::nullopt, headquarters, Role::advocate}}, {hash});
    return house.append();
  };
  must(register_one());
  const auto second = register_one();
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "row-exists");
  EXPECT_EQ(must(people(*house.now())).size(), 1U);
}

TEST(projection, one_whom_no_member_let_in_is_no_member) {
  PaperHouse house;
  const auto office = house.open({Agency::vau, {}, headquarters});
  const auto inside = house.member(office, Role::advocate);
  const auto outside = AccountId::make(house.clock().now(), house.chance());
  keys::MemberAdmitted admitted;
  admitted.open = {outside, outside};
  house.add(office.group.as<StreamTag>(), StreamKind::group, admitted);
  must(house.append());
  EXPECT_EQ(must(members(*house.now(), office.group)), std::vector{inside});
}

}  // namespace
}  // namespace kulla::directory
