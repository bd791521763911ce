// A case's reference as people read it out: 7Q4-KXMV. Six random symbols of 27 and one check symbol by the hybrid
// scheme of ISO 7064 with MOD 28,27. Because 28 is even the doubling forgets a bit: it finds 9 of 10 single wrong
// symbols and 9 of 10 swaps of neighbours (tests/base/reference_test.cpp), so a reference that parses may still be a
// wrong one and is always looked up. It carries no meaning. The alphabet leaves out 0 1 5 8 B I L O S U: each looks or
// sounds like another. (Source: decisions.md 3.4.)
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/chance.hpp"

namespace kulla {

class Reference {
 public:
  static constexpr std::string_view alphabet = "2346789ACDEFGHJKMNPQRTVWXYZ";

  static Reference make(Chance& chance);
  /// With or without the hyphen, in either case; nothing when a symbol is unknown or the check symbol is wrong.
  static std::optional<Reference> parse(std::string_view text);
  /// "7Q4-KXMV" with its right check symbol.
  std::string text() const;
  auto operator<=>(const Reference&) const = default;

 private:
  explicit Reference(const ByteArray<7>& symbols) : symbols_(symbols) {}
  ByteArray<7> symbols_;  // indices into the alphabet
};

}  // namespace kulla
