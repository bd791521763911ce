// Events and table rows as SQLite holds them.
#pragma once

#include <unordered_map>

#include "eventlog/event.hpp"
#include "eventlog/plan.hpp"
#include "eventlog/sqlite/database.hpp"

namespace kulla::eventlog::sqlite {

// The columns that `read_event` reads, in its order, from `event e JOIN stream s`.
inline constexpr std::string_view event_columns =
    "e.position, s.id, e.stream_kind, e.version, e.type, e.type_version, e.batch, e.batch_index, e.recorded_at, "
    "e.occurred_at, e.occurred_precision, e.actor_kind, e.actor, e.acting_group, e.ground, e.cause, e.open, e.salt, "
    "e.entry";
/// All but its sections.
void read_event(const Statement& row, Event& into);
/// Columns section, data_key, cipher, hash, starting at `column`.
Section read_section(const Statement& row, int column);
/// Columns first, last, recorded_at, answer_kind, starting at 0.
Committed read_committed(const Statement& row);

/// Inserts events with their sections, by statements made once.
class EventWriter {
 public:
  static Result<EventWriter> on(Connection& connection);
  Result<void> insert(const Event& event, std::int64_t stream_number);

 private:
  Statement event_;
  Statement section_;
};

/// Puts, inserts and erases rows of any table, by statements made at first use.
class RowWriter {
 public:
  explicit RowWriter(Connection& connection) : connection_(&connection) {}
  /// Refuses `row-exists`.
  Result<void> write(const TableWrite& write);

 private:
  struct Statements {
    Statement put;
    Statement insert;
    Statement erase;
  };
  Result<Statements*> statements_of(const Table& table);
  Connection* connection_;
  std::unordered_map<const Table*, Statements> statements_;
};

/// The SQL of a scan; its parameters are the equal values, then `from`, then `before`, then the limit.
std::string sql_of(const Scan& scan, const ScanPlan& plan);
std::string sql_of_get(const Table& table);
Row read_row(const Statement& row, const Table& table);

}  // namespace kulla::eventlog::sqlite
