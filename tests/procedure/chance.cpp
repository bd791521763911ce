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

Act random_act(Random& random, const Wild& wild, std::uint16_t& victims, std::uint16_t& appointments) {
  const auto number = static_cast<std::uint16_t>(1 + random() % victims);
  const auto whose = victim(number);
  switch (random() % (wild.strikes ? 20 : 18)) {
    case 0:
      if (victims < 4) {
        const auto fresh = ++victims;
        const auto child = one_of(random, children);
        return {0, [=](Story& story) { story.found(fresh, child); }};
      }
      [[fallthrough]];
    case 1: {
      const auto value = one_of(random, children);
      return {0, [=](Story& story) { story.fact("child", value, whose); }};
    }
    case 2:
    case 3:
      if (wild.answers) {
        const auto step = one_of(random, notices), by = one_of(random, parties);
        return {0, [=](Story& story) { story.answers(by, step); }};
      }
      [[fallthrough]];
    case 4: {
      const auto fresh = ++appointments;
      const double in = 1 + static_cast<double>(random() % 90);
      return {0, [=](Story& story) { story.escort_asked(fresh, hours_of(story.now()) + in, number); }};
    }
    case 5:
      if (appointments > 0) {
        const auto which = static_cast<std::uint16_t>(1 + random() % appointments);
        const double in = static_cast<double>(random() % 60);
        return {0, [=](Story& story) { story.moved(which, hours_of(story.now()) + in); }};
      }
      [[fallthrough]];
    case 6: {
      const auto kind = one_of(random, kinds);
      return {0, [=](Story& story) { story.event("service.recorded", whose, "shelter", {kind}); }, number};
    }
    case 7: {
      if (!wild.pauses) return {0, random_fact(random, whose), number};
      const bool interview = random() % 2 == 0;
      return {0,
              [=](Story& story) {
                if (interview)
                  story.pauses("interview-victim", "rest", whose);
                else
                  story.pauses("identify", "reflection", whose);
              },
              number};
    }
    case 8:
      return {0, [=](Story& story) { story.resumes("interview-victim", whose).resumes("identify", whose); }, number};
    case 9:
      return {0, [=](Story& story) { story.waives("transport", "vau", whose); }, number};
    case 10:
      if (random() % 6 == 0) return {0, [=](Story& story) { story.event("victim.died", whose); }, number};
      [[fallthrough]];
    case 11: {
      const auto name = one_of(random, events), by = one_of(random, parties);
      const double back = static_cast<double>(random() % 20);
      return {0,
              [=](Story& story) {
                story.which_occurred_at(std::max(0.0, hours_of(story.now()) - back)).event(name, whose, by);
              },
              number};
    }
    case 12:
    case 13:
    case 14: {
      const auto name = one_of(random, events), by = one_of(random, parties);
      return {0, [=](Story& story) { story.event(name, whose, by); }, number};
    }
    case 18:
    case 19: {
      const auto which = random();
      return {0, [=](Story& story) { story.strikes(1 + which % story.position()); }, 0, true};
    }
    default:
      return {0, random_fact(random, whose), number};
  }
}

}  // namespace

std::vector<Act> random_acts(Random& random, const Wild& wild) {
  std::uint16_t victims = static_cast<std::uint16_t>(1 + random() % 3), appointments = 0;
  std::vector<Act> acts;
  const int adults = victims;
  acts.push_back({0, [=](Story& story) { story.reported(adults); }});
  double at = 0;
  for (int i = 0; i < wild.acts; ++i) {
    if (random() % 4 != 0) at += static_cast<double>(1 + random() % (random() % 5 == 0 ? 6000 : 120)) / 60;
    auto act = random_act(random, wild, victims, appointments);
    act.at = at;
    acts.push_back(std::move(act));
  }
  return acts;
}

}  // namespace kulla::procedure::test
