// How an obligation and a notice look in an answer: the same on my work and on the case page.
#pragma once

#include <boost/json/fwd.hpp>

#include "casefile/state.hpp"
#include "casefile/track.hpp"
#include "change/names.hpp"

namespace kulla::cases {

/// Codes and times of a duty, with the procedure's span, basis and ladder; names of offices by `groups` (PartyId ->
/// offices) where the session can open them.
boost::json::object duty_object(const casefile::CaseFile& file, const casefile::Duty& duty,
                                const std::vector<std::vector<GroupId>>& groups, change::Names& names);
/// A notice's four facts, and what happens without an answer.
boost::json::object notice_object(const casefile::CaseFile& file, const casefile::Notice& notice);
boost::json::object item_object(const casefile::Item& item);
/// RFC 3339, or null.
boost::json::value time_or_null(const std::optional<Instant>& at);

}  // namespace kulla::cases
