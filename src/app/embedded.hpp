// The files that the program carries within itself: catalogues, procedures, dictionary, the built front end.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace kulla::app {

struct EmbeddedFile {
  const char* path;  // as in the source tree: "messages/en.json"
  const char* begin;
  const char* end;
};

/// Ends with a row of nulls. Made by cmake/embed.cmake.
const EmbeddedFile* embedded_files();

std::optional<std::string_view> embedded(std::string_view path);
/// All whose path begins so, in the order of their paths.
std::vector<std::pair<std::string_view, std::string_view>> embedded_under(std::string_view prefix);

}  // namespace kulla::app
