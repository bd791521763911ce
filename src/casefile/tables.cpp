#include "casefile/tables.hpp"

#include <array>

namespace kulla::casefile {

using eventlog::ColumnType;
using eventlog::Table;
using eventlog::TableKind;
using eventlog::Where;

const Table case_head_table{
    .name = "case_head",
    .kind = TableKind::read,
    .columns = {{"case_id", ColumnType::blob},
                {"reference", ColumnType::text},
                {"region", ColumnType::text},
                {"owner_group", ColumnType::blob},
                {"state", ColumnType::integer},
                {"opened_at", ColumnType::integer},
                {"version", ColumnType::integer}},
    .key_columns = 1,
    .indexes = {
        {.name = "case_by_reference", .columns = {"reference"}, .where = {}, .unique = true},
        {.name = "case_by_owner", .columns = {"owner_group", "state", "opened_at"}, .where = {}, .unique = false}}};

const Table participation_table{
    .name = "participation",
    .kind = TableKind::read,
    .columns = {{"case_id", ColumnType::blob},
                {"principal", ColumnType::blob},
                {"relation", ColumnType::text},
                {"since", ColumnType::integer},
                {"until", ColumnType::integer, true}},
    .key_columns = 3,
    .indexes = {
        {.name = "participation_by_principal", .columns = {"principal", "until"}, .where = {}, .unique = false}}};

const Table section_current_table{.name = "section_current",
                                  .kind = TableKind::read,
                                  .columns = {{"stream", ColumnType::blob},
                                              {"section", ColumnType::text},
                                              {"position", ColumnType::integer},
                                              {"version", ColumnType::integer},
                                              {"type", ColumnType::text},
                                              {"type_version", ColumnType::integer},
                                              {"data_key", ColumnType::blob},
                                              {"cipher", ColumnType::blob}},
                                  .key_columns = 2,
                                  .indexes = {}};

// `state` counts as procedure::State does; 1 and 2 are running and paused.
const Table obligation_table{
    .name = "obligation",
    .kind = TableKind::read,
    .columns = {{"case_id", ColumnType::blob},
                {"step", ColumnType::text},
                {"item_kind", ColumnType::integer},
                {"item", ColumnType::integer},
                {"party", ColumnType::text},
                {"party_group", ColumnType::blob},  // nil bytes: no such office
                {"holder", ColumnType::blob, true},
                {"state", ColumnType::integer},
                {"epoch", ColumnType::integer},
                {"started_at", ColumnType::integer, true},
                {"due_at", ColumnType::integer, true},
                {"next_at", ColumnType::integer, true},  // on the first row of an obligation alone: a rung fires once
                {"rung", ColumnType::integer},           // how many have fired
                {"paused_at", ColumnType::integer, true},
                {"met_at", ColumnType::integer, true}},
    .key_columns = 5,
    .indexes = {{.name = "obligation_by_party",
                 .columns = {"party_group", "due_at"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {1, 2}},
                 .unique = false},
                {.name = "obligation_by_holder",
                 .columns = {"holder", "due_at"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {1, 2}},
                 .unique = false},
                {.name = "obligation_next",
                 .columns = {"next_at"},
                 .where = Where{.kind = Where::Kind::is_not_null, .column = "next_at", .values = {}},
                 .unique = false}}};

const Table notice_table{
    .name = "notice",
    .kind = TableKind::read,
    .columns = {{"id", ColumnType::blob},
                {"case_id", ColumnType::blob},
                {"step", ColumnType::text},
                {"item_kind", ColumnType::integer},
                {"item", ColumnType::integer},
                {"epoch", ColumnType::integer},
                {"party", ColumnType::text},
                {"rung", ColumnType::integer, true},  // null: told as the party itself
                {"to_group", ColumnType::blob},
                {"disclosure", ColumnType::blob},
                {"sent_at", ColumnType::integer},
                {"delivered_at", ColumnType::integer, true},
                {"seen_at", ColumnType::integer, true},
                {"acknowledged_at", ColumnType::integer, true}},
    .key_columns = 1,
    .indexes = {{.name = "notice_waiting",
                 .columns = {"to_group", "sent_at"},
                 .where = Where{.kind = Where::Kind::is_null, .column = "acknowledged_at", .values = {}},
                 .unique = false}}};

const Table disclosure_head_table{
    .name = "disclosure_head",
    .kind = TableKind::read,
    .columns = {{"id", ColumnType::blob},
                {"giver", ColumnType::blob},
                {"receiver", ColumnType::blob},
                {"case_id", ColumnType::blob},
                {"item_kind", ColumnType::integer},
                {"item", ColumnType::integer},
                {"payload", ColumnType::text},
                {"state", ColumnType::integer},
                {"until", ColumnType::integer, true}},
    .key_columns = 1,
    .indexes = {{.name = "disclosure_by_receiver", .columns = {"receiver", "state"}, .where = {}, .unique = false}}};

std::span<const Table* const> tables() {
  static constexpr std::array all{&case_head_table,  &participation_table, &section_current_table,
                                  &obligation_table, &notice_table,        &disclosure_head_table};
  return all;
}

}  // namespace kulla::casefile
