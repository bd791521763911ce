#include "procedure/ledger.hpp"

#include <algorithm>

namespace kulla::procedure {

Ledger::Ledger(const Procedure& version) : procedure(&version) { add({.item = procedure::the_case(), .at = {}}); }

Strand* Ledger::find(Item item) {
  const auto found = std::lower_bound(strands.begin(), strands.end(), item,
                                      [](const Strand& s, Item wanted) { return s.item < wanted; });
  return found == strands.end() || found->item != item ? nullptr : &*found;
}

const Strand* Ledger::find(Item item) const {
  const auto found = std::lower_bound(strands.begin(), strands.end(), item,
                                      [](const Strand& s, Item wanted) { return s.item < wanted; });
  return found == strands.end() || found->item != item ? nullptr : &*found;
}

bool sees(const Strand& strand, const Strand& other) {
  const auto a = strand.item.kind, b = other.item.kind;
  if (strand.item == other.item || b == ItemKind::case_file || a == ItemKind::case_file) return true;
  if (a == ItemKind::victim && b == ItemKind::appointment) return other.of_victim == strand.item.number;
  if (a == ItemKind::appointment && b == ItemKind::victim) return strand.of_victim == other.item.number;
  return false;
}

Strand* Ledger::add(const ItemAdded& added) {
  if (find(added.item) != nullptr) return nullptr;
  Strand made;
  made.item = added.item;
  made.of_victim = added.of_victim;
  made.at = added.at;
  for (const auto& other : strands)
    if (sees(made, other)) made.seen |= other.own;
  give_steps(made);
  const auto place = std::lower_bound(strands.begin(), strands.end(), added.item,
                                      [](const Strand& s, Item wanted) { return s.item < wanted; });
  return &*strands.insert(place, std::move(made));
}

const FiredRung* Ledger::rung_fired(StepId step, Item item, std::uint16_t epoch, std::uint16_t number) const {
  for (const auto& rung : fired)
    if (rung.number == number && rung.epoch == epoch && rung.step == step && rung.item == item) return &rung;
  return nullptr;
}

void Ledger::give_steps(Strand& strand) const {
  const auto& order = procedure->order[static_cast<std::size_t>(strand.item.kind)];
  auto earlier = std::move(strand.steps);
  strand.steps.clear();
  strand.steps.reserve(order.size() + earlier.size());
  for (const auto step : order) {
    const auto found = std::find_if(earlier.begin(), earlier.end(), [&](const Owing& o) { return o.step == step; });
    if (found == earlier.end()) {
      strand.steps.emplace_back().step = step;
    } else {
      strand.steps.push_back(std::move(*found));
      earlier.erase(found);
    }
  }
  // Steps that this version has no longer: what was owed is still told, as lapsed.
  for (auto& gone : earlier) strand.steps.push_back(std::move(gone));
  if (strand.item.kind != ItemKind::case_file && strand.item.kind != ItemKind::victim) return;
  const auto known = strand.facts.size();
  strand.facts.resize(procedure->facts.size());
  for (std::size_t i = 0; i < strand.facts.size(); ++i) {
    const auto& fact = procedure->facts[i];
    auto& held = strand.facts[i];
    const bool hers = fact.of_victim == (strand.item.kind == ItemKind::victim);
    if (fact.present && hers && (i >= known || !held.value.known())) held.value = fact.initial;
  }
}

}  // namespace kulla::procedure
