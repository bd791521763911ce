// What may happen next to a case, as this wing decides it. Pure: no clock, no store, no keys.
#pragma once

#include <optional>
#include <vector>

#include "casefile/state.hpp"

namespace kulla::cases {

struct AcknowledgeNotice {
  NoticeId notice;
  Instant occurred_at;  // as the person tells it, to the minute; or the server's now
};

/// Late entry: more than this back needs a reason (decisions.md 3.9), and no time may lie further ahead than that.
inline constexpr Duration ahead_max = minutes(2);

/// May this notice be acknowledged? Refuses `notice-unknown` (kind missing), `acknowledged-before-sent` and
/// `time-in-the-future`, both at /occurred_at. Asked twice, succeeds twice and appends once: phones repeat themselves.
/// Source: procedures/kosovo.toml, step inform-prosecutor.
Result<std::optional<casefile::NoticeAcknowledged>> decide(const casefile::CaseFile& file,
                                                           const AcknowledgeNotice& command, Instant now);

}  // namespace kulla::cases
