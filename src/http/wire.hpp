// An answer as bytes: status line, security headers, length, and whether the connection goes on.
#pragma once

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "http/response.hpp"

namespace kulla::http {

/// IMF-fixdate of RFC 9110: "Wed, 25 Nov 2026 00:52:10 GMT".
std::string http_date(Instant at);

/// The head of an answer with its empty line. Every answer, of errors too, carries the headers of security.md 2.6;
/// none says which server this is.
std::string head_text(const Response& response, std::string_view date, bool keep_alive);

/// The bytes of the body, wherever they are.
std::string_view body_of(const Response& response);

}  // namespace kulla::http
