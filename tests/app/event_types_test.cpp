// What may stand in a house's log is known before it is opened, and stays readable for ever.
#include "app/event_types.hpp"

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/open_house.hpp"
#include "directory/founding.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "support/golden_events.hpp"
#include "support/seed.hpp"

namespace kulla::app {
namespace {

std::set<std::string> registered() {
  std::set<std::string> names;
  for (const auto& type : event_types().known()) names.insert(fmt::format("{}.{}", type.name, type.version));
  return names;
}

TEST(event_types, hold_every_type_that_a_room_declares) {
  std::set<std::string> present;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test::source_dir() / "src")) {
    if (entry.path().extension() != ".hpp") continue;
    const auto text = test::read_file(entry.path());
    constexpr std::string_view declared = "EventType type{\"";  // EventType type{"case.reported", 1};
    for (auto at = text.find(declared); at != std::string::npos; at = text.find(declared, at + 1)) {
      const auto name = at + declared.size();
      const auto quote = text.find("\", ", name);
      const auto end = text.find('}', name);
      ASSERT_LT(quote, end) << entry.path();
      present.insert(text.substr(name, quote - name) + "." + text.substr(quote + 3, end - quote - 3));
    }
  }
  EXPECT_GE(present.size(), 33U);
  const auto known = registered();
  for (const auto& type : present) EXPECT_TRUE(known.contains(type)) << type << " is not in src/app/event_types.cpp";
}

TEST(event_types, each_have_a_golden_event_and_no_golden_event_is_forgotten) {
  const auto folder = test::source_dir() / "tests/golden/events";
  test::expect_golden_events(event_types(), folder);
  const auto known = registered();
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    EXPECT_TRUE(known.contains(entry.path().stem().string())) << entry.path().filename() << " is of no known type";
}

class start : public testing::Test {
 protected:
  start() {
    config_.data.dir = (folder_.path() / "house").string();
    const directory::Founding founding{
        .officers = {{directory::Agency::police, "arta.krasniqi", "Arta Krasniqi", "044 100 100", "not a real one"},
                     {directory::Agency::vau, "besim.gashi", "Besim Gashi", "044 200 200", "not a real one"}},
        .office_name = "Administration",
        .office_phone = "038 000 111",
        .demo = false,
        .cost = crypto::lowest_password_cost};
    auto founded = directory::found(config_.data.dir, folder_.path() / "root-key", founding, clock_.now(), chance_);
    founded_ = std::move(founded.value().batch);
    house_ = founded->keys->id();
  }
  /// Writes the founding and then `more`, as a program with other types would.
  void write(const std::vector<eventlog::NewEvent>& more) {
    auto store = eventlog::open_sqlite_store({.folder = config_.data.dir,
                                              .create = true,
                                              .house = house_,
                                              .clock = &clock_,
                                              .chance = &chance_,
                                              .tables = all_tables()})
                     .value();
    ASSERT_TRUE(store->append(founded_));
    if (more.empty()) return;
    eventlog::Batch batch;
    chance_.fill(batch.id);
    batch.actor = eventlog::Actor::the_clock();
    batch.ground = "test";
    batch.answer_kind = "test";
    for (const auto& event : more) batch.expect.push_back({event.stream, 0});
    batch.events = more;
    const auto written = store->append(batch);
    ASSERT_TRUE(written) << to_line(written.error());
  }
  static eventlog::NewEvent event_of(eventlog::EventType type) {
    eventlog::NewEvent event;
    event.stream.bytes.fill(7);
    event.type = type;
    event.occurred_at = parse_rfc3339("2026-11-25T00:52:10Z").value();
    event.open = eventlog::OpenText::from_log("{}");
    return event;
  }
  std::string answer_of_opening() {
    const auto opened = OpenHouse::open(config_);
    return opened ? "opened" : opened.error().code + " " + opened.error().where;
  }

  test::TemporaryFolder folder_;
  ManualClock clock_{parse_rfc3339("2026-11-25T00:52:10Z").value()};
  SeededChance chance_{test::seed()};
  Config config_;
  eventlog::Batch founded_;
  HouseId house_;
};

TEST_F(start, of_a_house_whose_events_are_all_known_succeeds) {
  write({});
  EXPECT_EQ(answer_of_opening(), "opened");
}

TEST_F(start, is_refused_when_the_log_holds_a_type_that_nobody_knows_and_names_it) {
  write({event_of({"case.foretold", 1})});
  const auto answer = answer_of_opening();
  EXPECT_TRUE(answer.starts_with("event-type-unknown ")) << answer;
  EXPECT_NE(answer.find("case.foretold"), std::string::npos) << answer;
}

TEST_F(start, is_refused_when_a_known_type_has_a_version_of_a_later_program) {
  write({event_of({"notice.acknowledged", 2})});
  const auto answer = answer_of_opening();
  EXPECT_TRUE(answer.starts_with("event-type-unknown ")) << answer;
}

}  // namespace
}  // namespace kulla::app
