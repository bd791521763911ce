#include "keys/sealer.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "keys/opener.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

using eventlog::Section;

Instant Sealer::now() {
  // Ids rise with the log, and a batch's rows are the same on every machine that makes them from this snapshot.
  if (!now_) now_ = snapshot_.head().last_recorded_at;
  return *now_;
}

Result<void> Sealer::rest_on(StreamId stream) {
  if (!expect_.contains(stream)) expect_[stream] = TRY(snapshot_.version(stream));
  return {};
}

Result<bool> Sealer::is_mine(Principal who) {
  if (who.kind == PrincipalKind::account) return who.account() == writer_.account();
  if (!my_groups_) my_groups_ = TRY(writer_.groups(snapshot_));
  return std::ranges::find(*my_groups_, who.group()) != my_groups_->end();
}

Result<std::optional<VerifiedKeys>> Sealer::keys_of(Principal who) {
  if (const auto found = verified_.find(who); found != verified_.end()) return found->second;
  auto keys = room_.statements.verified(snapshot_, who);
  if (!keys) {
    left_out_.push_back({who, keys.error().code});
    return verified_[who] = std::nullopt;
  }
  // Nobody may leave the group, or change keys, between this look and the commit.
  expect_[who.stream()] = keys->stream_version;
  return verified_[who] = *keys;
}

Result<std::vector<Sealer::Reader>> Sealer::verify(std::span<const Recipient> recipients) {
  std::vector<Reader> readers;
  int accounts = 0;
  bool group = false;
  for (const auto& recipient : recipients) {
    const auto twice = std::ranges::any_of(readers, [&](const auto& r) { return r.recipient.who == recipient.who; });
    if (twice) continue;
    const auto keys = TRY(keys_of(recipient.who));
    if (!keys) continue;
    readers.push_back({recipient, *keys});
    group = group || recipient.who.kind == PrincipalKind::group;
    accounts += recipient.who.kind == PrincipalKind::account ? 1 : 0;
  }
  if (!group && accounts < 2) return refuse("too-few-holders");
  return readers;
}

Result<Section> Sealer::seal(const Place& place, std::string_view compartment, Byte schema, ByteView plaintext,
                             std::span<const Recipient> recipients) {
  const auto readers = TRY(verify(recipients));
  const auto* key = TRY(key_for(place.key_stream.is_nil() ? place.stream : place.key_stream, compartment, readers));
  crypto::WipingBytes whole;
  whole.reserve(plaintext.size() + 1);
  whole.push_back(schema);
  whole.insert(whole.end(), plaintext.begin(), plaintext.end());
  Section section;
  section.name = place.section;
  section.data_key = key->row.id;
  section.cipher =
      crypto::seal_padded(key->key, whole, section_aad(room_.house.id(), place, key->row.id), room_.chance);
  ++cost_.seals;
  return section;
}

Result<Sealer::LiveKey*> Sealer::key_for(StreamId stream, std::string_view compartment,
                                         const std::vector<Reader>& readers) {
  Holders wanted;
  for (const auto& reader : readers) wanted.emplace(reader.recipient.who, reader.keys.epoch);
  const std::pair name{stream, std::string(compartment)};
  TRY_VOID(rest_on(stream));

  auto found = keys_.find(name);
  if (found == keys_.end()) {
    const auto last = TRY(room_.tables.last_data_key(snapshot_, stream, compartment));
    if (last && last->state == DataKeyState::live) {
      if (auto live = TRY(stored(*last)); live && live->holders == wanted)
        return &keys_.emplace(name, std::move(*live)).first->second;
      auto retired = *last;
      retired.state = DataKeyState::retired;
      rows_.push_back(room_.tables.put(retired));
    }
    auto made = TRY(fresh(stream, compartment, last ? last->epoch + 1 : 1, readers));
    return &keys_.emplace(name, std::move(made)).first->second;
  }
  if (found->second.holders == wanted) return &found->second;
  // Two sections of one compartment in one batch, for different readers: they must not share a key.
  auto retired = found->second.row;
  retired.state = DataKeyState::retired;
  rows_.push_back(room_.tables.put(retired));
  auto made = TRY(fresh(stream, compartment, retired.epoch + 1, readers));
  found->second = std::move(made);
  return &found->second;
}

/// The live key with all who hold it, if the writer is one of them.
Result<std::optional<Sealer::LiveKey>> Sealer::stored(const DataKey& row) {
  LiveKey live{.row = row, .key = crypto::Key::zeroed(), .holders = {}};
  for (const auto& wrap : TRY(room_.tables.wraps_of(snapshot_, row.id))) {
    const auto envelope = TRY(room_.tables.envelope(snapshot_, wrap.envelope));
    if (!envelope) return fail(ErrorKind::broken, "envelope-missing", row.id.text());
    auto& epoch = live.holders[envelope->recipient];
    epoch = std::max(epoch, envelope->epoch);
  }
  Opener opener(room_, snapshot_, writer_, now());
  const auto key = opener.data_key(row);
  if (!key && key.error().kind == ErrorKind::missing) return std::optional<LiveKey>();
  live.key = TRY(key)->duplicate();
  return std::optional(std::move(live));
}

