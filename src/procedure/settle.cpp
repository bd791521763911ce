#include "procedure/settle.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"

namespace kulla::procedure {
namespace {

/// What changed, as one strand sees it.
struct Felt {
  EventSet events;
  FactSet facts, any_facts;
  StepSet closed;
  bool all = false;
  bool any() const { return all || events.any() || facts.any() || any_facts.any() || closed.any(); }
  bool reaches(const Step& step) const {
    return all || (events & step.reads_events).any() || (facts & step.reads_facts).any() ||
           (any_facts & step.reads_any_facts).any() || (closed & step.reads_steps).any();
  }
};

/// The epoch that starts now. One that started at this event before a mistake was struck keeps its number, the last
/// that it got.
std::uint16_t number_epoch(Ledger& ledger, const Owing& owing, Item item, const Moment& moment) {
  std::uint16_t highest = owing.epoch, had = 0;
  for (const auto& begun : ledger.begun) {
    if (begun.step != owing.step || begun.item != item) continue;
    if (begun.position == moment.position && begun.epoch > owing.epoch) had = begun.epoch;
    if (!ledger.replaying) highest = std::max(highest, begun.epoch);
  }
  if (had != 0) return had;
  const auto made = static_cast<std::uint16_t>(highest + 1);
  ledger.begun.push_back({owing.step, item, moment.position, made});
  return made;
}

/// When the taps of one alternative were complete; nothing while they are not.
std::optional<Instant> complete_at(const Procedure& procedure, const Done& done, std::uint16_t alternative,
                                   std::span<const Tap> taps) {
  PartySet given;
  KindSet kinds;
  for (const auto& tap : taps) {
    if (tap.alternative != alternative) continue;
    const auto parts = tap.by.known() ? procedure.stands_for[tap.by.index] & done.by : PartySet{};
    if (done.by.any() && parts.none()) continue;  // told, but cannot give the part
    given |= parts;
    kinds |= tap.kinds;
    if (given == done.by && (done.kinds & ~kinds).none()) return tap.at;
  }
  return std::nullopt;
}

class Settling {
 public:
  Settling(Ledger& ledger, const Moment& moment, const Changes& changes)
      : ledger_(ledger), procedure_(*ledger.procedure), moment_(moment), changes_(changes) {}

  void run() {
    // Once more where the end of the case or of a strand itself waits for steps to close.
    for (round_ = 0; round_ < 3; ++round_) {
      ends_.clear();
      const bool ends_changed = find_ends();
      if (round_ > 0 && !ends_changed) return;
      StepSet case_closed;
      for (auto& strand : ledger_.strands) {
        auto felt = feel(strand);
        felt.closed |= case_closed;
        if (strand.of_victim != 0)
          if (const auto* her = closed_of(strand.of_victim)) felt.closed |= *her;
        if (!felt.any()) continue;
        for (auto& owing : strand.steps) look_at(strand, owing, felt);
        if (strand.item.kind == ItemKind::case_file) case_closed = felt.closed;
        if (strand.item.kind == ItemKind::victim && felt.closed.any())
          closed_.emplace_back(strand.item.number, felt.closed);
      }
      if ((procedure_.closes_with.steps | procedure_.ends_victim_with.steps).none()) return;
    }
  }

 private:
  const StepSet* closed_of(std::uint16_t number) const {
    for (const auto& [victim, steps] : closed_)
      if (victim == number) return &steps;
    return nullptr;
  }

  bool find_ends() {
    const auto holds_here = [&](const Condition& condition, const Strand& strand) {
      return !condition.always() && holds(condition, Seen(ledger_, strand));
    };
    bool changed = false;
    const auto set = [&](bool& flag, bool now, Item item) {
      if (flag == now) return;
      flag = now;
      changed = true;
      ends_.push_back(item);
    };
    set(ledger_.ended, holds_here(procedure_.closes_with, ledger_.the_case()), the_case());
    for (auto& strand : ledger_.strands) {
      if (strand.item.kind == ItemKind::victim)
        set(strand.ended, holds_here(procedure_.ends_victim_with, strand), strand.item);
      else if (strand.of_victim != 0)
        if (const auto* her = ledger_.find(victim(strand.of_victim))) set(strand.ended, her->ended, strand.item);
    }
    return changed;
  }

