// Short forms that the directory's tests share.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/time.hpp"
#include "directory/vocabulary.hpp"

namespace kulla::directory::test {

/// The value, or a failed test that says why there is none.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_line(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// What was refused, in one line: "sign-in-name-taken /sign_in_name", or the code alone.
template <class T>
std::string refusal(const Result<T>& result) {
  if (result) return "nothing was refused";
  const auto& error = result.error();
  if (error.findings.empty()) return error.code;
  const auto& finding = error.findings.front();
  return finding.pointer.empty() ? finding.code : finding.code + " " + finding.pointer;
}

inline Instant midnight() { return must(parse_rfc3339("2026-11-24T00:00:00Z")); }
/// Hours and minutes of the tests' day, 24 November 2026 UTC.
inline Instant at(int hour, int minute = 0) { return midnight() + hours(hour) + minutes(minute); }

/// Four regions beside headquarters, and three units.
Places kosovo();

}  // namespace kulla::directory::test
