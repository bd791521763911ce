// What a name or a note may hold: writing of every country, and nothing that a reader does not see.
#include "base/text.hpp"

#include <map>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "support/shared_data.hpp"

namespace kulla {
namespace {

using namespace std::string_view_literals;

std::string code_of(std::string_view text, const TextRule& rule = {}) {
  const auto fault = text_fault(text, rule);
  return fault ? std::string(fault->code) : "";
}

TEST(text, names_of_the_region_and_its_neighbours_are_written_as_they_are) {
  for (const auto* name : {"Đorđević", "Ђорђевић", "Çlirim Gjëçaj", "Їжак", "O’Neil-Smith", "Müller", "Ștefăniță",
                           "Ng\u0169\u0303", "محمد", "王"})
    EXPECT_EQ(code_of(name), "") << name;
}

TEST(text, control_characters_are_refused_and_a_line_feed_where_there_are_no_lines) {
  EXPECT_EQ(code_of("a\nb"), "text-control");
  EXPECT_EQ(code_of("a\nb", {.lines = true}), "");
  for (const auto text : {"a\tb"sv, "a\r\nb"sv, "a\0b"sv, "\x7f"sv, "\u0085"sv, "\u009f"sv})
    EXPECT_EQ(code_of(text, {.lines = true}), "text-control") << to_hex(bytes_of(text));
}

TEST(text, the_culprit_and_its_place_are_told_and_nothing_else_of_the_text) {
  const auto fault = text_fault("ëDr\u202eita", {});
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code_point, U'\u202e');
  EXPECT_EQ(fault->position, 4U);
  const auto finding = finding_of(*fault, {}, "/note");
  EXPECT_EQ(finding.code, "text-invisible");
  EXPECT_EQ(finding.pointer, "/note");
  EXPECT_EQ(finding.facts,
            (std::vector<std::pair<std::string, std::string>>{{"code_point", "U+202E"}, {"position", "4"}}));
}

TEST(text, length_counts_code_points_and_holds_at_its_end) {
  const TextRule three{.code_points_max = 3};
  EXPECT_EQ(code_of("ëëë", three), "");
  EXPECT_EQ(code_of("ëëëë", three), "text-too-long");
  EXPECT_EQ(finding_of(*text_fault("😀😀😀😀", three), three, "").facts.at(0).second, "3");
}

TEST(text, more_marks_than_any_writing_has_are_refused) {
  const auto with_marks = [](int count) {
    std::string text = "a";
    for (int n = 0; n < count; ++n) text += "\u0301";
    return text + "b";
  };
  EXPECT_EQ(code_of(with_marks(4)), "");
  EXPECT_EQ(code_of(with_marks(5)), "text-stacked");
}

TEST(text, bytes_that_are_no_utf8_do_no_harm) {
  for (const auto text : {"\xff"sv, "\xe2\x82"sv, "\xf0"sv, "\xf8\x88\x80\x80\x80"sv, "\x80"sv})
    EXPECT_NO_FATAL_FAILURE(static_cast<void>(text_fault(text, {})));
}

// Columns: kind, code point, the text as hex, what it is, what is wanted.
struct Evil {
  std::string kind;
  std::string text;
};
std::vector<Evil> evil_texts(const std::filesystem::path& path) {
  std::vector<Evil> rows;
  const auto file = test::read_file(path);
  for (std::size_t from = 0; from < file.size();) {
    const auto end = std::min(file.find('\n', from), file.size());
    const auto line = file.substr(from, end - from);
    from = end + 1;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto third = line.find('\t', second + 1);
    const auto bytes =
        third == std::string::npos ? std::nullopt : from_hex(line.substr(second + 1, third - second - 1));
    if (bytes) rows.push_back({line.substr(0, first), std::string(bytes->begin(), bytes->end())});
  }
  return rows;
}

TEST(text, the_shared_evil_characters_are_refused_and_honest_ones_beside_them_are_not) {
  std::map<std::string, int> refused;
  std::map<std::string, int> held;
  for (const auto& [kind, text] : evil_texts(SHARED_DATA_OR_SKIP("bad-input/unicode/evil.tsv")))
    ++(text_fault(text, {}) ? refused : held)[kind];
  // The file name that turns itself round is to be shown with its control seen: it is refused in a field.
  EXPECT_EQ(refused, (std::map<std::string, int>{{"control", 32}, {"filename", 1}, {"length", 2}}));
  EXPECT_EQ(held, (std::map<std::string, int>{{"case", 3}, {"digits", 2}, {"normal form", 2}, {"width", 1}}));
}

TEST(text, of_the_naughty_strings_exactly_the_unseen_the_stacked_and_the_long_are_refused) {
  const auto path = SHARED_DATA_OR_SKIP("bad-input/naughty-strings/blns.json");
  const auto strings = strict_parse(test::read_file(path)).value();
  std::map<std::string, int> verdicts;
  for (const auto& value : strings.as_array())
    ++verdicts[code_of(value.as_string(), {.code_points_max = 4'000, .lines = true})];
  EXPECT_EQ(verdicts,
            (std::map<std::string, int>{{"", 486}, {"text-control", 6}, {"text-invisible", 17}, {"text-stacked", 6}}));
}

}  // namespace
}  // namespace kulla
