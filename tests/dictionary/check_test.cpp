// Bad files, named for their defects: <file>.<code>[-more].toml in bad/; the line that the finding must name ends in
// "# here". Each is put into a small dictionary that is otherwise whole, and must give exactly that finding.
#include "dictionary/check.hpp"

#include <algorithm>
#include <fstream>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/shared_data.hpp"

namespace kulla::dictionary {
namespace {

namespace fs = std::filesystem;

std::vector<File> small_dictionary() {
  return {
      {"lists.toml", "[colour]\ncodes = [\"red\", \"green\"]\nsource = \"none\"\n"},
      {"case.toml", "[\"case.colour\"]\nclass = \"open\"\ntype = \"code\"\nlist = \"colour\"\nsource = \"none\"\n"}};
}

std::vector<fs::path> bad_files() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "tests/dictionary/bad"))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

int line_marked(std::string_view text) {
  const auto at = text.find("# here");
  if (at == std::string_view::npos) return 0;
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::string all_lines(const std::vector<Defect>& defects) {
  std::string lines;
  for (const auto& defect : defects) lines += to_line(defect) + " [" + defect.code + "]\n";
  return lines;
}

class BadFile : public testing::TestWithParam<fs::path> {};

TEST_P(BadFile, gives_one_finding_with_its_line_and_a_remedy) {
  const auto name = GetParam().filename().string();
  const auto text = test::read_file(GetParam());
  const auto kind = name.substr(0, name.find('.'));
  const auto rest = name.substr(name.find('.') + 1);
  auto files = small_dictionary();
  if (kind == "lists") files.erase(files.begin());
  files.push_back({kind == "fields" ? "zz.toml" : kind + ".toml", text});

  const auto checked = check(files);
  EXPECT_FALSE(checked.dictionary);
  ASSERT_EQ(checked.defects.size(), 1U) << all_lines(checked.defects);
  const auto& defect = checked.defects.front();
  EXPECT_TRUE(rest.starts_with(defect.code)) << all_lines(checked.defects);
  EXPECT_EQ(defect.line, name == "fields.not-utf8.toml" ? 0 : line_marked(text)) << all_lines(checked.defects);
  EXPECT_FALSE(defect.remedy.empty());
  EXPECT_FALSE(defect.where.empty());
}

INSTANTIATE_TEST_SUITE_P(dictionary, BadFile, testing::ValuesIn(bad_files()), [](const auto& file) {
  auto name = file.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

TEST(checker, passes_the_small_dictionary_that_the_bad_files_are_put_into) {
  const auto checked = check(small_dictionary());
  EXPECT_TRUE(checked.dictionary) << all_lines(checked.defects);
  EXPECT_GE(bad_files().size(), 40U);
}

TEST(checker, suggests_the_word_that_was_meant) {
  auto files = small_dictionary();
  files[1].text = "[\"case.colour\"]\nclass = \"opn\"\ntype = \"code\"\nlist = \"color\"\nsource = \"none\"\n";
  const auto lines = all_lines(check(files).defects);
  EXPECT_NE(lines.find("kulla: dictionary/case.toml:2: field case.colour: \"opn\" is no class; did you mean \"open\"?"),
            std::string::npos)
      << lines;
  EXPECT_NE(lines.find("did you mean colour?"), std::string::npos) << lines;
}

TEST(checker, says_everything_at_once_in_the_order_of_the_files) {
  const auto checked = check({{"b.toml", "[\"b.b\"]\n"}, {"a.toml", "[\"a.a\"]\nclass = \"open\"\nx = 1\n"}});
  ASSERT_GE(checked.defects.size(), 5U);
  EXPECT_TRUE(std::is_sorted(checked.defects.begin(), checked.defects.end(), [](const Defect& a, const Defect& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  }));
}

TEST(checker, refuses_a_folder_that_is_not_there_and_a_file_that_is_too_large) {
  EXPECT_EQ(Dictionary::open("no/such/folder").error().code, "dictionary-defects");
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "lists.toml") << "# " << std::string(1'100'000, 'x');
  const auto checked = check_folder(folder.path());
  ASSERT_EQ(checked.defects.size(), 1U);
  EXPECT_EQ(checked.defects.front().code, "too-large");
}

// Hostile TOML, valid and invalid: a finding or a dictionary, never the end of the process.
TEST(checker, lives_through_the_shared_corpus_of_toml) {
  const auto corpus = SHARED_DATA_OR_SKIP("bad-input/toml");
  int read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    if (entry.path().extension() != ".toml") continue;
    const auto text = test::read_file(entry.path());
    for (const auto* name : {"lists.toml", "forms.toml", "places.toml", "fields.toml"}) {
      const auto checked = check({{name, text}});
      EXPECT_TRUE(checked.dictionary.has_value() == checked.defects.empty()) << entry.path();
    }
    ++read;
  }
  EXPECT_EQ(read, 777);
}

}  // namespace
}  // namespace kulla::dictionary
