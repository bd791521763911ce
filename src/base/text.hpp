// Which texts a field may hold, whatever its form: a name must look like what it is, to a person and to a search. What
// is not seen, what turns the writing round and what no writing has is refused and said; never stored, and never taken
// out behind the writer's back. One rule for bodies (http/decode.hpp) and forms (dictionary).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/error.hpp"

namespace kulla {

struct TextRule {
  std::size_t code_points_max = 200;
  bool lines = false;         // may hold line feeds
  bool may_be_empty = false;  // an empty text, or one of white space alone, else counts as `missing` where one is asked
};

/// What is wrong with a text. `code`: `text-too-long`; `text-control` (a control character, or a line feed where none
/// may be); `text-invisible` (a character that is not seen, or that turns the writing round); `text-stacked` (more
/// marks on one letter than any writing has).
struct TextFault {
  std::string_view code;
  char32_t code_point = 0;   // the culprit, of the last three
  std::size_t position = 0;  // in code points, from 1
};

/// The first thing that is wrong. `utf8` is UTF-8 already (is_utf8); other bytes get some answer, and no harm.
std::optional<TextFault> text_fault(std::string_view utf8, const TextRule& rule);

/// The fault as one finding about the field at `pointer`: facts `max`, or `code_point` and `position`. Of the text, it
/// holds nothing but the culprit's number.
Finding finding_of(const TextFault& fault, const TextRule& rule, std::string pointer);

}  // namespace kulla
