// Inside the engine: what one event makes of every step. Not for other rooms.
#pragma once

#include "procedure/ledger.hpp"

namespace kulla::procedure {

/// What an event changed. A step is looked at only when it reads something of it.
struct Changes {
  std::vector<std::pair<Item, const Happened*>> happened;
  std::vector<std::pair<Item, FactId>> facts;
  std::vector<Item> closed;  // waived, or its period ended: what waits for that is looked at
  std::vector<Item> fresh;   // new items, and appointments that moved
  bool everything = false;   // another version, or more holidays
  bool new_version = false;  // conditions that read otherwise have not turned true
};

/// Brings every obligation up to date after one event whose facts stand in the ledger already. Doing it twice changes
/// nothing the second time.
void settle(Ledger& ledger, const Moment& moment, const Changes& changes);

/// Ends an obligation that is owed.
void close(Strand& strand, Owing& owing, State state, const Moment& moment);

}  // namespace kulla::procedure
