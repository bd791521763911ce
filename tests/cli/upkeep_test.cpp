#include <fstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "app/open_house.hpp"
#include "cli/house_at_hand.hpp"

namespace kulla::cli::test {
namespace {

using testing::HasSubstr;

void sql(const HouseAtHand& house, const std::string& text) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((house.data() + "/kulla.db").c_str(), &database), SQLITE_OK);
  char* problem = nullptr;
  EXPECT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
  sqlite3_free(problem);
  sqlite3_close(database);
}

/// Every row of every read table, as text, and how many there are.
std::pair<std::string, std::size_t> read_tables(const HouseAtHand& house) {
  app::Config config;
  config.data.dir = house.data();
  auto open = app::OpenHouse::open(config);
  if (!open) return {to_line(open.error()), 0};
  const auto snapshot = (*open)->store().snapshot();
  std::string all;
  std::size_t count = 0;
  for (const auto* table : app::all_tables()) {
    if (table->kind != eventlog::TableKind::read) continue;
    const auto rows = (*snapshot)->scan({.table = table, .limit = 100'000});
    all += std::string(table->name) + "\n";
    for (const auto& row : *rows) {
      ++count;
      for (const auto& value : row) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) all += std::to_string(*number);
        if (const auto* text = std::get_if<std::string>(&value)) all += *text;
        if (const auto* bytes = std::get_if<Bytes>(&value)) all.append(bytes->begin(), bytes->end());
        all += '|';
      }
      all += '\n';
    }
  }
  return {all, count};
}

class upkeep : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(house.init().exit, 0); }
  HouseAtHand house;
};

TEST_F(upkeep, a_sound_log_is_verified_with_its_size_and_root) {
  const auto verified = house.run({"log", "verify", "--json"});
  ASSERT_EQ(verified.exit, 0) << verified.err;
  const auto verdict = boost::json::parse(verified.out);
  EXPECT_GT(verdict.at("size").as_int64(), 5);
  EXPECT_EQ(verdict.at("root").as_string().size(), 44U);
  EXPECT_EQ(verdict.at("checkpoints").as_int64(), 1);
}

TEST_F(upkeep, a_flipped_byte_is_found_with_its_position) {
  sql(house,
      "UPDATE event SET open = replace(open, 'administrator', 'administratox') WHERE position = (SELECT "
      "max(position) FROM event WHERE open LIKE '%administrator%')");
  const auto verified = house.run({"log", "verify", "--json"});
  EXPECT_EQ(verified.exit, 4);
  const auto finding = boost::json::parse(verified.out).at("findings").at(0);
  EXPECT_EQ(finding.at("code").as_string(), "event-changed");
  EXPECT_GT(finding.at("position").as_int64(), 0);
}

TEST_F(upkeep, a_flipped_byte_of_a_section_is_found_with_its_name) {
  sql(house,
      "UPDATE event_section SET cipher = zeroblob(length(cipher)) WHERE position = (SELECT max(position) FROM "
      "event_section)");
  const auto verified = house.run({"log", "verify", "--json"});
  EXPECT_EQ(verified.exit, 4);
  const auto finding = boost::json::parse(verified.out).at("findings").at(0);
  EXPECT_EQ(finding.at("code").as_string(), "section-changed");
  EXPECT_FALSE(finding.at("section").as_string().empty());
}

TEST_F(upkeep, a_head_kept_elsewhere_shows_that_the_house_is_another) {
  const auto head = house.run({"log", "head"});
  ASSERT_EQ(head.exit, 0) << head.err;
  const auto file = (house.folder() / "head").string();
  std::ofstream(file) << head.out;
  EXPECT_EQ(house.run({"log", "verify", "--checkpoint", file}).exit, 0);
  HouseAtHand other;
  ASSERT_EQ(other.init().exit, 0);
  const auto verified = other.run({"log", "verify", "--checkpoint", file, "--json"});
  EXPECT_EQ(verified.exit, 4);
  EXPECT_THAT(verified.out, HasSubstr("checkpoint-not-signed"));
}

TEST_F(upkeep, rebuild_makes_the_same_tables_without_a_key) {
  ASSERT_EQ(
      house.as(HouseAtHand::arta, {"group", "open", "csw/peja", "--office-name", "Social Work", "--phone", "039 1"})
          .exit,
      0);
  const auto before = read_tables(house);
  EXPECT_GT(before.second, 5U);
  std::filesystem::rename(house.data() + "/keys", house.data() + "/away");
  sql(house, "DELETE FROM membership");
  const auto rebuilt = house.run({"rebuild"});
  ASSERT_EQ(rebuilt.exit, 0) << rebuilt.err;
  std::filesystem::rename(house.data() + "/away", house.data() + "/keys");
  EXPECT_EQ(read_tables(house), before);
}

TEST_F(upkeep, rebuild_is_refused_while_the_house_runs) {
  ASSERT_TRUE(house.serve()) << house.server_err();
  EXPECT_EQ(house.run({"rebuild"}).exit, 3);
  EXPECT_EQ(house.run({"log", "verify"}).exit, 0);
  EXPECT_EQ(house.stop(), 0);
}

TEST_F(upkeep, the_stop_signs_the_head) {
  ASSERT_TRUE(house.serve()) << house.server_err();
  ASSERT_EQ(house.as(HouseAtHand::arta, {"group", "list"}).exit, 0);
  ASSERT_EQ(house.stop(), 0);
  const auto verdict = boost::json::parse(house.run({"log", "verify", "--json"}).out);
  EXPECT_EQ(verdict.at("checkpoints").as_int64(), 2);
}

TEST_F(upkeep, the_doctor_names_each_fault_with_the_command_that_mends_it) {
  EXPECT_EQ(house.run({"doctor"}).exit, 0);
  std::filesystem::permissions(house.data() + "/keys/master", std::filesystem::perms(0644));
  const auto open_key = house.run({"doctor", "--json"});
  EXPECT_EQ(open_key.exit, 4);
  EXPECT_THAT(open_key.out, HasSubstr("key-file-readable"));
  EXPECT_THAT(open_key.out, HasSubstr("chmod"));
}

TEST_F(upkeep, the_clock_of_a_real_house_is_not_moved) {
  const auto moved = house.run({"demo", "advance", "PT20M"});
  EXPECT_EQ(moved.exit, 1);
  EXPECT_THAT(moved.err, HasSubstr("demo"));
}

TEST_F(upkeep, a_case_that_is_not_there_has_no_trace) { EXPECT_EQ(house.run({"trace", "7Q4-KXMV"}).exit, 1); }

}  // namespace
}  // namespace kulla::cli::test
