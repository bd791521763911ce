// JSON read strictly: RFC 8259 text in UTF-8, no byte order mark, no duplicate key, no number that a double cannot
// hold, depth at most 32. Boost.JSON alone takes duplicates and turns 1e400 into Infinity, so the handler is ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"

namespace kulla {

/// Refuses (kind `malformed`) `json-syntax`, `json-duplicate-key`, `json-number`, `json-too-deep`, `not-utf8`; the
/// finding's pointer says where as far as it is known, its fact `offset` the byte. Never holds a piece of the text.
Result<boost::json::value> strict_parse(std::string_view text);

/// Compact JSON text, in the order of insertion.
std::string to_json_text(const boost::json::value& value);

}  // namespace kulla
