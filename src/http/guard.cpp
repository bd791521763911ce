#include "http/guard.hpp"

#include <algorithm>

#include "base/id.hpp"

namespace kulla::http {
namespace {

bool is_own_origin(std::string_view origin, const Authorities& authorities) {
  constexpr std::string_view scheme = "http://";
  return origin.starts_with(scheme) && std::ranges::any_of(authorities, [&](const std::string& authority) {
           return same_name(origin.substr(scheme.size()), authority);
         });
}

// security.md, invariant 29. Either proof will do; one that says otherwise is believed over the other.
bool has_same_origin_proof(const Fields& fields, const Authorities& authorities) {
  const bool told_site = fields.count("Sec-Fetch-Site") > 0;
  const bool told_origin = fields.count("Origin") > 0;
  const bool same_site = fields.once("Sec-Fetch-Site") == "same-origin";
  const auto origin = fields.once("Origin");
  const bool own_origin = origin && is_own_origin(*origin, authorities);
  return (same_site || own_origin) && (!told_site || same_site) && (!told_origin || own_origin);
}

bool is_json(std::string_view type) {
  const auto semicolon = std::min(type.find(';'), type.size());
  auto parameter = type.substr(semicolon);
  while (!parameter.empty() && (parameter.front() == ';' || parameter.front() == ' ')) parameter.remove_prefix(1);
  auto media = type.substr(0, semicolon);
  while (media.ends_with(' ')) media.remove_suffix(1);
  return same_name(media, "application/json") && (parameter.empty() || same_name(parameter, "charset=utf-8"));
}

std::optional<Stop> check_body(const Route& route, const Head& head, const Fields& fields) {
  const auto& terms = route.terms;
  if (!head.has_body() && terms.body.empty()) return std::nullopt;
  if (terms.body.empty()) return Stop{400, "body-not-expected"};
  const auto type = fields.once("Content-Type");
  if (!type || !is_json(*type)) return Stop{415, "content-type-not-json"};
  if (head.content_length.value_or(0) > terms.body_bytes_max) return Stop{413, "body-too-large"};
  return std::nullopt;
}

std::optional<Stop> check_idempotency_key(const Route& route, const Fields& fields, Request& request) {
  if (!route.wants_idempotency_key()) return std::nullopt;
  if (fields.count("Idempotency-Key") == 0) return Stop{400, "idempotency-key-missing"};
  const auto key = fields.once("Idempotency-Key");
  if (key) request.idempotency_key = uuid_from_text(*key);
  if (!request.idempotency_key) return Stop{400, "idempotency-key-malformed"};
  return std::nullopt;
}

// One strong tag: "*" does not say which version was read, a weak tag says only which one looked alike.
std::optional<Stop> check_if_match(const Route& route, const Fields& fields, Request& request) {
  if (fields.count("If-Match") == 0) {
    if (route.terms.needs_if_match) return Stop{428, "if-match-missing"};
    return std::nullopt;
  }
  const auto tag = fields.once("If-Match");
  if (!tag || tag->size() < 3 || !tag->starts_with('"') || tag->find('"', 1) != tag->size() - 1)
    return Stop{400, "if-match-malformed"};
  request.if_match = std::string(tag->substr(1, tag->size() - 2));
  return std::nullopt;
}

bool is_acceptable(const Route& route, const Fields& fields) {
  if (!route.pattern.starts_with("/api/")) return true;
  if (route.terms.streams) return accepts(fields, "text/event-stream");
  return accepts(fields, "application/json");
}

}  // namespace

std::optional<Stop> check_host(const Fields& fields, const Authorities& authorities) {
  const auto host = fields.once("Host");
  const bool own =
      host && std::ranges::any_of(authorities, [&](const auto& authority) { return same_name(*host, authority); });
  if (!own) return Stop{421, "wrong-host"};
  return std::nullopt;
}

std::optional<Stop> check_request(const Route& route, const Head& head, const Authorities& authorities,
                                  Request& request) {
  const auto& fields = request.fields;
  if (route.changes() && !has_same_origin_proof(fields, authorities)) return Stop{403, "no-same-origin-proof"};
  if (const auto stop = check_body(route, head, fields)) return stop;
  if (const auto stop = check_idempotency_key(route, fields, request)) return stop;
  if (const auto stop = check_if_match(route, fields, request)) return stop;
  if (!is_acceptable(route, fields)) return Stop{406, "not-acceptable"};
  if (const auto id = fields.once("Last-Event-ID")) request.last_event_id = uuid_from_text(*id);
  return std::nullopt;
}

}  // namespace kulla::http
