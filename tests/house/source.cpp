#include "house/source.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "support/shared_data.hpp"

namespace kulla::house {
namespace {

constexpr std::array skipped_folders{".git", ".kulla", ".ccache", "build", "node_modules", "dist", "generated"};
constexpr std::array known_endings{".hpp", ".cpp",  ".ts",   ".tsx",   ".mjs", ".html", ".scss", ".css", ".md",
                                   ".txt", ".toml", ".json", ".cmake", ".sh",  ".ini",  ".S",    ".sql"};

bool is_ours(const std::filesystem::path& file) {
  const auto name = file.filename().string();
  if (name.find('.') == std::string::npos || name.starts_with(".clang")) return true;  // run, test, LICENSE, scripts
  return std::any_of(known_endings.begin(), known_endings.end(), [&](auto ending) { return name.ends_with(ending); });
}

// Steps over one literal that begins at `at`; gives the index after it. Raw strings end at their own delimiter.
std::size_t after_literal(std::string_view cpp, std::size_t at) {
  if (cpp[at] == '"' && at > 0 && cpp[at - 1] == 'R') {
    const auto open = cpp.find('(', at);
    if (open == std::string_view::npos) return cpp.size();
    const auto close = ")" + std::string(cpp.substr(at + 1, open - at - 1)) + "\"";
    const auto end = cpp.find(close, open);
    return end == std::string_view::npos ? cpp.size() : end + close.size();
  }
  const auto quote = cpp[at];
  for (auto next = at + 1; next < cpp.size(); ++next) {
    if (cpp[next] == '\\')
      ++next;
    else if (cpp[next] == quote)
      return next + 1;
    else if (cpp[next] == '\n')
      return next;
  }
  return cpp.size();
}

// 1'000 and 0xff'ff are numbers, not the beginning of a character.
bool is_digit_separator(std::string_view cpp, std::size_t at) {
  return at > 0 && at + 1 < cpp.size() && std::isxdigit(static_cast<unsigned char>(cpp[at - 1])) != 0 &&
         std::isxdigit(static_cast<unsigned char>(cpp[at + 1])) != 0;
}

void blank(std::string& text, std::size_t from, std::size_t to) {
  for (auto at = from; at < to && at < text.size(); ++at)
    if (text[at] != '\n') text[at] = ' ';
}

std::size_t after_comment(std::string_view text, std::size_t at) {
  const auto block = text[at + 1] == '*';
  const auto end = block ? text.find("*/", at + 2) : text.find('\n', at);
  if (end == std::string_view::npos) return text.size();
  return block ? end + 2 : end;
}

bool begins_comment(std::string_view text, std::size_t at) {
  return text[at] == '/' && at + 1 < text.size() && (text[at + 1] == '/' || text[at + 1] == '*');
}

}  // namespace

std::vector<Source> read_tree(const std::filesystem::path& root) {
  std::vector<Source> tree;
  auto at = std::filesystem::recursive_directory_iterator(root);
  for (const auto end = std::filesystem::end(at); at != end; ++at) {
    const auto name = at->path().filename().string();
    if (at->is_directory() && std::find(skipped_folders.begin(), skipped_folders.end(), name) != skipped_folders.end())
      at.disable_recursion_pending();
    else if (at->is_regular_file() && is_ours(at->path()))
      tree.push_back({at->path().lexically_relative(root).generic_string(), test::read_file(at->path())});
  }
  std::sort(tree.begin(), tree.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return tree;
}

std::string code_of(std::string_view cpp) {
  std::string code(cpp);
  for (std::size_t at = 0; at < cpp.size();) {
    if (begins_comment(cpp, at)) {
      const auto end = after_comment(cpp, at);
      blank(code, at, end);
      at = end;
    } else if (cpp[at] == '"' || (cpp[at] == '\'' && !is_digit_separator(cpp, at))) {
      const auto end = after_literal(cpp, at);
      if (end > at + 1) blank(code, at + 1, end - 1);
      at = end;
    } else {
      ++at;
    }
  }
  return code;
}

std::string code_of_script(std::string_view script) {
  std::string code(script);
  for (std::size_t at = 0; at < script.size();) {
    // "https://..." is no comment: one begins after white space or at the start of a line.
    const auto may_begin =
        at == 0 || std::isspace(static_cast<unsigned char>(script[at - 1])) != 0 || script[at - 1] == '{';
    if (may_begin && begins_comment(script, at)) {
      const auto end = after_comment(script, at);
      blank(code, at, end);
      at = end;
    } else {
      ++at;
    }
  }
  return code;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string to_text(const Findings& findings) {
  std::string text;
  for (const auto& finding : findings) text += fmt::format("{}:{}: {}\n", finding.path, finding.line, finding.text);
  return text;
}

}  // namespace kulla::house
