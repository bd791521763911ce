#include "procedure/story.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/invariant.hpp"
#include "procedure/check.hpp"
#include "procedure/words.hpp"
#include "support/shared_data.hpp"

namespace kulla::procedure::test {
namespace {

std::filesystem::path procedures() { return kulla::test::source_dir() / "procedures"; }

}  // namespace

std::string kosovo_text() { return kulla::test::read_file(procedures() / "kosovo.toml"); }

Procedure read(std::string_view text, const Procedure* before) {
  const auto neighbour = [](std::string_view path) -> std::optional<std::string> {
    return kulla::test::read_file(procedures() / path);
  };
  auto checked = check("test.toml", text, words(), neighbour, before);
  for (const auto& defect : checked.defects) ADD_FAILURE() << to_line(defect);
  invariant(checked.procedure.has_value(), "the test's procedure is sound");
  return std::move(*checked.procedure);
}

const Procedure& kosovo() {
  static const Procedure procedure = read(kosovo_text());
  return procedure;
}

Instant hour(double hours) {
  const Instant report{1'795'567'920'000'000};  // 2026-11-25T00:52:00Z
  return report + microseconds(std::llround(hours * 3'600'000'000.0));
}

double hours_of(std::optional<Instant> at) {
  return at ? static_cast<double>((*at - hour(0)).micros) / 3'600'000'000.0 : -1;
}

Story& Story::at(double hours) {
  invariant(hour(hours) >= now_, "a story goes forward");
  now_ = hour(hours);
  return *this;
}

Story& Story::goes_on_to(double hours) {
  while (fire_one(hour(hours), false)) continue;
  return at(hours);
}

Story& Story::stands_still_to(double hours) {
  at(hours);
  while (fire_one(hour(hours), true)) continue;
  return *this;
}

bool Story::fire_one(Instant until, bool at_once) {
  const auto all = course_.obligations();
  const Obligation* first = nullptr;
  for (const auto& one : all)
    if (one.next && one.next->at <= until && (first == nullptr || one.next->at < first->next->at)) first = &one;
  if (first == nullptr) return false;
  const auto next = *first->next;
  if (!at_once) now_ = std::max(now_, next.at);
  fired_.push_back({std::string(procedure().name(first->step)), std::string(procedure().name(next.party)), next.number,
                    hours_of(next.at), hours_of(now_)});
  add(RungFired{first->step, first->item, first->epoch, next.number, next.at});
  return true;
}

Story& Story::tell(std::vector<Happening> event) {
  ++position_;
  for (auto& happening : event) {
    happening.position = position_;
    happening.recorded_at = now_;
    happening.occurred_at = occurred_.value_or(now_);
  }
  occurred_.reset();
  history_.insert(history_.end(), event.begin(), event.end());
  course_.add(event);
  return *this;
}

Story& Story::add(decltype(Happening::what) what) { return tell({{0, {}, {}, std::move(what)}}); }

Story& Story::which_occurred_at(double hours) {
  occurred_ = hour(hours);
  return *this;
}

Story& Story::reported(int adults, int children) {
  event("case.reported", the_case());
  std::uint16_t number = 0;
  for (int i = 0; i < adults + children; ++i) found(++number, i < adults ? "no" : "yes");
  return *this;
}

Story& Story::found(std::uint16_t number, std::string_view child, std::string_view danger) {
  const auto item = victim(number);
  const auto fact = [&](std::string_view name, std::string_view value) {
    const auto id = procedure().fact(name);
    return Happening{0, {}, {}, FactLearnt{id, item, procedure().value(id, value), {}}};
  };
  return tell({{0, {}, {}, ItemAdded{item, {}}},
               {0, {}, {}, Happened{procedure().event("victim.added"), item, {}, {}}},
               fact("child", child),
               fact("danger", danger)});
}

Story& Story::event(std::string_view name, Item item, std::string_view by, std::vector<std::string> kinds) {
  KindSet set;
  for (const auto& kind : kinds) set.set(procedure().kind(kind).index);
  invariant(procedure().event(name).known(), "the procedure names the event");
  return add(Happened{procedure().event(name), item, procedure().party(by), set});
}

Story& Story::fact(std::string_view name, std::string_view value, Item item, std::string_view by) {
  const auto id = procedure().fact(name);
  invariant(procedure().value(id, value).known(), "the procedure knows the value");
  return add(FactLearnt{id, item, procedure().value(id, value), procedure().party(by)});
}

Story& Story::answers(std::string_view by, std::string_view step, Item item) {
  const auto owed = of(step, item);
  return add(
      Happened{procedure().event("notice.acknowledged"), item, procedure().party(by), {}, owed.step, owed.epoch});
}

Story& Story::witness_named(std::uint16_t number) {
  const auto item = witness(number);
  return tell(
      {{0, {}, {}, ItemAdded{item, {}}}, {0, {}, {}, Happened{procedure().event("witness.named"), item, {}, {}}}});
}

Story& Story::escort_asked(std::uint16_t number, double at_hour, std::uint16_t of_victim) {
  const auto item = appointment(number);
  return tell({{0, {}, {}, ItemAdded{item, hour(at_hour), of_victim}},
               {0, {}, {}, Happened{procedure().event("escort.asked"), item, {}, {}}}});
}

Story& Story::moved(std::uint16_t number, double to_hour) {
  return add(InstantMoved{appointment(number), hour(to_hour)});
}

Story& Story::pauses(std::string_view step, std::string_view reason, Item item) {
  return add(ClockPaused{step_id(step), item, procedure().reason(reason)});
}

Story& Story::resumes(std::string_view step, Item item) { return add(ClockResumed{step_id(step), item}); }

Story& Story::waives(std::string_view step, std::string_view by, Item item) {
  return add(Waived{step_id(step), item, procedure().party(by)});
}

Story& Story::adopts(const Procedure& version) { return add(ProcedureAdopted{&version}); }

Story& Story::holidays(std::string_view calendar, std::vector<Day> days) {
  return add(HolidaysAdded{procedure().calendar(calendar), std::move(days)});
}

Story& Story::strikes(std::uint64_t position) { return add(RecordedInError{position}); }

Obligation Story::of(std::string_view step, Item item) const {
  const auto id = step_id(step);
  for (auto& one : course_.obligations())
    if (one.step == id && one.item == item) return one;
  ADD_FAILURE() << "no such obligation: " << step;
  return {};
}

std::string Story::state(std::string_view step, Item item) const { return std::string(word_of(of(step, item).state)); }
double Story::due(std::string_view step, Item item) const { return hours_of(of(step, item).due_at); }
int Story::epoch(std::string_view step, Item item) const { return of(step, item).epoch; }

std::vector<std::string> Story::owed(Item item) const {
  std::vector<std::string> names;
  for (const auto& one : course_.obligations())
    if (one.item == item && one.owed()) names.emplace_back(procedure().name(one.step));
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<Fired> Story::fired(std::string_view step) const {
  std::vector<Fired> those;
  for (const auto& one : fired_)
    if (one.step == step) those.push_back(one);
  return those;
}

std::string Story::value(std::string_view fact, Item item) const {
  const auto id = procedure().fact(fact);
  return std::string(procedure().name(id, course_.value(id, item)));
}

}  // namespace kulla::procedure::test
