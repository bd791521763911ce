// What every command on a case does beside its own facts: load, ask access, append; and where its facts bring a step to
// run that informs somebody, seal the payload and tell them, in the same batch. Wings write their own facts and hand
// them over here.
#pragma once

#include <functional>
#include <vector>

#include "casefile/casebook.hpp"
#include "casefile/projection.hpp"
#include "casefile/telling.hpp"
#include "change/road.hpp"

namespace kulla::casefile {

/// The facts of one command: events of the case's stream and of others, without the tellings that follow from them.
struct Facts {
  std::vector<eventlog::NewEvent> events;
  std::vector<eventlog::Expectation> expect;  // of other streams than the case's
  PayloadSource payload;                      // may be empty where the facts can start no step that informs
};

/// A command at work on one snapshot: what a wing's decision may use.
struct Scenery {
  const eventlog::Snapshot& snapshot;
  const CaseFile& file;  // as it stands; of a new case, empty
  keys::Sealer& sealer;
  Instant now;
};
using Decide = std::function<Result<Facts>(const Scenery&)>;

class Commands {
 public:
  Commands(change::Road& road, Casebook& book, Offices& offices) : road_(road), book_(book), offices_(offices) {}

  /// On a case that exists. `relations`: of this person to what is asked about (the case, or one notice of it).
  using Relations = std::function<Result<std::vector<access::Relation>>(const eventlog::Snapshot&, const CaseFile&)>;
  Result<eventlog::Committed> change(const change::Asking& asking, const change::RequestKey& key, CaseId id,
                                     access::Policy policy, const Relations& relations, std::string_view answer_kind,
                                     const Decide& decide);
  /// Facts that need no key and start nothing that informs: that a page has received a notice, from under its cover
  /// too.
  using Note = std::function<Result<std::vector<eventlog::NewEvent>>(const CaseFile&, Instant now)>;
  Result<eventlog::Committed> note(const change::Asking& asking, const change::RequestKey& key, CaseId id,
                                   access::Policy policy, const Relations& relations, std::string_view answer_kind,
                                   const Note& note);
  /// Opens a new case; the id is made by the caller.
  Result<eventlog::Committed> open(const change::Asking& asking, const change::RequestKey& key, access::Policy policy,
                                   std::string_view answer_kind, const std::function<CaseId()>& make_id,
                                   const Decide& decide);
  /// The clock's: fires every rung that fell due, in order, each once. Says how many it fired.
  Result<int> fire_due(Instant now);

  Casebook& book() { return book_; }
  Offices& offices() { return offices_; }
  change::Road& road() { return road_; }

 private:
  Result<eventlog::Batch> batch_of(const eventlog::Snapshot& snapshot, std::shared_ptr<const CaseFile> before,
                                   keys::Sealer& sealer, GroupId giver, Facts facts, Instant now);
  Result<eventlog::Batch> rung_batch(const eventlog::Snapshot& snapshot, std::shared_ptr<const CaseFile> file,
                                     const Duty& duty, const procedure::Next& next, Instant now);
  change::Road& road_;
  Casebook& book_;
  Offices& offices_;
};

}  // namespace kulla::casefile
