#include "directory/staff.hpp"

#include "base/invariant.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "directory/events.hpp"
#include "directory/rows.hpp"
#include "directory/sealing.hpp"
#include "directory/tables.hpp"
#include "keys/opener.hpp"

namespace kulla::directory {
namespace {

constexpr bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// A section's row as what it was in its event, and where it stood.
struct StoredSection {
  eventlog::Position position = 0;
  eventlog::Version version = 0;
  std::string type;
  int type_version = 1;
  eventlog::Section section;
};

Result<std::optional<StoredSection>> stored_section(const Snapshot& snapshot, StreamId stream, std::string_view name) {
  const auto row = TRY(snapshot.get(section_table, {stream.to_bytes(), std::string(name)}));
  if (!row) return std::optional<StoredSection>{};
  return StoredSection{.position = integer_at(*row, 2),
                       .version = integer_at(*row, 3),
                       .type = std::get<std::string>(row->at(4)),
                       .type_version = static_cast<int>(integer_at(*row, 5)),
                       .section = {.name = std::string(name),
                                   .data_key = id_at<DataKeyId>(*row, 6),
                                   .cipher = std::get<Bytes>(row->at(7)),
                                   .hash = {}}};
}

crypto::Key contact_key(const keys::HouseKeys& house) {
  return crypto::hkdf_expand_key(house.server_key(), "kulla/directory/contact");
}

/// Where a contact stands; it opens nowhere else.
Bytes contact_aad(const keys::HouseKeys& house, StreamId stream, eventlog::Version version, std::string_view type) {
  Bytes aad;
  append(aad, bytes_of("kulla/contact"));
  append(aad, house.id().view());
  append(aad, stream.view());
  for (int shift = 56; shift >= 0; shift -= 8)
    aad.push_back(static_cast<Byte>(static_cast<std::uint64_t>(version) >> static_cast<unsigned>(shift)));
  append(aad, bytes_of(type));
  return aad;
}

}  // namespace

std::optional<crypto::WipingString> fold_sign_in_name(std::string_view typed) {
  if (typed.size() < 2 || typed.size() > 64) return std::nullopt;
  crypto::WipingString folded(typed);
  for (auto& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_letter_or_digit(c) && c != '.' && c != '-') return std::nullopt;
  }
  if (!is_letter_or_digit(folded.front()) || !is_letter_or_digit(folded.back())) return std::nullopt;
  return folded;
}

crypto::WipingBytes write_texts(std::span<const std::string_view> texts) {
  crypto::WipingBytes written;
  for (const auto text : texts) {
    invariant(text.size() <= 0xFFFF, "a text's length was looked at before it is sealed");
    written.push_back(static_cast<Byte>(text.size() >> 8U));
    written.push_back(static_cast<Byte>(text.size() & 0xFFU));
    const auto bytes = bytes_of(text);
    written.insert(written.end(), bytes.begin(), bytes.end());
  }
  return written;
}

Result<std::vector<crypto::WipingString>> read_texts(ByteView content, std::size_t count) {
  std::vector<crypto::WipingString> texts;
  while (texts.size() < count) {
    if (content.size() < 2) return fail(ErrorKind::broken, "section-undecodable", "directory");
    const auto size = static_cast<std::size_t>(content[0]) << 8U | content[1];
    if (content.size() - 2 < size) return fail(ErrorKind::broken, "section-undecodable", "directory");
    texts.emplace_back(content.subspan(2, size));
    content = content.subspan(2 + size);
  }
  if (!content.empty()) return fail(ErrorKind::broken, "section-undecodable", "directory");
  return texts;
}

Result<std::vector<keys::Recipient>> staff_readers(const Snapshot& snapshot) {
  std::vector<keys::Recipient> readers;
  for (const auto& group : TRY(groups(snapshot)))
    if (group.epoch > 0) readers.push_back({.who = group.id, .ground = "staff"});
  return readers;
}

Result<eventlog::Section> seal_for_staff(const Snapshot& snapshot, const keys::HouseKeys& house, keys::Sealer& sealer,
                                         StreamId stream, eventlog::Version version, eventlog::EventType type,
                                         std::string_view section, std::span<const std::string_view> texts) {
  const auto readers = TRY(staff_readers(snapshot));
  return sealer.seal(
      {.stream = stream, .version = version, .type = type, .section = section, .key_stream = staff_key_stream(house)},
      staff_compartment, texts_schema, write_texts(texts), readers);
}

