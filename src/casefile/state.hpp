// A case as its stream tells it. Folded from events, in order; pure. Kept in memory by (stream, version): nothing is
// stored that the stream does not say.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "access/policy.hpp"
#include "casefile/events.hpp"
#include "casefile/track.hpp"
#include "eventlog/event.hpp"

namespace kulla::casefile {

struct Victim {
  VictimId id;
  std::uint16_t number = 0;  // from 1
  Instant added_at;
};

/// Four facts, each with its own time; `acknowledged` alone answers.
struct Notice {
  NoticeId id;
  Code step;
  Item item;
  std::uint16_t epoch = 1;
  Code party;
  std::optional<std::uint16_t> rung;  // told because that rung fired
  GroupId to_group;
  DisclosureId disclosure;
  Instant sent_at;
  std::optional<Instant> delivered_at;
  std::optional<Instant> seen_at;
  std::optional<Instant> acknowledged_at;
  AccountId acknowledged_by;
};

/// Where the payload of a step's party lies, for rungs that fire later.
struct Payload {
  DisclosureId disclosure;
  Code step;
  Item item;
  std::uint16_t epoch = 1;
  Code party;  // whose payload it is
};

struct FiredRung {
  Code step;
  Item item;
  std::uint16_t epoch = 1;
  std::uint16_t rung = 0;
  std::optional<Code> party;
  Instant planned_at;
  Instant fired_at;
  bool nobody_on_duty = false;
};

class CaseFile {
 public:
  /// The procedure that the case's first event names, in its pinned version.
  using Procedures = std::function<std::shared_ptr<const procedure::Procedure>(Code key, std::uint16_t version)>;

  CaseFile(CaseId id, Procedures procedures) : id_(id), procedures_(std::move(procedures)) {}

  /// Refuses (kind broken) `event-undecodable`, naming type and position. Events of types that this room does not know
  /// change nothing here; the procedure hears them all the same (track.hpp). `procedure-unknown` (kind broken): the
  /// case is pinned to a procedure that this house does not have.
  Result<void> apply(const eventlog::Event& event);

  CaseId id() const { return id_; }
  bool exists() const { return version_ > 0; }
  eventlog::Version version() const { return version_; }
  const Reference& reference() const { return *reference_; }
  Code region() const { return region_; }
  Code procedure() const { return procedure_; }
  std::uint16_t procedure_version() const { return procedure_version_; }
  Code danger() const { return danger_; }  // as reported; the track has what was learnt since
  GroupId owner() const { return owner_; }
  GroupId reporter() const { return reporter_; }
  AccountId reported_by() const { return reported_by_; }
  Instant reported_at() const { return reported_at_; }
  access::RecordState state() const { return exists() ? access::RecordState::open : access::RecordState::none; }
  const std::vector<Victim>& victims() const { return victims_; }
  const std::map<NoticeId, Notice>& notices() const { return notices_; }
  const std::vector<FiredRung>& rungs() const { return rungs_; }
  const Notice* notice(NoticeId id) const;
  /// Only of a case that exists.
  const Track& track() const { return *track_; }
  std::uint16_t next_victim_number() const { return static_cast<std::uint16_t>(victims_.size() + 1); }

 private:
  Result<void> report(const CaseReported::Open& open, const eventlog::Event& event);
  Result<void> apply_own(const eventlog::Event& event);
  CaseId id_;
  Procedures procedures_;
  std::optional<Track> track_;
  eventlog::Version version_ = 0;
  std::optional<Reference> reference_;
  Code region_;
  Code procedure_;
  std::uint16_t procedure_version_ = 0;
  Code danger_;
  GroupId owner_;
  GroupId reporter_;
  AccountId reported_by_;
  Instant reported_at_;
  std::vector<Victim> victims_;
  std::map<NoticeId, Notice> notices_;
  std::vector<FiredRung> rungs_;
};

}  // namespace kulla::casefile
