#include "keys/tables.hpp"

#include <array>

namespace kulla::keys {

using eventlog::Column;
using eventlog::ColumnType;
using eventlog::Index;
using eventlog::Table;
using eventlog::TableKind;

namespace {
constexpr auto integer = ColumnType::integer;
constexpr auto text = ColumnType::text;
constexpr auto blob = ColumnType::blob;
}  // namespace

const Table key_statement_table{
    .name = "key_statement",
    .kind = TableKind::read,
    .columns = {{"principal", blob},
                {"epoch", integer},
                {"position", integer},
                {"kind", integer},
                {"box_public", blob},
                {"sign_public", blob},
                {"signed_by", blob, true},  // NULL: the root key; else account and its epoch
                {"signature", blob},
                {"state", integer}},  // 0 live, 1 ended
    .key_columns = 2,
    .indexes = {}};

const Table account_secret_table{
    .name = "account_secret",
    .kind = TableKind::key,
    .columns = {{"account", blob}, {"factor", integer}, {"kdf", text}, {"salt", blob}, {"wrapped_private", blob}},
    .key_columns = 2,
    .indexes = {}};

const Table membership_key_table{.name = "membership_key",
                                 .kind = TableKind::key,
                                 .columns = {{"group_id", blob},
                                             {"epoch", integer},
                                             {"account", blob},
                                             {"sealed_group_private", blob},
                                             {"admitted_by", blob}},
                                 .key_columns = 3,
                                 .indexes = {{.name = "membership_key_account", .columns = {"account"}, .where = {}}}};

const Table group_chain_table{.name = "group_chain",
                              .kind = TableKind::key,
                              .columns = {{"group_id", blob}, {"epoch", integer}, {"sealed_previous_private", blob}},
                              .key_columns = 2,
                              .indexes = {}};

const Table group_recovery_table{.name = "group_recovery",
                                 .kind = TableKind::key,
                                 .columns = {{"group_id", blob}, {"epoch", integer}, {"sealed_to_recovery", blob}},
                                 .key_columns = 2,
                                 .indexes = {}};

const Table envelope_table{
    .name = "envelope",
    .kind = TableKind::key,
    .columns = {{"id", blob}, {"recipient", blob}, {"epoch", integer}, {"kind", integer}, {"box", blob}},
    .key_columns = 1,
    .indexes = {{.name = "envelope_vault",
                 .columns = {"recipient", "epoch"},
                 .where = eventlog::Where{.kind = eventlog::Where::Kind::one_of, .column = "kind", .values = {1}},
                 .unique = true}}};

const Table data_key_table{
    .name = "data_key",
    .kind = TableKind::key,
    .columns = {{"id", blob},
                {"stream", blob},
                {"compartment", text},
                {"epoch", integer},
                {"fingerprint", blob},
                {"state", integer}},
    .key_columns = 1,
    // Unique: two requests that both begin an epoch cannot both be right.
    .indexes = {{.name = "data_key_of", .columns = {"stream", "compartment", "epoch"}, .where = {}, .unique = true}}};

const Table wrap_table{
    .name = "wrap",
    .kind = TableKind::key,
    .columns = {{"data_key", blob}, {"envelope", blob}, {"bytes", blob}, {"ground", text}, {"until", integer, true}},
    .key_columns = 2,
    .indexes = {{.name = "wrap_envelope", .columns = {"envelope"}, .where = {}}}};

const Table session_table{.name = "session",
                          .kind = TableKind::local,
                          .columns = {{"token_hash", blob},
                                      {"account", blob},
                                      {"sealed_private", blob},
                                      {"created", integer},
                                      {"seen", integer},
                                      {"step_up_until", integer, true},
                                      {"state", integer}},
                          .key_columns = 1,
                          .indexes = {{.name = "session_account", .columns = {"account"}, .where = {}},
                                      {.name = "session_seen", .columns = {"state", "seen"}, .where = {}},
                                      {.name = "session_created", .columns = {"created"}, .where = {}}}};

std::span<const Table* const> tables() {
  static const std::array<const Table*, 9> all{&key_statement_table, &account_secret_table, &membership_key_table,
                                               &group_chain_table,   &group_recovery_table, &envelope_table,
                                               &data_key_table,      &wrap_table,           &session_table};
  return all;
}

}  // namespace kulla::keys
