// A log in memory, slow and obvious: the oracle that SQLite is compared with, and the store of tests that need no disk.
// Every question is answered by looking at everything.
#pragma once

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog {

struct MemoryOptions {
  HouseId house;
  const Clock* clock = nullptr;
  Chance* chance = nullptr;          // for salts; used by one thread at a time
  std::vector<const Table*> tables;  // every table that rows are written to
};

/// Clock, chance and tables must live as long as the store.
std::unique_ptr<Store> open_memory_store(MemoryOptions options);

}  // namespace kulla::eventlog
