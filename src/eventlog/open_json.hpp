// The open part of an event as JSON, written and read. What is written is hashed and kept byte for byte; what is read
// is complete: a missing field, an unknown one or a wrong value is an error that names event type and field, never a
// default. Forms: ids as UUID text, codes and enumerations as their words, instants as RFC 3339, durations as whole
// microseconds, public bytes as base64url, absent optionals left out.
//
//   const auto text = encode_open(NoticeAcknowledged::Open{.notice = id});
//   const auto open = TRY(decode_open<NoticeAcknowledged::Open>("notice.acknowledged", event.open));
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/invariant.hpp"
#include "eventlog/open.hpp"

namespace kulla::eventlog {

namespace open_json {

void write(std::string& to, bool value);
void write(std::string& to, Count value);
void write(std::string& to, Code value);
void write(std::string& to, Instant value);
void write(std::string& to, Duration value);
void write(std::string& to, const Reference& value);
void write_uuid(std::string& to, const ByteArray<16>& bytes);
void write_bytes(std::string& to, ByteView bytes);
void write_word(std::string& to, std::string_view word);
void write_name(std::string& to, std::string_view name);  // with the comma in front where one is needed

template <class Tag>
void write(std::string& to, const Id<Tag>& value) {
  write_uuid(to, value.bytes);
}
template <std::size_t size>
void write(std::string& to, const PublicBytes<size>& value) {
  write_bytes(to, value.bytes);
}
template <WordedEnum Enum>
void write(std::string& to, Enum value) {
  write_word(to, words_of(value)[static_cast<std::size_t>(value)]);
}
template <OpenValue T>
void write(std::string& to, const std::vector<T>& values) {
  to += '[';
  for (bool first = true; const auto& value : values) {
    if (!std::exchange(first, false)) to += ',';
    write(to, value);
  }
  to += ']';
}
template <OpenValue T>
void write_field(std::string& to, std::string_view name, const T& value) {
  write_name(to, name);
  write(to, value);
}
template <OpenValue T>
void write_field(std::string& to, std::string_view name, const std::optional<T>& value) {
  if (value) write_field(to, name, *value);
}

// Reading: nothing where the JSON value has another form.
std::optional<std::string_view> text_in(const boost::json::value& from);
std::optional<bool> bool_in(const boost::json::value& from);
std::optional<std::int64_t> integer_in(const boost::json::value& from);
std::optional<ByteArray<16>> uuid_in(const boost::json::value& from);
std::optional<Bytes> bytes_in(const boost::json::value& from);
std::optional<Instant> instant_in(const boost::json::value& from);
std::optional<std::vector<const boost::json::value*>> elements_in(const boost::json::value& from);

template <class T>
struct Read;
template <>
struct Read<bool> {
  static std::optional<bool> from(const boost::json::value& json) { return bool_in(json); }
};
template <>
struct Read<Count> {
  static std::optional<Count> from(const boost::json::value& json) {
    const auto number = integer_in(json);
    if (!number || *number < 0 || *number > Count::max) return std::nullopt;
    return Count{static_cast<std::uint16_t>(*number)};
  }
};
template <>
struct Read<Code> {
  static std::optional<Code> from(const boost::json::value& json) {
    const auto text = text_in(json);
    if (!text || !Code::is_well_formed(*text)) return std::nullopt;
    return code_from_log(*text);
  }
};
template <>
struct Read<Instant> {
  static std::optional<Instant> from(const boost::json::value& json) { return instant_in(json); }
};
template <>
struct Read<Duration> {
  static std::optional<Duration> from(const boost::json::value& json) {
    if (const auto micros = integer_in(json)) return Duration{*micros};
    return std::nullopt;
  }
};
template <>
struct Read<Reference> {
  static std::optional<Reference> from(const boost::json::value& json) {
    const auto text = text_in(json);
    return text ? Reference::parse(*text) : std::nullopt;
  }
};
template <class Tag>
struct Read<Id<Tag>> {
  static std::optional<Id<Tag>> from(const boost::json::value& json) {
    if (const auto bytes = uuid_in(json)) return Id<Tag>{*bytes};
    return std::nullopt;
  }
};
template <std::size_t size>
struct Read<PublicBytes<size>> {
  static std::optional<PublicBytes<size>> from(const boost::json::value& json) {
    const auto bytes = bytes_in(json);
    if (!bytes || bytes->size() != size) return std::nullopt;
    PublicBytes<size> read;
    std::copy(bytes->begin(), bytes->end(), read.bytes.begin());
    return read;
  }
};
template <WordedEnum Enum>
struct Read<Enum> {
  static std::optional<Enum> from(const boost::json::value& json) {
    const auto text = text_in(json);
    const auto words = words_of(Enum{});
    for (std::size_t i = 0; text && i < words.size(); ++i)
      if (words[i] == *text) return static_cast<Enum>(i);
    return std::nullopt;
  }
};
template <class T>
struct Read<std::vector<T>> {
  static std::optional<std::vector<T>> from(const boost::json::value& json) {
    const auto elements = elements_in(json);
    if (!elements) return std::nullopt;
    std::vector<T> values;
    for (const auto* element : *elements) {
      auto value = Read<T>::from(*element);
      if (!value) return std::nullopt;
      values.push_back(std::move(*value));
    }
    return values;
  }
};

/// The object in a stored open part, handed out field by field.
class Fields {
 public:
  static Result<Fields> of(std::string_view event_type, std::string_view text);
  Fields(Fields&&) noexcept;
  Fields& operator=(Fields&&) noexcept;
  ~Fields();

