// Reading a JSON body into typed values, field by field. Every finding is collected, so that a form can mark all its
// fields at once; pointers are RFC 6901. Nothing that a person typed goes into a finding.
//
//   auto body = TRY(request.json());
//   Decoder in(body);
//   const auto region = in.required_choice("region", {"prishtina", "prizren"});
//   const auto note = in.optional_text("note", {.code_points_max = 2'000});
//   TRY_VOID(in.finish());   // refuses with all findings, unknown fields among them
//
// A required field that is missing or wrong gives a harmless value (empty, zero); `finish` refuses before it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace kulla::http {

class Decoder {
 public:
  /// `value` outlives the decoder. Anything but an object is the finding `not-an-object`.
  explicit Decoder(const boost::json::value& value);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  std::string required_text(std::string_view field, const TextRule& rule = {});
  std::optional<std::string> optional_text(std::string_view field, const TextRule& rule = {});

  /// One of `choices`. Finding `unknown-code`, fact `did_you_mean` where one is near.
  std::string required_choice(std::string_view field, std::span<const std::string_view> choices);
  std::string required_choice(std::string_view field, std::initializer_list<std::string_view> choices) {
    return required_choice(field, std::span<const std::string_view>(choices.begin(), choices.size()));
  }
  std::optional<std::string> optional_choice(std::string_view field, std::span<const std::string_view> choices);
  std::optional<std::string> optional_choice(std::string_view field, std::initializer_list<std::string_view> choices) {
    return optional_choice(field, std::span<const std::string_view>(choices.begin(), choices.size()));
  }
  /// Findings `not-an-integer`, `out-of-range` (facts `min`, `max`). 3.0 is no integer here.
  std::int64_t required_integer(std::string_view field, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> optional_integer(std::string_view field, std::int64_t min, std::int64_t max);
  bool required_bool(std::string_view field);
  std::optional<bool> optional_bool(std::string_view field);
  /// RFC 3339. Finding `not-a-time`.
  Instant required_instant(std::string_view field);
  std::optional<Instant> optional_instant(std::string_view field);
  /// Finding `not-an-id`.
  template <class IdType>
  IdType required_id(std::string_view field) {
    return IdType{required_uuid(field)};
  }
  template <class IdType>
  std::optional<IdType> optional_id(std::string_view field) {
    if (const auto found = optional_uuid(field)) return IdType{*found};
    return std::nullopt;
  }
  ByteArray<16> required_uuid(std::string_view field);
  std::optional<ByteArray<16>> optional_uuid(std::string_view field);

  /// Codes, each once, at most `max` of them; a missing field is an empty list. Findings `too-many-items`,
  /// `item-twice`.
  std::vector<std::string> choices(std::string_view field, std::span<const std::string_view> known, std::size_t max);
  std::vector<std::string> choices(std::string_view field, std::initializer_list<std::string_view> known,
                                   std::size_t max) {
    return choices(field, std::span<const std::string_view>(known.begin(), known.size()), max);
  }
  /// Calls `read` for each object of a list; a missing field is an empty list. Findings `not-a-list`, `too-many-items`.
  void each(std::string_view field, std::size_t max, const std::function<void(Decoder&)>& read);
  /// Calls `read` with a nested object if it is there; says whether it was.
  bool nested(std::string_view field, const std::function<void(Decoder&)>& read);

  /// A finding of the caller's own, about one field.
  void find(std::string_view field, std::string_view code, std::vector<std::pair<std::string, std::string>> facts = {});
  /// Is this field there and not null? Null counts as absent everywhere.
  bool has(std::string_view field) const;
  /// Refuses (malformed, code `body-invalid`) with all findings; a field never asked for is `unknown-field`, fact
  /// `did_you_mean` where one of the asked names is near.
  Result<void> finish();

 private:
  struct State;
  Decoder(const boost::json::value& value, std::string pointer, std::vector<Finding>& findings);
  const boost::json::value* take(std::string_view field, bool required);
  const boost::json::array* take_list(std::string_view field, std::size_t max);
  std::string pointer_of(std::string_view field) const;
  void note_unknown();
  std::unique_ptr<State> state_;
};

}  // namespace kulla::http
