// The dictionary that ships, held against the domain.
#include "dictionary/dictionary.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "dictionary/check.hpp"
#include "support/shared_data.hpp"

namespace kulla::dictionary {
namespace {

const Dictionary& shipped() {
  static const auto opened = Dictionary::open(test::source_dir() / "dictionary");
  EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().where);
  return *opened;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> parts;
  std::stringstream stream{std::string(text)};
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

TEST(dictionary, that_ships_has_no_defect) {
  const auto checked = check_folder(test::source_dir() / "dictionary");
  for (const auto& defect : checked.defects) ADD_FAILURE() << to_line(defect);
  ASSERT_TRUE(checked.dictionary);
  EXPECT_GE(checked.dictionary->fields().size(), 80U);
}

// The payloads of the first procedure: names of fields that a notice's session seals.
TEST(dictionary, knows_every_field_of_the_first_procedures_payloads) {
  const std::vector<std::vector<std::string>> payloads{
      {"case.reference", "case.region", "case.reported_at", "case.counts", "case.danger", "case.indicators",
       "case.reporter_phone"},
      {"case.reference", "case.region", "case.counts", "case.danger", "case.languages"},
      {"case.reference", "case.region", "case.counts.children", "case.danger", "case.languages"},
      {"case.reference", "bed.needs", "victim.languages", "victim.risk"},
      {"case.reference", "trip.at", "trip.from", "trip.to", "trip.needs"},
      {"case.reference", "victim.risk", "exit.wished_at"}};
  for (const auto& payload : payloads) {
    const auto fields = shipped().resolve(payload);
    ASSERT_TRUE(fields) << fields.error().findings.front().pointer;
    for (const auto* field : *fields) EXPECT_NE(field->sealed_as, Class::identity) << field->name;
  }
}

TEST(dictionary, resolves_a_group_into_its_members_and_each_field_once) {
  const std::vector<std::string> payload{"case.counts", "case.counts.women", "case.region"};
  const auto fields = shipped().resolve(payload).value();
  std::vector<std::string> names;
  for (const auto* field : fields) names.push_back(field->name);
  EXPECT_EQ(names, (std::vector<std::string>{"case.counts.women", "case.counts.men", "case.counts.children",
                                             "case.counts.unsure", "case.counts.about", "case.region"}));
  const std::vector<std::string> wrong{"case.region", "case.regoin"};
  const auto refused = shipped().resolve(wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().findings.at(0).pointer, "/1");
  EXPECT_EQ(refused.error().code, "unknown-field");
}

TEST(dictionary, lets_no_words_be_open_or_coded) {
  for (const auto& field : shipped().fields()) {
    const auto anyone_reads = field.sealed_as == Class::open || field.sealed_as == Class::coded;
    EXPECT_FALSE(anyone_reads && (field.type == Type::text || field.type == Type::phone)) << field.name;
  }
}

TEST(dictionary, keeps_names_in_identity_addresses_in_location_and_care_from_the_state) {
  EXPECT_EQ(shipped().field("victim.given_names")->sealed_as, Class::identity);
  EXPECT_EQ(shipped().field("victim.phone")->sealed_as, Class::location);
  EXPECT_EQ(shipped().field("shelter.address")->sealed_as, Class::location);
  EXPECT_EQ(shipped().field("shelter.address")->held_by, "shelter");
  EXPECT_EQ(shipped().field("service.outcome")->sealed_as, Class::health);
  EXPECT_EQ(shipped().field("counselling.note")->sealed_as, Class::counselling);
  EXPECT_EQ(shipped().field("case.note")->sealed_as, Class::body);
  EXPECT_EQ(shipped().field("no.such_field"), nullptr);
}

TEST(places, are_38_municipalities_seven_courts_six_regions_and_headquarters) {
  EXPECT_EQ(shipped().municipalities().size(), 38U);
  EXPECT_EQ(shipped().courts().size(), 7U);
  EXPECT_EQ(shipped().regions().size(), 7U);
  std::map<std::string, int> times;
  for (const auto& one : shipped().municipalities()) {
    ++times[one.code];
    EXPECT_NE(shipped().region(one.region), nullptr) << one.code;
    EXPECT_NE(one.region, "headquarters") << one.code;
    EXPECT_NE(shipped().court(one.court), nullptr) << one.code;
  }
  for (const auto& [code, count] : times) EXPECT_EQ(count, 1) << code;
}

TEST(places, have_neighbours_on_both_sides_and_headquarters_none) {
  std::set<std::string> reached{"prishtina"};
  for (const auto& region : shipped().regions()) {
    if (region.code == "headquarters") {
      EXPECT_TRUE(region.neighbours.empty());
      continue;
    }
    EXPECT_FALSE(region.neighbours.empty()) << region.code;
    for (const auto& neighbour : region.neighbours) {
      const auto& back = shipped().region(neighbour)->neighbours;
      EXPECT_NE(std::find(back.begin(), back.end(), region.code), back.end()) << region.code << " and " << neighbour;
      reached.insert(neighbour);
    }
  }
  EXPECT_EQ(reached.size(), 6U);
}

TEST(places, agree_with_the_shared_list_of_municipalities_name_by_name) {
  std::ifstream file(SHARED_DATA_OR_SKIP("places/municipalities.tsv"));
  std::string line;
  std::getline(file, line);
  int compared = 0;
  for (; std::getline(file, line); ++compared) {
    const auto columns = split(line, '\t');
    const auto& all = shipped().municipalities();
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const Municipality& m) { return m.names.sq == columns[1]; });
    ASSERT_NE(at, all.end()) << columns[1];
    EXPECT_EQ(at->names.sr_latn, columns[2]);
    EXPECT_EQ(at->names.sr_cyrl, columns[3]);
    EXPECT_EQ(shipped().court(at->court)->names.sq, columns[6]);
    EXPECT_EQ(shipped().region(at->region)->names.sq, columns[7]);
  }
  EXPECT_EQ(compared, 38);
}