  /// Nothing when there is no such field; counts it as read.
  const boost::json::value* find(std::string_view name);
  /// Every field of the text has been read.
  Result<void> nothing_left() const;
  tl::unexpected<Error> error(std::string_view field, std::string_view what) const;

 private:
  struct Held;
  explicit Fields(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

template <class T>
Result<T> read_field(Fields& fields, std::string_view name, const T*) {
  const auto* json = fields.find(name);
  if (json == nullptr) return fields.error(name, "is missing");
  auto value = Read<T>::from(*json);
  if (!value) return fields.error(name, "has a value of another form");
  return std::move(*value);
}
template <class T>
Result<std::optional<T>> read_field(Fields& fields, std::string_view name, const std::optional<T>*) {
  if (const auto* json = fields.find(name)) {
    auto value = Read<T>::from(*json);
    if (!value) return fields.error(name, "has a value of another form");
    return std::optional<T>(std::move(*value));
  }
  return std::optional<T>();
}

template <class Open, class... Members>
constexpr bool lists_all_members(const std::tuple<Field<Open, Members>...>*) {
  return std::is_aggregate_v<Open> && !requires { Open{std::declval<Members>()..., {}}; };
}

/// Reading fills the members in the order of `fields`; swapped, two ids would change places unseen.
template <class Open, class... Members>
bool in_order_of_declaration(const Open& open, const std::tuple<Field<Open, Members>...>& plan) {
  const void* last = nullptr;
  bool rising = true;
  const auto look = [&](const void* member) {
    rising = rising && std::less<>()(last, member);
    last = member;
  };
  std::apply([&](const auto&... field) { (look(&(open.*field.member)), ...); }, plan);
  return rising;
}

template <class Open, class... Members>
Result<Open> read_all(Fields& fields, const std::tuple<Field<Open, Members>...>& plan) {
  return std::apply(
      [&](const auto&... field) -> Result<Open> {
        // In braces, so from left to right; the first error is told.
        std::tuple<Result<Members>...> read{read_field(fields, field.name, static_cast<const Members*>(nullptr))...};
        return std::apply(
            [&](auto&... value) -> Result<Open> {
              const Error* first = nullptr;
              ((first == nullptr&& !value ? first = &value.error() : nullptr), ...);
              if (first != nullptr) return tl::unexpected(*first);
              TRY_VOID(fields.nothing_left());
              return Open{std::move(*value)...};
            },
            read);
      },
      plan);
}

}  // namespace open_json

/// A struct whose every member is a field, in the order in which they are declared: nothing open is left unsaid.
template <class T>
concept WholeOpenStruct =
    OpenStruct<T> && open_json::lists_all_members<T>(static_cast<std::remove_cvref_t<decltype(T::fields)>*>(nullptr));

template <OpenStruct Open>
OpenText encode_open(const Open& open) {
  static_assert(WholeOpenStruct<Open>, "every member of an Open stands in `fields`, in the order of declaration");
  invariant(open_json::in_order_of_declaration(open, Open::fields), "`fields` follows the order of declaration");
  std::string text = "{";
  std::apply([&](const auto&... field) { (open_json::write_field(text, field.name, open.*field.member), ...); },
             Open::fields);
  text += '}';
  return OpenText(std::move(text));
}

/// Refuses (kind `broken`) `event-undecodable`; `where` names the event type and the field, never a value.
template <WholeOpenStruct Open>
Result<Open> decode_open(std::string_view event_type, const OpenText& text) {
  auto fields = TRY(open_json::Fields::of(event_type, text.text()));
  return open_json::read_all<Open>(fields, Open::fields);
}

}  // namespace kulla::eventlog
