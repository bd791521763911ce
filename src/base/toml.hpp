// The one way to include toml++. A hostile file reaches one of its assertions (3.3.0: a key that begins with a byte
// above 0x7F that is no letter), which would end the process, or with NDEBUG be undefined; here the assertion is noted,
// the parser goes on to its own error, and `parse_toml` refuses whatever was read. Costs a second to compile: include
// it in one .cpp of a room, never in a header.
#pragma once

#include <string_view>

namespace kulla {
inline thread_local bool toml_assertion_failed = false;
}

#define TOML_ASSERT(expression)                               \
  do {                                                        \
    if (!(expression)) ::kulla::toml_assertion_failed = true; \
  } while (false)
#include <toml++/toml.h>

#include "base/error.hpp"

namespace kulla {

/// Parses a whole file's text. `file` is its name for messages. Refuses (kind malformed) `toml-syntax`, with `where`
/// file:line:column and the fact `problem`, in the library's words: never a piece of the file.
inline Result<toml::table> parse_toml(std::string_view text, std::string_view file) {
  const auto bad = [&](std::string where, std::string problem) {
    return tl::unexpected(Error{.kind = ErrorKind::malformed,
                                .code = "toml-syntax",
                                .where = std::move(where),
                                .findings = {{"toml-syntax", {}, {{"problem", std::move(problem)}}}}});
  };
  toml_assertion_failed = false;
  try {
    auto table = toml::parse(text, file);
    if (!toml_assertion_failed) return table;
    return bad(std::string(file), "a character that cannot stand here");
  } catch (const toml::parse_error& error) {
    const auto begin = error.source().begin;
    return bad(std::string(file) + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column),
               std::string(error.description()));
  }
}

}  // namespace kulla
