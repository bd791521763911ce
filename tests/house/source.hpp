// The checkout as the house rules see it: files with their text, and text without what is not code.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::house {

struct Source {
  std::string path;  // from the checkout's root, with slashes
  std::string text;

  bool in(std::string_view folder) const { return path.starts_with(folder); }
  bool ends(std::string_view ending) const { return path.ends_with(ending); }
  bool is_header() const { return ends(".hpp"); }
  bool is_cpp() const { return ends(".hpp") || ends(".cpp"); }
};

/// What a rule finds: what is wrong where, and what to do instead.
struct Finding {
  std::string path;
  std::size_t line = 0;  // 1 at the top; 0: the whole file
  std::string text;
};
using Findings = std::vector<Finding>;

/// All our own text files: no build folder, no git, no npm modules, nothing generated.
std::vector<Source> read_tree(const std::filesystem::path& root);

/// C++ with comments and the insides of literals turned into spaces; every line stays where it was.
std::string code_of(std::string_view cpp);
/// TypeScript with comments turned into spaces; literals stay.
std::string code_of_script(std::string_view script);

std::vector<std::string_view> lines_of(std::string_view text);
std::string to_text(const Findings& findings);

}  // namespace kulla::house
