// Sections of a record as they stand now, found in section_current; and the handle that lists show in their place.
#pragma once

#include <optional>
#include <string>

#include <boost/json/fwd.hpp>

#include "cases/cases.hpp"

namespace kulla::cases {

/// A section with all that its opening needs. Must outlive the Looking that wants it.
struct StoredSection {
  StreamId stream;
  eventlog::Version version = 0;
  std::string type;
  int type_version = 1;
  eventlog::Section section;
  keys::Place place() const {
    return {.stream = stream, .version = version, .type = {type, type_version}, .section = section.name};
  }
};
Result<std::optional<StoredSection>> section_now(const eventlog::Snapshot& snapshot, StreamId stream,
                                                 std::string_view name);

/// What a list shows instead of a reference: at most forty characters, made of counts and the words of the place, which
/// hold no name by the report's own advice. `body` and `coded`: the opened sections of a case, as JSON.
std::string handle_of(const Cases& cases, http::Language language, std::string_view body, std::string_view coded);

}  // namespace kulla::cases
