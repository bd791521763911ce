// The log in one SQLite file, for one machine: `kulla.db` and its WAL in the house's folder.
//
// One thread writes. Callers hand it their batches and sleep; it takes all that wait, gives each a savepoint, commits
// them together and wakes all of them at once. Readers have connections of their own and wait for nobody.
//
//   auto store = TRY(open_sqlite_store({.folder = dir, .clock = &clock, .chance = &chance, .tables = tables}));
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "eventlog/sqlite/disk.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog {

struct SqliteOptions {
  std::string folder;
  bool create = false;  // `kulla init` alone: otherwise a missing file is an error, never a new and empty log
  HouseId house = {};   // of a new log; of an old one, what it must be, or nil
  const Clock* clock = nullptr;
  Chance* chance = nullptr;                 // for salts; asked by every caller's thread
  std::vector<const Table*> tables = {};    // made where they are missing
  std::vector<KnownType> known_types = {};  // empty: not checked (tests, `kulla log verify`)
  Disk* disk = nullptr;                     // null: the machine's
  bool check_pages = true;                  // reads the whole file at start
  int commits_per_checkpoint = 256;         // how far the WAL grows before its pages move to the file
  bool remake_read_tables = false;          // for `kulla rebuild`, where a plan has changed
};

/// Refuses `store-in-use`, `store-missing`, `store-on-network`, `store-damaged`, `store-newer`, `store-of-others`,
/// `table-changed`, `event-type-unknown`, `house-differs`; `where` names the command that helps. Clock, chance, tables
/// and disk must live as long as the store, the store as long as its snapshots.
Result<std::unique_ptr<Store>> open_sqlite_store(SqliteOptions options);

}  // namespace kulla::eventlog
