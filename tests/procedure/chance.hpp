// Random courses of events, for the properties that hold of all of them. An act is told to a story, so that the same
// acts can be told to another one: with a pause more, in another order, to a renamed procedure.
#pragma once

#include <functional>
#include <random>
#include <vector>

#include "procedure/story.hpp"

namespace kulla::procedure::test {

struct Act {
  double at = 0;  // hours from the report
  std::function<void(Story&)> tell;
  std::uint16_t victim = 0;  // concerns her alone, and nothing that is read of all victims; 0: others too
};

struct Wild {
  bool strikes = false;
  bool answers = true;  // cards answered by their epoch
  bool pauses = true;
  int acts = 60;
};

using Random = std::mt19937_64;

/// From the report on, at rising hours; two or three at one instant now and then.
std::vector<Act> random_acts(Random& random, const Wild& wild = {});

}  // namespace kulla::procedure::test
