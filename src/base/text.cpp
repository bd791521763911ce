// The ranges follow the shared list of evil characters (bad-input/unicode) and Unicode's own
// Default_Ignorable_Code_Point.
#include "base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kulla {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array invisible{
    Range{0x00A0, 0x00A0},    // no-break space: looks like a space and is none to a search
    Range{0x00AD, 0x00AD},    // soft hyphen
    Range{0x034F, 0x034F},    // combining grapheme joiner
    Range{0x061C, 0x061C},    // Arabic letter mark
    Range{0x115F, 0x1160},    // Hangul fillers
    Range{0x17B4, 0x17B5},    // Khmer inherent vowels
    Range{0x180B, 0x180F},    // Mongolian selectors and vowel separator
    Range{0x2007, 0x2007},    // figure space: does not break either
    Range{0x200B, 0x200F},    // zero width, direction marks
    Range{0x2028, 0x202F},    // line and paragraph separators, embeddings and overrides, narrow no-break space
    Range{0x2060, 0x206F},    // word joiner, isolates, invisible operators
    Range{0x3164, 0x3164},    // Hangul filler
    Range{0xFE00, 0xFE0F},    // variation selectors
    Range{0xFEFF, 0xFEFF},    // zero width no-break space
    Range{0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    Range{0xFFF0, 0xFFFF},    // annotation anchors, object and replacement character, no characters
    Range{0x1BCA0, 0x1BCA3},  // shorthand and
    Range{0x1D173, 0x1D17A},  // music format controls
    Range{0xE0000, 0xE0FFF},  // language tags, more variation selectors
};

constexpr std::array marks{Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},
                           Range{0x064B, 0x065F}, Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
                           Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE20, 0xFE2F}};
constexpr int marks_max = 4;  // on one letter: Vietnamese and scholars' Albanian need two

template <std::size_t size>
bool among(const std::array<Range, size>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

// The next code point of text that is known to be UTF-8.
char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const auto first = byte(0);
  const std::size_t size = std::min<std::size_t>(text.size(), first < 0x80   ? 1
                                                              : first < 0xE0 ? 2
                                                              : first < 0xF0 ? 3
                                                                             : 4);
  char32_t c = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) c = c << 6U | (byte(i) & 0x3FU);
  text.remove_prefix(size);
  return c;
}

}  // namespace

std::optional<TextFault> text_fault(std::string_view utf8, const TextRule& rule) {
  std::size_t position = 0;
  int stacked = 0;
  while (!utf8.empty()) {
    const auto c = take_code_point(utf8);
    if (++position > rule.code_points_max) return TextFault{"text-too-long", 0, position};
    if (is_control(c) && !(c == '\n' && rule.lines)) return TextFault{"text-control", c, position};
    if (among(invisible, c)) return TextFault{"text-invisible", c, position};
    stacked = among(marks, c) ? stacked + 1 : 0;
    if (stacked > marks_max) return TextFault{"text-stacked", c, position};
  }
  return std::nullopt;
}

Finding finding_of(const TextFault& fault, const TextRule& rule, std::string pointer) {
  Finding finding{.code = std::string(fault.code), .pointer = std::move(pointer), .facts = {}};
  if (fault.code == "text-too-long")
    finding.facts = {{"max", std::to_string(rule.code_points_max)}};
  else
    finding.facts = {{"code_point", fmt::format("U+{:04X}", static_cast<std::uint32_t>(fault.code_point))},
                     {"position", std::to_string(fault.position)}};
  return finding;
}

}  // namespace kulla
