// The framing gate: a request's head is read strictly or not at all, before a byte of its body. What is doubtful about
// where a request ends is refused and the connection closed, for the next bytes may be somebody else's request
// (RFC 9112, sections 2 to 6; the hostile requests of the shared test data).
//
// Boost.Beast's parser is not used here: it unfolds continued lines, reads an unknown Transfer-Encoding as no body and
// takes trailers for fields before a check can see them. tests/http holds what this gate accepts against it: the two
// must read the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/fields.hpp"
#include "http/request.hpp"

namespace kulla::http {

/// The protocol's no: a status that no kind of Error has, and a code. `code` points to a literal.
struct Stop {
  int status = 400;
  std::string_view code;
};

struct HeadLimits {
  std::size_t header_bytes_max = 0;
  std::size_t target_bytes_max = 0;
  std::size_t fields_max = 0;
};

struct Head {
  std::string method;
  std::string target;
  Fields fields;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool expects_continue = false;
  bool keep_alive = true;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// May a head that is not whole yet still become a good one? Looks from byte `from` on: refuses at once a first byte
/// that begins no method, a bare CR or LF, a control character; and a head past its limit (414 while the request line
/// has no end, else 431).
std::optional<Stop> check_part(std::string_view part, std::size_t from, const HeadLimits& limits);

/// A whole head, up to and with its empty line.
std::variant<Head, Stop> read_head(std::string_view block, const HeadLimits& limits);

}  // namespace kulla::http
