// Inside the engine: a Course. Not for other rooms.
#pragma once

#include "procedure/ledger.hpp"

namespace kulla::procedure {

struct Course::Inside {
  explicit Inside(const Procedure& version);
  void take(std::span<const Happening> event);
  /// From the beginning, without what was recorded in error.
  void replay();

  const Procedure* first;  // that the case began with
  Ledger ledger;
  std::vector<Happening> history;  // a mistake can be struck at any later time
};

}  // namespace kulla::procedure
