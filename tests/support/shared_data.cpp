#include "support/shared_data.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace kulla::test {

std::filesystem::path source_dir() { return KULLA_SOURCE_DIR; }

std::optional<std::filesystem::path> shared_data(std::string_view path) {
  const char* named = std::getenv("KULLA_SHARED_DATA");
  const auto root = named != nullptr ? std::filesystem::path(named) : source_dir() / ".." / "shared" / "data";
  auto found = root / path;
  if (!std::filesystem::exists(found)) return std::nullopt;
  return found;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TemporaryFolder::TemporaryFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "kulla-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace kulla::test
