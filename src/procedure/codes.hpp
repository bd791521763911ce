// What a procedure names, as small numbers: no text is compared where an obligation is computed. A code means the same
// in every version of one procedure file, because a later version is read with the earlier one at hand and keeps its
// codes.
#pragma once

#include <array>
#include <bitset>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::procedure {

template <class Tag>
struct Code {
  static constexpr std::uint16_t unknown = 0xffff;
  std::uint16_t index = unknown;

  constexpr auto operator<=>(const Code&) const = default;
  constexpr bool known() const { return index != unknown; }
};

using StepId = Code<struct StepTag>;
using FactId = Code<struct FactTag>;
using ValueId = Code<struct ValueTag>;  // of one fact: not a rank, and without meaning for another fact
using EventId = Code<struct EventTag>;
using PartyId = Code<struct PartyTag>;
using PayloadId = Code<struct PayloadTag>;
using KindId = Code<struct KindTag>;      // what a service was: food, medical
using ReasonId = Code<struct ReasonTag>;  // why a clock stands
using CalendarId = Code<struct CalendarTag>;

// Limits of one procedure over all its versions. The reader says so, with the line, when a file goes past one.
inline constexpr std::size_t steps_max = 128;
inline constexpr std::size_t events_max = 128;
inline constexpr std::size_t parties_max = 64;
inline constexpr std::size_t facts_max = 64;
inline constexpr std::size_t values_max = 32;  // of one fact
inline constexpr std::size_t kinds_max = 64;
inline constexpr std::size_t rungs_max = 16;       // of one ladder
inline constexpr std::size_t done_max = 4;         // alternatives of one `done`
inline constexpr std::size_t terms_max = 16;       // of one condition
inline constexpr std::size_t operations_max = 60;  // of one condition: its stack is one 64-bit word

using EventSet = std::bitset<events_max>;
using StepSet = std::bitset<steps_max>;
using FactSet = std::bitset<facts_max>;
using PartySet = std::bitset<parties_max>;
using KindSet = std::bitset<kinds_max>;
using ValueSet = std::bitset<values_max>;

/// Names of one kind, numbered in the order of their first appearance.
class Names {
 public:
  std::uint16_t intern(std::string_view name) {
    const auto next = static_cast<std::uint16_t>(texts_.size());
    const auto [found, fresh] = numbers_.try_emplace(std::string(name), next);
    if (fresh) texts_.emplace_back(name);
    return found->second;
  }
  std::uint16_t find(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? std::uint16_t{0xffff} : found->second;
  }
  std::string_view text(std::uint16_t index) const {
    return index < texts_.size() ? std::string_view(texts_[index]) : std::string_view();
  }
  const std::vector<std::string>& all() const { return texts_; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string> texts_;
  std::map<std::string, std::uint16_t, std::less<>> numbers_;
};

/// For whom a step is owed. The number counts from 1 in the order in which the case met them; the case itself is 0.
enum class ItemKind : std::uint8_t { case_file, victim, witness, appointment };
/// For the open parts of events, in which an item stands as its kind and number.
constexpr std::array<std::string_view, 4> words_of(ItemKind) { return {"case", "victim", "witness", "appointment"}; }

struct Item {
  ItemKind kind = ItemKind::case_file;
  std::uint16_t number = 0;
  constexpr auto operator<=>(const Item&) const = default;
};

constexpr Item the_case() { return {}; }
constexpr Item victim(std::uint16_t number) { return {ItemKind::victim, number}; }
constexpr Item witness(std::uint16_t number) { return {ItemKind::witness, number}; }
constexpr Item appointment(std::uint16_t number) { return {ItemKind::appointment, number}; }
/// "case", "victim", "witness", "appointment".
std::string_view word_of(ItemKind kind);
std::optional<ItemKind> item_kind_of(std::string_view word);

}  // namespace kulla::procedure
