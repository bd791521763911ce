// The first flow whole, at the wing's own door: reported, told, delivered, seen, acknowledged; and climbing when nobody
// answers. On both stores.
#include <set>

#include <gtest/gtest.h>

#include "casefile/projection.hpp"
#include "cases/town.hpp"
#include "directory/projection.hpp"

namespace kulla::cases {
namespace {

using directory::test::Keeps;
using directory::test::must;

class walk : public testing::TestWithParam<Keeps> {
 protected:
  /// "step/party" of what the report told -> notice.
  std::map<std::string, std::string> report(std::string_view json = R"({"region":"prizren","women":1,"danger":"no",
      "place":"bar by the petrol station","signs":["cannot-leave","fear"],"note":"two exits"})") {
    const auto answer = town.report(officer(), json);
    EXPECT_EQ(answer.status, 201) << answer.code << " " << answer.pointer;
    std::map<std::string, std::string> notices;
    if (answer.status != 201) return notices;
    reference = answer.body.at("reference").as_string();
    for (const auto& told : answer.body.at("told").as_array())
      notices[std::string(told.at("party").as_string())] = told.at("notice").as_string();
    return notices;
  }
  AccountId officer() { return town.police.members[0]; }
  AccountId prosecutor() { return town.prosecution.members[0]; }
  std::string state_of(std::string_view step) {
    const auto page = town.page(officer(), reference);
    for (const auto& strand : page.body.at("strands").as_array())
      for (const auto& duty : strand.at("obligations").as_array())
        if (duty.at("step").as_string() == step) return std::string(duty.at("state").as_string());
    return "no such step";
  }
  test::Town town{GetParam()};
  std::string reference;
};

TEST_P(walk, a_report_tells_three_offices_at_the_same_moment) {
  const auto notices = report();
  EXPECT_EQ(notices.size(), 3U);
  for (const auto* party : {"prosecutor", "vau", "csw"}) EXPECT_TRUE(notices.contains(party)) << party;
  EXPECT_EQ(state_of("inform-prosecutor"), "running");
  EXPECT_EQ(state_of("working-group"), "running");
  EXPECT_EQ(state_of("interview-victim"), "running");
}

TEST_P(walk, each_office_opens_its_own_payload_and_no_other) {
  const auto notices = report();
  const std::map<std::string, AccountId> offices{
      {"prosecutor", prosecutor()}, {"vau", town.vau.members[0]}, {"csw", town.csw.members[0]}};
  for (const auto& [party, notice] : notices)
    for (const auto& [office, account] : offices) {
      const auto answer = town.read(account, reference, notice);
      if (party == office) {
        ASSERT_EQ(answer.status, 200) << party << " " << answer.code;
        EXPECT_EQ(answer.body.at("fields").at("case.reference").as_string(), reference);
      } else {
        EXPECT_EQ(answer.code, "not-found") << office << " opened what was sent to " << party;
      }
    }
  // The payload is a list of fields: the prosecutor is told the signs, the advocates are not.
  const auto prosecutors = town.read(prosecutor(), reference, notices.at("prosecutor")).body.at("fields").as_object();
  EXPECT_TRUE(prosecutors.contains("case.indicators"));
  const auto advocates = town.read(town.vau.members[0], reference, notices.at("vau")).body.at("fields").as_object();
  EXPECT_FALSE(advocates.contains("case.indicators"));
  EXPECT_FALSE(advocates.contains("case.reporter_phone"));
}

TEST_P(walk, sent_delivered_seen_and_acknowledged_are_four_facts_with_their_own_times) {
  const auto notice = report().at("prosecutor");
  const auto facts = [&] {
    const auto page = town.page(officer(), reference);
    for (const auto& row : page.body.at("notices").as_array())
      if (row.at("notice").as_string() == notice) return std::string(row.at("state").as_string());
    return std::string("none");
  };
  EXPECT_EQ(facts(), "sent");
  town.house.clock().advance(seconds(2));
  EXPECT_EQ(town.deliver(prosecutor(), reference, notice).status, 204);
  EXPECT_EQ(facts(), "delivered");
  town.house.clock().advance(minutes(1));
  EXPECT_EQ(town.read(prosecutor(), reference, notice).status, 200);
  EXPECT_EQ(facts(), "seen");
  town.house.clock().advance(minutes(1));
  const auto answer = town.acknowledge(prosecutor(), reference, notice);
  ASSERT_EQ(answer.status, 201) << answer.code;
  EXPECT_TRUE(answer.body.at("met").as_bool());
  EXPECT_EQ(facts(), "acknowledged");
  EXPECT_EQ(state_of("inform-prosecutor"), "met");
  EXPECT_EQ(state_of("inform-vau"), "running");
}

