// Golden events: how each type and version of them stands in logs out there. A line here never changes; a new meaning
// is a new version, with a line of its own.
#include "directory/events.hpp"

#include <gtest/gtest.h>

#include "eventlog/open_json.hpp"

namespace kulla::directory {
namespace {

template <class AnId>
AnId id(char last) {
  return *AnId::parse(std::string("01930000-0000-7000-8000-00000000000") + last);
}
const Instant at{1'795'500'000'000'000};

std::size_t held = 0;

/// Written today it is this text, and this text is read as it.
template <class Type>
void golden(const Type& fact, std::string_view text) {
  EXPECT_EQ(eventlog::encode_open(fact.open).text(), text) << Type::type.name;
  const auto read =
      eventlog::decode_open<typename Type::Open>(Type::type.name, eventlog::OpenText::from_log(std::string(text)));
  ASSERT_TRUE(read.has_value()) << Type::type.name;
  EXPECT_EQ(eventlog::encode_open(*read).text(), text) << Type::type.name;
  ++held;
}

TEST(golden_events, are_written_and_read_as_ever) {
  golden(AgencyOpened{{Agency::vau}}, R"({"agency":"vau"})");
  golden(UnitOpened{{id<AgencyId>('1'), id<GroupId>('2'), Agency::police, Code{"anti-trafficking"}, Code{"prizren"}}},
         R"({"agency_id":"01930000-0000-7000-8000-000000000001","group":"01930000-0000-7000-8000-000000000002",)"
         R"("agency":"police","unit":"anti-trafficking","region":"prizren"})");
  golden(OfficeDescribed{}, "{}");
  golden(GroupPlaced{{id<UnitId>('3'), Agency::csw, std::nullopt, Code{"peja"}}},
         R"({"unit_id":"01930000-0000-7000-8000-000000000003","agency":"csw","region":"peja"})");
  golden(AccountRegistered{{id<GroupId>('2'), Agency::shelter, std::nullopt, Code{"gjilan"}, Role::shelter_manager}},
         R"({"group":"01930000-0000-7000-8000-000000000002","agency":"shelter","region":"gjilan",)"
         R"("role":"shelter-manager"})");
  golden(StaffDescribed{}, "{}");
  golden(ContactSet{}, "{}");
  golden(RoleGiven{{Role::commander}}, R"({"role":"commander"})");
  golden(DutySet{{Duty::back_up, id<AccountId>('4'), at, at + hours(8)}},
         R"({"duty":"back-up","account":"01930000-0000-7000-8000-000000000004",)"
         R"("starts_at":"2026-11-24T06:00:00Z","ends_at":"2026-11-24T14:00:00Z"})");
  golden(DutyWithdrawn{{Duty::focal_point, id<AccountId>('4'), at, at}},
         R"({"duty":"focal-point","account":"01930000-0000-7000-8000-000000000004",)"
         R"("starts_at":"2026-11-24T06:00:00Z","ends_at":"2026-11-24T06:00:00Z"})");
  EXPECT_EQ(held, event_types.size()) << "every type has its line";
}

}  // namespace
}  // namespace kulla::directory
