// Every event type that may stand in a house's log, with its upcasters. Whoever opens the store passes `known()`: a log
// that holds another type was written by a newer or a foreign program, and must not be served as if it were understood.
// A new type: its struct in the room's events.hpp, its line here, and tests/golden/events/<type>.<version>.json.
#pragma once

#include "eventlog/evolution.hpp"

namespace kulla::app {

/// Made once; lives as long as the process.
const eventlog::EventTypes& event_types();

}  // namespace kulla::app
