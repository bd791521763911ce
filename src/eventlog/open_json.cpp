#include "eventlog/open_json.hpp"

#include <set>

#include <boost/json.hpp>

#include "base/encode.hpp"
#include "base/invariant.hpp"
#include "base/json.hpp"

namespace kulla::eventlog::open_json {

void write(std::string& to, bool value) { to += value ? "true" : "false"; }

void write(std::string& to, Count value) {
  invariant(value.value <= Count::max, "a count is at most 9999");
  to += std::to_string(value.value);
}

void write(std::string& to, Code value) {
  invariant(!value.empty(), "an open code says a word; an absent one is an optional");
  write_word(to, value.text());
}

void write(std::string& to, Instant value) { write_word(to, to_rfc3339(value)); }
void write(std::string& to, Duration value) { to += std::to_string(value.micros); }
void write(std::string& to, const Reference& value) { write_word(to, value.text()); }
void write_uuid(std::string& to, const ByteArray<16>& bytes) { write_word(to, uuid_to_text(bytes)); }
void write_bytes(std::string& to, ByteView bytes) { write_word(to, to_base64url(bytes)); }

// Words need no escapes: they come from codes, enumerations and encodings, whose letters are plain.
void write_word(std::string& to, std::string_view word) {
  to += '"';
  to += word;
  to += '"';
}

void write_name(std::string& to, std::string_view name) {
  if (to.back() != '{') to += ',';
  write_word(to, name);
  to += ':';
}

std::optional<std::string_view> text_in(const boost::json::value& from) {
  if (const auto* text = from.if_string()) return std::string_view(text->data(), text->size());
  return std::nullopt;
}

std::optional<bool> bool_in(const boost::json::value& from) {
  if (const auto* value = from.if_bool()) return *value;
  return std::nullopt;
}

std::optional<std::int64_t> integer_in(const boost::json::value& from) {
  if (const auto* value = from.if_int64()) return *value;
  return std::nullopt;
}

std::optional<ByteArray<16>> uuid_in(const boost::json::value& from) {
  const auto text = text_in(from);
  return text ? uuid_from_text(*text) : std::nullopt;
}

std::optional<Bytes> bytes_in(const boost::json::value& from) {
  const auto text = text_in(from);
  return text ? from_base64url(*text) : std::nullopt;
}

std::optional<Instant> instant_in(const boost::json::value& from) {
  const auto text = text_in(from);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  return instant ? std::optional(*instant) : std::nullopt;
}

std::optional<std::vector<const boost::json::value*>> elements_in(const boost::json::value& from) {
  const auto* array = from.if_array();
  if (array == nullptr) return std::nullopt;
  std::vector<const boost::json::value*> elements;
  for (const auto& element : *array) elements.push_back(&element);
  return elements;
}

namespace {

bool looks_like_a_field(std::string_view key) {
  if (key.empty() || key.size() > 40) return false;
  return std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

struct Fields::Held {
  std::string event_type;
  boost::json::object object;
  std::set<std::string_view> read;  // keys of `object`
};

Fields::Fields(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Fields::Fields(Fields&&) noexcept = default;
Fields& Fields::operator=(Fields&&) noexcept = default;
Fields::~Fields() = default;

Result<Fields> Fields::of(std::string_view event_type, std::string_view text) {
  Fields fields(std::make_unique<Held>(Held{std::string(event_type), {}, {}}));
  auto json = strict_parse(text);
  if (!json) return fields.error("", "the open part is not JSON");
  if (!json->is_object()) return fields.error("", "the open part is not an object");
  fields.held_->object = std::move(json->get_object());
  return fields;
}

const boost::json::value* Fields::find(std::string_view name) {
  const auto found = held_->object.find(name);
  if (found == held_->object.end()) return nullptr;
  held_->read.insert(std::string_view(found->key().data(), found->key().size()));
  return &found->value();
}

Result<void> Fields::nothing_left() const {
  if (held_->read.size() == held_->object.size()) return {};
  for (const auto& member : held_->object) {
    const std::string_view key(member.key().data(), member.key().size());
    if (!held_->read.contains(key))
      // A key that no code knows may hold anything: it is told only when it looks like a field.
      return error(looks_like_a_field(key) ? key : "(odd)", "is not a field of this type");
  }
  return {};
}

tl::unexpected<Error> Fields::error(std::string_view field, std::string_view what) const {
  auto where = held_->event_type + ": ";
  if (!field.empty()) where += "field " + std::string(field) + " ";
  return fail(ErrorKind::broken, "event-undecodable", where.append(what));
}

}  // namespace kulla::eventlog::open_json
