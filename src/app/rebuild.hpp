// All read tables made anew from the log, in one transaction, by a process that holds no key: what the tables hold
// follows from the streams alone (decisions.md 3.11).
#pragma once

#include "app/config.hpp"

namespace kulla::app {

struct Rebuilt {
  std::int64_t events = 0;
  std::int64_t rows = 0;
};
/// Of a stopped house. Refuses what open_sqlite_store and open_procedure refuse.
Result<Rebuilt> rebuild_read_tables(const Config& config);

}  // namespace kulla::app
