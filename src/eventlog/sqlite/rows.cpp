#include "eventlog/sqlite/rows.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "eventlog/sqlite/schema.hpp"

namespace kulla::eventlog::sqlite {
namespace {

std::string columns_of(const Table& table) {
  std::string list;
  for (const auto& column : table.columns) list += (list.empty() ? "" : ", ") + quoted(column.name);
  return list;
}

std::string key_equals(const Table& table) {
  std::string condition;
  for (std::size_t i = 0; i < table.key_columns; ++i)
    condition += fmt::format("{}{} = ?{}", i > 0 ? " AND " : "", quoted(table.columns[i].name), i + 1);
  return condition;
}

std::string insert_sql(const Table& table) {
  std::string places;
  for (std::size_t i = 0; i < table.columns.size(); ++i) places += fmt::format("{}?{}", i > 0 ? ", " : "", i + 1);
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table.name), columns_of(table), places);
}

// Not INSERT OR REPLACE: that would silently delete another row which holds a unique value.
std::string put_sql(const Table& table) {
  auto sql = insert_sql(table) + " ON CONFLICT (";
  for (std::size_t i = 0; i < table.key_columns; ++i) sql += (i > 0 ? ", " : "") + quoted(table.columns[i].name);
  if (table.key_columns == table.columns.size()) return sql + ") DO NOTHING";
  sql += ") DO UPDATE SET ";
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    const auto name = quoted(table.columns[i].name);
    sql += fmt::format("{}{} = excluded.{}", i > table.key_columns ? ", " : "", name, name);
  }
  return sql;
}

bool is_taken(int code) {
  return code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_ROWID;
}

}  // namespace

void read_event(const Statement& row, Event& into) {
  into.position = row.integer(0);
  into.stream.bytes = row.bytes<16>(1);
  into.kind = static_cast<StreamKind>(row.integer(2));
  into.version = row.integer(3);
  into.type = row.text(4);
  into.type_version = static_cast<int>(row.integer(5));
  into.batch = row.bytes<16>(6);
  into.batch_index = static_cast<int>(row.integer(7));
  into.recorded_at = {row.integer(8)};
  into.occurred_at = {row.integer(9)};
  into.occurred_precision = static_cast<Precision>(row.integer(10));
  into.actor.kind = static_cast<Actor::Kind>(row.integer(11));
  into.actor.account.bytes = row.bytes<16>(12);
  into.acting_group.bytes = row.bytes<16>(13);
  into.ground = row.text(14);
  into.cause = row.is_null(15) ? std::nullopt : std::optional(row.integer(15));
  into.open = OpenText::from_log(std::string(row.text(16)));
  into.salt = row.bytes<32>(17);
  into.entry = row.bytes<32>(18);
}

Section read_section(const Statement& row, int column) {
  Section section;
  section.name = row.text(column);
  section.data_key.bytes = row.bytes<16>(column + 1);
  const auto cipher = row.blob(column + 2);
  section.cipher.assign(cipher.begin(), cipher.end());
  section.hash = row.bytes<32>(column + 3);
  return section;
}

Committed read_committed(const Statement& row) {
  return {.first = row.integer(0),
          .last = row.integer(1),
          .recorded_at = {row.integer(2)},
          .replayed = true,
          .answer_kind = std::string(row.text(3)),
          .body_hash = row.bytes<32>(4)};
}

Result<EventWriter> EventWriter::on(Connection& connection) {
  EventWriter writer;
  writer.event_ = TRY(connection.prepare(
      "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
      "?19)"));
  writer.section_ = TRY(connection.prepare("INSERT INTO event_section VALUES (?1, ?2, ?3, ?4, ?5)"));
  return writer;
}

