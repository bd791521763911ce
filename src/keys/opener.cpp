#include "keys/opener.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

Result<Opened> Opener::open(const Place& place, const eventlog::Section& section) {
  if (section.cipher.empty()) return fail(ErrorKind::missing, "section-erased");
  const auto row = TRY(room_.tables.data_key(snapshot_, section.data_key));
  if (!row) return fail(ErrorKind::missing, "section-erased");
  if (row->stream != (place.key_stream.is_nil() ? place.stream : place.key_stream))
    return fail(ErrorKind::broken, "not-authentic", "stream");
  const auto* key = TRY(data_key(*row));
  auto whole = TRY(crypto::open_padded(*key, section.cipher, section_aad(room_.house.id(), place, section.data_key)));
  if (whole.empty()) return fail(ErrorKind::broken, "not-authentic", "empty");
  Opened opened{.schema = whole.front(), .content = {}};
  opened.content.assign(whole.begin() + 1, whole.end());
  return opened;
}

Result<bool> Opener::holds(DataKeyId id) {
  const auto row = TRY(room_.tables.data_key(snapshot_, id));
  if (!row) return false;
  const auto key = data_key(*row);
  if (!key && key.error().kind != ErrorKind::missing) return tl::unexpected(key.error());
  return key.has_value();
}

Result<const crypto::Key*> Opener::data_key(const DataKey& row) {
  if (const auto found = keys_.find(row.id); found != keys_.end()) return &found->second;
  if (row.state == DataKeyState::shredded) return fail(ErrorKind::missing, "section-erased");
  auto key = TRY(unwrap(row));
  return &keys_.emplace(row.id, std::move(key)).first->second;
}

Result<std::optional<Principal>> Opener::mine(const Envelope& envelope) {
  const auto holder = envelope.recipient;
  if (holder.kind == PrincipalKind::account)
    return holder.account() == reader_.account() ? std::optional(holder) : std::nullopt;
  if (!my_groups_) my_groups_ = TRY(reader_.groups(snapshot_));
  const bool is_mine = std::ranges::find(*my_groups_, holder.group()) != my_groups_->end();
  return is_mine ? std::optional(holder) : std::nullopt;
}

Result<crypto::Key> Opener::unwrap(const DataKey& row) {
  std::vector<std::pair<Wrap, Envelope>> boxed;  // tried when no vault has it
  for (auto& wrap : TRY(room_.tables.wraps_of(snapshot_, row.id))) {
    if (wrap.until && *wrap.until <= now_) continue;
    auto envelope = TRY(room_.tables.envelope(snapshot_, wrap.envelope));
    if (!envelope) continue;
    const auto holder = TRY(mine(*envelope));
    if (!holder) continue;
    if (envelope->kind == EnvelopeKind::sealed) {
      boxed.emplace_back(std::move(wrap), std::move(*envelope));
      continue;
    }
    const auto vault = reader_.vault(snapshot_, *holder, envelope->epoch);
    if (vault && (*vault)->id == envelope->id) return unwrap_key((*vault)->key, wrap.bytes, row);
    if (!vault && vault.error().kind != ErrorKind::missing) return tl::unexpected(vault.error());
  }
  for (const auto& [wrap, envelope] : boxed) {
    auto key = from_box(row, wrap, envelope, envelope.recipient);
    if (key || key.error().kind != ErrorKind::missing) return key;
  }
  return fail(ErrorKind::missing, "key-not-held");
}

Result<crypto::Key> Opener::from_box(const DataKey& row, const Wrap& wrap, const Envelope& envelope, Principal holder) {
  const auto* pair = TRY(reader_.key(snapshot_, holder, envelope.epoch));
  const auto envelope_key = TRY(crypto::open_box_key(pair->box(), envelope.box));
  auto key = TRY(unwrap_key(envelope_key, wrap.bytes, row));
  TRY_VOID(move_into_vault(envelope, envelope_key, holder));
  return key;
}

/// All that came in this box goes at once, so the box is opened once and then gone.
Result<void> Opener::move_into_vault(const Envelope& envelope, const crypto::Key& envelope_key, Principal holder) {
  const auto vault = reader_.vault(snapshot_, holder, envelope.epoch);
  if (!vault) return vault.error().kind == ErrorKind::missing ? Result<void>() : tl::unexpected(vault.error());
  bool all = true;
  for (auto& wrap : TRY(room_.tables.wraps_in(snapshot_, envelope.id))) {
    const auto row = TRY(room_.tables.data_key(snapshot_, wrap.data_key));
    const auto key = row ? unwrap_key(envelope_key, wrap.bytes, *row) : fail(ErrorKind::missing, "key-not-held");
    if (!key) {
      all = false;
      continue;
    }
    // A wrap that is being ended at this moment must not come back: the ending appends to this stream (sealer.hpp).
    const auto twice = std::ranges::find(moves_.expect, row->stream, &eventlog::Expectation::stream);
    if (twice == moves_.expect.end()) moves_.expect.push_back({row->stream, TRY(snapshot_.version(row->stream))});
    moves_.rows.push_back(KeyTables::erase_wrap(wrap.data_key, wrap.envelope));
    wrap.envelope = (*vault)->id;
    wrap.bytes = wrap_key((*vault)->key, *key, *row, room_.chance);
    moves_.rows.push_back(room_.tables.put(wrap));
  }
  if (all) moves_.rows.push_back(KeyTables::erase_envelope(envelope.id));
  return {};
}

KeyChange Opener::moves() && { return std::move(moves_); }

}  // namespace kulla::keys
