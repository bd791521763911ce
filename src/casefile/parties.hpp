// From a party of the procedure to this house's offices, for one case: a thin word-for-word map onto the directory.
#pragma once

#include "casefile/state.hpp"
#include "directory/party.hpp"
#include "procedure/model.hpp"

namespace kulla::casefile {

/// The party's words in this house's vocabulary. Refuses (kind broken) `party-unknown-word`, naming the party: a
/// procedure that asks for an agency, unit or duty which the house does not have is refused at start.
Result<directory::PartyQuery> query_of(const procedure::Party& party, const directory::Places& places);

/// Holds every party of the file against the house, at start.
Result<void> check_parties(const procedure::Procedure& procedure, const directory::Places& places);

/// Who answers for the party in this case's region, now.
Result<directory::Resolved> resolve(const eventlog::Snapshot& snapshot, const directory::Places& places,
                                    const procedure::Party& party, Code region, Instant now);

}  // namespace kulla::casefile
