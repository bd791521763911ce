#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "house/rules.hpp"

namespace kulla::house {
namespace {

const Source* find(const std::vector<Source>& tree, std::string_view path) {
  const auto at = std::find_if(tree.begin(), tree.end(), [&](const Source& file) { return file.path == path; });
  return at == tree.end() ? nullptr : &*at;
}

bool is_folder(const std::vector<Source>& tree, std::string_view path) {
  const auto beginning = std::string(path) + "/";
  return std::any_of(tree.begin(), tree.end(), [&](const Source& file) { return file.path.starts_with(beginning); });
}

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

// The CMakeLists.txt of the file's folder, or of a folder above it.
const Source* build_file_of(const std::vector<Source>& tree, std::string_view path) {
  for (auto folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
    if (const auto* found = find(tree, folder + "/CMakeLists.txt")) return found;
  return nullptr;
}

}  // namespace

Findings links_lead_somewhere(const Source& page, const std::vector<Source>& tree) {
  Findings findings;
  if (!page.ends(".md")) return findings;
  static const std::regex link(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
  std::size_t number = 0;
  for (const auto line : lines_of(page.text)) {
    ++number;
    for (auto at = std::regex_iterator(line.begin(), line.end(), link);
         at != std::regex_iterator<std::string_view::const_iterator>(); ++at) {
      const auto target = at->str(1);
      const auto is_image = target.ends_with(".png") || target.ends_with(".svg");
      if (target.find("://") != std::string::npos || target.starts_with("mailto:") || is_image) continue;
      auto path = (std::filesystem::path(folder_of(page.path)) / target).lexically_normal().generic_string();
      if (path.ends_with('/')) path.pop_back();
      if (find(tree, path) == nullptr && !is_folder(tree, path))
        findings.push_back({page.path, number, fmt::format("the link to {} leads nowhere", target)});
    }
  }
  return findings;
}

Findings rooms_are_whole(const std::vector<Source>& tree) {
  Findings findings;
  for (const auto& file : tree) {
    if (!file.ends(".cpp") || !(file.in("src/") || file.in("tests/") || file.in("bench/"))) continue;
    const auto* build = build_file_of(tree, file.path);
    const auto name = std::filesystem::path(file.path).filename().string();
    if (build == nullptr || build->text.find(name) == std::string::npos)
      findings.push_back({file.path, 0, "no CMakeLists.txt compiles this file; name it there, or remove it"});
    if (!file.in("src/")) continue;
    const auto room = file.path.substr(4, file.path.find('/', 4) - 4);
    const auto* tests = find(tree, "tests/" + room + "/CMakeLists.txt");
    if (tests == nullptr || tests->text.find("kulla_test(" + room) == std::string::npos)
      findings.push_back(
          {file.path, 0, fmt::format("src/{0} has no tests; tests/{0}/CMakeLists.txt says kulla_test({0} ...)", room)});
  }
  return findings;
}

Findings plan_names_every_room(const Source& page, const Floors& floors) {
  Findings findings;
  for (const auto& [room, may_use] : floors)
    if (page.text.find("`" + room + "/`") == std::string::npos)
      findings.push_back({page.path, 0, fmt::format("the room {} of cmake/rooms.cmake is not on this page", room)});
  static const std::regex row(R"(^\| (`[a-z/` ]+) \|)");
  static const std::regex name(R"(`([a-z]+)/`)");
  std::size_t number = 0;
  for (const auto line : lines_of(page.text)) {
    ++number;
    std::match_results<std::string_view::const_iterator> found;
    if (!std::regex_search(line.begin(), line.end(), found, row)) continue;
    const auto names = found.str(1);
    for (auto at = std::sregex_iterator(names.begin(), names.end(), name); at != std::sregex_iterator(); ++at)
      if (!floors.contains(at->str(1)))
        findings.push_back({page.path, number, fmt::format("{} is no room of cmake/rooms.cmake", at->str(1))});
  }
  return findings;
}

Findings decisions_are_whole(const std::vector<Source>& tree) {
  Findings findings;
  static const std::regex name(R"(^docs/decisions/(\d{4})-[a-z0-9-]+\.md$)");
  int expected = 1;
  for (const auto& file : tree) {
    if (!file.in("docs/decisions/") || !file.ends(".md") || file.ends("README.md")) continue;
    std::smatch found;
    if (!std::regex_match(file.path, found, name)) {
      findings.push_back({file.path, 0, "a decision is called NNNN-what-was-decided.md"});
      continue;
    }
    if (std::stoi(found.str(1)) != expected++)
      findings.push_back({file.path, 0, "decisions are numbered from 0001 without gaps"});
    for (const auto* part : {"Date:", "## What forced a choice", "## The choice", "## What it costs",
                             "## What we left aside", "## The test that shows it"})
      if (file.text.find(part) == std::string::npos)
        findings.push_back({file.path, 0, fmt::format("\"{}\" is missing", part)});
  }
  return findings;
}

}  // namespace kulla::house
