#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "house/rules.hpp"

namespace kulla::house {
namespace {

std::size_t line_at(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// The index after the brace that closes the one at `open`.
std::size_t after_braces(std::string_view code, std::size_t open) {
  int depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    if (code[at] == '{') ++depth;
    if (code[at] == '}' && --depth == 0) return at + 1;
  }
  return code.size();
}

std::size_t count_lines(const Source& file) { return lines_of(file.text).size(); }

bool is_sized(const Source& file) {
  const auto is_code = file.is_cpp() || file.ends(".ts") || file.ends(".tsx") || file.ends(".mjs");
  return is_code && (file.in("src/") || file.in("web/") || file.in("tests/") || file.in("bench/"));
}

}  // namespace

Findings no_default_over_an_enum(const Source& file) {
  Findings findings;
  if (!file.in("src/") || !file.is_cpp()) return findings;
  static const std::regex enum_case(R"(\bcase\s+\w+(::\w+)+\s*:)");
  static const std::regex default_case(R"(\bdefault\s*:)");
  const auto code = code_of(file.text);
  const std::string_view view = code;
  for (auto at = view.find("switch ("); at != std::string_view::npos; at = view.find("switch (", at + 1)) {
    const auto open = view.find('{', at);
    if (open == std::string_view::npos) break;
    const auto body = code.substr(open, after_braces(view, open) - open);
    if (std::regex_search(body, enum_case) && std::regex_search(body, default_case))
      findings.push_back(
          {file.path, line_at(view, at),
           "default: is banned in a switch over an enumeration, name every value: a new one must not compile unseen"});
  }
  return findings;
}

Findings headers_begin_with_prose(const Source& file) {
  Findings findings;
  if (!file.in("src/") || !file.is_header()) return findings;
  if (!file.text.starts_with("// "))
    findings.push_back({file.path, 1, "a header begins with prose: what this is, who may call, what it refuses"});
  if (file.text.find("\n#pragma once\n") == std::string::npos)
    findings.push_back({file.path, 1, "#pragma once is missing after the prose"});
  const auto code = code_of(file.text);
  if (const auto at = code.find("using namespace"); at != std::string::npos)
    findings.push_back({file.path, line_at(code, at), "using namespace is banned in a header, write the names out"});
  return findings;
}

Findings lock_files_name_no_host(const Source& file) {
  Findings findings;
  if (!file.ends("package-lock.json") && !file.ends("npm-shrinkwrap.json")) return findings;
  std::size_t number = 0;
  for (const auto line : lines_of(file.text)) {
    ++number;
    if (line.find("\"resolved\"") != std::string_view::npos)
      findings.push_back(
          {file.path, number, "\"resolved\" is banned in a lock file, run npm with --omit-lockfile-registry-resolved"});
  }
  return findings;
}

Findings no_machine_paths(const Source& file, std::string_view checkout) {
  Findings findings;
  if (file.in("tests/house/")) return findings;
  static const std::regex home(R"((^|[\s"'`=(:])(/home/|/root/|/Users/|[A-Z]:\\)[A-Za-z0-9_.-]+)");
  std::size_t number = 0;
  for (const auto line : lines_of(file.text)) {
    ++number;
    if ((!checkout.empty() && line.find(checkout) != std::string_view::npos) ||
        std::regex_search(line.begin(), line.end(), home))
      findings.push_back({file.path, number, "a path of one machine is banned, use one from the checkout's root"});
  }
  return findings;
}

Findings scripts_stop_at_failures(const Source& file) {
  Findings findings;
  if (!file.text.starts_with("#!")) return findings;
  const auto is_bash = file.text.starts_with("#!/usr/bin/env bash\n") || file.text.starts_with("#!/bin/bash\n");
  if (!is_bash) return findings;
  const auto stops =
      file.text.find("\nset -euo pipefail\n") != std::string::npos || file.text.find("lib.sh\"\n") != std::string::npos;
  if (!stops)
    findings.push_back({file.path, 2, "a script stops at the first failure: set -euo pipefail, or scripts/lib.sh"});
  return findings;
}

Findings size_smells(const Source& file) {
  Findings findings;
  if (!is_sized(file)) return findings;
  if (const auto lines = count_lines(file); lines > 400)
    findings.push_back({file.path, 0, fmt::format("{} lines: look for the grain", lines)});
  if (!file.is_cpp()) return findings;
  // clang-format keeps a function's first and last line at the margin, and nothing between them.
  static const std::regex not_a_function(
      R"(^(namespace|struct|class|enum|union|extern|template\s*<[^>]*>\s*(struct|class)|\}|\)|#|/))");
  const auto code = code_of(file.text);
  const auto lines = lines_of(code);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto line = lines[at];
    // A declaration, or a function of one line.
    if (line.empty() || line.ends_with(';') || line.ends_with('}')) continue;
    if (line.front() == ' ' || std::regex_search(line.begin(), line.end(), not_a_function)) continue;
    auto end = at;
    while (end < lines.size() && !lines[end].starts_with("}")) ++end;
    if (end < lines.size() && end - at > 50 && code.find('(') != std::string::npos &&
        line.find('(') != std::string_view::npos)
      findings.push_back({file.path, at + 1, fmt::format("a function of {} lines: look for the grain", end - at + 1)});
    if (line.find('(') != std::string_view::npos && line.find(';') == std::string_view::npos) at = std::max(at, end);
  }
  return findings;
}

Findings files_too_long(const Source& file) {
  Findings findings;
  // The two files that may say co_await cannot pass their coroutines on to others.
  const auto has_coroutines = file.path == "src/http/connection.cpp" || file.path == "src/http/events.cpp";
  const auto counts = is_sized(file) && !file.in("tests/") && !has_coroutines;
  if (const auto lines = count_lines(file); counts && lines > 500)
    findings.push_back({file.path, 0, fmt::format("{} lines: a source file past 500 is split along its grain", lines)});
  return findings;
}

}  // namespace kulla::house
