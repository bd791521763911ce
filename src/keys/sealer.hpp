// Seals the sections of one batch. One public-key box per recipient, holding a fresh envelope key; each data key is
// then wrapped under it symmetrically. The writer's own groups and account get their wraps in their vaults, without
// public-key work. Source: decisions.md 2.1 to 2.3.
//
//   Sealer sealer(room, snapshot, session->keys());
//   event.sections.push_back(TRY(sealer.seal({stream, version, type, "body"}, "body", 1, text, recipients)));
//   ... all sections of the batch ...
//   std::move(sealer).finish().add_to(batch);     // rows, and expectations: nobody has left a group meanwhile
//
// Recipients are all who shall be able to read this section, the writer's own group among them where it shall. A live
// data key is used again only when exactly these hold it in their present epochs; otherwise the compartment gets a new
// one, and what was written before stays with those who held it.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "eventlog/event.hpp"
#include "keys/unlocked.hpp"

namespace kulla::keys {

/// Where a ciphertext stands; it opens nowhere else.
struct Place {
  StreamId stream;
  eventlog::Version version = 0;  // the event's own
  eventlog::EventType type;
  std::string_view section;
  /// Whose data key it is; nil: of the same stream. The house's `staff` compartment is one key for all account streams.
  StreamId key_stream = {};
};

struct Recipient {
  Principal who;
  eventlog::Code ground;  // the rule by which it may read: "owner", "notice", "statistics"
  std::optional<Instant> until = std::nullopt;
};

struct LeftOut {
  Principal who;
  std::string code;  // as Statements::verified refuses
};

/// What public-key and symmetric work a batch cost, for the bench and `kulla trace`.
struct SealingCost {
  int boxes = 0;
  int wraps = 0;
  int seals = 0;
};

/// Not for several threads. Lives within one request.
class Sealer {
 public:
  Sealer(KeyRoom& room, const Snapshot& snapshot, const Unlocked& writer)
      : room_(room), snapshot_(snapshot), writer_(writer) {}

  /// `schema` stands as the first byte of the plaintext. A recipient whose statement fails is left out, and the others
  /// reached. Refuses `too-few-holders` when neither a group nor two accounts are left (decisions.md 2.4).
  Result<eventlog::Section> seal(const Place& place, std::string_view compartment, Byte schema, ByteView plaintext,
                                 std::span<const Recipient> recipients);

  /// One more holder of the live data key of a stream's compartment: for what was and what will be written under it.
  /// Refuses `no-live-key`, `key-not-held` (kind missing), and what Statements::verified refuses.
  Result<void> add_recipient(StreamId stream, std::string_view compartment, const Recipient& recipient);

  const std::vector<LeftOut>& left_out() const { return left_out_; }
  const SealingCost& cost() const { return cost_; }
  /// Rows of all that was sealed, and the expectations that make it hold.
  KeyChange finish() &&;

 private:
  struct OpenEnvelope {
    EnvelopeId id;
    crypto::Key key;
  };
  struct Reader {
    Recipient recipient;
    VerifiedKeys keys;
  };
  using Holders = std::map<Principal, Epoch>;
  struct LiveKey {
    DataKey row;
    crypto::Key key;
    Holders holders;
  };
  Result<std::vector<Reader>> verify(std::span<const Recipient> recipients);
  Result<std::optional<VerifiedKeys>> keys_of(Principal who);
  Result<LiveKey*> key_for(StreamId stream, std::string_view compartment, const std::vector<Reader>& readers);
  Result<std::optional<LiveKey>> stored(const DataKey& row);
  Result<LiveKey> fresh(StreamId stream, std::string_view compartment, Epoch epoch, const std::vector<Reader>& readers);
  Result<const OpenEnvelope*> envelope_for(const VerifiedKeys& reader);
  Result<void> wrap(LiveKey& key, const Reader& reader);
  Result<bool> is_mine(Principal who);
  Result<void> rest_on(StreamId stream);
  Instant now();

  KeyRoom& room_;
  const Snapshot& snapshot_;
  const Unlocked& writer_;
  std::map<Principal, std::optional<VerifiedKeys>> verified_;
  std::optional<std::vector<GroupId>> my_groups_;
  std::optional<Instant> now_;
  std::map<std::pair<Principal, Epoch>, OpenEnvelope> envelopes_;
  std::map<std::pair<StreamId, std::string>, LiveKey> keys_;
  std::map<StreamId, eventlog::Version> expect_;
  std::vector<TableWrite> rows_;
  std::vector<LeftOut> left_out_;
  SealingCost cost_;
};

/// A disclosure has ended: nothing of these data keys opens to him any more, in any epoch. Must travel in one batch
/// with an event on each stream concerned, so that a move into a vault at the same moment is refused (opener.hpp).
Result<KeyChange> end_wraps(KeyRoom& room, const Snapshot& snapshot, Principal who, std::span<const DataKeyId> keys);

}  // namespace kulla::keys
