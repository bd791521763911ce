#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

#include "house/rules.hpp"

namespace kulla::house {
namespace {

constexpr std::array wings{"cases", "care", "intelligence", "operations", "resources", "workforce", "prevention"};
constexpr std::array readers{"statistics", "linkage", "simulation", "notify"};

template <std::size_t size>
bool is_one_of(const std::array<const char*, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Include {
  std::size_t line;
  std::string path;
  bool quoted;
};

std::vector<Include> includes_of(const Source& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const auto line : lines_of(file.text)) {
    ++number;
    std::match_results<std::string_view::const_iterator> found;
    if (std::regex_search(line.begin(), line.end(), found, pattern))
      includes.push_back({number, found.str(2), found.str(1) == "\""});
  }
  return includes;
}

std::string first_part(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

}  // namespace

Floors read_floors(std::string_view table) {
  Floors floors;
  for (const auto line : lines_of(table)) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    auto& may = floors[std::string(line.substr(0, colon))];
    auto rest = line.substr(colon + 1);
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      if (end > 0) may.emplace(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return floors;
}

Findings includes_follow_the_floors(const Source& file, const Floors& floors) {
  Findings findings;
  if (!file.in("src/") || !file.is_cpp()) return findings;
  const auto room = first_part(std::string_view(file.path).substr(4));
  const auto floor = floors.find(room);
  if (floor == floors.end()) {
    findings.push_back(
        {file.path, 0, fmt::format("src/{} is no room of cmake/rooms.cmake; give it a floor there", room)});
    return findings;
  }
  for (const auto& include : includes_of(file)) {
    const auto used = first_part(include.path);
    if (!include.quoted || !floors.contains(used) || used == room) continue;
    const auto is_wing_of_reader = is_one_of(readers, room) && is_one_of(wings, used);
    if (is_wing_of_reader && include.path != used + "/events.hpp")
      findings.push_back(
          {file.path, include.line,
           fmt::format("a reader takes a wing's events alone: include {}/events.hpp, not {}", used, include.path)});
    else if (!floor->second.contains(used))
      findings.push_back(
          {file.path, include.line,
           fmt::format("src/{} may not include {}: includes point downwards, and wings meet in events, ids "
                       "and bookings (cmake/rooms.cmake)",
                       room, include.path)});
  }
  return findings;
}

Findings heavy_headers_stay_in_cpp(const Source& file) {
  struct Heavy {
    std::string_view beginning;
    std::string_view use;
  };
  static constexpr std::array heavy{
      Heavy{"boost/asio", "a forward declaration; Asio belongs into a .cpp (30 s a file)"},
      Heavy{"boost/beast", "a forward declaration; Beast belongs into a .cpp (30 s a file)"},
      Heavy{"boost/json.hpp", "boost/json/fwd.hpp and base/json.hpp (a second a file)"},
      Heavy{"toml++", "a struct of your own; base/toml.hpp belongs into one .cpp of a room"},
      Heavy{"base/toml.hpp", "a struct of your own; base/toml.hpp belongs into one .cpp of a room"},
      Heavy{"CLI/", "a struct of your own; CLI11 belongs into one .cpp (8 s)"},
      Heavy{"fmt/format.h", "fmt/core.h"},
      Heavy{"unicode/", "base/text.hpp"},
      Heavy{"sqlite3.h", "a forward declaration of sqlite3"},
  };
  Findings findings;
  if (!file.in("src/") || !file.is_header() || file.path == "src/base/toml.hpp") return findings;
  for (const auto& include : includes_of(file)) {
    for (const auto& [beginning, use] : heavy) {
      if (include.path.starts_with(beginning))
        findings.push_back(
            {file.path, include.line, fmt::format("<{}> is banned in a header, use {}", include.path, use)});
    }
  }
  return findings;
}

}  // namespace kulla::house
