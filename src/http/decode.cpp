#include "http/decode.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "base/suggest.hpp"

namespace kulla::http {

namespace bj = boost::json;

using Facts = std::vector<std::pair<std::string, std::string>>;

struct Decoder::State {
  const bj::object* object = nullptr;  // none: not an object, and that has been found
  std::string pointer;
  std::vector<std::string> asked;
  std::vector<Finding> own;  // of the outermost decoder
  std::vector<Finding>* findings = nullptr;
};

namespace {

constexpr std::size_t name_bytes_max = 64;

// A field's name goes into a pointer only where it looks like one: a key is typed by a person, too.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
}

std::string escaped(std::string_view token) {  // RFC 6901, section 3
  std::string text;
  for (const char c : token) {
    if (c == '~') text += "~0";
    if (c == '/') text += "~1";
    if (c != '~' && c != '/') text += c;
  }
  return text;
}

Facts suggestion(std::string_view word, std::span<const std::string> known) {
  if (auto near = nearest(word, known)) return {{"did_you_mean", std::move(*near)}};
  return {};
}

Facts suggestion(std::string_view word, std::span<const std::string_view> known) {
  const std::vector<std::string> copies(known.begin(), known.end());
  return suggestion(word, copies);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

}  // namespace

Decoder::Decoder(const bj::value& value) : state_(std::make_unique<State>()) {
  state_->findings = &state_->own;
  state_->object = value.if_object();
  if (state_->object == nullptr) state_->findings->push_back({"not-an-object", "", {}});
}

Decoder::Decoder(const bj::value& value, std::string pointer, std::vector<Finding>& findings)
    : state_(std::make_unique<State>()) {
  state_->pointer = std::move(pointer);
  state_->findings = &findings;
  state_->object = value.if_object();
  if (state_->object == nullptr) findings.push_back({"not-an-object", state_->pointer, {}});
}

Decoder::~Decoder() = default;

std::string Decoder::pointer_of(std::string_view field) const { return state_->pointer + "/" + escaped(field); }

void Decoder::find(std::string_view field, std::string_view code, Facts facts) {
  state_->findings->push_back({std::string(code), pointer_of(field), std::move(facts)});
}

bool Decoder::has(std::string_view field) const {
  if (state_->object == nullptr) return false;
  const auto found = state_->object->find(field);
  return found != state_->object->end() && !found->value().is_null();
}

const bj::value* Decoder::take(std::string_view field, bool required) {
  state_->asked.emplace_back(field);
  if (has(field)) return &state_->object->find(field)->value();
  if (required && state_->object != nullptr) find(field, "missing");
  return nullptr;
}

std::optional<std::string> Decoder::optional_text(std::string_view field, const TextRule& rule) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr) {
    find(field, "not-a-text");
    return std::nullopt;
  }
  const std::string_view view(text->data(), text->size());
  if (const auto fault = text_fault(view, rule)) {
    state_->findings->push_back(finding_of(*fault, rule, pointer_of(field)));
    return std::nullopt;
  }
  if (!rule.may_be_empty && is_blank(view)) return std::nullopt;
  return std::string(view);
}

std::string Decoder::required_text(std::string_view field, const TextRule& rule) {
  const auto before = state_->findings->size();
  auto text = optional_text(field, rule);
  if (!text && state_->object != nullptr && state_->findings->size() == before) find(field, "missing");
  return text.value_or("");
}

std::optional<std::string> Decoder::optional_choice(std::string_view field, std::span<const std::string_view> choices) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr) {
    find(field, "not-a-text");
    return std::nullopt;
  }
  const std::string_view view(text->data(), text->size());
  if (std::ranges::find(choices, view) != choices.end()) return std::string(view);
  find(field, "unknown-code", suggestion(view, choices));
  return std::nullopt;
}

std::string Decoder::required_choice(std::string_view field, std::span<const std::string_view> choices) {
  if (!has(field) && state_->object != nullptr) find(field, "missing");
  return optional_choice(field, choices).value_or("");
}

std::optional<std::int64_t> Decoder::optional_integer(std::string_view field, std::int64_t min, std::int64_t max) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64() && !value->is_uint64()) {
    find(field, "not-an-integer");
    return std::nullopt;
  }
  const bool fits = value->is_int64();  // what only fits an unsigned one is above any range of ours
  if (fits && value->get_int64() >= min && value->get_int64() <= max) return value->get_int64();
  find(field, "out-of-range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
  return std::nullopt;
}

