// A step in codes, as the case page needs it: who owes it, what would meet it, from where its time comes, who is told
// when nobody answers. The words for the codes stand in the message catalogues.
#pragma once

#include <boost/json/fwd.hpp>

#include "procedure/model.hpp"

namespace kulla::procedure {

/// {step, for, kind, owed_by: [party], owed: "all" | "any",
///  within: [{when: bool, time | before + lead, target, basis: {kind, words}}],
///  done: [{event, by: [party], kinds: [kind]} | {facts: [fact]}],
///  ladder: [{number, at, party}], pause: {reasons, longest, then} | null, waive_by: party | null,
///  asks_before: [{need, by: [party]}], forbids: [act], survives: ["closing" | "end-of-victim"]}
/// `when` tells that a row has a condition; its words are the file's. The step must be one of this version.
boost::json::object describe(const Procedure& procedure, StepId step);

}  // namespace kulla::procedure
