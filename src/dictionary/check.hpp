// Reads the dictionary's files and says everything that is wrong with them, each finding with its line and a remedy.
// A dictionary with a finding is never used. Bad files, named for their defects: tests/dictionary/bad/.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dictionary/dictionary.hpp"

namespace kulla::dictionary {

struct Defect {
  std::string file;
  int line = 0;
  std::string code;     // "unknown-key", "open-text"; docs/dictionary.md lists them
  std::string where;    // "field case.note"
  std::string message;  // what is wrong
  std::string remedy;   // what to write instead
};

/// kulla: dictionary/fields/case.toml:41: field case.note: a text cannot be open; write class = "body"
std::string to_line(const Defect& defect);

struct Checked {
  std::optional<Dictionary> dictionary;  // nothing when there is a defect
  std::vector<Defect> defects;           // by file and line
};
Checked check(const std::vector<File>& files);
/// The same from disk: every .toml of the folder. A file over 1 MB or one that cannot be read is a defect.
Checked check_folder(const std::filesystem::path& folder);

}  // namespace kulla::dictionary