Result<void> EventWriter::insert(const Event& event, std::int64_t stream_number) {
  event_.bind(1, event.position)
      .bind(2, stream_number)
      .bind(3, static_cast<std::int64_t>(event.kind))
      .bind(4, event.version)
      .bind(5, std::string_view(event.type))
      .bind(6, std::int64_t{event.type_version})
      .bind(7, ByteView(event.batch))
      .bind(8, std::int64_t{event.batch_index})
      .bind(9, event.recorded_at.micros)
      .bind(10, event.occurred_at.micros)
      .bind(11, static_cast<std::int64_t>(event.occurred_precision))
      .bind(12, static_cast<std::int64_t>(event.actor.kind))
      .bind_id(13, event.actor.account.bytes)
      .bind_id(14, event.acting_group.bytes)
      .bind(15, std::string_view(event.ground))
      .bind(17, std::string_view(event.open.text()))
      .bind(18, ByteView(event.salt))
      .bind(19, ByteView(event.entry));
  if (event.cause) {
    event_.bind(16, *event.cause);
  } else {
    event_.bind_null(16);
  }
  TRY_VOID(event_.run());
  for (const auto& section : event.sections) {
    section_.bind(1, event.position)
        .bind(2, std::string_view(section.name))
        .bind(3, section.data_key.view())
        .bind(4, ByteView(section.cipher))
        .bind(5, ByteView(section.hash));
    TRY_VOID(section_.run());
  }
  return {};
}

Result<RowWriter::Statements*> RowWriter::statements_of(const Table& table) {
  const auto found = statements_.find(&table);
  if (found != statements_.end()) return &found->second;
  Statements made;
  made.put = TRY(connection_->prepare(put_sql(table)));
  made.insert = TRY(connection_->prepare(insert_sql(table)));
  made.erase = TRY(connection_->prepare(fmt::format("DELETE FROM {} WHERE {}", quoted(table.name), key_equals(table))));
  return &statements_.emplace(&table, std::move(made)).first->second;
}

Result<void> RowWriter::write(const TableWrite& write) {
  auto* statements = TRY(statements_of(*write.table));
  auto& statement = write.kind == TableWrite::Kind::put      ? statements->put
                    : write.kind == TableWrite::Kind::insert ? statements->insert
                                                             : statements->erase;
  for (std::size_t i = 0; i < write.row.size(); ++i) statement.bind(static_cast<int>(i) + 1, write.row[i]);
  const int code = statement.run_code();
  if (code == SQLITE_OK) return {};
  if (is_taken(code)) return row_exists(*write.table);
  return tl::unexpected(error_of(code, write.table->name));
}

std::string sql_of(const Scan& scan, const ScanPlan& plan) {
  const auto& table = *scan.table;
  auto sql = fmt::format("SELECT {} FROM {}", columns_of(table), quoted(table.name));
  // Named, so that a plan which would read the whole table is an error and not a slow answer.
  if (plan.index != nullptr) sql += " INDEXED BY " + quoted(plan.index->name);
  std::vector<std::string> conditions;
  int place = 0;
  for (std::size_t i = 0; i < scan.equal.size(); ++i)
    conditions.push_back(fmt::format("{} IS ?{}", quoted(table.columns[plan.columns[i]].name), ++place));
  if (scan.from || scan.before) {
    const auto next = quoted(table.columns[plan.columns[scan.equal.size()]].name);
    if (scan.from) conditions.push_back(fmt::format("{} >= ?{}", next, ++place));
    if (scan.before) conditions.push_back(fmt::format("{} < ?{}", next, ++place));
  }
  if (plan.index != nullptr && plan.index->where) conditions.push_back(condition_of(*plan.index->where));
  if (!conditions.empty()) sql += fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
  std::vector<std::string> order;
  for (const auto column : plan.columns)
    order.push_back(quoted(table.columns[column].name) + (scan.descending ? " DESC" : ""));
  return sql + fmt::format(" ORDER BY {} LIMIT ?{}", fmt::join(order, ", "), ++place);
}

std::string sql_of_get(const Table& table) {
  return fmt::format("SELECT {} FROM {} WHERE {}", columns_of(table), quoted(table.name), key_equals(table));
}

Row read_row(const Statement& row, const Table& table) {
  Row values;
  values.reserve(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) values.push_back(row.value(static_cast<int>(i)));
  return values;
}

}  // namespace kulla::eventlog::sqlite