  Felt feel(const Strand& strand) const {
    Felt felt;
    const auto hers = strand.of_victim != 0 ? victim(strand.of_victim) : strand.item;
    for (const auto item : ends_) felt.all = felt.all || item == strand.item || item == the_case();
    if (round_ > 0) return felt;  // what happened has had its effect
    felt.all = felt.all || changes_.everything;
    for (const auto& [item, happened] : changes_.happened) {
      const auto* other = ledger_.find(item);
      if (other != nullptr && sees(strand, *other)) felt.events.set(happened->event.index);
    }
    for (const auto& [item, fact] : changes_.facts) {
      if (item == hers || item == the_case()) felt.facts.set(fact.index);
      felt.any_facts.set(fact.index);
    }
    for (const auto item : changes_.fresh) felt.all = felt.all || item == strand.item;
    for (const auto item : changes_.closed)
      felt.all = felt.all || item == strand.item || item == the_case() || item == hers;
    return felt;
  }

  void look_at(Strand& strand, Owing& owing, Felt& felt) {
    if (!procedure_.has(owing.step)) {
      if (owing.owed()) lapse(strand, owing, LapsedBy::procedure, felt);
      return;
    }
    const auto& step = procedure_.at(owing.step);
    if (!felt.reaches(step)) return;
    const Seen seen(ledger_, strand);
    const bool turned = again_turned(step, owing, felt, seen);
    take_taps(step, strand, owing, felt);
    if (owing.owed())
      go_on(step, strand, owing, felt, seen);
    else
      start_or_wait(step, strand, owing, felt, seen, turned);
  }

  /// Has `again` turned true, or has an event in it happened anew?
  bool again_turned(const Step& step, Owing& owing, const Felt& felt, const Seen& seen) const {
    if (step.again.always()) return false;
    const auto bits = terms_that_hold(step.again, seen);
    auto turned = bits & ~owing.again_terms;
    std::size_t from = 0;
    for (std::size_t i = 0; i < step.again.term_ends.size(); ++i) {
      const std::size_t end = step.again.term_ends[i];
      for (std::size_t k = from; k < end; ++k) {
        const auto& op = step.again.operations[k];
        if (op.what == Operation::What::happened && felt.events.test(op.code)) turned |= bits & 1U << i;
      }
      from = end;
    }
    owing.again_terms = bits;
    return turned != 0 && !changes_.new_version;
  }

  void take_taps(const Step& step, const Strand& strand, Owing& owing, const Felt& felt) {
    if ((felt.events & step.reads_events).none()) return;
    for (const auto& [item, happened] : changes_.happened) {
      if (happened->step && *happened->step != step.id) continue;
      const auto* other = ledger_.find(item);
      if (other == nullptr || !sees(strand, *other)) continue;
      for (std::size_t i = 0; i < step.done.size(); ++i) {
        if (step.done[i].event != happened->event) continue;
        const auto at = moment_.occurred_at;
        if (owing.owed() && happened->epoch != 0 && happened->epoch != owing.epoch) continue;
        if (owing.owed() && owing.anew && happened->epoch == 0 && at < floor_to_minute(owing.began_occurred))
          continue;  // told late: it belongs to the epoch before
        const auto later = std::find_if(owing.taps.begin() + static_cast<std::ptrdiff_t>(owing.taps_used),
                                        owing.taps.end(), [&](const Tap& tap) { return tap.at > at; });
        owing.taps.insert(later, {static_cast<std::uint16_t>(i), happened->by, happened->kinds, at, happened->epoch});
      }
    }
  }

  /// When what is done meets the step; nothing while it does not.
  std::optional<Instant> met_at(const Step& step, const Owing& owing, const Seen& seen) const {
    const auto taps = std::span(owing.taps).subspan(owing.taps_used);
    for (std::size_t i = 0; i < step.done.size(); ++i) {
      const auto& done = step.done[i];
      if (!done.event.known()) {
        if (fact_counts(done.fact, owing, seen)) return moment_.occurred_at;
      } else if (const auto at = complete_at(procedure_, done, static_cast<std::uint16_t>(i), taps)) {
        return at;
      }
    }
    return std::nullopt;
  }

  /// In a later epoch a fact counts only if it was set after that epoch began.
  bool fact_counts(const Condition& fact, const Owing& owing, const Seen& seen) const {
    if (fact.always() || !holds(fact, seen)) return false;
    if (!owing.anew) return true;
    std::size_t from = 0;
    for (const std::size_t end : fact.term_ends) {
      const auto term = std::span(fact.operations).subspan(from, end - from);
      from = end;
      if (term_holds(term, seen) &&
          std::any_of(term.begin(), term.end(), [&](const auto& op) { return set_since(op, owing.began_after, seen); }))
        return true;
    }
    return false;
  }

