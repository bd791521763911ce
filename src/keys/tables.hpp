// The key tables, as decisions.md section 2 lists them. Secret columns are named so by a comment; they are enciphered
// under the key-table master (rows.hpp), so that a copy of the database alone gives not even the boxes.
#pragma once

#include <span>

#include "eventlog/tables.hpp"

namespace kulla::keys {

extern const eventlog::Table key_statement_table;   // read: follows from key.stated and key.ended
extern const eventlog::Table account_secret_table;  // key
extern const eventlog::Table membership_key_table;  // key
extern const eventlog::Table group_chain_table;     // key
extern const eventlog::Table group_recovery_table;  // key; written once recovery is built
extern const eventlog::Table envelope_table;        // key
extern const eventlog::Table data_key_table;        // key
extern const eventlog::Table wrap_table;            // key
extern const eventlog::Table session_table;         // local

/// All of them, for a Store that is being opened.
std::span<const eventlog::Table* const> tables();

}  // namespace kulla::keys
