#include "cli/rows.hpp"

#include <algorithm>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/json.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;

std::string text_of_value(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return to_json_text(value);
}

}  // namespace

void print_rows(const json::array& rows, bool as_json, Terminal& terminal) {
  std::vector<std::vector<std::string>> table;
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (as_json) {
      terminal.line(to_json_text(row));
      continue;
    }
    auto& cells = table.emplace_back();
    for (const auto& [key, value] : row.get_object()) {
      cells.push_back(text_of_value(value));
      if (widths.size() < cells.size()) widths.push_back(0);
      widths[cells.size() - 1] = std::max(widths[cells.size() - 1], cells.back().size());
    }
  }
  for (const auto& cells : table) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += i + 1 == cells.size() ? cells[i] : fmt::format("{:<{}}  ", cells[i], widths[i]);
    terminal.line(line);
  }
}

}  // namespace kulla::cli
