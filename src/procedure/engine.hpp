// Who owes what, since when and until when: computed from a procedure and what has happened, and from nothing else. No
// clock and no store: the same history gives the same obligations on every machine, in ten years too, and the time of
// reading only says what is late and what comes next.
//
// An obligation is a step owed for one item (the case, a victim, a witness, an appointment) in one epoch: when it is
// owed anew, the epoch rises. States go waiting -> running <-> paused -> met | waived | lapsed; *late* is no state.
// Source: decisions.md, section 4.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "procedure/history.hpp"
#include "procedure/model.hpp"

namespace kulla::procedure {

/// Numbers are stored in the table `obligation` and mean this for ever.
enum class State : std::uint8_t { waiting, running, paused, met, waived, lapsed };
/// "waiting", "running", ...
std::string_view word_of(State state);

/// One party's part. `owed`: it stands in the step's `owed_by`; otherwise it is one whose tap `done` asks for (the
/// prosecutor who answers, the shelter that confirms).
struct Part {
  PartyId party;
  bool owed = true;
  std::optional<Instant> given_at = std::nullopt;

  bool operator==(const Part&) const = default;
};

struct PlannedRung {
  std::uint16_t number = 0;  // from 1, the same over versions of the file
  PartyId party;
  Instant planned_at;  // as it stands; once fired, as it stood then
  std::optional<Instant> fired_at = std::nullopt;

  bool operator==(const PlannedRung&) const = default;
};

/// What the clock has to fire next: a rung; the end of a period (`period_end_rung`, and upwards), which no party is
/// told of; or the question whether a pause still holds (`pause_rung_first` and upwards).
struct Next {
  std::uint16_t number = 0;
  PartyId party;  // unknown: nobody to tell
  Instant at;     // overdue ones keep their planned time and come one after the other, in order

  bool operator==(const Next&) const = default;
};

/// Why an obligation lapsed.
enum class LapsedBy : std::uint8_t { applies, end_of_victim, closing, procedure };

struct Obligation {
  StepId step;
  Item item;
  std::uint16_t epoch = 0;  // 0: never owed yet
  State state = State::waiting;
  std::optional<Instant> started_at = std::nullopt;
  std::optional<Instant> due_at = std::nullopt;  // while paused: as it stood when the clock was stopped
  std::optional<Instant> target_at = std::nullopt;
  const Within* within = nullptr;  // of the procedure: the row that applies, with its basis
  bool short_notice = false;       // due at once, because an instant came nearer than its lead: never counted as late
  std::optional<Instant> paused_at = std::nullopt;
  ReasonId paused_for;
  std::vector<Part> parts;
  std::vector<PlannedRung> rungs;           // in the order of the ladder
  std::optional<Next> next = std::nullopt;  // while it is owed
  std::optional<Instant> met_at = std::nullopt;
  std::optional<Instant> closed_at = std::nullopt;  // met, waived or lapsed: when that became known
  std::optional<LapsedBy> lapsed_by = std::nullopt;
  std::uint64_t closed_by = 0;  // position of the event that met, waived or lapsed it

  bool owed() const { return state == State::running || state == State::paused; }
  bool operator==(const Obligation&) const = default;
  bool late(Instant now) const { return state == State::running && !short_notice && due_at && *due_at < now; }
};

struct Voice {
  PartyId party;  // unknown: nobody in particular
  ValueId value;

  bool operator==(const Voice&) const = default;
};

struct KnownFact {
  FactId fact;
  Item item;
  ValueId value;              // as rules read it: `differ` decides between several voices
  std::vector<Voice> voices;  // of a fact that several give, by party

  bool operator==(const KnownFact&) const = default;
};

/// A running step that informs: told once for its step, item and epoch.
struct ToInform {
  StepId step;
  Item item;
  std::uint16_t epoch = 1;
  PartyId party;
  PayloadId payload;

  bool operator==(const ToInform&) const = default;
};

struct Evaluation {
  std::vector<Obligation> obligations;  // of the case, then of each item, in the procedure's order; waiting ones too
  std::vector<KnownFact> facts;         // of the case, then of each victim, in the procedure's order
  std::vector<ToInform> informs;

  bool operator==(const Evaluation&) const = default;
};

/// The whole history at once. `procedure`, and any version that the history adopts, outlive the result.
Evaluation evaluate(const Procedure& procedure, std::span<const Happening> history);

/// The same, event by event: after each, it says what evaluate() says of all of them. Copyable, so that a decision can
/// look ahead. Not safe to change from two threads.
class Course {
 public:
  explicit Course(const Procedure& procedure);
  ~Course();
  Course(const Course& other);
  Course& operator=(const Course& other);
  Course(Course&& other) noexcept;
  Course& operator=(Course&& other) noexcept;

  /// All happenings of one event: they bear one position, and take effect together.
  void add(std::span<const Happening> event);
  void add(const Happening& happening) { add(std::span(&happening, 1)); }

  /// The version that the case follows now.
  const Procedure& procedure() const;
  Evaluation evaluation() const;
  std::vector<Obligation> obligations() const;
  std::vector<KnownFact> facts() const;
  /// The value of one fact; of a victim's fact asked of the case, the highest that any victim has. Unknown for an item
  /// that the case does not have.
  ValueId value(FactId fact, Item item) const;
  std::vector<ToInform> informs() const;
  /// The earliest Next of all obligations.
  std::optional<Instant> next_at() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace kulla::procedure
