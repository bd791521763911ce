// What a procedure file may name beyond its own names: events that the programme can record, the fields of the
// dictionary, kinds of service, acts that a period can forbid. The checker finds every other word.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "procedure/codes.hpp"

namespace kulla::procedure {

/// An event that rules may wait for.
struct EventWord {
  std::string name;
  std::vector<ItemKind> of;              // for whom it is recorded
  std::vector<std::string> recorded_by;  // agencies; empty: any
};

/// A field that a payload may carry. `held_by`: the only agency whose sessions can open it ("shelter" for an address);
/// empty: whoever works on the case.
struct FieldWord {
  std::string name;
  std::string held_by;
};

struct Vocabulary {
  std::vector<EventWord> events;
  std::vector<FieldWord> fields;
  std::vector<std::string> kinds;  // of service
  std::vector<std::string> acts;   // that a period forbids

  /// The programme's own words, with the dictionary's fields as the caller has them.
  static Vocabulary standard(std::span<const FieldWord> fields);
  static Vocabulary standard(std::span<const std::string_view> fields);
};

}  // namespace kulla::procedure
