// A case told in events, with hours from the report: what happened, and what must have come of it. The clock job is
// played by the story: it fires what is due while time goes on, or all at once after an outage.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "procedure/engine.hpp"

namespace kulla::procedure::test {

/// procedures/kosovo.toml, read once.
const Procedure& kosovo();
/// The text of that file.
std::string kosovo_text();
/// Reads a procedure's text; a defect fails the test that asks.
Procedure read(std::string_view text, const Procedure* before = nullptr);

/// 2026-11-25T00:52:00Z and some hours.
Instant hour(double hours);
double hours_of(std::optional<Instant> at);  // back again; -1 for nothing

struct Fired {
  std::string step, party;
  std::uint16_t number = 0;
  double planned = 0, at = 0;
};

class Story {
 public:
  explicit Story(const Procedure& procedure = kosovo()) : course_(procedure) {}
  /// Steps bear other names in this procedure than the story calls them.
  Story(const Procedure& procedure, std::function<std::string(std::string_view)> renamed)
      : course_(procedure), renamed_(std::move(renamed)) {}

  // When: everything that follows happens at this hour, until the next.
  Story& at(double hours);
  /// The clock job runs every minute until this hour.
  Story& goes_on_to(double hours);
  /// The server stands still until this hour, and then fires what has fallen due.
  Story& stands_still_to(double hours);

  // What: each is one event of the log.
  Story& reported(int adults = 1, int children = 0);
  Story& found(std::uint16_t number, std::string_view child = "no", std::string_view danger = "unknown");
  Story& event(std::string_view name, Item item, std::string_view by = {}, std::vector<std::string> kinds = {});
  Story& event(std::string_view name, std::string_view by = {}) { return event(name, victim(1), by); }
  Story& fact(std::string_view name, std::string_view value, Item item = victim(1), std::string_view by = {});
  Story& answers(std::string_view by, std::string_view step, Item item = the_case());
  Story& witness_named(std::uint16_t number);
  Story& escort_asked(std::uint16_t number, double at_hour, std::uint16_t of_victim = 0);
  Story& moved(std::uint16_t appointment, double to_hour);
  Story& pauses(std::string_view step, std::string_view reason, Item item = victim(1));
  Story& resumes(std::string_view step, Item item = victim(1));
  Story& waives(std::string_view step, std::string_view by, Item item = victim(1));
  Story& adopts(const Procedure& version);
  Story& holidays(std::string_view calendar, std::vector<Day> days);
  Story& strikes(std::uint64_t position);
  /// One more day off that is none: every step is looked at again.
  Story& looks_again() { return holidays("office", {}); }
  /// The next event occurred at this hour, though it is recorded now.
  Story& which_occurred_at(double hours);
  /// Any happening, as it is.
  Story& tell(std::vector<Happening> event);

  // Then.
  std::uint64_t position() const { return position_; }
  Instant now() const { return now_; }
  const std::vector<Happening>& history() const { return history_; }
  const Course& course() const { return course_; }
  const Procedure& procedure() const { return course_.procedure(); }
  Obligation of(std::string_view step, Item item = victim(1)) const;
  Obligation of_case(std::string_view step) const { return of(step, the_case()); }
  /// "running", "met", ... as the words are.
  std::string state(std::string_view step, Item item = victim(1)) const;
  double due(std::string_view step, Item item = victim(1)) const;
  int epoch(std::string_view step, Item item = victim(1)) const;
  std::vector<std::string> owed(Item item = victim(1)) const;
  const std::vector<Fired>& fired() const { return fired_; }
  std::vector<Fired> fired(std::string_view step) const;
  std::string value(std::string_view fact, Item item = victim(1)) const;

 private:
  Story& add(decltype(Happening::what) what);
  bool fire_one(Instant until, bool at_once);
  StepId step_id(std::string_view name) const {
    return procedure().step(renamed_ ? renamed_(name) : std::string(name));
  }

  Course course_;
  std::function<std::string(std::string_view)> renamed_;
  std::vector<Happening> history_;
  std::vector<Fired> fired_;
  Instant now_ = hour(0);
  std::optional<Instant> occurred_;
  std::uint64_t position_ = 0;
};

}  // namespace kulla::procedure::test
