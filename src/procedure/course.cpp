#include "procedure/course.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"
#include "procedure/settle.hpp"

namespace kulla::procedure {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

/// The parties whose voice is one: those that stand for each other, by the first of them that the fact names, or the
/// first of all.
PartyId voice_of(const Procedure& procedure, const Fact& fact, PartyId by) {
  if (!by.known() || by.index >= procedure.stands_for.size()) return {};
  const auto& all = procedure.stands_for[by.index];
  const auto named = all & fact.by;
  const auto& from = named.any() ? named : all;
  for (std::uint16_t i = 0; i < procedure.parties.size(); ++i)
    if (from.test(i)) return {i};
  return by;
}

void give_value(const Procedure& procedure, Held& held, const FactLearnt& learnt, std::uint64_t position) {
  const auto& fact = procedure.facts[learnt.fact.index];
  held.set_by = position;
  held.value = learnt.value;
  if (!fact.voiced()) return;
  const auto party = voice_of(procedure, fact, learnt.by);
  const auto found = std::lower_bound(held.voices.begin(), held.voices.end(), party,
                                      [](const Voice& v, PartyId p) { return v.party < p; });
  if (found != held.voices.end() && found->party == party)
    found->value = learnt.value;
  else
    held.voices.insert(found, {party, learnt.value});
  if (fact.differ != Fact::Differ::highest) return;
  const auto rank = [&](ValueId value) {
    const auto at = value.index < fact.rank.size() ? fact.rank[value.index] : std::uint16_t{0xffff};
    return at == 0xffff ? -1 : int{at};
  };
  for (const auto& voice : held.voices)
    if (rank(voice.value) > rank(held.value)) held.value = voice.value;
}

/// One event, written into the ledger; what it makes of the steps comes after.
class Writing {
 public:
  Writing(Ledger& ledger, const Moment& moment) : ledger_(ledger), moment_(moment) {}

  void write(const Happening& happening) {
    std::visit(
        Overloaded{[&](const ItemAdded& what) {
                     if (ledger_.add(what) == nullptr) return;
                     changes_.fresh.push_back(what.item);
                     if (what.item.kind == ItemKind::victim) fresh_victim(what.item);
                   },
                   [&](const Happened& what) { happened(what); }, [&](const FactLearnt& what) { learnt(what); },
                   [&](const InstantMoved& what) {
                     auto* strand = ledger_.find(what.item);
                     if (strand == nullptr) return;
                     strand->at = what.to;
                     changes_.fresh.push_back(what.item);
                   },
                   [&](const ClockPaused& what) { paused(what); }, [&](const ClockResumed& what) { resumed(what); },
                   [&](const Waived& what) { waived(what); },
                   [&](const RecordedInError&) {},  // the history itself was mended
                   [&](const RungFired& what) { fired(what); }, [&](const ProcedureAdopted& what) { adopted(what); },
                   [&](const HolidaysAdded& what) { holidays(what); }},
        happening.what);
  }
  const Changes& changes() const { return changes_; }

 private:
  struct Found {
    Strand* strand = nullptr;
    Owing* owing = nullptr;
    const Step* step = nullptr;
    explicit operator bool() const { return owing != nullptr; }
  };
  Found find(StepId step, Item item) {
    auto* strand = ledger_.find(item);
    if (strand == nullptr || !ledger_.procedure->has(step)) return {};
    for (auto& owing : strand->steps)
      if (owing.step == step) return {strand, &owing, &ledger_.procedure->at(step)};
    return {};
  }

  void happened(const Happened& what) {
    auto* strand = ledger_.find(what.item);
    if (strand == nullptr || what.event.index >= events_max) return;
    strand->own.set(what.event.index);
    for (auto& other : ledger_.strands)
      if (sees(other, *strand)) other.seen.set(what.event.index);
    changes_.happened.emplace_back(what.item, &what);
  }

  void fresh_victim(Item item) {
    const auto* strand = ledger_.find(item);
    for (std::uint16_t i = 0; i < strand->facts.size(); ++i)
      if (ledger_.procedure->facts[i].of_victim) seen_by_all({i});
  }

