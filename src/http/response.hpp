// What a handler gives back. The server adds the security headers, the length and the connection's fate; a handler
// says what is particular to its answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "http/request.hpp"

namespace kulla::http {

/// An event stream instead of a body: which topics, for whom. Topics are opaque to this room ("group:<id>").
struct Subscription {
  std::string subscriber;  // what Hub::close ends: the session
  std::string account;     // what the cap counts by
  std::vector<std::string> topics;
};

enum class Caching : std::uint8_t {
  no_store,    // everything that is not said otherwise
  immutable,   // an asset whose name holds its hash
  revalidate,  // public facts under an ETag
};

struct Response {
  int status = 200;
  std::string content_type{};  // empty: no body
  std::string body{};
  std::string_view fixed_body{};  // instead of `body`: bytes that outlive the server, such as an embedded asset
  Pairs headers{};
  std::optional<Subscription> stream{};
  Caching caching = Caching::no_store;

  /// Adds a header. Name and value are ours: one that holds a line break is a bug.
  Response& with(std::string_view name, std::string_view value);
  /// A strong entity tag, given without quotes.
  Response& with_etag(std::string_view tag);
  /// `__Host-` cookies as security.md has them: Secure, HttpOnly, SameSite=Strict, Path=/, gone with the browser.
  Response& with_cookie(std::string_view name, std::string_view value);
  Response& without_cookie(std::string_view name);
  /// At sign-out: the browser drops cache, cookies and storage of this origin.
  Response& clearing_site_data();
};

Response json(const boost::json::value& value, int status = 200);
/// JSON text that is already written.
Response json_text(std::string text, int status = 200);
/// 201. `location` is a path of this API, or empty.
Response created(const boost::json::value& value, std::string_view location = {});
Response no_content();
Response html(std::string text);
/// 304, with the tag that still holds.
Response not_modified(std::string_view etag);
Response event_stream(Subscription subscription);

/// Does If-None-Match name this tag? Then `not_modified` is the answer.
bool none_match_names(const Request& request, std::string_view etag);

}  // namespace kulla::http
