// What the case's events mean to its procedure: the one place where events of the log become happenings of the engine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "casefile/events.hpp"
#include "eventlog/event.hpp"
#include "procedure/engine.hpp"

namespace kulla::casefile {

/// A step owed for one item in one epoch.
using Duty = procedure::Obligation;
using DutyState = procedure::State;

/// Copyable: the state after a batch is made from the state before it.
class Track {
 public:
  explicit Track(std::shared_ptr<const procedure::Procedure> procedure)
      : procedure_(std::move(procedure)), course_(*procedure_) {}

  const procedure::Procedure& procedure() const { return *procedure_; }
  /// Any event of the case's stream, in order. Events that the procedure does not wait for change nothing. Refuses
  /// (kind broken) `event-undecodable`.
  Result<void> add(const eventlog::Event& event);
  /// Those that were ever owed and those that wait, in the procedure's order: the case's own, then each item's.
  std::vector<Duty> duties() const { return course_.obligations(); }
  /// Everything that running steps inform anyone of, told or not.
  std::vector<procedure::ToInform> informs() const { return course_.informs(); }
  /// The open facts of an item as they stand, by name, in the procedure's order.
  std::vector<std::pair<std::string, std::string>> facts_of(const Item& item) const;

 private:
  std::shared_ptr<const procedure::Procedure> procedure_;
  procedure::Course course_;
  std::map<NoticeId, procedure::Happened> notices_;  // what an answer to each would mean
};

}  // namespace kulla::casefile
