// The case's read tables (decisions.md 3.11). They follow from the case streams alone, hold ciphertext verbatim, and
// are written in the transaction of the event that changes them. Numbers stand for words in indexed columns: states are
// those of the procedure engine, fixed for ever.
#pragma once

#include <span>

#include "eventlog/tables.hpp"

namespace kulla::casefile {

/// case_id | reference | region | owner_group | state | opened_at | version
extern const eventlog::Table case_head_table;
/// case_id | principal (group) | relation | since | until
extern const eventlog::Table participation_table;
/// stream | section | position | version | type | type_version | data_key | cipher
extern const eventlog::Table section_current_table;
/// case_id | step | item_kind | item | part | party_group | holder | state | started_at | due_at | next_at | rung |
/// epoch | ... One row for each office that owes a part; rows without an office yet carry a nil group.
extern const eventlog::Table obligation_table;
/// id | case_id | step | item_kind | item | epoch | party | rung | to_group | disclosure | sent_at | delivered_at |
/// seen_at | acknowledged_at
extern const eventlog::Table notice_table;
/// id | giver | receiver | case_id | item_kind | item | payload | state | until
extern const eventlog::Table disclosure_head_table;

std::span<const eventlog::Table* const> tables();

}  // namespace kulla::casefile
