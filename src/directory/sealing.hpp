// Inside the room: how names and contacts become sections, and sections become names. Texts lie one after another, each
// with its length in two bytes in front (big-endian); Sealer puts the schema's number before them.
#pragma once

#include <array>
#include <span>

#include "directory/events.hpp"
#include "directory/staff.hpp"
#include "keys/sealer.hpp"

namespace kulla::directory {

inline constexpr std::string_view staff_compartment = "staff";
inline constexpr Byte texts_schema = 1;

crypto::WipingBytes write_texts(std::span<const std::string_view> texts);
/// Refuses (kind broken) `section-undecodable`.
Result<std::vector<crypto::WipingString>> read_texts(ByteView content, std::size_t count);

/// Whose data key all staff and office sections lie under: the house's own stream.
inline StreamId staff_key_stream(const keys::HouseKeys& house) { return house.id().as<StreamTag>(); }
/// Every group that has a key.
Result<std::vector<keys::Recipient>> staff_readers(const Snapshot& snapshot);
/// Seals texts for everyone who may read names.
Result<eventlog::Section> seal_for_staff(const Snapshot& snapshot, const keys::HouseKeys& house, keys::Sealer& sealer,
                                         StreamId stream, eventlog::Version version, eventlog::EventType type,
                                         std::string_view section, std::span<const std::string_view> texts);

/// The server key is no data key, but every section names one: its sections name the house.
inline DataKeyId server_key_of(const keys::HouseKeys& house) { return house.id().as<DataKeyTag>(); }
/// The keyed hash of a sign-in name, as it stands in the log (events.hpp).
eventlog::Section name_hash_section(const keys::HouseKeys& house, const keys::NameHash& hash);
/// Under the server key.
eventlog::Section seal_contact(const keys::HouseKeys& house, StreamId stream, eventlog::Version version,
                               eventlog::EventType type, std::span<const std::string_view> texts, Chance& chance);

}  // namespace kulla::directory