std::int64_t Decoder::required_integer(std::string_view field, std::int64_t min, std::int64_t max) {
  if (!has(field) && state_->object != nullptr) find(field, "missing");
  return optional_integer(field, min, max).value_or(0);
}

std::optional<bool> Decoder::optional_bool(std::string_view field) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  if (const auto* yes = value->if_bool()) return *yes;
  find(field, "not-a-boolean");
  return std::nullopt;
}

bool Decoder::required_bool(std::string_view field) {
  if (!has(field) && state_->object != nullptr) find(field, "missing");
  return optional_bool(field).value_or(false);
}

std::optional<Instant> Decoder::optional_instant(std::string_view field) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->if_string())
    if (const auto at = parse_rfc3339({text->data(), text->size()})) return *at;
  find(field, "not-a-time");
  return std::nullopt;
}

Instant Decoder::required_instant(std::string_view field) {
  if (!has(field) && state_->object != nullptr) find(field, "missing");
  return optional_instant(field).value_or(Instant{});
}

std::optional<ByteArray<16>> Decoder::optional_uuid(std::string_view field) {
  const auto* value = take(field, false);
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->if_string())
    if (const auto id = uuid_from_text({text->data(), text->size()})) return *id;
  find(field, "not-an-id");
  return std::nullopt;
}

ByteArray<16> Decoder::required_uuid(std::string_view field) {
  if (!has(field) && state_->object != nullptr) find(field, "missing");
  return optional_uuid(field).value_or(ByteArray<16>{});
}

const bj::array* Decoder::take_list(std::string_view field, std::size_t max) {
  const auto* value = take(field, false);
  if (value == nullptr) return nullptr;
  const auto* list = value->if_array();
  if (list == nullptr) find(field, "not-a-list");
  if (list == nullptr || list->size() <= max) return list;
  find(field, "too-many-items", {{"max", std::to_string(max)}});
  return nullptr;
}

std::vector<std::string> Decoder::choices(std::string_view field, std::span<const std::string_view> known,
                                          std::size_t max) {
  std::vector<std::string> chosen;
  const auto* list = take_list(field, max);
  if (list == nullptr) return chosen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto pointer = pointer_of(field) + "/" + std::to_string(i);
    const auto* text = (*list)[i].if_string();
    const std::string_view view = text == nullptr ? std::string_view{} : std::string_view(text->data(), text->size());
    if (text == nullptr) {
      state_->findings->push_back({"not-a-text", pointer, {}});
    } else if (std::ranges::find(known, view) == known.end()) {
      state_->findings->push_back({"unknown-code", pointer, suggestion(view, known)});
    } else if (std::ranges::find(chosen, view) != chosen.end()) {
      state_->findings->push_back({"item-twice", pointer, {}});
    } else {
      chosen.emplace_back(view);
    }
  }
  return chosen;
}

void Decoder::each(std::string_view field, std::size_t max, const std::function<void(Decoder&)>& read) {
  const auto* list = take_list(field, max);
  if (list == nullptr) return;
  for (std::size_t i = 0; i < list->size(); ++i) {
    Decoder item((*list)[i], pointer_of(field) + "/" + std::to_string(i), *state_->findings);
    read(item);
    item.note_unknown();
  }
}

bool Decoder::nested(std::string_view field, const std::function<void(Decoder&)>& read) {
  const auto* value = take(field, false);
  if (value == nullptr) return false;
  Decoder inner(*value, pointer_of(field), *state_->findings);
  read(inner);
  inner.note_unknown();
  return true;
}

void Decoder::note_unknown() {
  if (state_->object == nullptr) return;
  for (const auto& [key, value] : *state_->object) {
    const std::string_view name(key.data(), key.size());
    if (std::ranges::find(state_->asked, name) != state_->asked.end()) continue;
    state_->findings->push_back({"unknown-field", is_name(name) ? pointer_of(name) : state_->pointer,
                                 is_name(name) ? suggestion(name, state_->asked) : Facts{}});
  }
}

Result<void> Decoder::finish() {
  invariant(state_->findings == &state_->own, "only the outermost decoder is finished: a nested one is by itself");
  note_unknown();
  if (state_->own.empty()) return {};
  return tl::unexpected(
      Error{.kind = ErrorKind::malformed, .code = "body-invalid", .where = {}, .findings = std::move(state_->own)});
}

}  // namespace kulla::http
