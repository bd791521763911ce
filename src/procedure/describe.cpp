#include "procedure/describe.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/invariant.hpp"

namespace kulla::procedure {
namespace {

namespace json = boost::json;

json::array names(const Procedure& procedure, const PartySet& set) {
  json::array list;
  for (std::uint16_t i = 0; i < procedure.party_names.size(); ++i)
    if (set.test(i)) list.emplace_back(procedure.party_names.text(i));
  return list;
}

json::object row_of(const Within& row) {
  json::object told{{"when", !row.when.always()}};
  if (row.before) {
    told["before"] = "appointment.at";
    told["lead"] = to_iso8601(row.lead);
  } else {
    told["time"] = row.time.text;
  }
  told["target"] = row.target ? json::value(to_iso8601(*row.target)) : json::value(nullptr);
  told["basis"] =
      json::object{{"kind", word_of(row.basis)},
                   {"words", row.basis_words.empty() ? json::value(nullptr) : json::value(row.basis_words)}};
  return told;
}

json::object done_of(const Procedure& procedure, const Done& done) {
  if (!done.event.known()) {
    json::array facts;
    const auto read = done.fact.facts | done.fact.any_facts;
    for (std::uint16_t i = 0; i < procedure.fact_names.size(); ++i)
      if (read.test(i)) facts.emplace_back(procedure.fact_names.text(i));
    return {{"facts", std::move(facts)}};
  }
  json::array kinds;
  for (std::uint16_t i = 0; i < procedure.kind_names.size(); ++i)
    if (done.kinds.test(i)) kinds.emplace_back(procedure.kind_names.text(i));
  return {{"event", procedure.name(done.event)}, {"by", names(procedure, done.by)}, {"kinds", std::move(kinds)}};
}

json::value pause_of(const Procedure& procedure, const Step& step) {
  if (!step.pause) return nullptr;
  json::array reasons;
  for (const auto reason : step.pause->reasons) reasons.emplace_back(procedure.reason_names.text(reason.index));
  return json::object{{"reasons", std::move(reasons)},
                      {"longest", step.pause->longest.text},
                      {"then", procedure.name(step.pause->then)}};
}

}  // namespace

json::object describe(const Procedure& procedure, StepId id) {
  invariant(procedure.has(id), "a step is described in its own version");
  const auto& step = procedure.at(id);
  json::array owed_by, within, done, ladder, asks, forbids, survives;
  for (const auto party : step.owed_by) owed_by.emplace_back(procedure.name(party));
  for (const auto& row : step.within) within.emplace_back(row_of(row));
  for (const auto& one : step.done) done.emplace_back(done_of(procedure, one));
  for (const auto& rung : step.ladder)
    ladder.emplace_back(
        json::object{{"number", rung.number}, {"at", rung.text}, {"party", procedure.name(rung.party)}});
  for (const auto& ask : step.ask_before)
    asks.emplace_back(json::object{{"need", procedure.name(ask.need)}, {"by", names(procedure, ask.by)}});
  for (const auto& act : step.forbids) forbids.emplace_back(act);
  if (step.survives_closing) survives.emplace_back("closing");
  if (step.survives_end_of_victim) survives.emplace_back("end-of-victim");
  return {{"step", step.key},
          {"for", word_of(step.item)},
          {"kind", step.kind == Step::Kind::period ? "period" : "task"},
          {"owed_by", std::move(owed_by)},
          {"owed", step.owed == Step::Owed::any ? "any" : "all"},
          {"within", std::move(within)},
          {"done", std::move(done)},
          {"ladder", std::move(ladder)},
          {"pause", pause_of(procedure, step)},
          {"waive_by", step.waive_by ? json::value(procedure.name(*step.waive_by)) : json::value(nullptr)},
          {"asks_before", std::move(asks)},
          {"forbids", std::move(forbids)},
          {"survives", std::move(survives)}};
}

}  // namespace kulla::procedure
