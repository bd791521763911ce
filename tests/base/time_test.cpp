#include "base/time.hpp"

#include <gtest/gtest.h>

#include "base/chance.hpp"
#include "support/seed.hpp"

namespace kulla {
namespace {

TEST(time, an_instant_written_and_read_is_the_same_instant) {
  SeededChance chance(test::seed());
  for (int i = 0; i < 2'000; ++i) {
    const Instant at{static_cast<std::int64_t>(chance.below(4'000'000'000'000'000))};
    EXPECT_EQ(parse_rfc3339(to_rfc3339(at)).value(), at) << "seed " << test::seed();
  }
}

TEST(time, an_offset_is_taken_off) {
  EXPECT_EQ(to_rfc3339(parse_rfc3339("2026-11-25T01:52:10.5+01:00").value()), "2026-11-25T00:52:10.5Z");
}

TEST(time, an_impossible_time_is_refused_and_names_the_field) {
  for (const auto* text :
       {"2026-02-29T00:00:00Z", "2026-11-25", "2026-11-25T24:00:00Z", "2026-11-25T00:60:00Z", "2026-11-25T00:00:60Z",
        "2026-11-25T00:00:00", "2026-11-25T00:00:00.1234567Z", "2026-13-01T00:00:00Z", "26-11-25T00:00:00Z",
        "2026-11-25T00:00:00Zx", "", "2026-11-25T00:00:00.Z"}) {
    const auto answer = parse_rfc3339(text, "/occurred_at");
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().findings.at(0).pointer, "/occurred_at");
    EXPECT_EQ(answer.error().code, "not-a-time");
  }
}

TEST(time, elapsed_time_is_read_in_its_units) {
  EXPECT_EQ(parse_duration("PT20M").value(), minutes(20));
  EXPECT_EQ(parse_duration("P1DT2H").value(), hours(26));
  EXPECT_EQ(parse_duration("PT90S").value(), seconds(90));
  EXPECT_EQ(to_iso8601(hours(26)), "P1DT2H");
  EXPECT_EQ(to_iso8601({}), "PT0S");
}

TEST(time, what_is_not_an_elapsed_time_is_refused) {
  for (const auto* text :
       {"1H", "P", "PT", "P1DT", "PT-5M", "PT5", "P5M", "PT1S1M", "PT1.5S", "P1H", "PT1D", "P99999D", "PT5M ", "pt5m"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(time, people_tell_minutes) {
  EXPECT_EQ(floor_to_minute(Instant{119'999'999}), Instant{60'000'000});
  EXPECT_EQ(floor_to_minute(Instant{-1}), Instant{-60'000'000});
}

}  // namespace
}  // namespace kulla
