#include "base/json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/memory_scan.hpp"
#include "support/shared_data.hpp"
#include "support/zeroing_memory.hpp"

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

TEST(json, is_read_into_the_memory_that_is_given_and_gives_all_of_it_back) {
  test::ZeroingMemory memory;
  {
    const boost::json::storage_ptr storage(&memory);
    const auto read = strict_parse(R"({"a":[1,2.5,true,null,{"b":"x"}],"a longer key than fits inside":"y"})", storage);
    std::size_t values = 0;
    const auto look = [&](const boost::json::value& value, const auto& again) -> void {
      ++values;
      EXPECT_EQ(*value.storage(), *storage);
      if (const auto* array = value.if_array())
        for (const auto& element : *array) again(element, again);
      if (const auto* object = value.if_object())
        for (const auto& [key, member] : *object) again(member, again);
    };
    look(read.value(), look);
    EXPECT_EQ(values, 9U);
    EXPECT_GT(memory.bytes_held, 0U);
  }
  EXPECT_GT(memory.bytes_given, 0U);
  EXPECT_EQ(memory.bytes_held, 0U);
}

// Only ever kept masked: twenty-four letters that stand nowhere else.
const Bytes& needle() {
  static const auto masked = [] {
    std::string plain;
    for (int i = 0; i < 24; ++i) plain += static_cast<char>('a' + (i * 11 + 5) % 26);
    auto bytes = test::masked(bytes_of(plain));
    ::explicit_bzero(plain.data(), plain.size());
    return bytes;
  }();
  return masked;
}
std::string plain_json() {
  std::string text;
  text.reserve(200);
  const auto add_needle = [&] {
    for (const auto byte : needle()) text += static_cast<char>(byte ^ 0x5a);
  };
  text += R"({"\u0061)";  // an escape, so that the parser joins key and text from pieces
  add_needle();
  text += R"(":["\u0061)";
  add_needle();
  text += R"("]})";
  return text;
}

TEST(json, read_into_memory_that_wipes_leaves_nothing_behind) {
  MEMORY_SCAN_OR_SKIP();
  test::ZeroingMemory memory;
  [&] {
    auto text = plain_json();
    const auto read = strict_parse(text, boost::json::storage_ptr(&memory));
    ::explicit_bzero(text.data(), text.size());
    ASSERT_TRUE(read);
    EXPECT_GE(test::times_in_memory(needle()), 2U);  // the control: key and text are seen where they are
  }();
  test::zero_stack();
  EXPECT_EQ(test::times_in_memory(needle()), 0U);
}

TEST(json, written_leaves_no_copy_but_the_one_it_gives) {
  MEMORY_SCAN_OR_SKIP();
  test::ZeroingMemory memory;
  [&] {
    auto text = plain_json();
    auto value = strict_parse(text, boost::json::storage_ptr(&memory)).value();
    value.as_object()["filling"] = std::string(20'000, 'x');  // outgrows the first buffer several times
    auto written = to_json_text(value);
    EXPECT_EQ(strict_parse(written).value(), value);
    EXPECT_GE(test::times_in_memory(needle()), 3U);
    ::explicit_bzero(text.data(), text.size());
    ::explicit_bzero(written.data(), written.size());
  }();
  test::zero_stack();
  EXPECT_EQ(test::times_in_memory(needle()), 0U);
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
