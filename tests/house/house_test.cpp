// The house rules held against the whole checkout. A finding says what is banned and what to use instead.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include "house/rules.hpp"
#include "support/shared_data.hpp"

namespace kulla::house {
namespace {

const std::vector<Source>& tree() {
  static const auto all = read_tree(test::source_dir());
  return all;
}

template <class Rule>
void expect_clean(const Rule& rule) {
  Findings findings;
  for (const auto& file : tree()) {
    const auto more = rule(file);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  EXPECT_TRUE(findings.empty()) << to_text(findings);
}

TEST(house, the_tree_is_read) {
  EXPECT_GT(tree().size(), 40U);
  const auto has = [](std::string_view path) {
    return std::any_of(tree().begin(), tree().end(), [&](const Source& file) { return file.path == path; });
  };
  EXPECT_TRUE(has("src/base/time.cpp"));
  EXPECT_TRUE(has("run"));
  EXPECT_TRUE(has("cmake/rooms.cmake"));
}

TEST(house, banned_words_stand_nowhere) { expect_clean(banned_words); }

TEST(house, includes_follow_the_floors) {
  const auto floors = read_floors(test::read_file(KULLA_FLOORS_FILE));
  ASSERT_GT(floors.size(), 20U);
  ASSERT_TRUE(floors.at("base").empty());
  expect_clean([&](const Source& file) { return includes_follow_the_floors(file, floors); });
}

TEST(house, the_plan_in_words_names_every_room) {
  const auto at =
      std::find_if(tree().begin(), tree().end(), [](const Source& f) { return f.path == "docs/architecture.md"; });
  ASSERT_NE(at, tree().end());
  const auto findings = plan_names_every_room(*at, read_floors(test::read_file(KULLA_FLOORS_FILE)));
  EXPECT_TRUE(findings.empty()) << to_text(findings);
}

TEST(house, heavy_headers_stay_in_cpp_files) { expect_clean(heavy_headers_stay_in_cpp); }
TEST(house, a_switch_over_an_enumeration_names_every_value) { expect_clean(no_default_over_an_enum); }
TEST(house, headers_begin_with_prose) { expect_clean(headers_begin_with_prose); }
TEST(house, lock_files_name_no_host) { expect_clean(lock_files_name_no_host); }
TEST(house, scripts_stop_at_failures) { expect_clean(scripts_stop_at_failures); }
TEST(house, source_files_stay_under_500_lines) { expect_clean(files_too_long); }

TEST(house, nothing_names_the_machine_it_was_written_on) {
  expect_clean([](const Source& file) { return no_machine_paths(file, test::source_dir().string()); });
}

TEST(house, links_between_pages_lead_somewhere) {
  expect_clean([](const Source& file) { return links_lead_somewhere(file, tree()); });
}

// Rooms whose walls stand and whose tests are on their way. A room leaves this list with its first test.
constexpr std::array rooms_under_way{"access", "casefile", "change", "notify"};

TEST(house, every_room_has_tests_and_every_file_is_compiled) {
  auto findings = rooms_are_whole(tree());
  std::erase_if(findings, [](const Finding& finding) {
    return std::any_of(rooms_under_way.begin(), rooms_under_way.end(), [&](const std::string& room) {
      return finding.path.starts_with("src/" + room + "/") && finding.text.find("has no tests") != std::string::npos;
    });
  });
  EXPECT_TRUE(findings.empty()) << to_text(findings);
}

TEST(house, decisions_are_numbered_and_whole) {
  const auto findings = decisions_are_whole(tree());
  EXPECT_TRUE(findings.empty()) << to_text(findings);
}

// No failure: a list for the eye of whoever reads the log.
TEST(house, size_smells_are_listed) {
  std::size_t count = 0;
  for (const auto& file : tree()) {
    const auto findings = size_smells(file);
    count += findings.size();
    std::cout << to_text(findings);
  }
  RecordProperty("size_smells", static_cast<int>(count));
}

TEST(house, sources_are_formatted) {
  if (std::system("command -v clang-format-19 >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "clang-format-19 is not installed";
  std::string command = "cd '" + test::source_dir().string() + "' && clang-format-19 --dry-run -Werror";
  for (const auto& file : tree())
    if (file.is_cpp()) command += " '" + file.path + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << "run: clang-format-19 -i on the files named above";
}

}  // namespace
}  // namespace kulla::house
