// Telling an office: the session that starts a step seals its payload to the party and to every rung of the ladder,
// because nobody will be there later; a notice goes to the party's office at once, and to a rung's when that fires.
// Nobody on duty: the next rung fires at once. Source: decisions.md 2, "automatic notices"; 4.6.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "casefile/parties.hpp"
#include "casefile/state.hpp"
#include "casefile/track.hpp"
#include "change/house.hpp"
#include "keys/sealer.hpp"
#include "procedure/model.hpp"

namespace kulla::casefile {

/// Puts the value of a payload's field, by its name in the dictionary ("case.counts"), into the object; what the
/// session does not know is left out.
using PayloadSource = std::function<Result<void>(std::string_view field, boost::json::object& into)>;

/// Where the telling happens: one command or one turn of the clock, on one snapshot.
struct Scene {
  change::House& house;
  const eventlog::Snapshot& snapshot;
  const procedure::Procedure& procedure;
  CaseId case_id;
  Code region;
  Instant now;
};

/// What a batch gets: events of the case's stream and of new disclosures' streams, with their expectations.
struct Told {
  std::vector<eventlog::NewEvent> events;
  std::vector<eventlog::Expectation> expect;
};
Result<Told> tell(const Scene& scene, keys::Sealer& sealer, GroupId giver, const procedure::ToInform& what,
                  const PayloadSource& source);

/// Whom a rung belongs to, and what its office opens: the payload that was sealed to it when the step started (nil: the
/// step has none, and it is told by reference alone).
struct RungOf {
  procedure::StepId step;
  Item item;
  std::uint16_t epoch = 1;
  DisclosureId disclosure;
};
/// What the clock found due fires: the rung, its notices, and at once the rungs after it as long as nobody is on duty
/// for them. The end of a period tells nobody.
Result<std::vector<eventlog::NewEvent>> fire(const Scene& scene, const RungOf& of, const procedure::Next& due);

}  // namespace kulla::casefile