TEST_P(walk, unanswered_it_climbs_at_20_40_60_and_90_minutes_each_rung_once) {
  report();
  std::vector<std::string> fired;
  for (int minute = 0; minute < 120; ++minute) {
    town.house.clock().advance(minutes(1));
    town.fire();
    town.fire();  // a second clock finds nothing left to do
  }
  const auto page = town.page(officer(), reference);
  for (const auto& event : page.body.at("timeline").as_array())
    if (event.at("type").as_string() == "rung.fired" && event.at("facts").at("step").as_string() == "inform-prosecutor")
      fired.insert(fired.begin(), std::string(event.at("facts").at("party").as_string()));
  EXPECT_EQ(fired, (std::vector<std::string>{"prosecutor-backup", "atu-commander", "atu-hq", "prosecutor-special"}));
}

TEST_P(walk, a_server_stopped_over_three_deadlines_fires_each_rung_once_in_order_with_both_times) {
  report();
  town.house.clock().advance(minutes(61));
  town.fire();
  const auto page = town.page(officer(), reference);
  std::vector<std::string> planned;
  for (const auto& event : page.body.at("timeline").as_array()) {
    if (event.at("type").as_string() != "rung.fired") continue;
    if (event.at("facts").at("step").as_string() != "inform-prosecutor") continue;
    planned.insert(planned.begin(), std::string(event.at("facts").at("planned_at").as_string()));
    EXPECT_EQ(event.at("recorded_at").as_string(), to_rfc3339(town.house.clock().now()));
  }
  ASSERT_EQ(planned.size(), 3U);
  EXPECT_LT(planned[0], planned[1]);
  EXPECT_LT(planned[1], planned[2]);
}

TEST_P(walk, a_rung_opens_the_payload_once_it_has_fired_and_not_before) {
  report();
  const auto special = town.special_prosecution.members[0];
  EXPECT_TRUE(town.work(special).body.at("news").as_array().empty());
  EXPECT_EQ(town.page(special, reference).code, "not-found");
  town.house.clock().advance(minutes(91));
  town.fire();
  const auto news = town.work(special).body.at("news").as_array();
  ASSERT_EQ(news.size(), 1U);
  const std::string notice(news.front().at("notice").as_string());
  EXPECT_EQ(town.read(special, reference, notice).status, 200);
  // A rung of the same agency answers for its party.
  const auto answer = town.acknowledge(special, reference, notice);
  ASSERT_EQ(answer.status, 201) << answer.code;
  EXPECT_TRUE(answer.body.at("met").as_bool());
}

TEST_P(walk, another_agencys_rung_is_told_and_cannot_meet_the_step) {
  report();
  town.house.clock().advance(minutes(61));
  town.fire();
  const auto hq = town.headquarters.members[0];
  const auto news = town.work(hq).body.at("news").as_array();
  ASSERT_FALSE(news.empty());
  const auto answer = town.acknowledge(hq, reference, std::string(news.front().at("notice").as_string()));
  ASSERT_EQ(answer.status, 201) << answer.code;
  EXPECT_FALSE(answer.body.at("met").as_bool());
  EXPECT_EQ(state_of("inform-prosecutor"), "running");
}

TEST_P(walk, nobody_on_duty_climbs_at_once_and_says_whom_to_call) {
  town.house.clock().advance(days(61));  // the roster has run out
  const auto answer = town.report(officer(), R"({"region":"prizren","women":1})");
  ASSERT_EQ(answer.status, 201) << answer.code;
  for (const auto& told : answer.body.at("told").as_array())
    EXPECT_FALSE(told.at("on_duty").as_bool()) << told.at("party");
  EXPECT_FALSE(answer.body.at("call").at("number").as_string().empty());
  reference = answer.body.at("reference").as_string();
  const auto page = town.page(officer(), reference);
  int at_once = 0;
  for (const auto& event : page.body.at("timeline").as_array())
    at_once += event.at("type").as_string() == "rung.fired" && event.at("facts").as_object().contains("nobody_on_duty")
                   ? 1
                   : 0;
  EXPECT_GE(at_once, 2);
}

