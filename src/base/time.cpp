#include "base/time.hpp"

#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

namespace kulla {
namespace {

// Reads exactly `digits` decimal digits at `at` and moves on.
std::optional<int> digits_at(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

bool skip(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

std::optional<std::int64_t> date_part(std::string_view text, std::size_t& at) {
  const auto year = digits_at(text, at, 4);
  if (!year || *year < 1900 || !skip(text, at, '-')) return std::nullopt;
  const auto month = digits_at(text, at, 2);
  if (!month || !skip(text, at, '-')) return std::nullopt;
  const auto day = digits_at(text, at, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

std::optional<std::int64_t> clock_part(std::string_view text, std::size_t& at) {
  const auto hour = digits_at(text, at, 2);
  if (!hour || *hour > 23 || !skip(text, at, ':')) return std::nullopt;
  const auto minute = digits_at(text, at, 2);
  if (!minute || *minute > 59 || !skip(text, at, ':')) return std::nullopt;
  const auto second = digits_at(text, at, 2);
  if (!second || *second > 59) return std::nullopt;
  std::int64_t micros = (std::int64_t{*hour} * 3600 + *minute * 60 + *second) * 1'000'000;
  if (!skip(text, at, '.')) return micros;
  std::int64_t unit = 100'000;
  std::size_t taken = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++taken) {
    if (taken == 6) return std::nullopt;
    micros += (text[at] - '0') * unit;
    unit /= 10;
  }
  if (taken == 0) return std::nullopt;
  return micros;
}

std::optional<std::int64_t> offset_part(std::string_view text, std::size_t& at) {
  if (skip(text, at, 'Z') || skip(text, at, 'z')) return 0;
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const std::int64_t sign = text[at] == '-' ? -1 : 1;
  ++at;
  const auto hour = digits_at(text, at, 2);
  if (!hour || *hour > 23 || !skip(text, at, ':')) return std::nullopt;
  const auto minute = digits_at(text, at, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return sign * (std::int64_t{*hour} * 60 + *minute) * 60'000'000;
}

std::optional<Instant> instant_of(std::string_view text) {
  std::size_t at = 0;
  const auto day = date_part(text, at);
  if (!day || !(skip(text, at, 'T') || skip(text, at, 't'))) return std::nullopt;
  const auto clock = clock_part(text, at);
  if (!clock) return std::nullopt;
  const auto offset = offset_part(text, at);
  if (!offset || at != text.size()) return std::nullopt;
  return Instant{*day * 86'400'000'000 + *clock - *offset};
}

}  // namespace

std::string to_rfc3339(Instant at) {
  using namespace std::chrono;
  const auto point = sys_time<std::chrono::microseconds>{std::chrono::microseconds{at.micros}};
  const auto day = floor<std::chrono::days>(point);
  const year_month_day date{day};
  const hh_mm_ss time{point - day};
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                          time.minutes().count(), time.seconds().count());
  if (const auto rest = time.subseconds().count(); rest != 0) {
    auto digits = fmt::format(".{:06}", rest);
    while (digits.back() == '0') digits.pop_back();
    text += digits;
  }
  return text + "Z";
}

Result<Instant> parse_rfc3339(std::string_view text, std::string_view pointer) {
  if (const auto at = instant_of(text)) return *at;
  return refuse("not-a-time", pointer);
}

Result<Duration> parse_duration(std::string_view text, std::string_view pointer) {
  const auto no = [&] { return refuse("not-a-duration", pointer); };
  if (text.size() < 3 || text[0] != 'P') return no();
  std::int64_t total = 0;
  bool in_time = false;
  std::string_view order = "DHMS";  // what may still come
  for (std::size_t at = 1; at < text.size();) {
    if (text[at] == 'T') {
      if (in_time || at + 1 == text.size()) return no();
      in_time = true;
      ++at;
      continue;
    }
    std::int64_t number = 0;
    const auto* begin = text.data() + at;
    const auto [end, problem] = std::from_chars(begin, text.data() + text.size(), number);
    if (problem != std::errc{} || number < 0 || number > 3'153'600'000 || end == text.data() + text.size()) return no();
    if (*begin == '-' || *begin == '+') return no();
    const char unit = *end;
    const auto place = order.find(unit);
    if (place == std::string_view::npos || (unit == 'D') == in_time) return no();
    order.remove_prefix(place + 1);
    const std::int64_t length = unit == 'D' ? 86'400 : unit == 'H' ? 3'600 : unit == 'M' ? 60 : 1;
    total += number * length;
    at = static_cast<std::size_t>(end - text.data()) + 1;
  }
  if (order.size() == 4 || total > std::int64_t{36'500} * 86'400) return no();
  return seconds(total);
}

std::string to_iso8601(Duration span) {
  auto left = span.micros / 1'000'000;
  if (left <= 0) return "PT0S";
  std::string text = "P";
  if (const auto n = left / 86'400; n > 0) text += fmt::format("{}D", n);
  left %= 86'400;
  if (left > 0) text += "T";
  if (const auto n = left / 3'600; n > 0) text += fmt::format("{}H", n);
  if (const auto n = left % 3'600 / 60; n > 0) text += fmt::format("{}M", n);
  if (const auto n = left % 60; n > 0) text += fmt::format("{}S", n);
  return text;
}

}  // namespace kulla
