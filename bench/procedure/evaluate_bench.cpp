// What it costs to know who owes what: the whole Kosovo file, one woman, a hundred events from the report to her second
// stay in a shelter. A rebuild pays `evaluate` once a case; a command pays `one-more-event`, on a copy, to look ahead.
#include <string>
#include <vector>

#include "base/invariant.hpp"
#include "procedure/check.hpp"
#include "procedure/engine.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

using namespace procedure;

const Procedure& kosovo() {
  static const Procedure procedure = [] {
    std::vector<FieldWord> fields;
    for (const auto* name :
         {"case.reference", "case.region", "case.reported_at", "case.counts", "case.counts.children", "case.danger",
          "case.indicators", "case.reporter_phone", "case.languages", "bed.needs", "victim.languages", "victim.risk",
          "trip.at", "trip.from", "trip.to", "trip.needs", "exit.wished_at"})
      fields.push_back({name, {}});
    auto loaded =
        load(KULLA_SOURCE_DIR "/procedures/kosovo.toml", Vocabulary::standard(std::span<const FieldWord>(fields)));
    invariant(loaded.has_value(), "the Kosovo file is sound");
    return std::move(*loaded);
  }();
  return procedure;
}

class History {
 public:
  std::vector<Happening> events;

  void event(std::string_view name, Item item = victim(1), std::string_view by = {},
             std::initializer_list<std::string_view> kinds = {}) {
    KindSet set;
    for (const auto kind : kinds)
      if (const auto known = kosovo().kind(kind); known.known())
        set.set(known.index);  // rules wait for some kinds alone
    add(Happened{kosovo().event(name), item, kosovo().party(by), set});
  }
  void answer(std::string_view party, std::string_view step) {
    add(Happened{kosovo().event("notice.acknowledged"), the_case(), kosovo().party(party), {}, kosovo().step(step), 1});
  }
  void fact(std::string_view name, std::string_view value, std::string_view by = {}) {
    const auto id = kosovo().fact(name);
    add(FactLearnt{id, victim(1), kosovo().value(id, value), kosovo().party(by)});
  }
  void add(decltype(Happening::what) what) {
    at_ = at_ + minutes(17);
    events.push_back({events.size() + 1, at_, at_, std::move(what)});
  }
  void rung(std::string_view step, std::uint16_t epoch, std::uint16_t number) {
    add(RungFired{kosovo().step(step), victim(1), epoch, number, at_});
  }

 private:
  Instant at_{1'795'567'920'000'000};
};

void stay(History& story, std::uint16_t epoch) {
  story.event("shelter.asked");
  for (const auto* place : {"held", "accepted"}) story.fact("place", place);
  story.event("transport.crewed");
  story.rung("release-address", epoch, 1);
  story.event("address.released", victim(1), "shelter");
  for (const auto* by : {"atu", "shelter"}) story.event("transport.handed-over", victim(1), by);
  story.fact("place", "arrived");
  story.rung("basic-needs", epoch, 1);
  for (const auto* kind : {"food", "housing", "clothing", "medical", "counselling"})
    story.event("service.recorded", victim(1), "shelter", {kind});
  for (int i = 0; i < 12; ++i) story.event("service.recorded", victim(1), "vau", {"legal-advice"});
}

std::vector<Happening> hundred_events() {
  History story;
  story.event("case.reported", the_case());
  story.add(ItemAdded{victim(1), {}});
  story.event("victim.added");
  for (const auto* who : {"vau", "csw", "prosecutor"}) story.answer(who, std::string("inform-") + who);
  story.fact("child", "no");
  story.fact("danger", "yes");
  story.event("advocate.offered");
  story.event("interview.held", victim(1), "atu");
  story.fact("status", "presumed");
  for (const auto* who : {"atu", "vau"}) {
    story.event("risk.assessed", victim(1), who);
    story.fact("risk", "high", who);
  }
  story.event("group.convened", the_case(), "vau");
  for (std::uint16_t epoch = 1; epoch <= 2; ++epoch) {
    stay(story, epoch);
    story.event("exit.wished");
    story.fact("place", "left");
    for (const auto* who : {"atu", "prosecutor"}) story.event("exit.answered", victim(1), who);
    story.event("exit.recorded");
  }
  story.fact("status", "actual");
  story.event("decision.told");
  while (story.events.size() < 100) story.event("service.recorded", victim(1), "vau", {"legal-advice"});
  story.events.resize(100);
  return story.events;
}

double microseconds_each(Duration go, const std::function<void()>& once) { return 1e6 / rate(go, once); }

KULLA_FIGURE(whole, "procedure-evaluate-100-events") {
  const auto history = hundred_events();
  const auto& procedure = kosovo();
  return alone("us", at_most(50), [&](Duration go) {
    return microseconds_each(
        go, [&] { invariant(evaluate(procedure, history).obligations.size() > 20, "every step is told"); });
  });
}

KULLA_FIGURE(ahead, "procedure-one-more-event") {
  const auto history = hundred_events();
  Course course(kosovo());
  for (const auto& happening : history) course.add(happening);
  Happening more{101, history.back().recorded_at, history.back().recorded_at,
                 Happened{kosovo().event("shelter.asked"), victim(1), {}, {}}};
  return alone("us", at_most(50), [&](Duration go) {
    return microseconds_each(go, [&] {
      auto ahead = course;
      ahead.add(more);
      invariant(!ahead.informs().empty() || ahead.next_at().has_value(), "something is owed");
    });
  });
}

}  // namespace
}  // namespace kulla::bench
