#include "eventlog/entry.hpp"

#include <algorithm>

#include "base/invariant.hpp"
#include "crypto/hash.hpp"

namespace kulla::eventlog {
namespace {

template <class Number>
void append_number(Bytes& to, Number number) {
  auto rest = static_cast<std::uint64_t>(number);
  constexpr auto size = sizeof(Number);
  const auto at = to.size();
  to.resize(at + size);
  for (std::size_t i = size; i > 0; --i, rest >>= 8U) to[at + i - 1] = static_cast<Byte>(rest);
}

void append_text(Bytes& to, std::string_view text) {
  invariant_fatal(text.size() <= UINT16_MAX, "a header's texts are short codes");
  append_number(to, static_cast<std::uint16_t>(text.size()));
  append(to, bytes_of(text));
}

}  // namespace

void append_header(Bytes& to, const Event& event) {
  append_number(to, event.position);
  append(to, event.stream.view());
  append_number(to, static_cast<std::uint8_t>(event.kind));
  append_number(to, event.version);
  append_text(to, event.type);
  append_number(to, event.type_version);
  append(to, event.batch);
  append_number(to, event.batch_index);
  append_number(to, event.recorded_at.micros);
  append_number(to, event.occurred_at.micros);
  append_number(to, static_cast<std::uint8_t>(event.occurred_precision));
  append_number(to, static_cast<std::uint8_t>(event.actor.kind));
  append(to, event.actor.account.view());
  append(to, event.acting_group.view());
  append_text(to, event.ground);
  append_number(to, event.cause.value_or(0));
}

void sort_sections(std::vector<Section>& sections) {
  std::sort(sections.begin(), sections.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
}

Hash hash_of_open(const OpenText& open) { return crypto::sha256(bytes_of(open.text())); }
Hash hash_of_cipher(ByteView cipher) { return crypto::sha256(cipher); }

Hash hash_of_sections(const std::vector<Section>& sections) {
  Bytes list;
  for (const auto& section : sections) {
    append_text(list, section.name);
    append(list, section.data_key.view());
    append(list, section.hash);
  }
  return crypto::sha256(list);
}

Hash entry_of(const Event& event, const Hash& open_hash, const Hash& sections_hash) {
  thread_local Bytes header;
  header.clear();
  append_header(header, event);
  const auto header_hash = crypto::sha256(header);
  return crypto::sha256({bytes_of("kulla/1"), event.salt, header_hash, open_hash, sections_hash});
}

Hash entry_of(const Event& event) {
  return entry_of(event, hash_of_open(event.open), hash_of_sections(event.sections));
}

Hash leaf_of(const Hash& entry) {
  static constexpr Byte leaf_prefix = 0x00;  // RFC 6962, 2.1
  return crypto::sha256({ByteView{&leaf_prefix, 1}, entry});
}

}  // namespace kulla::eventlog
