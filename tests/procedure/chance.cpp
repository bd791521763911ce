#include "procedure/chance.hpp"

#include <array>
#include <string>

namespace kulla::procedure::test {
namespace {

template <std::size_t N>
std::string one_of(Random& random, const std::array<const char*, N>& words) {
  return words[random() % N];
}

constexpr std::array events{"interview.held",   "interview.declined",    "risk.assessed",
                            "shelter.asked",    "bed.refused",           "transport.crewed",
                            "address.released", "transport.handed-over", "medical.asked",
                            "exit.wished",      "exit.recorded",         "exit.answered",
                            "decision.told",    "person.released-to",    "release.reviewed",
                            "referral.sent",    "follow-up.unwanted",    "reflection.ended-by-her-word"};
constexpr std::array parties{"atu", "atu-commander", "vau", "csw", "prosecutor", "shelter", "counsellor"};
constexpr std::array kinds{"food", "housing", "clothing", "medical", "counselling", "follow-up"};
constexpr std::array notices{"inform-prosecutor", "inform-vau", "inform-csw"};
constexpr std::array dangers{"yes", "no", "unknown"};
constexpr std::array children{"yes", "no", "unsure"};
constexpr std::array statuses{"possible", "presumed", "actual", "ruled-out", "undecided"};
constexpr std::array risks{"low", "medium", "high"};
constexpr std::array wishes{"yes", "no"};
constexpr std::array places{"none", "held", "accepted", "arrived", "left"};

std::function<void(Story&)> random_fact(Random& random, Item whose) {
  const auto by = one_of(random, parties);
  const auto set = [whose, by](std::string name, std::string value) -> std::function<void(Story&)> {
    return [=](Story& story) { story.fact(name, value, whose, by); };
  };
  switch (random() % 5) {
    case 0:
      return set("danger", one_of(random, dangers));
    case 1:
      return set("status", one_of(random, statuses));
    case 2:
      return set("risk", one_of(random, risks));
    case 3:
      return set("shelter-wish", one_of(random, wishes));
    case 4:
      return set("place", one_of(random, places));
  }
  return {};
}

std::function<void(Story&)> random_event(Random& random, Item whose) {
  const auto name = one_of(random, events), by = one_of(random, parties);
  const double back = random() % 4 == 0 ? static_cast<double>(random() % 20) : 0;
  return [=](Story& story) {
    story.which_occurred_at(std::max(0.0, hours_of(story.now()) - back)).event(name, whose, by);
  };
}

struct Counts {
  std::uint16_t victims = 1, appointments = 0;
};

/// What the whole case feels: a person more, a child, an answer, an appointment, a mistake.
Act random_act_of_all(Random& random, const Wild& wild, Counts& counts) {
  const auto whose = static_cast<std::uint16_t>(1 + random() % counts.victims);
  const auto hours = static_cast<double>(random() % 90);
  switch (random() % (wild.strikes ? 8 : 6)) {
    case 0: {
      if (counts.victims == 4) break;
      const auto fresh = ++counts.victims;
      const auto child = one_of(random, children);
      return {0, [=](Story& story) { story.found(fresh, child); }};
    }
    case 1:
    case 2: {
      if (!wild.answers) break;
      const auto step = one_of(random, notices), by = one_of(random, parties);
      return {0, [=](Story& story) { story.answers(by, step); }};
    }
    case 3: {
      const auto fresh = ++counts.appointments;
      return {0, [=](Story& story) { story.escort_asked(fresh, hours_of(story.now()) + 1 + hours, whose); }};
    }
    case 4: {
      if (counts.appointments == 0) break;
      const auto which = static_cast<std::uint16_t>(1 + random() % counts.appointments);
      return {0, [=](Story& story) { story.moved(which, hours_of(story.now()) + hours); }};
    }
    case 6:
    case 7: {
      const auto which = random();
      return {0, [=](Story& story) { story.strikes(1 + which % story.position()); }};
    }
    default:
      break;
  }
  const auto value = one_of(random, children);
  return {0, [=](Story& story) { story.fact("child", value, victim(whose)); }};
}

/// What one woman's strand alone feels.
std::function<void(Story&)> random_act_of_hers(Random& random, const Wild& wild, Item whose) {
  const bool interview = random() % 2 == 0;
  switch (random() % 12) {
    case 0: {
      const auto kind = one_of(random, kinds);
      return [=](Story& story) { story.event("service.recorded", whose, "shelter", {kind}); };
    }
    case 1:
      if (!wild.pauses) break;
      if (interview) return [=](Story& story) { story.pauses("interview-victim", "rest", whose); };
      return [=](Story& story) { story.pauses("identify", "reflection", whose); };
    case 2:
      return [=](Story& story) { story.resumes("interview-victim", whose).resumes("identify", whose); };
    case 3:
      return [=](Story& story) { story.waives("transport", "vau", whose); };
    case 4:
      if (random() % 6 != 0) break;
      return [=](Story& story) { story.event("victim.died", whose); };
    case 5:
    case 6:
    case 7:
    case 8:
      return random_event(random, whose);
    default:
      break;
  }
  return random_fact(random, whose);
}

Act random_act(Random& random, const Wild& wild, Counts& counts) {
  if (random() % 5 < 2) return random_act_of_all(random, wild, counts);
  const auto number = static_cast<std::uint16_t>(1 + random() % counts.victims);
  return {0, random_act_of_hers(random, wild, victim(number)), number};
}

}  // namespace

std::vector<Act> random_acts(Random& random, const Wild& wild) {
  Counts counts{.victims = static_cast<std::uint16_t>(1 + random() % 3)};
  std::vector<Act> acts;
  const int adults = counts.victims;
  acts.push_back({0, [=](Story& story) { story.reported(adults); }});
  double at = 0;
  for (int i = 0; i < wild.acts; ++i) {
    if (random() % 4 != 0) at += static_cast<double>(1 + random() % (random() % 5 == 0 ? 6000 : 120)) / 60;
    auto act = random_act(random, wild, counts);
    act.at = at;
    acts.push_back(std::move(act));
  }
  return acts;
}

}  // namespace kulla::procedure::test
