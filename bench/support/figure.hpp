// How a figure is measured and told. A bench program is a file of KULLA_FIGUREs; its main is ours, so that every one
// knows
// --list, --json, figures by the beginning of their name, and KULLA_BENCH_SECONDS (what one figure may take; ./test
// gives it a second, which shows that it still runs and is no measurement).
//
//   KULLA_FIGURE(append, "append-32-writers") {
//     return interleaved("events/s", at_least(0.5), [](Duration go) { return ours(go); }, [](Duration go) { return
//     bare(go); });
//   }
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace kulla::bench {

/// What a figure is to reach: of the ratio where there is a ceiling, else of the value. None: it is only printed.
struct Reach {
  enum class Side : std::uint8_t { at_least, at_most } side;
  double bound;
  bool holds(double number) const { return side == Side::at_least ? number >= bound : number <= bound; }
};
inline Reach at_least(double bound) { return {Reach::Side::at_least, bound}; }
inline Reach at_most(double bound) { return {Reach::Side::at_most, bound}; }

struct Measured {
  double value = 0;
  std::string unit;
  std::optional<double> ceiling = std::nullopt;  // the same unit, from the same run
  std::optional<Reach> reach = std::nullopt;
  std::string note = {};  // what a reader must know: a count of boxes, a percentile; no machine, no date

  std::optional<double> ratio() const { return ceiling ? std::optional(value / *ceiling) : std::nullopt; }
  std::optional<bool> met() const;
};

/// One go of something: takes about as long as it is told and gives its number.
using Go = std::function<double(Duration)>;

/// Five goes each of ours and of the ceiling, by turns, so that a slow minute of the machine hits both; the medians.
Measured interleaved(std::string_view unit, std::optional<Reach> reach, const Go& ours, const Go& ceiling);
/// Five goes without a ceiling; the median.
Measured alone(std::string_view unit, std::optional<Reach> reach, const Go& ours);

/// Calls `once` until `go` is over, at least once; calls a second.
double rate(Duration go, const std::function<void()>& once);
/// Nearest rank, `share` from 0 to 1; `samples` not empty. The same percentile on both sides, always.
double percentile(std::vector<double> samples, double share);
/// What one figure may take: KULLA_BENCH_SECONDS, or 10 s.
Duration budget();

struct Registration {
  Registration(std::string_view name, Measured (*measure)());
};

}  // namespace kulla::bench

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): a registration needs a name and a body in one place.
#define KULLA_FIGURE(function, name)                                                    \
  static ::kulla::bench::Measured function();                                           \
  static const ::kulla::bench::Registration registration_of_##function{name, function}; \
  static ::kulla::bench::Measured function()
