// Answers that are rows, as a person or a program reads them.
#pragma once

#include <boost/json/fwd.hpp>

#include "cli/terminal.hpp"

namespace kulla::cli {

/// One object a line, or columns as wide as what stands in them.
void print_rows(const boost::json::array& rows, bool as_json, Terminal& terminal);

}  // namespace kulla::cli
