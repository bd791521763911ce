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
/// The same for what nothing may be left of: values, keys, texts and all that reading needs meanwhile lie in the memory
/// of `storage` (crypto::wiping_resource). Short texts pass over the stack: whoever asks wipes that.
/// What is put into a value of another storage is copied there.
Result<boost::json::value> strict_parse(std::string_view text, boost::json::storage_ptr storage);

/// Compact JSON text, in the order of insertion. Leaves no copy of it but the one it gives.
std::string to_json_text(const boost::json::value& value);

}  // namespace kulla
