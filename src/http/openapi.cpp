#include "http/openapi.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "base/json.hpp"

namespace kulla::http {

namespace bj = boost::json;

namespace {

// RFC 9457, with our extensions.
constexpr std::string_view problem_schema = R"({
  "type": "object",
  "required": ["type", "status", "code", "title", "detail", "errors"],
  "properties": {
    "type": {"type": "string", "format": "uri-reference"},
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "code": {"type": "string"},
    "title": {"type": "string"},
    "detail": {"type": "string"},
    "retry_after": {"type": "integer", "minimum": 1},
    "errors": {"type": "array", "items": {
      "type": "object",
      "required": ["pointer", "code", "detail", "facts"],
      "properties": {
        "pointer": {"type": "string"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}}
      }
    }}
  }
})";

bj::value parsed(std::string_view text) {
  auto value = strict_parse(text);
  invariant(value.has_value(), "a schema passed Router::check and is no JSON");
  return std::move(*value);
}

bj::object reference_to(const std::string& schema) { return {{"$ref", "#/components/schemas/" + schema}}; }

bj::object content(std::string_view type, const std::string& schema) {
  return {{type, bj::object{{"schema", reference_to(schema)}}}};
}

bj::object text_parameter(std::string_view name, std::string_view in, bool required) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", bj::object{{"type", "string"}}}};
}

bj::array parameters_of(const Route& route) {
  bj::array parameters;
  for (const auto& name : route.parameter_names()) parameters.push_back(text_parameter(name, "path", true));
  for (const auto& name : route.terms.query) parameters.push_back(text_parameter(name, "query", false));
  if (route.wants_idempotency_key()) {
    auto key = text_parameter("Idempotency-Key", "header", true);
    key["schema"] = bj::object{{"type", "string"}, {"format", "uuid"}};
    parameters.push_back(std::move(key));
  }
  if (route.terms.needs_if_match) parameters.push_back(text_parameter("If-Match", "header", true));
  if (route.terms.streams) parameters.push_back(text_parameter("Last-Event-ID", "header", false));
  return parameters;
}

bj::object responses_of(const Route& route, std::string_view summary) {
  bj::object success{{"description", summary}};
  if (route.terms.streams)
    success["content"] = bj::object{{"text/event-stream", bj::object{{"schema", bj::object{{"type", "string"}}}}}};
  if (!route.terms.answer.empty()) success["content"] = content("application/json", route.terms.answer);
  bj::object refusal{{"description", "RFC 9457"}, {"content", content("application/problem+json", "Problem")}};
  return {{std::to_string(route.success_status()), std::move(success)}, {"default", std::move(refusal)}};
}

// Unlike the summary this never changes with the words: generated clients are named by it.
std::string operation_id(const Route& route) {
  if (!route.terms.summary.empty()) return route.terms.summary;
  auto id = std::string(name_of(route.method)) + route.pattern;
  std::ranges::replace_if(id, [](char c) { return c == '/' || c == '{' || c == '}'; }, '-');
  return id;
}

bj::object operation_of(const Route& route, const ApiAbout& about) {
  const auto summary =
      about.words && !route.terms.summary.empty() ? about.words(route.terms.summary) : operation_id(route);
  bj::object operation{{"operationId", operation_id(route)}, {"summary", summary}};
  if (!route.terms.tag.empty()) operation["tags"] = bj::array{route.terms.tag};
  if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.terms.body.empty())
    operation["requestBody"] =
        bj::object{{"required", true}, {"content", content("application/json", route.terms.body)}};
  operation["responses"] = responses_of(route, summary);
  if (route.terms.open) operation["security"] = bj::array{};
  operation["x-kulla-policy"] = route.policy.code;
  return operation;
}

std::string method_key(Method method) {
  std::string key(name_of(method));
  std::ranges::transform(key, key.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return key;
}

}  // namespace

std::string openapi_text(const Router& router, const ApiAbout& about) {
  bj::object paths;
  for (const auto& route : router.routes()) {
    if (!route.pattern.starts_with("/api/")) continue;
    auto& path = paths[route.pattern];
    if (path.is_null()) path = bj::object{};
    path.as_object()[method_key(route.method)] = operation_of(route, about);
  }
  bj::object schemas;
  for (const auto& [name, text] : router.schemas()) schemas[name] = parsed(text);
  schemas["Problem"] = parsed(problem_schema);
  bj::object session{{"type", "apiKey"}, {"in", "cookie"}, {"name", about.cookie}};
  const bj::object document{
      {"openapi", "3.1.0"},
      {"info", bj::object{{"title", about.title}, {"version", about.version}}},
      {"jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema"},
      {"servers", bj::array{bj::object{{"url", "/"}}}},
      {"security", bj::array{bj::object{{"session", bj::array{}}}}},
      {"paths", std::move(paths)},
      {"components",
       bj::object{{"schemas", std::move(schemas)}, {"securitySchemes", bj::object{{"session", std::move(session)}}}}}};
  return to_json_text(document);
}

}  // namespace kulla::http
