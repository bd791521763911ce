// What the ledger says to those who ask.
#include <algorithm>

#include "procedure/clocks.hpp"
#include "procedure/course.hpp"

namespace kulla::procedure {
namespace {

/// The first tap of somebody who stands for this party.
std::optional<Instant> given_at(const Procedure& procedure, std::span<const Tap> taps, PartyId party) {
  for (const auto& tap : taps)
    if (tap.by.known() && procedure.stands_for[tap.by.index].test(party.index)) return tap.at;
  return std::nullopt;
}

std::vector<Part> parts_of(const Procedure& procedure, const Step& step, const Owing& owing) {
  std::span<const Tap> taps;
  if (owing.owed()) taps = std::span(owing.taps).subspan(owing.taps_used);
  if (owing.over()) taps = std::span(owing.taps).first(owing.taps_used);
  std::vector<Part> parts;
  parts.reserve(step.owed_by.size() + 1);
  for (const auto party : step.owed_by) parts.push_back({party, true, given_at(procedure, taps, party)});
  for (const auto& done : step.done) {
    if (done.by.none()) continue;
    for (std::uint16_t i = 0; i < procedure.parties.size(); ++i)
      if (done.by.test(i) &&
          std::none_of(parts.begin(), parts.end(), [&](const Part& part) { return part.party.index == i; }))
        parts.push_back({{i}, false, given_at(procedure, taps, {i})});
  }
  return parts;
}

std::vector<PlannedRung> rungs_of(const Ledger& ledger, const Strand& strand, const Step& step, const Owing& owing) {
  std::vector<PlannedRung> rungs;
  rungs.reserve(owing.rungs);
  for (std::size_t i = 0; i < owing.rungs; ++i) {
    const auto number = owing.planned[i].number;
    const auto rung =
        std::find_if(step.ladder.begin(), step.ladder.end(), [&](const Rung& r) { return r.number == number; });
    PlannedRung made{number, rung == step.ladder.end() ? PartyId{} : rung->party, owing.planned[i].at + owing.stood};
    if (const auto* fired = ledger.rung_fired(owing.step, strand.item, owing.epoch, number)) {
      made.planned_at = fired->planned_at;
      made.fired_at = fired->fired_at;
    }
    rungs.push_back(made);
  }
  return rungs;
}

std::optional<Next> next_of(const Ledger& ledger, const Strand& strand, const Step& step, const Owing& owing) {
  const auto fired = [&](std::uint16_t number) {
    return ledger.rung_fired(owing.step, strand.item, owing.epoch, number) != nullptr;
  };
  if (owing.state == State::paused) {
    const auto number = static_cast<std::uint16_t>(pause_rung_first + owing.pauses - 1);
    if (!step.pause || fired(number)) return std::nullopt;
    return Next{number, step.pause->then, moved(ledger, owing.asked_from, step.pause->longest)};
  }
  if (owing.state != State::running) return std::nullopt;
  std::optional<Next> next;
  for (std::size_t i = 0; i < owing.rungs; ++i) {
    const auto& planned = owing.planned[i];
    if ((next && next->at <= planned.at + owing.stood) || fired(planned.number)) continue;
    next = Next{planned.number, {}, planned.at + owing.stood};
  }
  if (next)
    for (const auto& rung : step.ladder)
      if (rung.number == next->number) next->party = rung.party;
  if (step.kind != Step::Kind::period) return next;
  auto number = period_end_rung;
  while (number + 1 < pause_rung_first && fired(number)) ++number;
  if (!next || owing.due + owing.stood < next->at) next = Next{number, {}, owing.due + owing.stood};
  return next;
}

void tell_closed(Obligation& made, const Owing& owing) {
  if (!owing.over()) return;
  made.closed_at = owing.closed;
  made.closed_by = owing.closed_by;
  if (owing.state == State::met) made.met_at = owing.met;
  if (owing.state == State::lapsed) made.lapsed_by = owing.lapsed_by;
}

Obligation tell(const Ledger& ledger, const Strand& strand, const Owing& owing) {
  const auto& procedure = *ledger.procedure;
  Obligation made;
  made.step = owing.step;
  made.item = strand.item;
  made.epoch = owing.epoch;
  made.state = owing.state;
  const auto* step = procedure.has(owing.step) ? &procedure.at(owing.step) : nullptr;
  if (step != nullptr) made.parts = parts_of(procedure, *step, owing);
  if (owing.state == State::waiting) return made;
  made.started_at = owing.started;
  made.due_at = owing.due + owing.stood;
  made.within = owing.row;
  made.short_notice = owing.short_notice;
  if (owing.row != nullptr && owing.row->target) made.target_at = owing.started + *owing.row->target + owing.stood;
  tell_closed(made, owing);
  if (owing.state == State::paused) {
    made.paused_at = owing.paused_at;
    made.paused_for = owing.paused_for;
  }
  if (step == nullptr) return made;
  made.rungs = rungs_of(ledger, strand, *step, owing);
  made.next = next_of(ledger, strand, *step, owing);
  return made;
}

}  // namespace

std::string_view word_of(State state) {
  switch (state) {
    case State::waiting:
      return "waiting";
    case State::running:
      return "running";
    case State::paused:
      return "paused";
    case State::met:
      return "met";
    case State::waived:
      return "waived";
    case State::lapsed:
      return "lapsed";
  }
  return "";
}

std::vector<Obligation> Course::obligations() const {
  std::vector<Obligation> all;
  std::size_t count = 0;
  for (const auto& strand : inside_->ledger.strands) count += strand.steps.size();
  all.reserve(count);
  for (const auto& strand : inside_->ledger.strands)
    for (const auto& owing : strand.steps) all.push_back(tell(inside_->ledger, strand, owing));
  return all;
}

std::vector<KnownFact> Course::facts() const {
  std::vector<KnownFact> all;
  for (const auto& strand : inside_->ledger.strands)
    for (std::uint16_t i = 0; i < strand.facts.size(); ++i) {
      const auto& held = strand.facts[i];
      if (procedure().facts[i].present && held.value.known())
        all.push_back({{i}, strand.item, held.value, held.voices});
    }
  return all;
}

ValueId Course::value(FactId fact, Item item) const {
  if (fact.index >= procedure().facts.size()) return {};
  const auto& known = procedure().facts[fact.index];
  if (!known.of_victim || item.kind == ItemKind::victim) {
    const auto* strand = inside_->ledger.find(known.of_victim ? item : the_case());
    return strand == nullptr || fact.index >= strand->facts.size() ? ValueId{} : strand->facts[fact.index].value;
  }
  const auto values = inside_->ledger.any_values[fact.index];
  ValueId highest;
  for (std::uint16_t i = 0; i < known.rank.size(); ++i)
    if ((values >> i & 1U) != 0 && known.rank[i] != 0xffff &&
        (!highest.known() || known.rank[i] > known.rank[highest.index]))
      highest = {i};
  return highest;
}

std::vector<ToInform> Course::informs() const {
  std::vector<ToInform> all;
  for (const auto& strand : inside_->ledger.strands)
    for (const auto& owing : strand.steps)
      if (owing.owed() && procedure().has(owing.step))
        for (const auto& inform : procedure().at(owing.step).inform)
          all.push_back({owing.step, strand.item, owing.epoch, inform.party, inform.payload});
  return all;
}

std::optional<Instant> Course::next_at() const {
  std::optional<Instant> first;
  const auto& ledger = inside_->ledger;
  for (const auto& strand : ledger.strands)
    for (const auto& owing : strand.steps) {
      if (!owing.owed() || !procedure().has(owing.step)) continue;
      const auto next = next_of(ledger, strand, procedure().at(owing.step), owing);
      if (next && (!first || next->at < *first)) first = next->at;
    }
  return first;
}

Evaluation Course::evaluation() const { return {obligations(), facts(), informs()}; }

}  // namespace kulla::procedure
