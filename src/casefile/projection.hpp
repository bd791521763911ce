// From a case's events to its rows. Live, a batch's projection runs inside the transaction, on the state that the
// decision was made on; in a rebuild every case is folded once. Both end in the same `rows_of`, so they cannot differ
// (tests/casefile/rebuild_test.cpp).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "casefile/casebook.hpp"
#include "casefile/parties.hpp"
#include "eventlog/store.hpp"

namespace kulla::casefile {

/// Which offices a party of a procedure is, by region of the case: places never move, so this is kept until a group is
/// opened. Safe for several threads.
class Offices {
 public:
  explicit Offices(const directory::Places& places) : places_(places) {}
  using Groups = std::vector<std::vector<GroupId>>;  // by PartyId
  Result<std::shared_ptr<const Groups>> of(const eventlog::Snapshot& snapshot, const procedure::Procedure& procedure,
                                           Code region);
  /// After a commit that opened a group.
  void forget();

 private:
  const directory::Places& places_;
  std::mutex mutex_;
  std::map<std::pair<const procedure::Procedure*, Code>, std::shared_ptr<const Groups>> kept_;
};

/// Adds to `batch.project` the rows that follow from its events for one case. `before`: the case as the decision saw
/// it; the batch must expect its version. Call it last, when all events are in the batch.
Result<void> project_into(eventlog::Batch& batch, const eventlog::Snapshot& snapshot, Offices& offices,
                          std::shared_ptr<const CaseFile> before);

/// Rows of a case that differ between two of its states (`before` null: all of them), without sections.
Result<std::vector<eventlog::TableWrite>> rows_of(const CaseFile* before, const CaseFile& after,
                                                  const Offices::Groups& groups);
/// Rows of section_current and disclosure_head: from single events, of any stream that a case's batch writes.
Result<std::vector<eventlog::TableWrite>> rows_of_sections(std::span<const eventlog::Event> events);

/// All read tables of this room, from the whole log: for Store::rebuild.
Result<void> rebuild(const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer, Casebook& book,
                     Offices& offices);

}  // namespace kulla::casefile
