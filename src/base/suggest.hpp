// "Did you mean": the nearest of some known words, for an unknown key, name or value.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kulla {

/// How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment).
std::size_t edit_distance(std::string_view one, std::string_view other);

/// The known word nearest to `word`, if it is near enough to be a slip: at most a third of its letters, at least one.
/// Among equals the first one given.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

}  // namespace kulla
