// A condition of the grammar, compiled: `status is presumed or actual or happened(shelter.asked)`. It is kept as its
// top-level terms (what `or` separates), because `again` watches each of them for itself: that a second woman was found
// once must not hide, for ever after, that a child was recognised.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "procedure/codes.hpp"

namespace kulla::procedure {

struct Operation {
  enum class What : std::uint8_t { happened, closed, fact_is, any_fact_is, both, either };
  What what = What::happened;
  std::uint16_t code = 0;    // event, step or fact
  std::uint32_t values = 0;  // of the fact: a bit for each value that makes it true
};

/// In postfix order; a term ends at each of `term_ends`. A condition without terms always holds.
struct Condition {
  std::vector<Operation> operations;
  std::vector<std::uint16_t> term_ends;

  // What it reads, so that nothing is computed twice for nothing.
  EventSet events;
  StepSet steps;
  FactSet facts;      // of the item, or of the case
  FactSet any_facts;  // of all victims of the case

  bool always() const { return term_ends.empty(); }
};

/// One term against what is seen: anything with happened(code), closed(code), value_bit(code) and any_values(code).
template <class Seen>
bool term_holds(std::span<const Operation> term, const Seen& seen) {
  using What = Operation::What;
  std::uint64_t stack = 0;
  for (const auto& op : term) {
    switch (op.what) {
      case What::happened:
        stack = stack << 1U | static_cast<std::uint64_t>(seen.happened(op.code));
        break;
      case What::closed:
        stack = stack << 1U | static_cast<std::uint64_t>(seen.closed(op.code));
        break;
      case What::fact_is:
        stack = stack << 1U | static_cast<std::uint64_t>((seen.value_bit(op.code) & op.values) != 0);
        break;
      case What::any_fact_is:
        stack = stack << 1U | static_cast<std::uint64_t>((seen.any_values(op.code) & op.values) != 0);
        break;
      case What::both:
        stack = (stack >> 2U) << 1U | (stack & stack >> 1U & 1U);
        break;
      case What::either:
        stack = (stack >> 2U) << 1U | ((stack | stack >> 1U) & 1U);
        break;
    }
  }
  return (stack & 1U) != 0;
}

template <class Seen>
bool holds(const Condition& condition, const Seen& seen) {
  if (condition.always()) return true;
  std::size_t from = 0;
  for (const std::size_t end : condition.term_ends) {
    if (term_holds(std::span(condition.operations).subspan(from, end - from), seen)) return true;
    from = end;
  }
  return false;
}

/// A bit for each top-level term that holds.
template <class Seen>
std::uint32_t terms_that_hold(const Condition& condition, const Seen& seen) {
  std::uint32_t bits = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < condition.term_ends.size(); ++i) {
    const std::size_t end = condition.term_ends[i];
    if (term_holds(std::span(condition.operations).subspan(from, end - from), seen)) bits |= 1U << i;
    from = end;
  }
  return bits;
}

}  // namespace kulla::procedure
