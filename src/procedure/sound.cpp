// Defects that no single line shows. Conditions are tried over every combination of what they read: the vocabulary is
// small and closed, so "never" and "always" are found out, not guessed.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "procedure/draft.hpp"

namespace kulla::procedure {
namespace {

constexpr std::uint64_t combinations_max = 200'000;  // beyond that a condition is taken to be sound

// One imagined state of the world.
struct World {
  EventSet events;
  StepSet closed_steps;
  std::vector<std::uint32_t> values;  // of each fact: one bit
  std::vector<std::uint32_t> any;     // of each fact: the values that some victim has
  bool happened(std::uint16_t event) const { return events.test(event); }
  bool closed(std::uint16_t step) const { return closed_steps.test(step); }
  std::uint32_t value_bit(std::uint16_t fact) const { return values[fact]; }
  std::uint32_t any_values(std::uint16_t fact) const { return any[fact]; }
};

class Worlds {
 public:
  Worlds(const Procedure& made, std::initializer_list<const Condition*> conditions) : made_(made) {
    for (const auto* condition : conditions) {
      events_ |= condition->events;
      steps_ |= condition->steps;
      facts_ |= condition->facts;
      any_ |= condition->any_facts;
    }
    world_.values.resize(made.facts.size());
    world_.any.resize(made.facts.size());
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (events_.test(i)) variables_.push_back({2, [i](World& w, std::uint32_t v) { w.events.set(i, v == 1); }});
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_.test(i)) variables_.push_back({2, [i](World& w, std::uint32_t v) { w.closed_steps.set(i, v == 1); }});
    for (std::size_t i = 0; i < made.facts.size(); ++i) add_fact(i);
  }

  /// Some world in which `says` holds; `fixed` settles what is not free.
  bool some(const std::function<bool(const World&)>& says, const std::function<bool(const World&)>& possible) {
    std::uint64_t count = 1;
    for (const auto& variable : variables_) {
      count *= variable.size;
      if (count > combinations_max) return true;
    }
    for (std::uint64_t n = 0; n < count; ++n) {
      auto rest = n;
      for (const auto& variable : variables_) {
        variable.set(world_, static_cast<std::uint32_t>(rest % variable.size));
        rest /= variable.size;
      }
      if (possible(world_) && says(world_)) return true;
    }
    return false;
  }

 private:
  struct Variable {
    std::uint32_t size;
    std::function<void(World&, std::uint32_t)> set;
  };
  void add_fact(std::size_t i) {
    std::vector<std::uint32_t> bits;
    for (std::size_t value = 0; value < made_.facts[i].rank.size(); ++value)
      if (made_.facts[i].rank[value] != 0xffff) bits.push_back(1U << value);
    if (bits.empty()) bits.push_back(0);
    const auto size = static_cast<std::uint32_t>(bits.size());
    if (facts_.test(i)) variables_.push_back({size, [i, bits](World& w, std::uint32_t v) { w.values[i] = bits[v]; }});
    if (any_.test(i) && size < 16)  // every set of values that the victims together may have
      variables_.push_back({1U << size, [i, bits](World& w, std::uint32_t v) {
                              w.any[i] = 0;
                              for (std::size_t k = 0; k < bits.size(); ++k)
                                if ((v >> k & 1U) != 0) w.any[i] |= bits[k];
                            }});
  }

