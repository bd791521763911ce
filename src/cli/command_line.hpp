// From the words of a command line to a verb that runs. The one file that knows CLI11 (8 s to compile).
#pragma once

#include <span>

#include "cli/verbs.hpp"

namespace kulla::cli {

/// `arguments` without the program's name. Answers --help and usage errors itself.
Exit run(std::span<const char* const> arguments, Terminal& terminal);

}  // namespace kulla::cli
