#include "procedure/calendar.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <date/tz.h>

namespace kulla::procedure {
namespace {

constexpr std::int64_t micros_per_day = 86'400'000'000;
constexpr int days_searched_max = 36'500;

std::int64_t floor_div(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

}  // namespace

Result<Zone> Zone::load(std::string_view name) {
  Zone zone;
  zone.name_ = std::string(name);
  if (name == "UTC") {
    zone.changes_.push_back({Instant{}, 0});
    return zone;
  }
  try {  // the library tells a missing zone by an exception; it ends here
    const auto* found = date::locate_zone(zone.name_);
    auto at = date::sys_seconds{date::sys_days{date::year{1970} / 1 / 1}};
    const auto end = date::sys_seconds{date::sys_days{date::year{2100} / 1 / 1}};
    while (at < end) {
      const auto info = found->get_info(at);
      zone.changes_.push_back({Instant{at.time_since_epoch().count() * 1'000'000}, info.offset.count() * 1'000'000});
      at = info.end;
    }
  } catch (const std::exception&) {
    return fail(ErrorKind::missing, "unknown-zone");
  }
  return zone;
}

std::int64_t Zone::local_micros(Instant at) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), at,
                                      [](Instant when, const Change& change) { return when < change.at; });
  const auto& change = after == changes_.begin() ? changes_.front() : *std::prev(after);
  return at.micros + change.offset_micros;
}

Instant Zone::at_local(std::int64_t local) const {
  // The last change whose own first instant shows `local` or less on the wall. In an overlap both sides qualify and the
  // later change wins: the second reading. In a gap the change before it still holds, but its end has passed.
  auto found = changes_.begin();
  for (auto low = changes_.begin(), high = changes_.end(); low != high;) {
    const auto middle = low + (high - low) / 2;
    if (middle->at.micros + middle->offset_micros <= local) {
      found = middle;
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const Instant at{local - found->offset_micros};
  const auto next = std::next(found);
  return next != changes_.end() && at > next->at ? next->at : at;
}

Instant Zone::days_later(Instant at, int days) const {
  return at_local(local_micros(at) + std::int64_t{days} * micros_per_day);
}

bool Calendar::is_working_day(Day day, std::span<const Day> added) const {
  const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  return works[weekday] && !std::binary_search(holidays.begin(), holidays.end(), day) &&
         std::find(added.begin(), added.end(), day) == added.end();
}

Instant working_days_later(const Zone& zone, const Calendar& calendar, std::span<const Day> added, Instant at,
                           int count) {
  const auto local = zone.local_micros(at);
  const auto first = static_cast<Day>(floor_div(local, micros_per_day));
  auto day = first;
  for (int left = count; left > 0 && day - first < days_searched_max;)
    if (calendar.is_working_day(++day, added)) --left;
  return zone.at_local(local + std::int64_t{day - first} * micros_per_day);
}

std::optional<Day> day_of(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t length) -> int {
    int value = -1;
    const auto* end = date.data() + from + length;
    const auto [stop, problem] = std::from_chars(date.data() + from, end, value);
    return problem == std::errc{} && stop == end ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day found{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
  if (!found.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days{found}.time_since_epoch().count());
}

}  // namespace kulla::procedure
