// The open part of an event: the only content that whoever reads the database reads. So a free string cannot be open:
// by the concept below it admits ids, enumerations, codes of a vocabulary, instants, durations, booleans, references,
// small counts and public keys, and optionals and vectors of them; `std::string` does not compile
// (tests/eventlog/open_test.cpp, and the compile-fail case beside it). Source: decisions.md 1.2.
//
//   struct Open {
//     NoticeId notice;
//     Code party;
//     static constexpr auto fields = std::tuple{field("notice", &Open::notice), field("party", &Open::party)};
//   };
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/id.hpp"
#include "base/reference.hpp"
#include "base/time.hpp"

namespace kulla::eventlog {

/// A word of a fixed vocabulary: a step, a fact's value, a region. Made from a literal while compiling, or found in a
/// Vocabulary that was read from the house's data files; never from what a person typed. Cheap to copy; compares by
/// text.
class Code {
 public:
  constexpr Code() = default;
  template <std::size_t size>
  consteval Code(const char (&literal)[size]) : text_(literal, size - 1) {  // NOLINT(google-explicit-constructor)
    if (!is_well_formed(text_)) throw "a code is 1 to 64 of a-z, 0-9, '-' and '.'";
  }
  constexpr std::string_view text() const { return text_; }
  constexpr bool empty() const { return text_.empty(); }
  constexpr auto operator<=>(const Code& other) const { return text_ <=> other.text_; }
  constexpr bool operator==(const Code& other) const { return text_ == other.text_; }
  static constexpr bool is_well_formed(std::string_view text) {
    if (text.empty() || text.size() > 64) return false;
    for (const char c : text)
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
    return true;
  }

 private:
  friend class Vocabulary;
  friend Code code_from_log(std::string_view text);
  explicit constexpr Code(std::string_view kept) : text_(kept) {}
  std::string_view text_;  // a literal, or interned for the life of the process
};

/// A closed list of codes, read from data that ships with the house (procedure, dictionary), never from a request.
class Vocabulary {
 public:
  /// Words that are not well formed are a bug of the data's checker.
  static Vocabulary of_house_data(const std::vector<std::string>& words);
  std::optional<Code> find(std::string_view word) const;
  const std::vector<Code>& codes() const { return codes_; }

 private:
  std::vector<Code> codes_;  // sorted
};

/// The code that stands in a stored event. Only for decoding what the log already holds.
Code code_from_log(std::string_view text);

/// How many; at most 9999: a raid, not a register number.
struct Count {
  std::uint16_t value = 0;
  static constexpr std::uint16_t max = 9'999;
  constexpr auto operator<=>(const Count&) const = default;
};

/// Public bytes of the house's keys, of one fixed length: a public key, the hash of a random code (32), a signature
/// (64). Written as base64url. Never a hash of what a person typed: there are few names, and they are quickly guessed.
template <std::size_t size>
  requires(size == 32 || size == 64)
struct PublicBytes {
  ByteArray<size> bytes{};
  constexpr auto operator<=>(const PublicBytes&) const = default;
};

/// An enumeration is open when it says its words: `constexpr std::array<std::string_view, n> words_of(Enum)` by ADL,
/// in the order of its values from 0.
template <class T>
concept WordedEnum = std::is_enum_v<T> && requires(T value) {
  { words_of(value)[0] } -> std::convertible_to<std::string_view>;
};

template <class T>
struct IsOpen : std::bool_constant<WordedEnum<T>> {};
template <class Tag>
struct IsOpen<Id<Tag>> : std::true_type {};
template <>
struct IsOpen<Code> : std::true_type {};
template <>
struct IsOpen<Instant> : std::true_type {};
template <>
struct IsOpen<Duration> : std::true_type {};
template <>
struct IsOpen<bool> : std::true_type {};
template <>
struct IsOpen<Count> : std::true_type {};
template <>
struct IsOpen<Reference> : std::true_type {};
template <std::size_t size>
struct IsOpen<PublicBytes<size>> : std::true_type {};
template <class T>
struct IsOpen<std::optional<T>> : IsOpen<T> {};
template <class T>
struct IsOpen<std::vector<T>> : IsOpen<T> {};

template <class T>
concept OpenValue = IsOpen<T>::value;

template <class Struct, OpenValue Member>
struct Field {
  std::string_view name;
  Member Struct::* member;
};
template <class Struct, OpenValue Member>
constexpr Field<Struct, Member> field(std::string_view name, Member Struct::* member) {
  return {name, member};
}

/// A struct whose every field is open. One with no fields says `static constexpr std::tuple<> fields{};`.
template <class T>
concept OpenStruct = requires { std::tuple_size<std::remove_cvref_t<decltype(T::fields)>>::value; };

/// The exact bytes that are hashed and stored: JSON, fields in the order given, absent optionals left out. Only
/// `encode_open` (open_json.hpp) makes one, and `from_log` takes one that was stored.
class OpenText {
 public:
  OpenText() : text_("{}") {}
  const std::string& text() const { return text_; }
  static OpenText from_log(std::string text) { return OpenText(std::move(text)); }

 private:
  template <OpenStruct Open>
  friend OpenText encode_open(const Open& open);
  explicit OpenText(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace kulla::eventlog
