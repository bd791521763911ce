// From events to the rows of tables.hpp, one stream at a time: rows are a function of a stream's events alone. Live, a
// batch's projection folds its events onto what its streams held before; in a rebuild the whole log is folded. Both are
// this one fold, so they cannot differ; tests/directory/rebuild_test.cpp holds it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "eventlog/event.hpp"
#include "eventlog/store.hpp"

namespace kulla::directory {

/// Adds to `batch.project` what follows from its events for the directory's tables. The streams they touch are read
/// from `snapshot`, so the batch must expect their versions as the snapshot has them; a projection that is there
/// already stays and goes first. Call it last, when all events are in the batch.
Result<void> project_into(eventlog::Batch& batch, const eventlog::Snapshot& snapshot);

/// The same for the log's first batch: nothing was before it.
void project_onto_nothing(eventlog::Batch& batch);

/// Folds a log of any length in one pass, beside other rooms' rebuilds: `add` every event in order, then `finish`.
class Rebuild {
 public:
  Rebuild();
  ~Rebuild();
  Rebuild(Rebuild&&) noexcept;
  Rebuild& operator=(Rebuild&&) noexcept;
  /// Events of other kinds of streams are passed over. Refuses (kind broken) what cannot be decoded.
  Result<void> add(const eventlog::Event& event);
  Result<void> finish(eventlog::TableWriter& writer);

 private:
  struct Streams;
  std::unique_ptr<Streams> streams_;
};

/// The same for the directory alone: `store.rebuild(directory::rebuild)`.
Result<void> rebuild(const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer);

}  // namespace kulla::directory
