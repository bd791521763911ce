#include "app/embedded.hpp"

#include <algorithm>

namespace kulla::app {
namespace {
std::string_view content_of(const EmbeddedFile& file) {
  return {file.begin, static_cast<std::size_t>(file.end - file.begin)};
}
}  // namespace

std::optional<std::string_view> embedded(std::string_view path) {
  for (const auto* file = embedded_files(); file->path != nullptr; ++file)
    if (path == file->path) return content_of(*file);
  return std::nullopt;
}

std::vector<std::pair<std::string_view, std::string_view>> embedded_under(std::string_view prefix) {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  for (const auto* file = embedded_files(); file->path != nullptr; ++file)
    if (std::string_view(file->path).starts_with(prefix)) found.emplace_back(file->path, content_of(*file));
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace kulla::app
