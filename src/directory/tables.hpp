// The directory's read tables. All follow from the streams alone and hold ciphertext as it stands there, so
// `kulla rebuild` makes them anew without a key. Columns: tables.cpp.
#pragma once

#include <span>

#include "eventlog/tables.hpp"

namespace kulla::directory {

extern const eventlog::Table agency_table;      // agency
extern const eventlog::Table group_table;       // key group, with its office and place
extern const eventlog::Table account_table;     // account, with role, place and the keyed hash of its sign-in name
extern const eventlog::Table membership_table;  // who holds which group's key, since when, until when
extern const eventlog::Table roster_table;      // who is on which duty from when to when
extern const eventlog::Table span_table;        // the longest shift of an office's duty: how far a look must reach
extern const eventlog::Table section_table;     // latest `staff`, `office` and `contact` ciphertext

/// All of them, for a Store that is being opened.
std::span<const eventlog::Table* const> tables();

}  // namespace kulla::directory