// Names and values of HTCDS 2.0, from its own table: field name -> its values.
std::map<std::string, std::vector<std::string>> htcds_table(const std::filesystem::path& path) {
  std::map<std::string, std::vector<std::string>> table;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto columns = split(line, '\t');
    if (columns.size() < 7 || columns[6].find('_') == std::string::npos) continue;
    auto& values = table[columns[6]];
    if (columns.size() > 9)
      for (const auto& value : split(columns[9], '/')) values.push_back(trimmed(value));
  }
  return table;
}

TEST(dictionary, writes_names_and_values_that_htcds_has) {
  const auto table = htcds_table(SHARED_DATA_OR_SKIP("../domain/htcds.tsv"));
  ASSERT_GE(table.size(), 80U);
  int names = 0;
  int values = 0;
  for (const auto& field : shipped().fields()) {
    if (field.htcds.empty()) continue;
    ++names;
    const auto row = table.find(field.htcds);
    ASSERT_NE(row, table.end()) << field.name << " = " << field.htcds;
    if (field.list.empty()) continue;
    for (const auto& [code, value] : shipped().list(field.list)->htcds) {
      ++values;
      EXPECT_NE(std::find(row->second.begin(), row->second.end(), value), row->second.end())
          << field.name << ": " << code << " = " << value;
    }
  }
  EXPECT_GE(names, 20);
  EXPECT_GE(values, 35);
}

TEST(vocabulary, of_a_list_finds_its_codes_and_no_others) {
  const auto regions = shipped().vocabulary("region");
  EXPECT_EQ(regions.codes().size(), 7U);
  EXPECT_TRUE(regions.find("prizren"));
  EXPECT_FALSE(regions.find("Prizren"));
  EXPECT_TRUE(shipped().vocabulary("danger").find("unknown"));
  for (const auto& list : shipped().lists()) {
    if (list.name == "field") continue;
    EXPECT_EQ(shipped().vocabulary(list.name).codes().size(), list.codes.size()) << list.name;
  }
}

}  // namespace
}  // namespace kulla::dictionary
