// What the case's events mean to its procedure: who owes what, since when, until when, and what must be told. The one
// place where events of the log become happenings of the engine.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casefile/events.hpp"
#include "eventlog/event.hpp"
#include "procedure/model.hpp"

namespace kulla::casefile {

/// Numbers are stored in the table `obligation` and mean this for ever.
enum class DutyState : std::uint8_t { waiting, running, paused, met, waived, lapsed };
constexpr std::array<std::string_view, 6> words_of(DutyState) {
  return {"waiting", "running", "paused", "met", "waived", "lapsed"};
}

struct OwedPart {
  procedure::PartyId party;
  std::optional<Instant> given_at;
};

struct PlannedRung {
  std::uint16_t number = 0;  // from 1
  procedure::PartyId party;
  Instant planned_at;
  std::optional<Instant> fired_at;
};

struct Duty {
  procedure::StepId step;
  Item item;
  std::uint16_t epoch = 1;
  DutyState state = DutyState::waiting;
  std::optional<Instant> started_at;
  std::optional<Instant> due_at;
  std::optional<Instant> target_at;
  std::optional<Instant> paused_at;
  std::optional<Instant> met_at;
  std::vector<OwedPart> owes;
  std::vector<PlannedRung> rungs;
  const procedure::Within* within = nullptr;  // of the procedure: the row that gives its time
  bool short_notice = false;

  /// The next rung that has not fired, while the duty runs.
  const PlannedRung* next_rung() const;
  bool runs() const { return state == DutyState::running || state == DutyState::paused; }
};

/// A step that runs and informs somebody: told once for its epoch.
struct ToTell {
  procedure::StepId step;
  Item item;
  std::uint16_t epoch = 1;
  procedure::PartyId party;
  procedure::PayloadId payload;
  auto operator<=>(const ToTell&) const = default;
};

/// Copyable: the state after a batch is made from the state before it.
class Track {
 public:
  explicit Track(std::shared_ptr<const procedure::Procedure> procedure);
  ~Track();
  Track(const Track&);
  Track& operator=(const Track&);
  Track(Track&&) noexcept;
  Track& operator=(Track&&) noexcept;

  const procedure::Procedure& procedure() const { return *procedure_; }
  /// Any event of the case's stream, in order.
  Result<void> add(const eventlog::Event& event);
  /// In the procedure's order: the case's own steps, then each item's.
  std::vector<Duty> duties() const;
  /// The open facts of an item as they stand, by name, in the procedure's order.
  std::vector<std::pair<std::string, std::string>> facts_of(const Item& item) const;
  /// Everything that running steps inform anyone of, told or not.
  std::vector<ToTell> informs() const;

 private:
  struct Engine;
  std::shared_ptr<const procedure::Procedure> procedure_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace kulla::casefile
