// Inside the room: a cell of a row as the value it was written from.
#pragma once

#include "base/invariant.hpp"
#include "directory/vocabulary.hpp"
#include "eventlog/tables.hpp"

namespace kulla::directory {

/// A read of every row that matches: people, groups and shifts of a country are some thousands.
inline constexpr std::size_t all_rows = 1'000'000;

inline std::int64_t integer_at(const eventlog::Row& row, std::size_t column) {
  return std::get<std::int64_t>(row.at(column));
}
inline Instant instant_at(const eventlog::Row& row, std::size_t column) { return {integer_at(row, column)}; }
inline std::optional<Instant> optional_instant_at(const eventlog::Row& row, std::size_t column) {
  if (std::holds_alternative<std::monostate>(row.at(column))) return std::nullopt;
  return instant_at(row, column);
}
template <class AnId>
AnId id_at(const eventlog::Row& row, std::size_t column) {
  const auto id = AnId::from_bytes(std::get<Bytes>(row.at(column)));
  invariant(id.has_value(), "an id's column holds sixteen bytes");
  return *id;
}
template <eventlog::WordedEnum Enum>
Enum enum_at(const eventlog::Row& row, std::size_t column) {
  const auto value = integer_at(row, column);
  invariant(value >= 0 && static_cast<std::size_t>(value) < words_of(Enum{}).size(), "a stored state is a known one");
  return static_cast<Enum>(value);
}
inline Code code_at(const eventlog::Row& row, std::size_t column) {
  const auto& text = std::get<std::string>(row.at(column));
  return text.empty() ? Code{} : eventlog::code_from_log(text);
}

}  // namespace kulla::directory