  void learnt(const FactLearnt& what) {
    const auto& facts = ledger_.procedure->facts;
    if (what.fact.index >= facts.size() || what.value.index >= facts[what.fact.index].values.size()) return;
    const bool of_victim = facts[what.fact.index].of_victim;
    const bool for_all = of_victim && what.item.kind == ItemKind::case_file;  // the report says it of everyone
    for (auto& strand : ledger_.strands) {
      const bool meant = for_all ? strand.item.kind == ItemKind::victim : strand.item == what.item;
      if (!meant || of_victim != (strand.item.kind == ItemKind::victim) || what.fact.index >= strand.facts.size())
        continue;
      give_value(*ledger_.procedure, strand.facts[what.fact.index], what, moment_.position);
      changes_.facts.emplace_back(strand.item, what.fact);
    }
    if (of_victim) seen_by_all(what.fact);
  }

  void seen_by_all(FactId fact) {
    auto& values = ledger_.any_values[fact.index];
    values = 0;
    for (const auto& strand : ledger_.strands)
      if (strand.item.kind == ItemKind::victim && fact.index < strand.facts.size())
        if (const auto value = strand.facts[fact.index].value; value.known()) values |= 1U << value.index;
    changes_.facts.emplace_back(witness(0), fact);  // read by `any` alone
  }

  void paused(const ClockPaused& what) {
    const auto found = find(what.step, what.item);
    if (!found || !found.owing->owed() || !found.step->pause) return;
    const auto& reasons = found.step->pause->reasons;
    if (std::find(reasons.begin(), reasons.end(), what.reason) == reasons.end()) return;
    if (found.owing->state == State::running) found.owing->paused_at = moment_.recorded_at;
    found.owing->state = State::paused;
    found.owing->asked_from = moment_.recorded_at;
    found.owing->paused_for = what.reason;
    ++found.owing->pauses;
  }

  void resumed(const ClockResumed& what) {
    const auto found = find(what.step, what.item);
    if (!found || found.owing->state != State::paused) return;
    found.owing->stood = found.owing->stood + (moment_.recorded_at - found.owing->paused_at);
    found.owing->state = State::running;
  }

  void waived(const Waived& what) {
    const auto found = find(what.step, what.item);
    if (!found || !found.owing->owed() || !found.step->waive_by) return;
    const auto& stands_for = ledger_.procedure->stands_for;
    if (what.by.index < stands_for.size() && !stands_for[what.by.index].test(found.step->waive_by->index)) return;
    close(*found.strand, *found.owing, State::waived, moment_);
    changes_.closed.push_back(what.item);
  }

  void fired(const RungFired& what) {
    ledger_.fired.push_back({what.step, what.item, what.epoch, what.rung, what.planned_at, moment_.recorded_at});
    const auto found = find(what.step, what.item);
    const bool end = what.rung >= period_end_rung && what.rung < pause_rung_first;
    if (!found || !end || found.owing->state != State::running || found.owing->epoch != what.epoch) return;
    const auto due = found.owing->due + found.owing->stood;
    if (found.step->kind != Step::Kind::period || due > moment_.recorded_at) return;
    found.owing->met = due;
    close(*found.strand, *found.owing, State::met, moment_);
    changes_.closed.push_back(what.item);
  }

  void adopted(const ProcedureAdopted& what) {
    if (what.version == nullptr) return;
    ledger_.procedure = what.version;
    for (auto& strand : ledger_.strands) ledger_.give_steps(strand);
    for (std::uint16_t i = 0; i < what.version->facts.size(); ++i)
      if (what.version->facts[i].of_victim) seen_by_all({i});
    changes_.everything = changes_.new_version = true;
  }

  void holidays(const HolidaysAdded& what) {
    if (!what.calendar.known()) return;
    if (ledger_.holidays.size() <= what.calendar.index) ledger_.holidays.resize(what.calendar.index + std::size_t{1});
    auto& days = ledger_.holidays[what.calendar.index];
    days.insert(days.end(), what.days.begin(), what.days.end());
    changes_.everything = true;
  }

