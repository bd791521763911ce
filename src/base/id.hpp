// Ids: UUIDv7 (RFC 9562), so that they rise with time and an index on them stays dense. A tag keeps a case from being
// taken for a victim. As text: 36 lower-case characters with hyphens.
#pragma once

#include <compare>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/chance.hpp"
#include "base/time.hpp"

namespace kulla {

ByteArray<16> make_uuid7(Instant at, Chance& chance);
std::string uuid_to_text(const ByteArray<16>& bytes);
std::optional<ByteArray<16>> uuid_from_text(std::string_view text);

template <class Tag>
struct Id {
  ByteArray<16> bytes{};

  constexpr auto operator<=>(const Id&) const = default;
  constexpr bool is_nil() const { return bytes == ByteArray<16>{}; }
  static Id make(Instant at, Chance& chance) { return {make_uuid7(at, chance)}; }
  static std::optional<Id> from_bytes(ByteView from) {
    if (from.size() != 16) return std::nullopt;
    Id id;
    std::memcpy(id.bytes.data(), from.data(), 16);
    return id;
  }
  static std::optional<Id> parse(std::string_view text) {
    if (const auto found = uuid_from_text(text)) return Id{*found};
    return std::nullopt;
  }
  std::string text() const { return uuid_to_text(bytes); }
  ByteView view() const { return bytes; }
  Bytes to_bytes() const { return {bytes.begin(), bytes.end()}; }
  /// The same id under another tag: a case is a stream. Say so where you write it.
  template <class Other>
  Id<Other> as() const {
    return Id<Other>{bytes};
  }
};

using HouseId = Id<struct HouseTag>;  // one installation
using AccountId = Id<struct AccountTag>;
using GroupId = Id<struct GroupTag>;    // one key pair: a regional unit, an office, a shelter's staff
using StreamId = Id<struct StreamTag>;  // any stream of the log; the ids below are streams too
using CaseId = Id<struct CaseTag>;
using VictimId = Id<struct VictimTag>;
using WitnessId = Id<struct WitnessTag>;
using AppointmentId = Id<struct AppointmentTag>;
using NoticeId = Id<struct NoticeTag>;
using ShelterId = Id<struct ShelterTag>;
using VehicleId = Id<struct VehicleTag>;
using DisclosureId = Id<struct DisclosureTag>;
using DataKeyId = Id<struct DataKeyTag>;
using EnvelopeId = Id<struct EnvelopeTag>;

}  // namespace kulla

template <class Tag>
struct std::hash<kulla::Id<Tag>> {
  std::size_t operator()(const kulla::Id<Tag>& id) const noexcept {
    std::size_t value = 0;  // the last eight bytes are random in a UUIDv7
    std::memcpy(&value, id.bytes.data() + 8, sizeof value);
    return value;
  }
};
