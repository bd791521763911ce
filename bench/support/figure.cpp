#include "support/figure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/invariant.hpp"
#include "base/json.hpp"

namespace kulla::bench {
namespace {

constexpr int goes = 5;

struct Entry {
  std::string_view name;
  Measured (*measure)();
};

std::vector<Entry>& entries() {
  static std::vector<Entry> all;
  return all;
}

template <class T>
boost::json::value or_null(const std::optional<T>& value) {
  return value ? boost::json::value(*value) : boost::json::value();
}

std::string to_text(const Reach& reach) {
  return fmt::format("{} {}", reach.side == Reach::Side::at_least ? ">=" : "<=", reach.bound);
}

std::string json_line(std::string_view name, const Measured& measured) {
  boost::json::object line;
  line["figure"] = name;
  line["value"] = measured.value;
  line["unit"] = measured.unit;
  line["ceiling"] = or_null(measured.ceiling);
  line["ratio"] = or_null(measured.ratio());
  line["reach"] = measured.reach ? boost::json::value(to_text(*measured.reach)) : boost::json::value();
  line["met"] = or_null(measured.met());
  if (!measured.note.empty()) line["note"] = measured.note;
  return to_json_text(line);
}

std::string human_line(std::string_view name, const Measured& measured) {
  auto line = fmt::format("{:<36} {:>12.4g} {}", name, measured.value, measured.unit);
  if (measured.ceiling) line += fmt::format(", {:.3g} of {:.4g}", *measured.ratio(), *measured.ceiling);
  if (measured.reach)
    line += fmt::format(" (reach {}: {})", to_text(*measured.reach), *measured.met() ? "met" : "MISSED");
  if (!measured.note.empty()) line += "; " + measured.note;
  return line;
}

}  // namespace

Registration::Registration(std::string_view name, Measured (*measure)()) { entries().push_back({name, measure}); }

std::optional<bool> Measured::met() const {
  if (!reach) return std::nullopt;
  return reach->holds(ratio().value_or(value));
}

Duration budget() {
  if (const char* text = std::getenv("KULLA_BENCH_SECONDS")) {
    if (const auto given = std::strtod(text, nullptr); given > 0) return {std::llround(given * 1e6)};
  }
  return seconds(10);
}

double percentile(std::vector<double> samples, double share) {
  invariant(!samples.empty(), "a percentile of nothing");
  std::sort(samples.begin(), samples.end());
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(samples.size())));
  return samples[std::clamp<std::size_t>(rank, 1, samples.size()) - 1];
}

Measured interleaved(std::string_view unit, std::optional<Reach> reach, const Go& ours, const Go& ceiling) {
  const Duration go{budget().micros / (2 * goes)};
  std::vector<double> mine;
  std::vector<double> bare;
  for (int turn = 0; turn < goes; ++turn) {
    mine.push_back(ours(go));
    bare.push_back(ceiling(go));
  }
  return {.value = percentile(mine, 0.5), .unit = std::string(unit), .ceiling = percentile(bare, 0.5), .reach = reach};
}

Measured alone(std::string_view unit, std::optional<Reach> reach, const Go& ours) {
  const Duration go{budget().micros / goes};
  std::vector<double> mine;
  for (int turn = 0; turn < goes; ++turn) mine.push_back(ours(go));
  return {.value = percentile(mine, 0.5), .unit = std::string(unit), .reach = reach};
}

double rate(Duration go, const std::function<void()>& once) {
  const auto start = steady_now();
  std::int64_t calls = 0;
  Duration passed{};
  do {
    once();
    ++calls;
    passed = steady_now() - start;
  } while (passed < go);
  return static_cast<double>(calls) * 1e6 / static_cast<double>(std::max<std::int64_t>(passed.micros, 1));
}

int run(int argc, char** argv) {
  bool json = false;
  bool list = false;
  std::vector<std::string_view> wanted;
  for (int at = 1; at < argc; ++at) {
    const std::string_view argument = argv[at];
    if (argument == "--json")
      json = true;
    else if (argument == "--list")
      list = true;
    else if (argument.starts_with("--")) {
      std::cerr << argv[0] << " does not know " << argument << "; it knows --list, --json and names of figures\n";
      return 2;
    } else
      wanted.push_back(argument);
  }
  for (const auto& [name, measure] : entries()) {
    const bool chosen = wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                                      [name = name](auto part) { return name.starts_with(part); });
    if (!chosen) continue;
    if (list) {
      std::cout << name << "\n";
      continue;
    }
    const auto measured = measure();
    std::cout << (json ? json_line(name, measured) : human_line(name, measured)) << std::endl;
  }
  return 0;
}

}  // namespace kulla::bench
