// The live cases come to be: by the doors that a browser uses, in sessions of whoever is on duty, each at its time,
// and between them the clock fires what fell due, at the instant that it fell due.
#pragma once

#include "app/config.hpp"
#include "app/demo/workshop.hpp"

namespace kulla::app::demo {

/// Every live case, up to `now`. The offices stand.
Result<void> live_through_cases(Workshop& shop, const Config& config, Instant now);

}  // namespace kulla::app::demo
