// What holds of every course of events: story 37 of the design and the invariants of decisions.md, section 4.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "procedure/chance.hpp"
#include "support/seed.hpp"

namespace kulla::procedure::test {
namespace {

constexpr int histories = 250;

using Key = std::tuple<StepId, Item>;

std::map<Key, Obligation> by_key(const Story& story) {
  std::map<Key, Obligation> all;
  for (auto& one : story.course().obligations()) all.emplace(Key{one.step, one.item}, one);
  return all;
}

std::string told(const Story& story, const Obligation& one) {
  return std::string(story.procedure().name(one.step)) + " of " + std::string(word_of(one.item.kind)) + " " +
         std::to_string(one.item.number) + " in epoch " + std::to_string(one.epoch) + ", " +
         std::string(word_of(one.state)) + ", due " + std::to_string(hours_of(one.due_at)) + " at " +
         std::to_string(hours_of(story.now()));
}

/// Runs `body` over many random histories; the seed of a failing one is told and replays it.
template <class Body>
void for_all(const Wild& wild, const Body& body) {
  for (int i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    const auto seed = kulla::test::seed() * 1'000'003 + static_cast<std::uint64_t>(i);
    SCOPED_TRACE("history " + std::to_string(i) + "; again: KULLA_SEED=" + std::to_string(kulla::test::seed()));
    Random random(seed);
    const auto acts = random_acts(random, wild);
    body(acts, random);
  }
}

/// Tells the acts one by one, with the clock job at work between them.
template <class After>
void live(Story& story, const std::vector<Act>& acts, const After& after) {
  for (const auto& act : acts) {
    story.goes_on_to(act.at);
    act.tell(story);
    after();
  }
}

// Late by its own clock: while that stands, it stands at the time when it was stopped.
bool is_late(const Obligation& one, Instant now) {
  return one.owed() && !one.short_notice && one.due_at && *one.due_at < (one.paused_at ? *one.paused_at : now);
}

TEST(always, learning_something_makes_nothing_late_at_that_instant) {
  for_all({}, [](const auto& acts, auto&) {
    Story story;
    for (const auto& act : acts) {
      story.goes_on_to(act.at);
      const auto before = by_key(story);
      act.tell(story);
      for (const auto& [key, one] : by_key(story)) {
        if (!is_late(one, story.now())) continue;
        const auto was = before.find(key);
        ASSERT_TRUE(was != before.end() && was->second.epoch == one.epoch && is_late(was->second, story.now()))
            << told(story, one);
      }
    }
  });
}

TEST(always, epochs_never_fall_and_a_new_one_starts_only_when_the_last_is_over) {
  for_all({}, [](const auto& acts, auto&) {
    Story story;
    std::map<Key, Obligation> before;
    live(story, acts, [&] {
      auto after = by_key(story);
      for (const auto& [key, one] : after) {
        const auto was = before.find(key);
        if (was == before.end()) continue;
        ASSERT_GE(one.epoch, was->second.epoch) << told(story, one);
        ASSERT_LE(one.epoch, was->second.epoch + 1) << told(story, one);
        if (one.epoch > was->second.epoch && was->second.state != State::waiting) {
          ASSERT_FALSE(was->second.owed()) << told(story, one);
        }
      }
      before = std::move(after);
    });
  });
}

TEST(always, each_rung_fires_once_whatever_was_struck) {
  for_all({.strikes = true}, [](const auto& acts, auto& random) {
    Story story;
    for (const auto& act : acts) {
      if (random() % 3 == 0)
        story.stands_still_to(act.at);
      else
        story.goes_on_to(act.at);
      act.tell(story);
    }
    std::set<std::tuple<StepId, Item, std::uint16_t, std::uint16_t>> fired;
    for (const auto& happening : story.history())
      if (const auto* rung = std::get_if<RungFired>(&happening.what)) {
        ASSERT_TRUE(fired.insert({rung->step, rung->item, rung->epoch, rung->rung}).second)
            << story.procedure().name(rung->step) << " " << rung->rung;
        ASSERT_LE(rung->planned_at, happening.recorded_at);
      }
    ASSERT_FALSE(fired.empty());
  });
}

TEST(always, event_by_event_says_what_the_whole_history_says) {
  for_all({.strikes = true}, [](const auto& acts, auto& random) {
    Story story;
    live(story, acts, [&] {
      if (random() % 10 == 0) {
        ASSERT_EQ(story.course().evaluation(), evaluate(kosovo(), story.history()));
      }
    });
    ASSERT_EQ(story.course().evaluation(), evaluate(kosovo(), story.history()));
    std::optional<Instant> first;
    for (const auto& one : story.course().obligations())
      if (one.next && (!first || one.next->at < *first)) first = one.next->at;
    ASSERT_EQ(story.course().next_at(), first);
  });
}

TEST(always, a_copy_goes_its_own_way) {
  for_all({.strikes = true}, [](const auto& acts, auto&) {
    Story story;
    live(story, acts, [&] {
      const auto before = story.course().evaluation();
      auto copy = story;
      copy.event("shelter.asked").fact("status", "ruled-out");
      ASSERT_EQ(story.course().evaluation(), before);
    });
  });
}

TEST(always, looking_again_changes_nothing) {
  for_all({.strikes = true}, [](const auto& acts, auto&) {
    Story story;
    live(story, acts, [&] {
      const auto before = story.course().evaluation();
      auto again = story;
      again.looks_again();
      ASSERT_EQ(again.course().evaluation(), before);
    });
  });
}

// What a person sees of an obligation; the numbers of epochs and positions of events name things, and are left out.
auto seen(const Obligation& one) {
  return std::tuple(one.step, one.item, one.state, one.started_at, one.due_at, one.target_at, one.short_notice,
                    one.paused_at, one.met_at, one.closed_at, one.lapsed_by, one.parts);
}

void expect_same(const Story& a, const Story& b) {
  const auto one = a.course().obligations(), other = b.course().obligations();
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_EQ(seen(one[i]), seen(other[i])) << told(a, one[i]);
  ASSERT_EQ(a.course().facts(), b.course().facts());
}

TEST(always, a_struck_event_is_as_if_it_had_never_been) {
  for_all({.answers = false}, [](const auto& acts, auto& random) {
    const auto wrong = 1 + random() % (acts.size() - 1);
    Story with, without;
    std::uint64_t position = 0, count = 0;
    for (std::size_t i = 0; i < acts.size(); ++i) {
      with.at(acts[i].at);
      const auto before = with.position();
      acts[i].tell(with);
      if (i == wrong) {
        position = before + 1;
        count = with.position() - before;
        continue;
      }
      without.at(acts[i].at);
      acts[i].tell(without);
    }
    for (std::uint64_t k = 0; k < count; ++k) with.strikes(position + k);
    expect_same(with, without);
  });
}

TEST(always, the_order_of_unrelated_events_does_not_matter) {
  int swapped = 0;
  for_all({}, [&](auto acts, auto&) {
    Story one, other;
    for (const auto& act : acts) act.tell(one.at(act.at));
    for (std::size_t i = 0; i + 1 < acts.size(); ++i)
      if (acts[i].at == acts[i + 1].at && acts[i].victim != 0 && acts[i + 1].victim != 0 &&
          acts[i].victim != acts[i + 1].victim) {
        std::swap(acts[i], acts[i + 1]);
        ++i;
        ++swapped;
      }
    for (const auto& act : acts) act.tell(other.at(act.at));
    expect_same(one, other);
  });
  EXPECT_GT(swapped, histories);
}

TEST(always, pausing_shortens_nothing) {
  int compared = 0;
  for_all({.pauses = false}, [&](const auto& acts, auto& random) {
    const auto from = 1 + random() % (acts.size() - 1), to = from + random() % 10;
    const char* step = random() % 2 == 0 ? "interview-victim" : "identify";
    Story with, without;
    for (std::size_t i = 0; i < acts.size(); ++i) {
      if (i == from) with.at(acts[i].at).pauses(step, step[1] == 'n' ? "rest" : "reflection");
      if (i == to + 1) with.at(acts[i].at).resumes(step);
      acts[i].tell(without.at(acts[i].at));
      acts[i].tell(with.at(acts[i].at));
      const auto longer = with.of(step), whole = without.of(step);
      if (longer.state != State::running || whole.state != State::running || longer.epoch != whole.epoch) continue;
      ASSERT_GE(*longer.due_at, *whole.due_at) << told(with, longer);
      for (std::size_t k = 0; k < longer.rungs.size(); ++k)
        ASSERT_GE(longer.rungs[k].planned_at, whole.rungs[k].planned_at);
      compared += longer.due_at > whole.due_at ? 1 : 0;
    }
  });
  EXPECT_GT(compared, histories / 10);
}

TEST(always, a_procedure_with_every_step_renamed_behaves_the_same) {
  // Names that sort the other way round: neither a name nor the order of names decides anything.
  std::map<std::string, std::string, std::less<>> names;
  std::size_t count = kosovo().steps.size();
  for (const auto& step : kosovo().steps) names[step.key] = "s" + std::to_string(100 + count--);
  auto text = kosovo_text();
  for (const auto& [name, other] : names) {
    for (const auto& [open, shut] : {std::pair{"[step.", "]"}, std::pair{"closed(", ")"}}) {
      const auto what = open + name + shut;
      for (auto at = text.find(what); at != std::string::npos; at = text.find(what)) {
        text.replace(at, what.size(), open + other + shut);
      }
    }
  }
  const auto renamed = read(text);
  for_all({.strikes = true}, [&](const auto& acts, auto&) {
    Story one, other(renamed, [&](std::string_view name) { return names.find(name)->second; });
    live(one, acts, [] {});
    live(other, acts, [] {});
    ASSERT_EQ(one.fired().size(), other.fired().size());
    for (const auto& obligation : one.course().obligations()) {
      const auto name = std::string(kosovo().name(obligation.step));
      auto twin = other.of(name, obligation.item);
      ASSERT_EQ(renamed.name(twin.step), names[name]);
      ASSERT_EQ(obligation.within == nullptr, twin.within == nullptr);
      twin.step = obligation.step;
      twin.within = obligation.within;
      ASSERT_EQ(obligation, twin) << told(one, obligation);
    }
  });
}

TEST(ninety_days, of_hourly_ticks_fire_each_rung_within_its_hour) {
  Story story;
  story.reported(2).fact("status", "presumed").escort_asked(1, 24 * 60, 1);
  int ticks = 0;
  for (int tick = 1; tick <= 90 * 24; ++tick, ++ticks) {
    if (tick % 300 == 0) story.found(static_cast<std::uint16_t>(2 + tick / 300));
    story.stands_still_to(tick);
    ASSERT_TRUE(!story.course().next_at() || *story.course().next_at() > story.now());
  }
  EXPECT_EQ(ticks, 2160);
  EXPECT_GT(story.fired().size(), 30U);
  for (const auto& fired : story.fired()) EXPECT_LE(fired.at - fired.planned, 1) << fired.step;
  EXPECT_EQ(story.state("reflection"), "met");
}

}  // namespace
}  // namespace kulla::procedure::test
