#include "base/invariant.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

namespace kulla {
namespace {
std::string line(const char* what, const std::source_location& where) {
  return std::string("kulla: bug: ") + what + " (" + where.file_name() + ":" + std::to_string(where.line()) + ")\n";
}
}  // namespace

void report_bug(const char* what, std::source_location where) { throw Bug(line(what, where)); }

void report_fatal_bug(const char* what, std::source_location where) {
  const auto text = line(what, where);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
  std::abort();
}

}  // namespace kulla
