#include "eventlog/evolution.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "eventlog/sample.hpp"
#include "support/golden_events.hpp"

namespace kulla::eventlog::test {
namespace {

// `test.told` as it would have grown: version 1 did not count.
EventTypes types() {
  EventTypes types;
  types.add<Told>({"test.told", 2});
  types.upcast("test.told", 1, [](boost::json::object& open) { open["times"] = 1; });
  return types;
}

Event event_of(int version, std::string open) {
  Event event;
  event.type = "test.told";
  event.type_version = version;
  event.open = OpenText::from_log(std::move(open));
  return event;
}

TEST(evolution, an_old_version_is_read_in_the_present_form_and_its_bytes_stay) {
  const auto event = event_of(1, R"({"party":"vau"})");
  const auto told = types().decode<Told>(event);
  ASSERT_TRUE(told.has_value()) << to_line(told.error());
  EXPECT_EQ(told->party, Code("vau"));
  EXPECT_EQ(told->times, Count{1});
  EXPECT_EQ(event.open.text(), R"({"party":"vau"})");
}

TEST(evolution, a_type_or_version_that_nobody_knows_is_an_error_that_names_it) {
  auto event = event_of(3, "{}");
  EXPECT_EQ(types().decode<Told>(event).error().where, "test.told version 3");
  event.type = "case.sung";
  const auto error = types().decode<Told>(event).error();
  EXPECT_EQ(error.code, "event-type-unknown");
  EXPECT_EQ(error.where, "case.sung version 3");
}

TEST(evolution, a_missing_upcaster_is_a_bug_found_at_start) {
  types().check();
  EventTypes holed;
  holed.add<Told>({"test.told", 3});
  holed.upcast("test.told", 1, [](boost::json::object&) {});
  EXPECT_THROW(holed.check(), Bug);
  EXPECT_THROW(types().add<Told>({"test.told", 2}), Bug);
}

TEST(evolution, knows_every_version_up_to_the_present) {
  const auto all = types();
  ASSERT_EQ(all.known().size(), 2U);
  EXPECT_EQ(all.known()[1].name, "test.told");
  EXPECT_EQ(all.known()[1].version, 2);
}

TEST(evolution, golden_events_of_each_version_are_decoded) {
  kulla::test::expect_golden_events(types(), kulla::test::source_dir() / "tests/eventlog/golden");
}

}  // namespace
}  // namespace kulla::eventlog::test
