// Who works in a house: agencies, units, regions, roles and duties. What the programme decides by is an enumeration;
// units and regions are codes of the country's own data. Source: decisions.md 1 and 2, the [party] block of a
// procedure.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/id.hpp"
#include "eventlog/open.hpp"

namespace kulla::directory {

using eventlog::Code;

using AgencyId = Id<struct AgencyTag>;  // a stream of kind `agency`
using UnitId = Id<struct UnitTag>;      // a stream of kind `unit`: an office with its roster; it has one group

enum class Agency : std::uint8_t {
  police,
  prosecution,
  vau,  // victims' advocacy; the placement desk
  csw,  // centres for social work
  iom,
  ngo,
  shelter,
  statistics,
  administration
};
constexpr std::array<std::string_view, 9> words_of(Agency) {
  return {"police", "prosecution", "vau", "csw", "iom", "ngo", "shelter", "statistics", "administration"};
}

/// What a person may do follows from it (access/); it never decides which key she holds.
enum class Role : std::uint8_t {
  officer,
  commander,
  prosecutor,
  advocate,
  social_worker,
  focal_point,
  shelter_manager,
  analyst,
  administrator
};
constexpr std::array<std::string_view, 9> words_of(Role) {
  return {"officer",     "commander",       "prosecutor", "advocate",     "social-worker",
          "focal-point", "shelter-manager", "analyst",    "administrator"};
}

enum class Duty : std::uint8_t { on_call, back_up, focal_point };
constexpr std::array<std::string_view, 3> words_of(Duty) { return {"on-call", "back-up", "focal-point"}; }

/// The value whose word this is: what a person, a file or a command line named.
template <eventlog::WordedEnum Enum>
constexpr std::optional<Enum> from_word(std::string_view word) {
  const auto words = words_of(Enum{});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}
template <eventlog::WordedEnum Enum>
constexpr std::string_view word_of(Enum value) {
  return words_of(value)[static_cast<std::size_t>(value)];
}

/// Where a key group sits: one group an agency, unit and region. The unit may be empty (a prosecution office, a centre
/// for social work); what works for the whole country has the region `headquarters`.
struct Place {
  Agency agency = Agency::police;
  Code unit;
  Code region;
  auto operator<=>(const Place&) const = default;
};

inline constexpr Code headquarters{"headquarters"};

/// The country's regions, with neighbours, and its units: codes from the house's data, so that no text that a person
/// typed can become one. Made once, at start.
class Places {
 public:
  struct Region {
    std::string code;
    std::vector<std::string> neighbours;
  };
  /// `headquarters` is added when it is missing. Refuses `not-a-code`, `region-twice`, `unknown-neighbour`,
  /// `neighbours-one-sided`, with the region's place in the list as pointer.
  static Result<Places> of_house_data(const std::vector<Region>& regions, const std::vector<std::string>& units);

  std::optional<Code> region(std::string_view word) const { return regions_.find(word); }
  std::optional<Code> unit(std::string_view word) const { return units_.find(word); }
  const std::vector<Code>& regions() const { return regions_.codes(); }
  const std::vector<Code>& units() const { return units_.codes(); }
  /// In the order of the data: the nearest first, as the country wrote it. Empty for headquarters.
  std::span<const Code> neighbours(Code region) const;

 private:
  eventlog::Vocabulary regions_;
  eventlog::Vocabulary units_;
  std::map<Code, std::vector<Code>> neighbours_;
};

}  // namespace kulla::directory