TEST_P(walk, a_rung_for_which_nobody_is_on_duty_passes_on_to_the_next_at_once) {
  town.house.clock().advance(days(60) - minutes(10));
  report();
  town.house.clock().advance(minutes(20));  // meanwhile the roster has run out, and the unit has no commander
  town.fire();
  const auto page = town.page(officer(), reference);
  std::vector<std::string> fired;
  for (const auto& event : page.body.at("timeline").as_array())
    if (event.at("type").as_string() == "rung.fired" && event.at("facts").at("step").as_string() == "inform-prosecutor")
      fired.insert(fired.begin(), std::string(event.at("facts").at("party").as_string()));
  EXPECT_EQ(fired, (std::vector<std::string>{"prosecutor-backup", "atu-commander", "atu-hq"}));
}

TEST_P(walk, a_phone_that_repeats_itself_opens_one_case) {
  const auto first = town.report(officer(), R"({"region":"prizren","women":2})", 7);
  const auto again = town.report(officer(), R"({"region":"prizren","women":2})", 7);
  EXPECT_EQ(first.body.at("reference"), again.body.at("reference"));
  EXPECT_EQ(town.report(officer(), R"({"region":"prizren","women":3})", 7).code, "request-reused");
}

TEST_P(walk, another_unit_finds_nothing_where_a_case_is) {
  report();
  const auto other = town.other_police.members[0];
  EXPECT_EQ(town.page(other, reference).code, "not-found");
  EXPECT_EQ(town.page(other, "222-2222").code, "not-found");
  const auto work = town.work(other).body;
  EXPECT_TRUE(work.at("owed").as_array().empty());
  EXPECT_TRUE(work.at("news").as_array().empty());
}

TEST_P(walk, my_work_shows_the_handle_to_its_owner_and_the_trail_says_so) {
  report();
  const auto before = town.looks(officer()).size();
  const auto work = town.work(officer());
  ASSERT_EQ(work.status, 200) << work.code;
  const auto& rows = work.body.at("owed").as_array();
  ASSERT_FALSE(rows.empty());
  EXPECT_NE(std::string(rows.front().at("handle").as_string()).find("bar by the petrol"), std::string::npos);
  EXPECT_EQ(town.looks(officer()).size(), before + 1);
  // The prosecutor sees open columns alone.
  const auto theirs = town.work(prosecutor());
  for (const auto& row : theirs.body.at("owed").as_array()) EXPECT_TRUE(row.at("handle").is_null());
}

TEST_P(walk, an_analyst_and_an_administrator_see_no_work_and_no_case) {
  report();
  EXPECT_EQ(town.work(town.statistics.members[0]).code, "not-for-your-role");
  EXPECT_EQ(town.page(town.statistics.members[0], reference).code, "not-found");
  EXPECT_EQ(town.page(town.house.administrator(), reference).code, "not-found");
  EXPECT_EQ(town.report(town.house.administrator(), R"({"region":"prizren","women":1})").code, "not-for-your-role");
}

TEST_P(walk, what_stands_in_the_read_tables_is_what_a_rebuild_makes) {
  const auto notices = report();
  town.house.clock().advance(minutes(25));
  town.fire();
  town.acknowledge(prosecutor(), reference, notices.at("prosecutor"));
  town.report(officer(), R"({"region":"prizren","children":1,"unsure":1,"danger":"yes"})", 2);
  const auto dump = [&] {
    std::set<std::pair<std::string, eventlog::Row>> rows;
    const auto snapshot = town.house.now();
    for (const auto* table : casefile::tables())
      for (const auto& row : must(snapshot->scan({.table = table, .limit = 100'000}))) rows.emplace(table->name, row);
    return rows;
  };
  const auto live = dump();
  EXPECT_GT(live.size(), 20U);
  casefile::Casebook book([&](eventlog::Code, std::uint16_t) { return town.procedure; });
  must(town.house.store().rebuild(
      [&](const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer) -> Result<void> {
        TRY_VOID(directory::rebuild(snapshot, writer));
        return casefile::rebuild(snapshot, writer, book, town.offices());
      }));
  EXPECT_EQ(dump(), live);
}

INSTANTIATE_TEST_SUITE_P(on_both_stores, walk, testing::Values(Keeps::memory, Keeps::sqlite),
                         [](const auto& about) { return about.param == Keeps::memory ? "memory" : "sqlite"; });

}  // namespace
}  // namespace kulla::cases
