#include "procedure/check.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include "procedure/words.hpp"
#include "support/shared_data.hpp"

namespace kulla::procedure::test {
namespace {

std::string all_lines(const std::vector<Defect>& defects) {
  std::string text;
  for (const auto& defect : defects) text += to_line(defect) + " [" + defect.code + "]\n";
  return text;
}

std::filesystem::path here() { return kulla::test::source_dir() / "tests" / "procedure"; }

TEST(kosovo, is_sound_and_has_all_its_steps) {
  const auto checked = check_file(kulla::test::source_dir() / "procedures" / "kosovo.toml", words());
  ASSERT_TRUE(checked.procedure) << all_lines(checked.defects);
  const auto& kosovo = *checked.procedure;
  EXPECT_EQ(kosovo.key, "kosovo-assistance");
  EXPECT_EQ(std::count_if(kosovo.steps.begin(), kosovo.steps.end(), [](const Step& step) { return step.present; }), 27);
  const auto& inform = kosovo.at(kosovo.step("inform-prosecutor"));
  EXPECT_EQ(inform.ladder.size(), 4U);
  EXPECT_EQ(inform.within.front().target, minutes(5));
  EXPECT_EQ(inform.within.front().basis, Basis::text);
  EXPECT_EQ(inform.within.front().basis_words, "immediately");
}

TEST(united_kingdom, is_a_file_and_not_a_branch_in_the_code) {
  const auto checked = check_file(here() / "united-kingdom.toml", words());
  ASSERT_TRUE(checked.procedure) << all_lines(checked.defects);
  EXPECT_EQ(checked.procedure->calendars.front().holidays.size(), 8U);
}

// Each file of bad/ is named for its defect and says in its own comments what must be found: "# expect LINE CODE".
TEST(bad_files, are_found_out_with_line_and_code_and_every_finding_has_a_remedy) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here() / "bad")) {
    if (entry.path().extension() != ".toml") continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++count;
    std::vector<std::string> expected, found;
    std::istringstream lines(kulla::test::read_file(entry.path()));
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("# expect ")) expected.push_back(line.substr(9));
    const auto checked = check_file(entry.path(), words());
    for (const auto& defect : checked.defects) {
      found.push_back(std::to_string(defect.line) + " " + defect.code);
      EXPECT_FALSE(defect.remedy.empty()) << to_line(defect);
      EXPECT_FALSE(defect.where.empty()) << to_line(defect);
    }
    EXPECT_FALSE(checked.procedure);
    EXPECT_FALSE(expected.empty()) << "a bad file says what is to be found in it";
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected) << all_lines(checked.defects);
  }
  EXPECT_GE(count, 30);
}

}  // namespace
}  // namespace kulla::procedure::test
