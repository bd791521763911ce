#include "eventlog/sqlite/schema.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/invariant.hpp"

namespace kulla::eventlog::sqlite {
namespace {

constexpr std::int64_t application_id = 0x4B554C41;  // "KULA"

// Streams get a small number: a unique index on a random 16-byte key costs two fifths of the speed.
constexpr const char* log_tables = R"(
CREATE TABLE stream (
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), kind INTEGER NOT NULL) STRICT;
CREATE TABLE event (
  position INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream, stream_kind INTEGER NOT NULL,
  version INTEGER NOT NULL, type TEXT NOT NULL, type_version INTEGER NOT NULL, batch BLOB NOT NULL,
  batch_index INTEGER NOT NULL, recorded_at INTEGER NOT NULL, occurred_at INTEGER NOT NULL,
  occurred_precision INTEGER NOT NULL, actor_kind INTEGER NOT NULL, actor BLOB, acting_group BLOB,
  ground TEXT NOT NULL, cause INTEGER, open TEXT NOT NULL, salt BLOB NOT NULL, entry BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX event_of_stream ON event (stream, version);
CREATE INDEX event_of_kind ON event (stream_kind, position);
CREATE TABLE event_section (
  position INTEGER NOT NULL, section TEXT NOT NULL, data_key BLOB NOT NULL, cipher BLOB, hash BLOB NOT NULL,
  PRIMARY KEY (position, section)) STRICT, WITHOUT ROWID;
CREATE TABLE batch (
  id BLOB PRIMARY KEY, actor_kind INTEGER NOT NULL, actor BLOB, body_hash BLOB NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, recorded_at INTEGER NOT NULL, answer_kind TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1), house BLOB NOT NULL, size INTEGER NOT NULL,
  last_recorded_at INTEGER NOT NULL, peaks BLOB NOT NULL) STRICT;
CREATE TABLE event_type (
  type TEXT NOT NULL, type_version INTEGER NOT NULL, PRIMARY KEY (type, type_version)) STRICT, WITHOUT ROWID;
)";

std::string_view type_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::text:
      return "TEXT";
    case ColumnType::blob:
      return "BLOB";
  }
  return "";
}

std::string create_table(const Table& table) {
  std::string sql = "CREATE TABLE " + quoted(table.name) + " (";
  for (const auto& column : table.columns)
    sql += fmt::format("{} {}{}, ", quoted(column.name), type_of(column.type), column.nullable ? "" : " NOT NULL");
  sql += "PRIMARY KEY (";
  for (std::size_t i = 0; i < table.key_columns; ++i) sql += (i > 0 ? ", " : "") + quoted(table.columns[i].name);
  return sql + ")) STRICT, WITHOUT ROWID";
}

std::string create_index(const Table& table, const Index& index) {
  auto sql =
      fmt::format("CREATE {}INDEX {} ON {} (", index.unique ? "UNIQUE " : "", quoted(index.name), quoted(table.name));
  for (std::size_t i = 0; i < index.columns.size(); ++i) sql += (i > 0 ? ", " : "") + quoted(index.columns[i]);
  sql += ")";
  if (index.where) sql += " WHERE " + condition_of(*index.where);
  return sql;
}

// A plan that has changed is seen by its text.
Result<void> make(Connection& connection, std::string_view kind, std::string_view name, const std::string& sql) {
  auto find = TRY(connection.prepare("SELECT sql FROM sqlite_schema WHERE type = ?1 AND name = ?2"));
  if (TRY(find.bind(1, kind).bind(2, name).step())) {
    if (find.text(0) == sql) return {};
    return fail(ErrorKind::broken, "table-changed",
                fmt::format("{} {}: `kulla rebuild` makes read tables anew", kind, name));
  }
  return connection.run(sql);
}

Result<void> make_log(Connection& connection, HouseId house) {
  TRY_VOID(connection.run(log_tables));
  TRY_VOID(
      connection.run(fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", application_id, schema_version)));
  auto head = TRY(connection.prepare("INSERT INTO log_head VALUES (1, ?1, 0, 0, x'')"));
  return head.bind(1, house.view()).run();
}

Result<void> drop_read_tables(Connection& connection, std::span<const Table* const> tables) {
  for (const auto* table : tables)
    if (table->kind == TableKind::read) TRY_VOID(connection.run("DROP TABLE IF EXISTS " + quoted(table->name)));
  return {};
}

Result<void> make_all(Connection& connection, HouseId house, std::span<const Table* const> tables,
                      bool remake_read_tables) {
  const auto version = TRY(connection.number("PRAGMA user_version"));
  if (version > schema_version)
    return fail(ErrorKind::broken, "store-newer", "this file was made by a later version of kulla: install that one");
  const auto made = TRY(connection.number("SELECT count(*) FROM sqlite_schema"));
  if (version == 0 && made > 0)
    return fail(ErrorKind::broken, "store-of-others", "the file belongs to another program");
  if (version == 0) TRY_VOID(make_log(connection, house));
  if (remake_read_tables) TRY_VOID(drop_read_tables(connection, tables));
  for (const auto* table : tables) {
    invariant(table->key_columns >= 1 && table->key_columns <= table->columns.size(), "a table has a key");
    TRY_VOID(make(connection, "table", table->name, create_table(*table)));
    for (const auto& index : table->indexes)
      TRY_VOID(make(connection, "index", index.name, create_index(*table, index)));
  }
  return {};
}

}  // namespace

std::string quoted(std::string_view name) { return fmt::format("\"{}\"", name); }

std::string condition_of(const Where& where) {
  const auto column = quoted(where.column);
  switch (where.kind) {
    case Where::Kind::is_null:
      return column + " IS NULL";
    case Where::Kind::is_not_null:
      return column + " IS NOT NULL";
    case Where::Kind::one_of:
      return fmt::format("{} IN ({})", column, fmt::join(where.values, ", "));
  }
  return "";
}

Result<void> make_schema(Connection& connection, HouseId house, std::span<const Table* const> tables,
                         bool remake_read_tables) {
  TRY_VOID(connection.run("BEGIN IMMEDIATE"));
  auto made = make_all(connection, house, tables, remake_read_tables);
  if (made) return connection.run("COMMIT");
  if (connection.in_transaction()) TRY_VOID(connection.run("ROLLBACK"));
  return made;
}

Result<void> check_types(Connection& connection, std::span<const KnownType> known) {
  auto types = TRY(connection.prepare("SELECT type, type_version FROM event_type ORDER BY type, type_version"));
  while (TRY(types.step())) {
    const auto is_this = [&](const KnownType& type) {
      return type.name == types.text(0) && type.version == types.integer(1);
    };
    if (std::none_of(known.begin(), known.end(), is_this))
      return fail(
          ErrorKind::broken, "event-type-unknown",
          fmt::format("{} version {}: install the version of kulla that wrote it", types.text(0), types.integer(1)));
  }
  return {};
}

Result<void> check_pages(Connection& connection) {
  auto check = TRY(connection.prepare("PRAGMA quick_check(1)"));
  const bool found = TRY(check.step());
  if (found && check.text(0) == "ok") return {};
  return tl::unexpected(error_of(SQLITE_CORRUPT, "quick_check"));
}

}  // namespace kulla::eventlog::sqlite
