// The demo's live cases: what was reported, when, by whom, and who answered after how long. Data alone; every text is
// invented and names nobody.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "directory/vocabulary.hpp"

namespace kulla::app::demo {

/// Of one notice: opened a minute earlier, acknowledged so long after the report. Who answers is whoever has the
/// party's duty at that moment.
struct Answered {
  std::string_view party;  // of the procedure
  Duration after;
};

struct LiveCase {
  Duration before;  // before the demo's end
  directory::Code region;
  std::size_t officer = 1;  // of the region's anti-trafficking unit
  std::string_view body;    // as POST /api/v1/reports takes it
  std::vector<Answered> answers;
};

/// The oldest first. Raids with many people lie within the last day: what the demo cannot do yet (interview, presume)
/// would else be late for each of them.
const std::vector<LiveCase>& live_cases();

}  // namespace kulla::app::demo
