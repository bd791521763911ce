#include "base/toml.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "support/shared_data.hpp"

namespace kulla {
namespace {

std::string where_of(std::string_view text) {
  const auto read = parse_toml(text, "a.toml");
  return read ? "read" : read.error().where;
}

TEST(toml, names_the_line_of_what_is_wrong_and_repeats_nothing_of_it) {
  EXPECT_EQ(where_of("a = 1\nb = \n"), "a.toml:2:5");
  const auto twice = parse_toml("a = 1\na = 2\n", "a.toml");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "toml-syntax");
  EXPECT_EQ(twice.error().kind, ErrorKind::malformed);
}

// Each of these reached undefined behaviour in toml++ 3.3.0: run under UBSan in CI.
TEST(toml, has_letters_of_every_alphabet_in_strings_and_comments_and_refuses_them_elsewhere) {
  const auto read = parse_toml("# ëçšđћ\n\"emër\" = \"Ђаковица\"\nm = \"\"\"\\\n   Pejë\"\"\"\n", "a.toml");
  ASSERT_TRUE(read) << read.error().where;
  EXPECT_EQ(read->at_path("m").value_or(std::string()), "Pejë");
  for (const auto* text : {"ë = 1\n", "a = 1ë\n", "a = ë\n", "a = \"\"\"\\ë\"\"\"\n", "[ë]\n", "a = { ë = 1 }\n",
                           "a = 1\nҐ", "\xc2\xa0 a = 1\n"})
    EXPECT_NE(where_of(text), "read") << text;
}

TEST(toml, reads_every_valid_file_of_version_1_0_and_refuses_every_invalid_one) {
  const auto corpus = SHARED_DATA_OR_SKIP("bad-input/toml");
  std::ifstream list(corpus / "files-toml-1.0.0");
  int valid = 0;
  int invalid = 0;
  for (std::string name; std::getline(list, name);) {
    if (!name.ends_with(".toml")) continue;
    const auto is_valid = name.starts_with("valid/");
    ++(is_valid ? valid : invalid);
    EXPECT_EQ(parse_toml(test::read_file(corpus / name), "a.toml").has_value(), is_valid) << name;
  }
  EXPECT_GE(valid, 200);
  EXPECT_GE(invalid, 460);
}

}  // namespace
}  // namespace kulla
