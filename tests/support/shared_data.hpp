// Test data that is shared between checkouts and not part of the project: vectors, bad input, names, places, figures.
// It lies in ../shared/data beside the checkout, or where KULLA_SHARED_DATA says. A test that needs it and does not
// find it skips visibly: `const auto path = SHARED_DATA_OR_SKIP("vectors/argon2id/rows.tsv");`
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::test {

std::optional<std::filesystem::path> shared_data(std::string_view path);
std::string read_file(const std::filesystem::path& path);
/// The checkout's own folder.
std::filesystem::path source_dir();
/// A fresh folder under the system's temporary one, removed when the object goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace kulla::test

#define SHARED_DATA_OR_SKIP(name)                                                  \
  __extension__({                                                                  \
    auto shared_path_ = ::kulla::test::shared_data(name);                          \
    if (!shared_path_) GTEST_SKIP() << "shared test data not at hand: " << (name); \
    *shared_path_;                                                                 \
  })
