// Inside the engine: by when a step is due, and when each rung of its ladder is told. Not for other rooms.
#pragma once

#include "procedure/ledger.hpp"

namespace kulla::procedure {

/// `from` moved on by a span, or back when `sign` is -1.
Instant moved(const Ledger& ledger, Instant from, const Span& span, int sign = 1);

/// The instant in running time: while the clock stands, so does this.
Instant running_time(const Owing& owing, Instant now);

/// Sets the time of an epoch that has just begun.
void start_clock(const Ledger& ledger, const Strand& strand, const Step& step, Owing& owing);

/// Something that its time depends on may have changed: a fact, the item's instant, the version, the holidays. The new
/// time is never before `now` unless the old one was, and a row with a longer time never brings it forward.
void set_clock_again(const Ledger& ledger, const Strand& strand, const Step& step, Owing& owing, Instant now);

}  // namespace kulla::procedure
