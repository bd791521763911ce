// Tables beside the log, in its own database and transaction: a small relational face that every backend has, so that
// the slow one in memory can stand as oracle for the others. A row is put, inserted or erased by its key and found by
// key or by a declared index; there is no other query, so every question is an index range.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"

namespace kulla::eventlog {

/// NULL, integer, text or blob. NULL sorts first, then integers, text, blobs, each bytewise: as SQLite does.
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
using Row = std::vector<Value>;  // in the order of the table's columns

enum class ColumnType : std::uint8_t { integer, text, blob };
struct Column {
  std::string_view name;
  ColumnType type = ColumnType::integer;
  bool nullable = false;
};

/// Limits an index to rows where one column is NULL, is not NULL, or has one of these values.
struct Where {
  enum class Kind : std::uint8_t { is_null, is_not_null, one_of } kind = Kind::is_null;
  std::string_view column = {};
  std::vector<std::int64_t> values = {};  // integers only: states are stored as numbers
};
struct Index {
  std::string_view name;
  std::vector<std::string_view> columns = {};  // a scan gives values for a prefix of them, then a range on the next
  std::optional<Where> where = {};
  bool unique = false;
};

/// `read`: follows from the streams alone and can be rebuilt without a key. `key`: key material, not in the event
/// archive. `local`: sessions, checkpoints: of this installation.
enum class TableKind : std::uint8_t { read, key, local };

/// A table's plan. All texts have static storage; a plan is a constant, compared by address (`&obligation_table`).
struct Table {
  std::string_view name;
  TableKind kind = TableKind::read;
  std::vector<Column> columns = {};
  std::size_t key_columns = 1;  // the first so many columns are the primary key
  std::vector<Index> indexes = {};
};

struct TableWrite {
  enum class Kind : std::uint8_t {
    put,     // insert or replace by key
    insert,  // refuses the batch with `row-exists` when the key, or a unique index, is taken
    erase,   // by key (row holds the key columns only); nothing there is fine
  } kind = Kind::put;
  const Table* table = nullptr;
  Row row = {};
};

/// A range of one index (or of the primary key, index empty): equal values for the first columns, then optional bounds
/// on the next one, in the order of the index, equals by key. NULL may be given as an equal value; it lies in no range.
struct Scan {
  const Table* table = nullptr;
  std::string_view index = {};  // empty: primary key
  Row equal = {};
  std::optional<Value> from = {};    // inclusive
  std::optional<Value> before = {};  // exclusive
  bool descending = false;
  std::size_t limit = 50;  // how many rows at the most; name the reason where it is not 50
};

}  // namespace kulla::eventlog
