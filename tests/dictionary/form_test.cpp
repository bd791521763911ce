// Bodies held against the forms that ship.
#include <algorithm>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "dictionary/dictionary.hpp"
#include "support/shared_data.hpp"

namespace kulla::dictionary {
namespace {

const Dictionary& shipped() {
  static const auto opened = Dictionary::open(test::source_dir() / "dictionary").value();
  return opened;
}

/// "code pointer" of every finding, and "ok" when there is none.
std::vector<std::string> findings_of(std::string_view form, std::string_view body) {
  const auto held = shipped().validate(form, strict_parse(body).value());
  if (held) return {"ok"};
  EXPECT_EQ(held.error().code, "body-invalid");
  EXPECT_EQ(held.error().kind, ErrorKind::refused);
  std::vector<std::string> found;
  for (const auto& finding : held.error().findings) found.push_back(finding.code + " " + finding.pointer);
  return found;
}
using Found = std::vector<std::string>;

TEST(report, with_a_region_and_one_count_is_enough) {
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1})"), Found{"ok"});
  EXPECT_EQ(findings_of("report", R"({"region":"gjilan","municipality":"viti","place":"a bar","danger":"yes","men":14,
      "children":2,"about":true,"signs":["papers-held","fear"],"note":"two\nlines"})"),
            Found{"ok"});
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1,"note":null})"), Found{"ok"});
}

TEST(report, of_nobody_or_from_nowhere_is_refused_and_names_the_field) {
  EXPECT_EQ(findings_of("report", R"({"region":"prizren"})"), Found{"one-of-missing /women"});
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":0})"), Found{"one-of-missing /women"});
  EXPECT_EQ(findings_of("report", R"({"women":1})"), Found{"missing /region"});
  EXPECT_EQ(findings_of("report", "[]"), Found{"not-an-object "});
}

TEST(report, names_every_wrong_field_at_once) {
  EXPECT_EQ(findings_of("report", R"({"region":"prizern","women":1.5,"men":-1,"children":1000,"about":"yes",
      "signs":["fear","fear","fog"],"note":7,"place":"a\u0007b","a/b~c":1})"),
            (Found{"unknown-code /region", "text-control /place", "not-an-integer /women", "out-of-range /men",
                   "out-of-range /children", "not-a-boolean /about", "item-twice /signs/1", "unknown-code /signs/2",
                   "not-a-text /note", "unknown-field /a~1b~0c"}));
}

TEST(report, has_a_number_past_64_bits_refused_as_out_of_range) {
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":18446744073709551615})"),
            Found{"out-of-range /women"});
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1e300})"), Found{"out-of-range /women"});
}

TEST(report, keeps_texts_to_their_length_in_characters_not_bytes) {
  const auto note = [](std::size_t count) {
    std::string text;
    for (std::size_t n = 0; n < count; ++n) text += "ë";
    return R"({"region":"prizren","women":1,"place":")" + text + R"("})";
  };
  EXPECT_EQ(findings_of("report", note(300)), Found{"ok"});
  EXPECT_EQ(findings_of("report", note(301)), Found{"text-too-long /place"});
}

TEST(report, refuses_in_its_texts_what_nobody_sees) {
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1,"place":"a\u200bb","note":"Dr\u202eita"})"),
            (Found{"text-invisible /place", "text-invisible /note"}));
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1,"place":"a\nb","note":"a\nb\u0085"})"),
            (Found{"text-control /place", "text-control /note"}));
  EXPECT_EQ(findings_of("report", R"({"region":"prizren","women":1,"note":"e\u0301\u0301\u0301\u0301\u0301"})"),
            Found{"text-stacked /note"});
}

TEST(report, takes_a_naughty_string_as_it_is_or_refuses_it_by_the_name_of_its_field) {
  const auto path = SHARED_DATA_OR_SKIP("bad-input/naughty-strings/blns.json");
  const auto strings = strict_parse(test::read_file(path)).value();
  int taken = 0;
  int refused = 0;
  for (const auto& note : strings.as_array()) {
    const boost::json::object body{{"region", "prizren"}, {"women", 1}, {"note", note}};
    const auto held = shipped().validate("report", body);
    ++(held ? taken : refused);
    if (held) continue;
    ASSERT_EQ(held.error().findings.size(), 1U);
    EXPECT_EQ(held.error().findings.front().pointer, "/note");
    EXPECT_TRUE(held.error().findings.front().code.starts_with("text-")) << held.error().findings.front().code;
  }
  EXPECT_EQ(taken, 486);
  EXPECT_EQ(refused, 29);
}

