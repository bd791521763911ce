#include "base/id.hpp"

#include <gtest/gtest.h>

#include "support/seed.hpp"

namespace kulla {
namespace {

TEST(id, is_a_uuid_of_version_7_and_rises_with_time) {
  SeededChance chance(test::seed());
  CaseId last{};
  for (std::int64_t millis = 0; millis < 500; ++millis) {
    const auto id = CaseId::make(Instant{1'700'000'000'000'000 + millis * 1'000}, chance);
    EXPECT_EQ(id.bytes[6] >> 4U, 7);
    EXPECT_EQ(id.bytes[8] >> 6U, 2);
    EXPECT_GT(id, last);
    EXPECT_EQ(CaseId::parse(id.text()), id);
    last = id;
  }
}

TEST(id, what_is_not_an_id_is_refused) {
  for (const auto* text : {"", "0192f0c1-2345-7abc-8def-0123456789a", "0192f0c1-2345-7abc-8def-0123456789ag",
                           "0192f0c123457abc8def0123456789ab----", "{0192f0c1-2345-7abc-8def-0123456789ab}"})
    EXPECT_FALSE(CaseId::parse(text)) << text;
}

}  // namespace
}  // namespace kulla