  bool set_since(const Operation& op, std::uint64_t position, const Seen& seen) const {
    if (op.what == Operation::What::fact_is) {
      const auto* held = seen.held(op.code);
      return held != nullptr && held->set_by > position;
    }
    if (op.what != Operation::What::any_fact_is) return false;
    return std::any_of(ledger_.strands.begin(), ledger_.strands.end(), [&](const Strand& strand) {
      return op.code < strand.facts.size() && strand.facts[op.code].set_by > position;
    });
  }

  std::optional<LapsedBy> ended(const Step& step, const Strand& strand) const {
    if (ledger_.ended && !step.survives_closing) return LapsedBy::closing;
    if (strand.ended && !step.survives_end_of_victim) return LapsedBy::end_of_victim;
    return std::nullopt;
  }

  void go_on(const Step& step, Strand& strand, Owing& owing, Felt& felt, const Seen& seen) {
    if (const auto met = met_at(step, owing, seen)) {
      owing.met = *met;
      end(strand, owing, State::met, felt);
    } else if (const auto by = ended(step, strand)) {
      lapse(strand, owing, *by, felt);
    } else if (!holds(step.applies, seen)) {
      lapse(strand, owing, LapsedBy::applies, felt);
    } else {
      set_clock_again(ledger_, strand, step, owing, moment_.recorded_at);
    }
  }

  void start_or_wait(const Step& step, Strand& strand, Owing& owing, Felt& felt, const Seen& seen, bool turned) {
    if (ended(step, strand)) return;
    if (!holds(step.applies, seen)) {
      owing.again_missed = owing.again_missed || (owing.over() && turned);
      return;
    }
    const bool stopped = owing.state == State::lapsed &&
                         (owing.lapsed_by == LapsedBy::applies || owing.lapsed_by == LapsedBy::procedure);
    const bool anew = owing.over() && (turned || (owing.again_missed && owing.again_terms != 0));
    if (!anew && !((owing.state == State::waiting || stopped) && holds(step.start, seen))) return;
    begin(step, strand, owing, felt);
    go_on(step, strand, owing, felt, seen);
  }

  void begin(const Step& step, Strand& strand, Owing& owing, Felt& felt) {
    owing.anew = owing.state != State::waiting;
    owing.epoch = number_epoch(ledger_, owing, strand.item, moment_);
    owing.state = State::running;
    owing.started = step.clock == Step::ClockFrom::occurred ? moment_.occurred_at : moment_.recorded_at;
    owing.began_occurred = moment_.occurred_at;
    owing.began_after = moment_.position;
    owing.stood = {};
    owing.pauses = 0;
    owing.again_missed = false;
    // What was recorded ahead of the start counts if it occurred after what started it.
    owing.taps.erase(owing.taps.begin(), owing.taps.begin() + static_cast<std::ptrdiff_t>(owing.taps_used));
    owing.taps_used = 0;
    std::erase_if(owing.taps, [&](const Tap& tap) {
      return tap.epoch != 0 ? tap.epoch != owing.epoch : tap.at < floor_to_minute(owing.began_occurred);
    });
    if (strand.closed.test(step.id.index)) {
      strand.closed.reset(step.id.index);
      felt.closed.set(step.id.index);
    }
    start_clock(ledger_, strand, step, owing);
  }

  void lapse(Strand& strand, Owing& owing, LapsedBy by, Felt& felt) {
    owing.lapsed_by = by;
    end(strand, owing, State::lapsed, felt);
  }

  void end(Strand& strand, Owing& owing, State state, Felt& felt) {
    close(strand, owing, state, moment_);
    felt.closed.set(owing.step.index);
  }

  Ledger& ledger_;
  const Procedure& procedure_;
  const Moment& moment_;
  const Changes& changes_;
  int round_ = 0;
  std::vector<Item> ends_;                                 // strands that this event ended, or took up again
  std::vector<std::pair<std::uint16_t, StepSet>> closed_;  // by the number of the victim
};

}  // namespace

void close(Strand& strand, Owing& owing, State state, const Moment& moment) {
  owing.state = state;
  owing.closed = moment.recorded_at;
  owing.closed_by = moment.position;
  owing.taps_used = owing.taps.size();
  strand.closed.set(owing.step.index);
}

void settle(Ledger& ledger, const Moment& moment, const Changes& changes) { Settling(ledger, moment, changes).run(); }

}  // namespace kulla::procedure
