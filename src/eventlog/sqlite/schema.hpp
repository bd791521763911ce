// The tables of the log in SQLite, and those beside it, made from their plans.
#pragma once

#include <span>
#include <string>

#include "eventlog/event.hpp"
#include "eventlog/sqlite/database.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog::sqlite {

inline constexpr std::int64_t schema_version = 1;  // PRAGMA user_version; docs/log.md lists what each brought

/// Makes what is missing. Refuses `store-newer` (made by a later version of the programme), `store-of-others` (another
/// program's file), `table-changed` (its columns are not the plan's). With `remake_read_tables` those start empty.
Result<void> make_schema(Connection& connection, HouseId house, std::span<const Table* const> tables,
                         bool remake_read_tables);
/// Refuses `event-type-unknown`, naming the first type of the log that is not among them.
Result<void> check_types(Connection& connection, std::span<const KnownType> known);
/// Refuses `store-damaged` with the first finding. Reads every page.
Result<void> check_pages(Connection& connection);

/// The condition of a partial index, as it stands in the index and in every query that uses it.
std::string condition_of(const Where& where);
std::string quoted(std::string_view name);

}  // namespace kulla::eventlog::sqlite
