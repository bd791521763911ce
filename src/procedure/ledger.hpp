// Inside the engine: what a Course keeps between two events. Not for other rooms.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "procedure/engine.hpp"

namespace kulla::procedure {

/// What one event of `done` gave, for one alternative of its step.
struct Tap {
  std::uint16_t alternative = 0;
  PartyId by;
  KindSet kinds;
  Instant at;               // when it occurred
  std::uint16_t epoch = 0;  // 0: whichever is owed
};

struct Planned {
  std::uint16_t number = 0;
  Instant at;
};

/// One step for one item, in its present epoch. Instants marked (r) are in running time: they leave out how long the
/// clock has stood in this epoch, so that a pause moves them all by adding `stood`.
struct Owing {
  StepId step;
  std::uint16_t epoch = 0;
  State state = State::waiting;
  bool anew = false;  // it was owed before: not always epoch 2, whose number a struck start may have had

  Instant started;
  Instant began_occurred;           // when what started the epoch occurred
  std::uint64_t began_after = 0;    // position of the event that started it: facts set later count for a later epoch
  const Within* row = nullptr;      // that applies
  Instant whole;                    // started + the whole of its time
  const Within* due_row = nullptr;  // that gives `due`, counted from
  Instant due_anchor;               // (r)
  Instant due;                      // (r)
  bool short_notice = false;
  std::array<Planned, rungs_max> planned{};  // (r)
  std::uint8_t rungs = 0;

  Duration stood;
  Instant paused_at, asked_from;
  ReasonId paused_for;
  std::uint16_t pauses = 0;  // and confirmations, in this epoch

  std::vector<Tap> taps;
  std::size_t taps_used = 0;  // of an epoch that is over
  std::uint32_t again_terms = 0;
  bool again_missed = false;  // it turned true while the step did not apply

  Instant met, closed;
  std::uint64_t closed_by = 0;
  LapsedBy lapsed_by = LapsedBy::applies;

  bool owed() const { return state == State::running || state == State::paused; }
  bool over() const { return state == State::met || state == State::waived || state == State::lapsed; }
};

struct Held {
  ValueId value;
  std::uint64_t set_by = 0;  // position of the event that gave it last; 0: as it was at first
  std::vector<Voice> voices;
};

/// An item with its facts and steps.
struct Strand {
  Item item;
  std::uint16_t of_victim = 0;
  std::optional<Instant> at;
  EventSet own;   // events recorded for it
  EventSet seen;  // and for what else it sees: the case, her appointments
  StepSet closed;
  bool ended = false;
  std::vector<Held> facts;   // by FactId; empty for items that have none
  std::vector<Owing> steps;  // in the procedure's order
};

struct Moment {
  std::uint64_t position = 0;
  Instant recorded_at, occurred_at;
};

struct FiredRung {
  StepId step;
  Item item;
  std::uint16_t epoch = 0, number = 0;
  Instant planned_at, fired_at;
};

/// Which event began which epoch: a number, once given, is never given to another start, even when the first one turns
/// out to be recorded in error. Cards and batches of the clock bear these numbers.
struct Begun {
  StepId step;
  Item item;
  std::uint64_t position = 0;
  std::uint16_t epoch = 0;
};

struct Ledger {
  const Procedure* procedure = nullptr;
  std::vector<Strand> strands;  // the case first, then by kind and number
  std::array<std::uint32_t, facts_max> any_values{};
  bool ended = false;
  std::vector<FiredRung> fired;
  std::vector<std::vector<Day>> holidays;  // by CalendarId, those added later
  std::vector<Begun> begun;
  bool replaying = false;

  explicit Ledger(const Procedure& version);
  Strand& the_case() { return strands.front(); }
  const Strand& the_case() const { return strands.front(); }
  Strand* find(Item item);
  const Strand* find(Item item) const;
  Strand* add(const ItemAdded& added);
  const FiredRung* rung_fired(StepId step, Item item, std::uint16_t epoch, std::uint16_t number) const;
  /// Gives the strand the procedure's steps; those it already has keep their state.
  void give_steps(Strand& strand) const;
};

/// Does a step for `of` see what is recorded for another item?
bool sees(const Strand& strand, const Strand& other);

/// What a condition reads, from one strand.
struct Seen {
  const Ledger& ledger;
  const Strand& strand;
  const Strand* victim;  // whose facts it reads: herself, or she whose appointment it is

  Seen(const Ledger& all, const Strand& from)
      : ledger(all),
        strand(from),
        victim(from.item.kind == ItemKind::victim ? &from
               : from.of_victim != 0              ? all.find(procedure::victim(from.of_victim))
                                                  : nullptr) {}
  bool happened(std::uint16_t event) const { return strand.seen.test(event); }
  bool closed(std::uint16_t step) const {
    return strand.closed.test(step) || ledger.the_case().closed.test(step) ||
           (victim != nullptr && victim->closed.test(step));
  }
  const Held* held(std::uint16_t fact) const {
    const auto& from = ledger.procedure->facts[fact].of_victim ? victim : &ledger.the_case();
    return from == nullptr || fact >= from->facts.size() ? nullptr : &from->facts[fact];
  }
  std::uint32_t value_bit(std::uint16_t fact) const {
    const auto* found = held(fact);
    return found == nullptr || !found->value.known() ? 0 : 1U << found->value.index;
  }
  std::uint32_t any_values(std::uint16_t fact) const { return ledger.any_values[fact]; }
};

}  // namespace kulla::procedure