  const Procedure& made_;
  EventSet events_;
  StepSet steps_;
  FactSet facts_, any_;
  World world_;
  std::vector<Variable> variables_;
};

Place place_of(const Step& step) { return {fmt::format("step {}", step.key), step.line}; }

StepSet waits_for(const Step& step) {
  auto set = step.start.steps | step.again.steps | step.applies.steps;
  for (const auto& row : step.within) set |= row.when.steps;
  return set;
}

// Puts the steps in the order in which they can be settled; what lies on a cycle is a defect. Gives those steps.
StepSet order_steps(Draft& draft) {
  auto& made = draft.made;
  enum class Mark : std::uint8_t { fresh, open, settled };
  std::vector<Mark> marks(made.steps.size(), Mark::fresh);
  std::vector<std::string> path;
  StepSet cyclic;
  std::function<void(std::size_t)> visit = [&](std::size_t i) {
    auto& step = made.steps[i];
    marks[i] = Mark::open;
    path.push_back(step.key);
    const auto needs = waits_for(step);
    for (std::size_t j = 0; j < made.steps.size(); ++j) {
      if (!needs.test(j) || !made.steps[j].present) continue;
      if (marks[j] == Mark::fresh)
        visit(j);
      else if (marks[j] == Mark::open) {
        const auto from = std::find(path.begin(), path.end(), made.steps[j].key);
        std::string circle;
        for (auto at = from; at != path.end(); ++at) {
          circle += *at + " waits for ";
          cyclic.set(made.step(*at).index);
        }
        draft.say(place_of(step), "cycle", circle + made.steps[j].key, "start one of them by an event or a fact");
      }
    }
    path.pop_back();
    marks[i] = Mark::settled;
    made.order[static_cast<std::size_t>(step.item)].push_back(step.id);
  };
  for (auto& list : made.order) list.clear();
  for (std::size_t i = 0; i < made.steps.size(); ++i)
    if (made.steps[i].present && marks[i] == Mark::fresh) visit(i);
  return cyclic;
}

// `doubtful` steps have a finding already, and what is thought about a condition with a slip in it is noise.
void find_never_started(Draft& draft, const StepSet& doubtful) {
  const auto& made = draft.made;
  StepSet can = doubtful;
  for (bool more = true; more;) {
    more = false;
    for (const auto& step : made.steps) {
      if (!step.present || can.test(step.id.index)) continue;
      Worlds worlds(made, {&step.start, &step.applies});
      const bool starts =
          worlds.some([&](const World& world) { return holds(step.start, world) && holds(step.applies, world); },
                      [&](const World& world) { return (world.closed_steps & ~can).none(); });
      if (!starts) continue;
      can.set(step.id.index);
      more = true;
    }
  }
  for (const auto& step : made.steps)
    if (step.present && !can.test(step.id.index))
      draft.say(place_of(step), "never-starts",
                "the step can never start: nothing makes start and applies hold together",
                "mend start or applies, or take the step out");
}

void find_shadowed(Draft& draft, const StepSet& doubtful) {
  const auto& made = draft.made;
  for (const auto& step : made.steps) {
    if (step.present && doubtful.test(step.id.index)) continue;
    std::vector<const Condition*> earlier;
    for (std::size_t i = 0; step.present && i < step.within.size(); ++i) {
      const auto& row = step.within[i];
      bool reached = true;
      if (std::any_of(earlier.begin(), earlier.end(), [](const auto* when) { return when->always(); })) {
        reached = false;
      } else if (!row.when.always()) {
        Condition all = row.when;
        for (const auto* when : earlier) {
          all.events |= when->events;
          all.steps |= when->steps;
          all.facts |= when->facts;
          all.any_facts |= when->any_facts;
        }
        Worlds worlds(made, {&all});
        reached = worlds.some(
            [&](const World& world) {
              return holds(row.when, world) && std::none_of(earlier.begin(), earlier.end(),
                                                            [&](const auto* when) { return holds(*when, world); });
            },
            [](const World&) { return true; });
      }
      if (!reached)
        draft.say(place_of(step), "shadowed-within",
                  fmt::format("row {} of within is never reached: the rows before it hold whenever it does", i + 1),
                  "put the narrower condition first, or take the row out");
      earlier.push_back(&row.when);
    }
  }
}

// Steps that can close with nobody signed in: a period ends by the clock, and what waits for it may close with it.
StepSet closed_by_clock(const Procedure& made) {
  StepSet clocked;
  for (bool more = true; more;) {
    more = false;
    for (const auto& step : made.steps) {
      if (!step.present || clocked.test(step.id.index)) continue;
      const bool started = ((step.start.steps | step.again.steps) & clocked).any();
      const bool may_be_met =
          std::any_of(step.done.begin(), step.done.end(), [](const Done& d) { return !d.event.known(); });
      if (step.kind != Step::Kind::period && (step.applies.steps & clocked).none() && !(started && may_be_met))
        continue;
      clocked.set(step.id.index);
      more = true;
    }
  }
  return clocked;
}

// Who may be the session that starts a step: the agencies that record its events; nothing when it may be any.
std::optional<std::vector<std::string>> starters(const Draft& draft, const Step& step) {
  std::vector<std::string> agencies;
  for (const auto* condition : {&step.start, &step.again}) {
    if (condition->steps.any()) return std::nullopt;
    for (std::size_t i = 0; i < draft.made.facts.size(); ++i) {
      if (!condition->facts.test(i) && !condition->any_facts.test(i)) continue;
      if (draft.made.facts[i].by.none()) return std::nullopt;
      for (const auto& party : draft.made.parties)
        if (party.present && draft.made.facts[i].by.test(party.id.index)) agencies.push_back(party.agency);
    }
    for (std::size_t i = 0; i < draft.made.event_names.size(); ++i) {
      if (!condition->events.test(i)) continue;
      const auto name = draft.made.event_names.text(static_cast<std::uint16_t>(i));
      for (const auto& word : draft.vocabulary.events) {
        if (word.name != name) continue;
        if (word.recorded_by.empty()) return std::nullopt;
        agencies.insert(agencies.end(), word.recorded_by.begin(), word.recorded_by.end());
      }
    }
  }
  return agencies;
}

void find_unsealable(Draft& draft) {
  const auto clocked = closed_by_clock(draft.made);
  for (const auto& step : draft.made.steps) {
    if (!step.present || step.inform.empty()) continue;
    const auto reads = (step.start.steps | step.again.steps | step.applies.steps) & clocked;
    if (reads.any())
      draft.say(place_of(step), "payload-clock",
                "inform has a payload, but the clock can start the step, and the clock has no keys to seal it",
                "take inform out, or start the step by an event");
    const auto who = starters(draft, step);
    for (const auto& inform : step.inform) {
      if (!inform.payload.known()) continue;
      for (const auto& field : draft.made.at(inform.payload).fields)
        for (const auto& word : draft.vocabulary.fields) {
          if (word.name != field || word.held_by.empty()) continue;
          const bool can =
              who && std::all_of(who->begin(), who->end(), [&](const auto& agency) { return agency == word.held_by; });
          if (!can)
            draft.say(place_of(step), "payload-starter",
                      fmt::format("the payload names {}, which only {} can open, but others can start the step", field,
                                  word.held_by),
                      fmt::format("take {} out; {} discloses it", field, word.held_by));
        }
    }
  }
}

}  // namespace

void find_unsound(Draft& draft) {
  auto doubtful = order_steps(draft);
  for (const auto& step : draft.made.steps)
    if (step.present && std::any_of(draft.defects.begin(), draft.defects.end(),
                                    [&](const Defect& d) { return d.where == place_of(step).where; }))
      doubtful.set(step.id.index);
  find_never_started(draft, doubtful);
  find_shadowed(draft, doubtful);
  find_unsealable(draft);
}

}  // namespace kulla::procedure
