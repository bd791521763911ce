#include "procedure/describe.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "procedure/story.hpp"

namespace kulla::procedure::test {
namespace {

std::string told(std::string_view step) { return to_json_text(describe(kosovo(), kosovo().step(step))); }

TEST(a_step, tells_what_would_meet_it_from_where_its_time_comes_and_who_is_told) {
  EXPECT_EQ(told("inform-vau"),
            R"({"step":"inform-vau","for":"case","kind":"task","owed_by":["atu"],"owed":"all",)"
            R"("within":[{"when":true,"time":"PT2H","target":null,"basis":{"kind":"default","words":null}},)"
            R"({"when":false,"time":"PT24H","target":null,"basis":{"kind":"default","words":null}}],)"
            R"("done":[{"event":"notice.acknowledged","by":["vau"],"kinds":[]}],)"
            R"("ladder":[{"number":1,"at":"PT2H","party":"vau-backup"},{"number":2,"at":"due","party":"atu-hq"}],)"
            R"("pause":null,"waive_by":null,"asks_before":[],"forbids":[],"survives":[]})");
}

TEST(a_step, that_is_a_period_names_its_law_and_what_it_forbids) {
  const auto told_of = describe(kosovo(), kosovo().step("reflection"));
  EXPECT_EQ(to_json_text(told_of.at("within")),
            R"([{"when":false,"time":"P30D","target":null,"basis":{"kind":"law","words":"at least 30 days"}}])");
  EXPECT_EQ(to_json_text(told_of.at("forbids")), R"(["removal"])");
  EXPECT_EQ(to_json_text(told_of.at("survives")), R"(["closing"])");
}

TEST(a_step, that_a_fact_meets_names_the_fact) {
  EXPECT_EQ(to_json_text(describe(kosovo(), kosovo().step("identify")).at("done")), R"([{"facts":["status"]}])");
}

}  // namespace
}  // namespace kulla::procedure::test
