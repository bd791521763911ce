// The house rules. Each looks at one file, or at the whole tree, and says what is wrong where and what to use instead.
// tests/house/bites_test.cpp holds a bad snippet against every one of them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "house/source.hpp"

namespace kulla::house {

/// Calls and words that are banned where they stand, by the table in banned.cpp.
Findings banned_words(const Source& file);

/// Which rooms a room may use: cmake/rooms.cmake's own table, written down by the configure step.
using Floors = std::map<std::string, std::set<std::string>, std::less<>>;
Floors read_floors(std::string_view table);
/// Includes point downwards, a wing never includes another, a reader takes a wing's events.hpp alone.
Findings includes_follow_the_floors(const Source& file, const Floors& floors);

/// Heavy headers of libraries stay in .cpp files.
Findings heavy_headers_stay_in_cpp(const Source& file);
/// A switch over an enumeration names every value, so that a new one does not compile unseen.
Findings no_default_over_an_enum(const Source& file);
/// A header begins with prose and #pragma once, and opens no namespace.
Findings headers_begin_with_prose(const Source& file);
/// Links between pages lead to files that are there.
Findings links_lead_somewhere(const Source& page, const std::vector<Source>& tree);
/// A lock file names versions and hashes, no host: any registry or mirror serves them.
Findings lock_files_name_no_host(const Source& file);
/// Nothing names the machine that it was written on.
Findings no_machine_paths(const Source& file, std::string_view checkout);
/// Scripts stop at the first failure.
Findings scripts_stop_at_failures(const Source& file);
/// Every room has tests, and every source and test file is compiled by its CMakeLists.txt.
Findings rooms_are_whole(const std::vector<Source>& tree);
/// docs/architecture.md names every room of cmake/rooms.cmake, and no room that is none.
Findings plan_names_every_room(const Source& page, const Floors& floors);
/// docs/decisions/NNNN-title.md: numbered without gaps, with the parts a reader looks for.
Findings decisions_are_whole(const std::vector<Source>& tree);

/// Past 400 lines a file, past 50 a function: look for the grain. Printed, no failure.
Findings size_smells(const Source& file);
/// Past 500 lines a source file is split.
Findings files_too_long(const Source& file);

}  // namespace kulla::house
