#include "base/json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/shared_data.hpp"

namespace kulla {
namespace {

std::string code_of(std::string_view text) {
  const auto answer = strict_parse(text);
  return answer ? "" : answer.error().code;
}

TEST(json, a_duplicate_key_is_refused_at_any_depth) {
  EXPECT_EQ(code_of(R"({"a":1,"a":2})"), "json-duplicate-key");
  EXPECT_EQ(code_of(R"([{"x":{"a":1,"a":1}}])"), "json-duplicate-key");
  EXPECT_EQ(code_of(R"({"a":1,"\u0061":2})"), "json-duplicate-key");
  EXPECT_EQ(code_of(R"({"a":{"a":1},"b":{"a":2}})"), "");
}

TEST(json, a_number_that_would_lose_its_value_is_refused) {
  EXPECT_EQ(code_of("1e400"), "json-number");
  EXPECT_EQ(code_of("[18446744073709551616]"), "json-number");
  EXPECT_EQ(code_of("[18446744073709551615]"), "");
}

TEST(json, what_is_read_is_what_was_written) {
  const std::string text = R"({"a":[1,-2,1.5E0,"x\u00eb",true,false,null,{}],"b":{"c":"","d":[]}})";
  EXPECT_EQ(to_json_text(strict_parse(text).value()),
            R"({"a":[1,-2,1.5E0,"xë",true,false,null,{}],"b":{"c":"","d":[]}})");
}

TEST(json, depth_is_limited) {
  EXPECT_EQ(code_of(std::string(32, '[') + std::string(32, ']')), "");
  EXPECT_EQ(code_of(std::string(33, '[') + std::string(33, ']')), "json-too-deep");
  EXPECT_EQ(code_of(std::string(100'000, '[')), "json-too-deep");
}

TEST(json, broken_text_is_refused) {
  for (const std::string_view text :
       {"", " ", "{", "[1,]", "\xEF\xBB\xBF{}", "{} {}", "'a'", "[NaN]", "\"\\ud800\"", "[01]", "tru", "\"\x01\""})
    EXPECT_NE(code_of(text), "") << text;
  EXPECT_EQ(code_of("\"\xC0\x80\""), "not-utf8");
}

TEST(json, the_shared_json_files_get_the_verdict_of_their_name) {
  const auto folder = SHARED_DATA_OR_SKIP("bad-input/json");
  int good = 0;
  int bad = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto name = entry.path().filename().string();
    const auto answer = strict_parse(test::read_file(entry.path()));
    if (name.starts_with("y_")) {
      const bool duplicate =
          name.find("duplicated_key") != std::string::npos;  // we refuse what RFC 8259 merely warns of
      EXPECT_EQ(answer.has_value(), !duplicate) << name;
      ++good;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(answer) << name;
      ++bad;
    }
  }
  EXPECT_EQ(good, 95);
  EXPECT_EQ(bad, 188);
}

}  // namespace
}  // namespace kulla
