// The one connection that writes, and what it knows of the log's end. Used by one thread at a time.
//
// Invariants
//  1. `durable_` is the head of the last commit that SQLite confirmed; `head_` is ahead of it only inside a
//  transaction.
//  2. A batch's positions follow the head without a gap; a refused batch takes none (its savepoint is rolled back).
//  3. recorded_at is the clock's, or the last one's where the clock has gone back.
//  4. The cache of streams holds what the transaction sees; it is emptied when one fails.
//  5. Checkpoints run on this connection and between transactions alone: SQLite 3.40 corrupts a WAL that is reset
//     while another connection commits (docs/log.md).
#pragma once

#include <functional>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "eventlog/prepare.hpp"
#include "eventlog/sqlite/rows.hpp"
#include "eventlog/store.hpp"
#include "eventlog/tree.hpp"

namespace kulla::eventlog::sqlite {

struct LogEnd {
  HouseId house;
  Instant last_recorded_at;
  CompactRange tree;  // its size is the log's
};

class LogWriter {
 public:
  /// The connection has its schema. Refuses `store-damaged` where head and log differ.
  static Result<LogWriter> on(Connection connection, const Clock& clock, std::vector<const Table*> tables);

  Result<void> begin();
  /// After an error nothing of the transaction is left.
  Result<void> commit();
  void roll_back();

  /// Inside a transaction; an error leaves it as it was before this batch, but for one that `ends_transaction` names.
  Result<Committed> append(Prepared& prepared);
  Result<void> write_rows(const std::vector<TableWrite>& rows);
  /// Empties the read tables and fills them, in a transaction of its own.
  Result<void> rebuild(const Snapshot& before, const std::function<Result<void>(const Snapshot&, TableWriter&)>& fill);
  /// SQLite has no more space, or does not answer for the file: then the whole transaction goes.
  static bool ends_transaction(const Error& error);

  void checkpoint(bool truncate) { static_cast<void>(connection_.checkpoint(truncate)); }
  const LogEnd& end() const { return durable_; }

 private:
  struct StreamState {
    std::int64_t number = 0;  // 0: not there yet
    StreamKind kind = StreamKind::case_file;
    Version version = 0;
  };
  using Streams = std::unordered_map<StreamId, StreamState>;
  static constexpr std::size_t streams_cached_max = 20'000;

  LogWriter(Connection connection, const Clock& clock, std::vector<const Table*> tables);
  Result<void> prepare_statements();
  Result<void> load_end();
  Result<std::optional<Committed>> replayed(const Batch& batch);
  Result<StreamState> stream_state(StreamId stream);
  Result<void> check_expectations(const Batch& batch);
  Result<Streams> give_versions(Prepared& prepared);
  Result<std::vector<TableWrite>> projected(const Prepared& prepared) const;
  Result<void> insert(const Prepared& prepared, Streams& streams, const Committed& answer);
  Result<void> note_type(const Event& event);
  Result<void> in_savepoint(const std::function<Result<void>()>& write);

  Connection connection_;
  const Clock* clock_;
  std::vector<const Table*> tables_;
  std::unique_ptr<RowWriter> rows_;
  EventWriter events_;
  Statement begin_, commit_, save_, release_, back_;
  Statement find_batch_, find_stream_, add_stream_, add_batch_, add_type_, set_head_;
  LogEnd head_;
  LogEnd durable_;
  Streams streams_;
  std::set<std::pair<std::string, int>> types_;  // noted in event_type
};

}  // namespace kulla::eventlog::sqlite