eventlog::Section name_hash_section(const keys::HouseKeys& house, const keys::NameHash& hash) {
  return {.name = std::string(sign_in_section),
          .data_key = server_key_of(house),
          .cipher = Bytes(hash.begin(), hash.end()),
          .hash = {}};
}

eventlog::Section seal_contact(const keys::HouseKeys& house, StreamId stream, eventlog::Version version,
                               eventlog::EventType type, std::span<const std::string_view> texts, Chance& chance) {
  return {.name = std::string(contact_section),
          .data_key = server_key_of(house),
          .cipher = crypto::seal_padded(contact_key(house), write_texts(texts),
                                        contact_aad(house, stream, version, type.name), chance),
          .hash = {}};
}

Result<std::optional<StaffNames>> Staff::of(const Snapshot& snapshot, keys::KeyRoom& room,
                                            const keys::Unlocked& session, AccountId account, Instant now) {
  return StaffReader(*this, snapshot, room, session, now).of(account);
}

Result<std::optional<OfficeNames>> Staff::of(const Snapshot& snapshot, keys::KeyRoom& room,
                                             const keys::Unlocked& session, UnitId unit, Instant now) {
  return StaffReader(*this, snapshot, room, session, now).of(unit);
}

StaffReader::StaffReader(Staff& staff, const Snapshot& snapshot, keys::KeyRoom& room, const keys::Unlocked& session,
                         Instant now)
    : staff_(staff),
      snapshot_(snapshot),
      room_(room),
      opener_(std::make_unique<keys::Opener>(room, snapshot, session, now)) {}
StaffReader::~StaffReader() = default;

Result<std::optional<std::vector<crypto::WipingString>>> StaffReader::texts(StreamId stream, std::string_view section,
                                                                            std::size_t count) {
  const auto stored = TRY(stored_section(snapshot_, stream, section));
  if (!stored) return std::optional<std::vector<crypto::WipingString>>{};
  {
    const std::scoped_lock lock(staff_.mutex_);
    const auto kept = staff_.kept_.find(stream);
    if (kept != staff_.kept_.end() && kept->second.position == stored->position) return kept->second.texts;
  }
  const auto opened = TRY(opener_->open({.stream = stream,
                                         .version = stored->version,
                                         .type = {stored->type, stored->type_version},
                                         .section = stored->section.name,
                                         .key_stream = staff_key_stream(room_.house)},
                                        stored->section));
  if (opened.schema != texts_schema) return fail(ErrorKind::broken, "section-undecodable", stored->type);
  auto texts = TRY(read_texts(opened.content, count));
  const std::scoped_lock lock(staff_.mutex_);
  staff_.kept_[stream] = {stored->position, texts};
  return texts;
}

Result<std::optional<StaffNames>> StaffReader::of(AccountId account) {
  auto found = TRY(texts(account.as<StreamTag>(), staff_section, 3));
  if (!found) return std::optional<StaffNames>{};
  return StaffNames{std::move((*found)[0]), std::move((*found)[1]), std::move((*found)[2])};
}

Result<std::optional<OfficeNames>> StaffReader::of(UnitId unit) {
  auto found = TRY(texts(unit.as<StreamTag>(), office_section, 2));
  if (!found) return std::optional<OfficeNames>{};
  return OfficeNames{std::move((*found)[0]), std::move((*found)[1])};
}

Result<std::optional<Contact>> contact_of(const Snapshot& snapshot, const keys::HouseKeys& house, AccountId account) {
  const auto stream = account.as<StreamTag>();
  const auto stored = TRY(stored_section(snapshot, stream, contact_section));
  if (!stored) return std::optional<Contact>{};
  const auto content = TRY(crypto::open_padded(contact_key(house), stored->section.cipher,
                                               contact_aad(house, stream, stored->version, stored->type)));
  auto texts = TRY(read_texts(content, 2));
  return Contact{std::move(texts[0]), std::move(texts[1])};
}

}  // namespace kulla::directory