Result<Sealer::LiveKey> Sealer::fresh(StreamId stream, std::string_view compartment, Epoch epoch,
                                      const std::vector<Reader>& readers) {
  LiveKey made{.row = {.id = DataKeyId::make(now(), room_.chance),
                       .stream = stream,
                       .compartment = std::string(compartment),
                       .epoch = epoch,
                       .fingerprint = {},
                       .state = DataKeyState::live},
               .key = crypto::Key::random(room_.chance),
               .holders = {}};
  made.row.fingerprint = fingerprint_of(made.key);
  rows_.push_back(room_.tables.insert(made.row));
  for (const auto& reader : readers) TRY_VOID(wrap(made, reader));
  return made;
}

Result<void> Sealer::wrap(LiveKey& key, const Reader& reader) {
  const auto* envelope = TRY(envelope_for(reader.keys));
  rows_.push_back(room_.tables.put(Wrap{.data_key = key.row.id,
                                        .envelope = envelope->id,
                                        .bytes = wrap_key(envelope->key, key.key, key.row, room_.chance),
                                        .ground = std::string(reader.recipient.ground.text()),
                                        .until = reader.recipient.until}));
  key.holders[reader.recipient.who] = reader.keys.epoch;
  ++cost_.wraps;
  return {};
}

Result<const Sealer::OpenEnvelope*> Sealer::envelope_for(const VerifiedKeys& reader) {
  const std::pair name{reader.who, reader.epoch};
  if (const auto found = envelopes_.find(name); found != envelopes_.end()) return &found->second;
  if (TRY(is_mine(reader.who))) {
    const auto vault = writer_.vault(snapshot_, reader.who, reader.epoch);
    if (vault) return &envelopes_.emplace(name, OpenEnvelope{(*vault)->id, (*vault)->key.duplicate()}).first->second;
    if (vault.error().kind != ErrorKind::missing) return tl::unexpected(vault.error());
  }
  OpenEnvelope made{.id = EnvelopeId::make(now(), room_.chance), .key = crypto::Key::random(room_.chance)};
  rows_.push_back(room_.tables.insert(Envelope{.id = made.id,
                                               .recipient = reader.who,
                                               .epoch = reader.epoch,
                                               .kind = EnvelopeKind::sealed,
                                               .box = TRY(crypto::seal_box(reader.keys.box, made.key.reveal()))}));
  ++cost_.boxes;
  return &envelopes_.emplace(name, std::move(made)).first->second;
}

Result<void> Sealer::add_recipient(StreamId stream, std::string_view compartment, const Recipient& recipient) {
  const auto keys = TRY(room_.statements.verified(snapshot_, recipient.who));
  expect_[recipient.who.stream()] = keys.stream_version;
  const std::pair name{stream, std::string(compartment)};
  auto found = keys_.find(name);
  if (found == keys_.end()) {
    TRY_VOID(rest_on(stream));
    const auto last = TRY(room_.tables.last_data_key(snapshot_, stream, compartment));
    if (!last || last->state != DataKeyState::live) return fail(ErrorKind::missing, "no-live-key");
    auto live = TRY(stored(*last));
    if (!live) return fail(ErrorKind::missing, "key-not-held");
    found = keys_.emplace(name, std::move(*live)).first;
  }
  const auto held = found->second.holders.find(recipient.who);
  if (held != found->second.holders.end() && held->second == keys.epoch) return {};
  return wrap(found->second, {recipient, keys});
}

KeyChange Sealer::finish() && {
  KeyChange change;
  for (const auto& [stream, version] : expect_) change.expect.push_back({stream, version});
  change.rows = std::move(rows_);
  return change;
}

Result<KeyChange> end_wraps(KeyRoom& room, const Snapshot& snapshot, Principal who, std::span<const DataKeyId> keys) {
  KeyChange change;
  for (const auto& id : keys) {
    for (const auto& wrap : TRY(room.tables.wraps_of(snapshot, id))) {
      const auto envelope = TRY(room.tables.envelope(snapshot, wrap.envelope));
      if (envelope && envelope->recipient == who) change.rows.push_back(KeyTables::erase_wrap(id, wrap.envelope));
    }
    const auto row = TRY(room.tables.data_key(snapshot, id));
    if (!row) continue;
    const auto twice = std::ranges::find(change.expect, row->stream, &eventlog::Expectation::stream);
    if (twice == change.expect.end()) change.expect.push_back({row->stream, TRY(snapshot.version(row->stream))});
  }
  return change;
}

}  // namespace kulla::keys
