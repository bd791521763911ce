#include "base/error.hpp"

namespace kulla {

tl::unexpected<Error> refuse(std::string_view code, std::string_view pointer,
                             std::vector<std::pair<std::string, std::string>> facts) {
  return tl::unexpected(Error{.kind = ErrorKind::refused,
                              .code = std::string(code),
                              .where = {},
                              .findings = {{std::string(code), std::string(pointer), std::move(facts)}}});
}

tl::unexpected<Error> fail(ErrorKind kind, std::string_view code, std::string_view where) {
  return tl::unexpected(Error{.kind = kind, .code = std::string(code), .where = std::string(where), .findings = {}});
}

std::string to_line(const Error& error) {
  std::string line = error.code;
  if (!error.where.empty()) line += " (" + error.where + ")";
  for (const auto& finding : error.findings) {
    if (finding.code == error.code && finding.pointer.empty()) continue;
    line += "; " + finding.code;
    if (!finding.pointer.empty()) line += " at " + finding.pointer;
  }
  return line;
}

}  // namespace kulla
