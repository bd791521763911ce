// JSON schema 2020-12 for forms and fields: what validate.cpp holds, as far as a schema can say it.
#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "base/json.hpp"
#include "dictionary/dictionary.hpp"

namespace kulla::dictionary {
namespace {

namespace json = boost::json;

json::array codes_of(const Dictionary& dictionary, const Field& field) {
  json::array codes;
  for (const auto& code : dictionary.list(field.list)->codes) codes.emplace_back(code);
  return codes;
}

json::object text_schema(std::int64_t max) { return {{"type", "string"}, {"maxLength", max}}; }
json::object formatted(const char* format) { return {{"type", "string"}, {"format", format}}; }
json::object shaped(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

json::object schema_of(const Dictionary& dictionary, const Field& field);

json::object object_of(const Dictionary& dictionary, const Field& field) {
  json::object properties;
  for (const auto& name : field.members) {
    const auto& member = *dictionary.field(name);
    properties[member.short_name()] = schema_of(dictionary, member);
  }
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

json::object bare_schema(const Dictionary& dictionary, const Field& field) {
  switch (field.type) {
    case Type::code:
      return {{"type", "string"}, {"enum", codes_of(dictionary, field)}};
    case Type::codes:
      return {{"type", "array"},
              {"uniqueItems", true},
              {"maxItems", field.max},
              {"items", json::object{{"type", "string"}, {"enum", codes_of(dictionary, field)}}}};
    case Type::text:
      return text_schema(field.max);
    case Type::count:
    case Type::year:
      return {{"type", "integer"}, {"minimum", field.min}, {"maximum", field.max}};
    case Type::time:
      return formatted("date-time");
    case Type::date:
      return formatted("date");
    case Type::boolean:
      return {{"type", "boolean"}};
    case Type::id:
      return formatted("uuid");
    case Type::reference:
      return shaped("^[2346789ACDEFGHJKMNPQRTVWXYZ]{3}-[2346789ACDEFGHJKMNPQRTVWXYZ]{4}$");
    case Type::phone:
      return shaped("^\\+[1-9][0-9]{1,14}$");
    case Type::group:
      return object_of(dictionary, field);
    case Type::rows:
      return {{"type", "array"}, {"maxItems", field.max}, {"items", object_of(dictionary, field)}};
  }
  return {};
}

// x-class tells whoever reads the API's description how the value is sealed, x-field where to look it up.
json::object schema_of(const Dictionary& dictionary, const Field& field) {
  auto schema = bare_schema(dictionary, field);
  schema["x-field"] = field.name;
  schema["x-class"] = words_of(Class{})[static_cast<std::size_t>(field.sealed_as)];
  return schema;
}

}  // namespace

std::string Dictionary::schema(std::string_view name) const {
  const auto* found = form(name);
  invariant(found != nullptr, "a schema is asked for by the name of a form that the dictionary has");
  json::object properties;
  json::array required;
  for (const auto& field : found->fields) {
    properties[field.key] = schema_of(*this, *this->field(field.field));
    if (field.required) required.emplace_back(field.key);
  }
  json::object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  json::array any_of;
  for (const auto& key : found->at_least) any_of.push_back(json::object{{"required", json::array{key}}});
  if (!any_of.empty()) schema["anyOf"] = std::move(any_of);
  return to_json_text(schema);
}

std::string Dictionary::schema_of_field(std::string_view name) const {
  const auto* found = field(name);
  invariant(found != nullptr, "a schema is asked for by the name of a field that the dictionary has");
  return to_json_text(schema_of(*this, *found));
}

}  // namespace kulla::dictionary