TEST(finding, suggests_a_code_and_a_key_and_repeats_nothing_that_was_typed) {
  const auto held = shipped().validate("report", strict_parse(R"({"region":"prizern","wimen":1,"women":1})").value());
  ASSERT_FALSE(held);
  const auto& [unknown_code, unknown_key] = std::pair(held.error().findings.at(0), held.error().findings.at(1));
  EXPECT_EQ(unknown_code.facts.at(0), (std::pair<std::string, std::string>("did_you_mean", "prizren")));
  EXPECT_EQ(unknown_key.facts.at(0).second, "women");
  for (const auto& finding : held.error().findings)
    for (const auto& [name, value] : finding.facts) EXPECT_NE(value, "prizern") << name;
}

TEST(identity, has_dates_that_exist) {
  EXPECT_EQ(findings_of("identity", R"({"birth_date":"2004-02-29"})"), Found{"ok"});
  for (const auto* date : {"2005-02-29", "2004-2-29", "29.02.2004", "2004-02-29T00:00:00Z", ""})
    EXPECT_EQ(findings_of("identity", R"({"birth_date":")" + std::string(date) + "\"}"),
              Found{"not-a-date /birth_date"})
        << date;
}

TEST(interview, holds_consent_as_rows_and_names_the_row) {
  EXPECT_EQ(findings_of("interview", R"({"outcome":"held","occurred_at":"2026-11-25T10:00:00Z","consent":[
      {"purpose":"shelter","recipient":"shelter","fields":["victim.languages"],"given":true,"until":"2027-01-01T00:00:00Z"}]})"),
            Found{"ok"});
  EXPECT_EQ(findings_of("interview", R"({"outcome":"held","consent":[{"purpose":"shelter"},
      {"purpose":"gossip","fields":["victim.shoe_size"],"given":1,"whom":"x"},7]})"),
            (Found{"unknown-code /consent/1/purpose", "unknown-code /consent/1/fields/0",
                   "not-a-boolean /consent/1/given", "unknown-field /consent/1/whom", "not-an-object /consent/2"}));
  EXPECT_EQ(findings_of("interview", R"({"outcome":"held","occurred_at":"yesterday"})"),
            Found{"not-a-time /occurred_at"});
}

TEST(list, longer_than_the_field_takes_is_refused_whole) {
  EXPECT_EQ(findings_of("coded", R"({"citizenship":["md","ro","ua","bg"]})"), Found{"too-many-items /citizenship"});
  EXPECT_EQ(findings_of("coded", R"({"citizenship":"md"})"), Found{"not-a-list /citizenship"});
  EXPECT_EQ(findings_of("coded", R"({"birth_year":1899})"), Found{"out-of-range /birth_year"});
}

TEST(body, that_is_hostile_json_is_held_or_refused_never_more) {
  const auto corpus = SHARED_DATA_OR_SKIP("bad-input/json");
  int held = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    if (entry.path().extension() != ".json") continue;
    const auto value = strict_parse(test::read_file(entry.path()));
    if (!value) continue;
    for (const auto& form : shipped().forms()) static_cast<void>(shipped().validate(form.name, *value));
    EXPECT_FALSE(shipped().validate("report", *value)) << entry.path();
    ++held;
  }
  EXPECT_GE(held, 80);
}

TEST(schema, of_a_form_says_what_validation_holds) {
  const auto schema = strict_parse(shipped().schema("report")).value().as_object();
  EXPECT_EQ(schema.at("type"), "object");
  EXPECT_EQ(schema.at("additionalProperties"), false);
  EXPECT_EQ(schema.at("required"), (boost::json::array{"region"}));
  EXPECT_EQ(schema.at("anyOf").as_array().size(), 4U);
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.size(), shipped().form("report")->fields.size());
  EXPECT_EQ(properties.at("women").at("maximum"), 999);
  EXPECT_EQ(properties.at("municipality").at("enum").as_array().size(), 38U);
  EXPECT_EQ(properties.at("signs").at("items").at("enum").as_array().size(), 8U);
  EXPECT_EQ(properties.at("note").at("maxLength"), 4000);
  EXPECT_EQ(properties.at("note").at("x-class"), "body");
}

TEST(schema, of_every_form_and_field_is_json) {
  for (const auto& form : shipped().forms()) EXPECT_TRUE(strict_parse(shipped().schema(form.name))) << form.name;
  for (const auto& field : shipped().fields())
    EXPECT_TRUE(strict_parse(shipped().schema_of_field(field.name))) << field.name;
  const auto rows = strict_parse(shipped().schema_of_field("consent.rows")).value().as_object();
  EXPECT_EQ(rows.at("items").at("properties").at("purpose").at("type"), "string");
}

}  // namespace
}  // namespace kulla::dictionary
