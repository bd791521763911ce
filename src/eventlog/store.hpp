// The one log and the tables beside it. Two implementations from the first day: memory/ (slow and obvious, the oracle)
// and sqlite/; both pass tests/eventlog/store_contract.hpp.
//
// Promises, each with its test in the contract suite:
//   1. All or nothing: a batch's events, sections and rows are all there, or none is.
//   2. Durable before answered: append returns once a power cut cannot take the batch back.
//   3. One order: positions are dense from 1 in commit order; recorded_at never decreases.
//   4. Expected versions hold at the commit, or the batch is refused with `version-conflict` and changes nothing.
//   5. Idempotent: a batch id seen before answers as it did (`replayed`), with another body `request-reused`.
//   6. A snapshot sees one state of log and tables together, however long it lives.
//   7. A full disk refuses with kind `full`; what was there stays readable.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "eventlog/event.hpp"
#include "eventlog/tables.hpp"

namespace kulla::eventlog {

/// A type and version that this programme can decode: a log that holds another does not open.
struct KnownType {
  std::string_view name;
  int version = 1;
};

/// One consistent view. Not for several threads; cheap to open, but keep it short: SQLite's WAL grows behind it.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual Head head() const = 0;
  /// The roots of the tree's full subtrees, largest first: with the size, what `CompactRange` needs to go on.
  virtual Bytes peaks() const = 0;
  /// The stream's events after `after`, oldest first, with their sections. Empty for an unknown stream.
  virtual Result<std::vector<Event>> stream(StreamId stream, Version after = 0) const = 0;
  virtual Result<Version> version(StreamId stream) const = 0;
  /// All streams of a kind, in the order of their first events: for `rebuild`, which folds by stream.
  virtual Result<std::vector<StreamId>> streams(StreamKind kind) const = 0;
  virtual Result<std::optional<Event>> at(Position position) const = 0;
  /// Calls `visit` for each event from `from` on, in order, until it returns false. `visit` asks this snapshot nothing.
  virtual Result<void> log(Position from, const std::function<bool(const Event&)>& visit) const = 0;
  virtual Result<std::optional<Row>> get(const Table& table, const Row& key) const = 0;
  virtual Result<std::vector<Row>> scan(const Scan& scan) const = 0;
  /// The answer of a batch, if it was committed: for a request that is repeated.
  virtual Result<std::optional<Committed>> batch(const BatchId& id) const = 0;
};

/// Gives rows to `rebuild`; kept in the order given.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual Result<void> write(const TableWrite& write) = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  /// Blocks until the batch is durable. Safe from any number of threads; batches that wait together share a commit.
  /// Refuses `version-conflict`, `row-exists` (kind conflict), `request-reused` (refused), `disk-full` (kind full);
  /// after a failed sync every later append is refused (`store-stopped`): the kernel may have dropped the pages.
  virtual Result<Committed> append(Batch batch) = 0;

  virtual Result<std::unique_ptr<Snapshot>> snapshot() const = 0;

  /// Called on the writer's thread once a commit is durable, with the events of all its batches, oldest first.
  /// Must be quick and must not append. Set once, before the first append.
  virtual void on_commit(std::function<void(std::span<const Event>)> wake) = 0;

  /// Empties all `read` tables and fills them anew by `fill`, all in one transaction; `key` and `local` stay.
  virtual Result<void> rebuild(const std::function<Result<void>(const Snapshot&, TableWriter&)>& fill) = 0;

  /// Rows of `key` and `local` tables that belong to no event (a session seen, a checkpoint). Durable when it returns.
  virtual Result<void> write_rows(std::vector<TableWrite> rows) = 0;
};

}  // namespace kulla::eventlog
