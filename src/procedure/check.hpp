// Reads a procedure file and says everything that is wrong with it, each finding with its line and a remedy: a lawyer
// writes these files, and one run should show all that is to be mended. A file with a finding is never used.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "procedure/model.hpp"
#include "procedure/vocabulary.hpp"

namespace kulla::procedure {

struct Defect {
  std::string file;
  int line = 0;
  std::string code;     // "unknown-key", "not-a-duration", "cycle"; docs/procedure-format.md lists them
  std::string where;    // "step inform-prosecutor"
  std::string message;  // what is wrong
  std::string remedy;   // what to write instead
};

/// kulla: procedures/kosovo.toml:41: step inform-prosecutor: time = "1H" is not a duration; write "PT1H"
std::string to_line(const Defect& defect);

struct Checked {
  std::optional<Procedure> procedure;  // nothing when there is a defect
  std::vector<Defect> defects;         // in the order of the file
};

/// Gives the text of a file that the procedure names (its holidays), by its path relative to the procedure's own
/// folder.
using Neighbour = std::function<std::optional<std::string>(std::string_view path)>;

/// `file` is used in messages alone. `before`: the version that this one follows, so that steps, facts, events and
/// parties keep their codes and rungs their numbers.
Checked check(std::string_view file, std::string_view text, const Vocabulary& vocabulary, const Neighbour& neighbour,
              const Procedure* before = nullptr);

/// The same from disk; files named beside it are read from its folder. Files over 1 MB are a defect.
Checked check_file(const std::string& path, const Vocabulary& vocabulary, const Procedure* before = nullptr);

/// For the server's start: fails with `procedure-defects`, the first line of the findings in `where`.
Result<Procedure> load(const std::string& path, const Vocabulary& vocabulary, const Procedure* before = nullptr);

}  // namespace kulla::procedure
