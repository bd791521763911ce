// Opens sections for one request. What came in a box (`sealed`) moves into the reader's vault at its first opening, so
// that the next one costs a microsecond.
//
//   Opener opener(room, snapshot, session->keys(), now);
//   const auto opened = TRY(opener.open({stream, event.version, type_of(event), section.name}, section));
//   ...
//   if (auto moves = std::move(opener).moves(); !moves.rows.empty()) append in a batch of its own, without events; that
//   it is refused (`version-conflict`) costs nothing but the next public-key opening.
#pragma once

#include <map>

#include "keys/sealer.hpp"

namespace kulla::keys {

struct Opened {
  Byte schema = 0;
  crypto::WipingBytes content;  // wiped when it goes
  std::string_view text() const { return text_of(content); }
};

/// The type of a stored event, for a Place. The view lives as long as the event.
inline eventlog::EventType type_of(const eventlog::Event& event) { return {event.type, event.type_version}; }

/// Not for several threads. Lives within one request.
class Opener {
 public:
  /// `now` decides about wraps that hold until a time.
  Opener(KeyRoom& room, const Snapshot& snapshot, const Unlocked& reader, Instant now)
      : room_(room), snapshot_(snapshot), reader_(reader), now_(now) {}

  /// Refuses `key-not-held` (kind missing: the same answer as for what does not exist), `section-erased` (kind
  /// missing), `not-authentic` (kind broken: moved, swapped, replayed or damaged).
  Result<Opened> open(const Place& place, const eventlog::Section& section);
  /// Could this session open the data key? Without opening anything that is written.
  Result<bool> holds(DataKeyId id);

  /// Into the vaults. Expects the streams' versions of this snapshot.
  KeyChange moves() &&;

  /// For the sealer, which writes on under a key that is there.
  Result<const crypto::Key*> data_key(const DataKey& row);

 private:
  Result<crypto::Key> unwrap(const DataKey& row);
  Result<crypto::Key> from_box(const DataKey& row, const Wrap& wrap, const Envelope& envelope, Principal holder);
  Result<void> move_into_vault(const Envelope& envelope, const crypto::Key& envelope_key, Principal holder);
  Result<std::optional<Principal>> mine(const Envelope& envelope);

  KeyRoom& room_;
  const Snapshot& snapshot_;
  const Unlocked& reader_;
  const Instant now_;
  std::optional<std::vector<GroupId>> my_groups_;
  std::map<DataKeyId, crypto::Key> keys_;
  KeyChange moves_;
};

}  // namespace kulla::keys
