// Time as Kulla keeps it: an Instant is microseconds since 1970-01-01T00:00:00Z, a Duration is microseconds.
// Calendars and zones live in procedure/; screens get RFC 3339 in UTC and the server's `now`.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace kulla {

struct Duration {
  std::int64_t micros = 0;
  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator+(Duration other) const { return {micros + other.micros}; }
  constexpr Duration operator-(Duration other) const { return {micros - other.micros}; }
  constexpr Duration operator-() const { return {-micros}; }
  constexpr Duration operator*(std::int64_t times) const { return {micros * times}; }
};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return {n * 60'000'000}; }
constexpr Duration hours(std::int64_t n) { return {n * 3'600'000'000}; }
constexpr Duration days(std::int64_t n) { return {n * 86'400'000'000}; }

struct Instant {
  std::int64_t micros = 0;  // UTC
  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant operator+(Duration d) const { return {micros + d.micros}; }
  constexpr Instant operator-(Duration d) const { return {micros - d.micros}; }
  constexpr Duration operator-(Instant other) const { return {micros - other.micros}; }
};

/// How exactly people told a time: "about midnight" is not "00:00:12".
enum class Precision : std::uint8_t { second, minute, hour, day };

/// The last whole minute at or before `at`: people tell minutes, servers know microseconds.
constexpr Instant floor_to_minute(Instant at) {
  const std::int64_t unit = 60'000'000;
  const auto rest = ((at.micros % unit) + unit) % unit;
  return {at.micros - rest};
}

/// RFC 3339 in UTC with as many digits of the second as it has: 2026-11-25T00:52:10Z, 2026-11-25T00:52:10.123456Z.
std::string to_rfc3339(Instant at);
/// RFC 3339 with any offset, years 1900 to 9999. Refuses `not-a-time` (an impossible date, a missing offset, a leap
/// second, more than six digits of a second).
Result<Instant> parse_rfc3339(std::string_view text, std::string_view pointer = {});
/// ISO 8601 elapsed time, days to seconds: PT20M, P1DT2H, PT0.5S is refused. A day is 24 hours here. Refuses
/// `not-a-duration`; longest P36500D.
Result<Duration> parse_duration(std::string_view text, std::string_view pointer = {});
/// PT20M, P1DT2H; PT0S for nothing.
std::string to_iso8601(Duration span);

}  // namespace kulla
