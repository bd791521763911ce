#include "directory/tables.hpp"

#include <array>

namespace kulla::directory {

using eventlog::ColumnType;
using eventlog::Table;
using eventlog::TableKind;

const Table agency_table{
    .name = "agency",
    .kind = TableKind::read,
    .columns = {{"agency", ColumnType::integer}, {"agency_id", ColumnType::blob}},
    .key_columns = 1,
    .indexes = {},
};

const Table group_table{
    .name = "key_group",
    .kind = TableKind::read,
    .columns = {{"group_id", ColumnType::blob},
                {"unit_id", ColumnType::blob},
                {"agency", ColumnType::integer},
                {"unit", ColumnType::text},  // empty: the office itself
                {"region", ColumnType::text},
                {"epoch", ColumnType::integer}},  // 0: no key yet
    .key_columns = 1,
    .indexes =
        {{.name = "key_group_by_place", .columns = {"agency", "region", "unit"}, .where = std::nullopt, .unique = true},
         {.name = "key_group_by_unit", .columns = {"unit_id"}, .where = std::nullopt, .unique = true}},
};

const Table account_table{
    .name = "account",
    .kind = TableKind::read,
    .columns = {{"account_id", ColumnType::blob},
                {"group_id", ColumnType::blob},  // into which she was invited
                {"role", ColumnType::integer},
                {"agency", ColumnType::integer},
                {"unit", ColumnType::text},
                {"region", ColumnType::text},
                {"name_hash", ColumnType::blob, true},  // keyed; null once it is erased
                {"invited_until", ColumnType::integer, true},
                {"accepted_at", ColumnType::integer, true}},
    .key_columns = 1,
    .indexes = {{.name = "account_by_name", .columns = {"name_hash"}, .where = std::nullopt, .unique = true}},
};

const Table membership_table{
    .name = "membership",
    .kind = TableKind::read,
    .columns = {{"group_id", ColumnType::blob},
                {"account_id", ColumnType::blob},
                {"since", ColumnType::integer},
                {"until", ColumnType::integer, true}},
    .key_columns = 2,
    .indexes = {{.name = "membership_by_account",
                 .columns = {"account_id", "group_id"},
                 .where = std::nullopt,
                 .unique = false}},
};

const Table roster_table{
    .name = "roster",
    .kind = TableKind::read,
    .columns = {{"unit", ColumnType::blob},
                {"duty", ColumnType::integer},
                {"account", ColumnType::blob},
                {"starts_at", ColumnType::integer},
                {"ends_at", ColumnType::integer}},
    .key_columns = 4,
    .indexes =
        {{.name = "roster_by_duty", .columns = {"unit", "duty", "ends_at"}, .where = std::nullopt, .unique = false},
         {.name = "roster_by_account", .columns = {"account", "ends_at"}, .where = std::nullopt, .unique = false}},
};

const Table span_table{
    .name = "roster_span",
    .kind = TableKind::read,
    .columns = {{"unit", ColumnType::blob}, {"duty", ColumnType::integer}, {"longest", ColumnType::integer}},
    .key_columns = 2,
    .indexes = {},
};

const Table section_table{
    .name = "directory_section",
    .kind = TableKind::read,
    .columns = {{"stream", ColumnType::blob},
                {"section", ColumnType::text},
                {"position", ColumnType::integer},
                {"version", ColumnType::integer},  // with type: where the cipher stands, and so opens
                {"type", ColumnType::text},
                {"type_version", ColumnType::integer},
                {"data_key", ColumnType::blob},
                {"cipher", ColumnType::blob}},
    .key_columns = 2,
    .indexes = {},
};

std::span<const Table* const> tables() {
  static constexpr std::array<const Table*, 7> all{&agency_table, &group_table, &account_table, &membership_table,
                                                   &roster_table, &span_table,  &section_table};
  return all;
}

}  // namespace kulla::directory
