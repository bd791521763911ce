#include "eventlog/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/invariant.hpp"

namespace kulla::eventlog {
namespace {

bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

bool has_type(const Column& column, const Value& value) {
  switch (column.type) {
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::text:
      return std::holds_alternative<std::string>(value);
    case ColumnType::blob:
      return std::holds_alternative<Bytes>(value);
  }
  return false;
}

bool fits(const Column& column, const Value& value) {
  return is_null(value) ? column.nullable : has_type(column, value);
}

tl::unexpected<Error> malformed(std::string_view rule) { return fail(ErrorKind::broken, "batch-malformed", rule); }

tl::unexpected<Error> bad_scan(const Table& table, std::string_view rule) {
  return fail(ErrorKind::broken, "scan-malformed", fmt::format("{}: {}", table.name, rule));
}

}  // namespace

std::size_t column_of(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  invariant(false, "a plan names columns of its own table");
  return 0;
}

Result<void> check_write(const TableWrite& write, std::span<const Table* const> tables) {
  if (std::find(tables.begin(), tables.end(), write.table) == tables.end())
    return malformed("a row belongs to a table that the store was opened with");
  const auto& table = *write.table;
  const auto wanted = write.kind == TableWrite::Kind::erase ? table.key_columns : table.columns.size();
  if (write.row.size() != wanted) return malformed(fmt::format("{}: a row has {} values", table.name, wanted));
  for (std::size_t i = 0; i < wanted; ++i)
    if (!fits(table.columns[i], write.row[i]))
      return malformed(fmt::format("{}.{}: not of the plan's type", table.name, table.columns[i].name));
  return {};
}

Result<void> check_kind(const TableWrite& write, bool read_table) {
  if ((write.table->kind == TableKind::read) == read_table) return {};
  return malformed(fmt::format("{}: a table of another kind", write.table->name));
}

Result<ScanPlan> scan_plan(const Scan& scan) {
  const auto& table = *scan.table;
  ScanPlan plan;
  if (!scan.index.empty()) {
    for (const auto& index : table.indexes)
      if (index.name == scan.index) plan.index = &index;
    if (plan.index == nullptr) return bad_scan(table, "no such index");
    for (const auto& name : plan.index->columns) plan.columns.push_back(column_of(table, name));
  }
  const auto usable = plan.index == nullptr ? table.key_columns : plan.columns.size();
  for (std::size_t key = 0; key < table.key_columns; ++key)
    if (std::find(plan.columns.begin(), plan.columns.end(), key) == plan.columns.end()) plan.columns.push_back(key);

  const bool ranged = scan.from || scan.before;
  if (scan.equal.size() + (ranged ? 1 : 0) > usable) return bad_scan(table, "more values than the index has columns");
  for (std::size_t i = 0; i < scan.equal.size(); ++i)
    if (!fits(table.columns[plan.columns[i]], scan.equal[i])) return bad_scan(table, "a value of another type");
  for (const auto* bound : {&scan.from, &scan.before})
    if (*bound && !has_type(table.columns[plan.columns[scan.equal.size()]], **bound))
      return bad_scan(table, "a bound of another type");
  return plan;
}

tl::unexpected<Error> row_exists(const Table& table) { return fail(ErrorKind::conflict, "row-exists", table.name); }

}  // namespace kulla::eventlog
