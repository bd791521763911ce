// What every store asks of a table's plan: does a row fit it, and which columns does a scan go by?
#pragma once

#include <span>
#include <vector>

#include "base/error.hpp"
#include "eventlog/tables.hpp"

namespace kulla::eventlog {

/// The column with this name; an index that names none is a bug of the plan.
std::size_t column_of(const Table& table, std::string_view name);

/// Refuses (kind `broken`) `batch-malformed`, with the rule in `where`: another table than those the store was opened
/// with, a wrong number of values, a wrong type, a NULL where none may be.
Result<void> check_write(const TableWrite& write, std::span<const Table* const> tables);
/// `rebuild` writes `read` tables alone, `write_rows` all but them.
Result<void> check_kind(const TableWrite& write, bool read_table);

struct ScanPlan {
  const Index* index = nullptr;      // null: the primary key
  std::vector<std::size_t> columns;  // the order of rows: the index's columns, then what of the key they leave out
};
/// Refuses (kind `broken`) `scan-malformed`: an unknown index, more values than it has columns, a value of another
/// type.
Result<ScanPlan> scan_plan(const Scan& scan);

/// The refusal of a taken key or unique index.
tl::unexpected<Error> row_exists(const Table& table);

}  // namespace kulla::eventlog
