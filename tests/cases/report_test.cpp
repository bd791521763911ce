#include "cases/report.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "support/shared_data.hpp"

namespace kulla::cases {
namespace {

class report_form : public testing::Test {
 protected:
  Result<Report> read(std::string_view text) { return read_report(strict_parse(text).value(), dictionary); }
  std::string refused(std::string_view text) {
    const auto report = read(text);
    if (report) return "accepted";
    std::string line;
    for (const auto& finding : report.error().findings) line += finding.code + " " + finding.pointer + ";";
    return line;
  }
  dictionary::Dictionary dictionary = dictionary::Dictionary::open(kulla::test::source_dir() / "dictionary").value();
};

TEST_F(report_form, needs_a_region_and_one_person_and_nothing_else) {
  const auto report = read(R"({"region":"prizren","women":1})");
  ASSERT_TRUE(report) << to_line(report.error());
  EXPECT_EQ(report->danger.text(), "unknown");
  EXPECT_EQ(report->counts.all(), 1);
  EXPECT_EQ(refused(R"({"women":1})"), "missing /region;");
  EXPECT_NE(refused(R"({"region":"prizren"})"), "accepted");
  EXPECT_EQ(refused(R"({"region":"prizren","women":0,"men":0})"), "one-of-missing /women;");
}

TEST_F(report_form, a_municipality_of_another_region_names_its_own) {
  EXPECT_EQ(refused(R"({"region":"prizren","women":1,"municipality":"prishtine"})"),
            "municipality-elsewhere /municipality;");
  EXPECT_EQ(refused(R"({"region":"prizren","women":1,"municipality":"prizren"})"), "accepted");
}

TEST_F(report_form, headquarters_have_no_cases_of_their_own) {
  EXPECT_EQ(refused(R"({"region":"headquarters","women":1})"), "region-without-cases /region;");
}

TEST_F(report_form, unknown_fields_codes_and_numbers_are_all_named_at_once) {
  const auto line = refused(R"({"region":"atlantis","women":-1,"danger":"perhaps","signs":["fear","x"],"colour":1})");
  for (const auto* pointer : {"/region", "/women", "/danger", "/signs/1", "/colour"})
    EXPECT_NE(line.find(pointer), std::string::npos) << line;
}

TEST_F(report_form, women_and_men_are_no_children_as_observed_children_are_and_unsure_is_unsure) {
  const auto people = people_of({.women = 1, .men = 1, .children = 1, .unsure = 1});
  ASSERT_EQ(people.size(), 4U);
  EXPECT_EQ(people[0].child.text(), "no");
  EXPECT_EQ(people[1].child.text(), "no");
  EXPECT_EQ(people[2].child.text(), "yes");
  EXPECT_EQ(people[3].child.text(), "unsure");
}

TEST_F(report_form, a_building_site_of_thirty_three_is_one_report) {
  EXPECT_EQ(people_of(read(R"({"region":"peja","men":33,"about":true})")->counts).size(), 33U);
  EXPECT_NE(refused(R"({"region":"peja","men":201})"), "accepted");
}

}  // namespace
}  // namespace kulla::cases
