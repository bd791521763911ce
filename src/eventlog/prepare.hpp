// What every store does with a batch before its turn: hold it against the rules that need no look at the log, and make
// its events as far as they are known: sections hashed and sorted, salt drawn. Runs on the caller's thread, so that the
// one writer has little left to do.
#pragma once

#include <vector>

#include "base/chance.hpp"
#include "eventlog/event.hpp"

namespace kulla::eventlog {

inline constexpr std::size_t events_per_batch_max = 10'000;  // an import's page
inline constexpr std::size_t rows_per_batch_max = 100'000;   // an access event names 50 records; a founding, all keys
inline constexpr std::size_t sections_per_event_max = 64;
inline constexpr std::size_t open_bytes_max = 64 * 1024;            // an access event names every section opened
inline constexpr std::size_t section_bytes_max = 16 * 1024 * 1024;  // files are longer and lie in documents/

struct Prepared {
  Batch batch;                // `events` has moved into the next
  std::vector<Event> events;  // all but position, version, recorded_at, cause, entry
  std::vector<Cause> causes;  // of each event; {log, 0} for none
  std::vector<Hash> open_hashes;
  std::vector<Hash> sections_hashes;
};

/// Refuses (kind `broken`) `batch-malformed`, with the rule in `where`: a bug of the caller, and nothing is written.
Result<Prepared> prepare(Batch batch, Chance& chance);

struct Place {
  Position first;  // of the batch's first event
  Instant recorded_at;
};
/// Fills what only the commit knows, but for the versions, which the store has set. Refuses `batch-malformed` when a
/// cause is not in the log.
Result<void> place(Prepared& prepared, const Place& at);

/// The refusal of promise 4: the stream is not what the decider saw.
tl::unexpected<Error> version_conflict(StreamId stream, Version expected, Version actual);
/// A stream keeps the kind of its first event.
tl::unexpected<Error> stream_kind_changed(StreamId stream);

}  // namespace kulla::eventlog