  Ledger& ledger_;
  const Moment& moment_;
  Changes changes_;
};

bool is_strike(const Happening& happening) { return std::holds_alternative<RecordedInError>(happening.what); }

/// Which positions count as never having been: a strike that was itself struck counts for nothing.
std::vector<std::uint64_t> struck_in(const std::vector<Happening>& history) {
  std::vector<std::uint64_t> struck;
  for (auto later = history.rbegin(); later != history.rend(); ++later)
    if (is_strike(*later) && std::find(struck.begin(), struck.end(), later->position) == struck.end())
      struck.push_back(std::get<RecordedInError>(later->what).position);
  return struck;
}

/// A strike may move a start to a later event. The number stays, for cards bear it; but rungs that climbed under it for
/// the struck start, before their present time, have used up their keys. Where the duty is still owed it gets a fresh
/// number: a ladder that cannot fire is worse than a second card.
void renumber_used_ladders(Ledger& ledger) {
  for (auto& strand : ledger.strands)
    for (auto& owing : strand.steps) {
      if (!owing.owed()) continue;
      bool moved = false;
      std::uint16_t highest = owing.epoch;
      for (const auto& begun : ledger.begun) {
        if (begun.step != owing.step || begun.item != strand.item) continue;
        moved = moved || (begun.epoch == owing.epoch && begun.position != owing.began_after);
        highest = std::max(highest, begun.epoch);
      }
      bool used = false;
      for (std::size_t i = 0; moved && i < owing.rungs; ++i) {
        const auto* fired = ledger.rung_fired(owing.step, strand.item, owing.epoch, owing.planned[i].number);
        used = used || (fired != nullptr && fired->fired_at < owing.planned[i].at + owing.stood);
      }
      if (!used) continue;
      owing.epoch = static_cast<std::uint16_t>(highest + 1);
      ledger.begun.push_back({owing.step, strand.item, owing.began_after, owing.epoch});
    }
}

}  // namespace

Course::Inside::Inside(const Procedure& version) : first(&version), ledger(version) {}

void Course::Inside::take(std::span<const Happening> event) {
  const Moment moment{event.front().position, event.front().recorded_at, event.front().occurred_at};
  Writing writing(ledger, moment);
  for (const auto& happening : event) writing.write(happening);
  settle(ledger, moment, writing.changes());
}

void Course::Inside::replay() {
  const auto struck = struck_in(history);
  auto begun = std::move(ledger.begun);
  ledger = Ledger(*first);
  ledger.begun = std::move(begun);
  ledger.replaying = true;
  const auto counts = [&](const Happening& happening) {
    return !is_strike(happening) && (std::holds_alternative<RungFired>(happening.what) ||
                                     std::find(struck.begin(), struck.end(), happening.position) == struck.end());
  };
  std::vector<Happening> event;
  for (std::size_t i = 0; i < history.size();) {
    event.clear();
    const auto position = history[i].position;
    for (; i < history.size() && history[i].position == position; ++i)
      if (counts(history[i])) event.push_back(history[i]);
    if (!event.empty()) take(event);
  }
  ledger.replaying = false;
  renumber_used_ladders(ledger);
}

Course::Course(const Procedure& procedure) : inside_(std::make_unique<Inside>(procedure)) {}
Course::~Course() = default;
Course::Course(const Course& other) : inside_(std::make_unique<Inside>(*other.inside_)) {}
Course& Course::operator=(const Course& other) {
  if (this != &other) inside_ = std::make_unique<Inside>(*other.inside_);
  return *this;
}
Course::Course(Course&& other) noexcept = default;
Course& Course::operator=(Course&& other) noexcept = default;

void Course::add(std::span<const Happening> event) {
  if (event.empty()) return;
  inside_->history.insert(inside_->history.end(), event.begin(), event.end());
  if (std::any_of(event.begin(), event.end(), is_strike))
    inside_->replay();
  else
    inside_->take(event);
}

const Procedure& Course::procedure() const { return *inside_->ledger.procedure; }

Evaluation evaluate(const Procedure& procedure, std::span<const Happening> history) {
  Course course(procedure);
  for (std::size_t from = 0; from < history.size();) {
    auto to = from;
    while (to < history.size() && history[to].position == history[from].position) ++to;
    course.add(history.subspan(from, to - from));
    from = to;
  }
  return course.evaluation();
}

}  // namespace kulla::procedure
