// The target of a request, decoded strictly: what could be read as another path by another reader is refused.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/gate.hpp"
#include "http/request.hpp"

namespace kulla::http {

struct Target {
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // decoded, between the slashes
  Pairs query;                        // decoded, each name once, at most query_pairs_max
};
inline constexpr std::size_t query_pairs_max = 32;

/// 400 `target-malformed`: a broken percent sign, not UTF-8, a control character, an encoded slash or backslash, an
/// empty segment before the last, "." or ".."; 400 `parameter-twice`.
std::variant<Target, Stop> read_target(std::string_view target);

}  // namespace kulla::http
