#include "http/response.hpp"

#include <algorithm>

#include <boost/json/value.hpp>

#include "base/invariant.hpp"
#include "base/json.hpp"

namespace kulla::http {
namespace {

constexpr std::string_view json_type = "application/json";

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

}  // namespace

Response& Response::with(std::string_view name, std::string_view value) {
  invariant(is_printable(name) && is_printable(value), "a header of an answer holds a control character");
  headers.emplace_back(name, value);
  return *this;
}

Response& Response::with_etag(std::string_view tag) { return with("ETag", '"' + std::string(tag) + '"'); }

Response& Response::with_cookie(std::string_view name, std::string_view value) {
  invariant(name.starts_with("__Host-"), "a cookie without the __Host- prefix may be planted from elsewhere");
  invariant(value.find_first_of(";, \"\\") == std::string_view::npos, "a cookie's value holds a delimiter");
  return with("Set-Cookie",
              std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=Strict");
}

Response& Response::without_cookie(std::string_view name) {
  return with("Set-Cookie", std::string(name) + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

Response& Response::clearing_site_data() { return with("Clear-Site-Data", R"("cache", "cookies", "storage")"); }

Response json(const boost::json::value& value, int status) { return json_text(to_json_text(value), status); }

Response json_text(std::string text, int status) {
  return {.status = status, .content_type = std::string(json_type), .body = std::move(text)};
}

Response created(const boost::json::value& value, std::string_view location) {
  auto answer = json(value, 201);
  if (!location.empty()) answer.with("Location", location);
  return answer;
}

Response no_content() { return {.status = 204}; }

Response html(std::string text) {
  return {.status = 200, .content_type = "text/html; charset=utf-8", .body = std::move(text)};
}

Response not_modified(std::string_view etag) {
  Response answer{.status = 304, .caching = Caching::revalidate};
  answer.with_etag(etag);
  return answer;
}

Response event_stream(Subscription subscription) {
  return {.status = 200, .content_type = "text/event-stream", .stream = std::move(subscription)};
}

bool none_match_names(const Request& request, std::string_view etag) {
  bool named = false;
  each_weighted(request.fields, "If-None-Match", [&](std::string_view item, int) {
    if (item.starts_with("W/")) item.remove_prefix(2);  // weak comparison: RFC 9110, 13.1.2
    named = named || item == "*" || (item.size() == etag.size() + 2 && item.substr(1, etag.size()) == etag);
  });
  return named;
}

}  // namespace kulla::http
