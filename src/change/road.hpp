// The one road, for commands and for questions:
//
//   session -> load -> access -> decide -> append -> trail
//
// A command gives `change` a function that loads, asks access and decides on one snapshot; the road tells a repeated
// request from a new one, appends, and tries again when somebody else was first. A question that opens sealed content
// goes through Looking: what it reveals leaves only once its access event is durable. Nobody else holds an Opener
// (tests/house/ holds that), so no caller can forget. Source: architecture.md, "The way of a request".
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "access/policy.hpp"
#include "change/house.hpp"
#include "keys/opener.hpp"

namespace kulla::change {

/// Who asks: a session, and its account as the directory has it at this request. A screen that is covered still says
/// that a notice arrived: then there is no session with keys, and only what needs none can be done.
struct Asking {
  std::shared_ptr<const keys::Session> session;  // null: covered
  access::Asker asker;
};

/// The account behind a session, now. Refuses `no-session` (kind unauthenticated) for one that has left.
Result<access::Asker> asker_now(const eventlog::Snapshot& snapshot, AccountId account);

/// One request to change something: the client's own id of it, and the hash of what it says.
struct RequestKey {
  ByteArray<16> id{};
  eventlog::Hash body{};
};
/// `says` is all that decides about the meaning: method, path, body.
RequestKey request_key(const ByteArray<16>& id, std::string_view says);

/// What a decision wants appended. Without a Grant there is none; the road adds id, actor and ground.
struct Draft {
  access::Grant grant;
  eventlog::Batch batch;  // events, expectations, rows, projection, answer_kind, acting_group
};

class Road {
 public:
  /// Somebody else was first so many times in a row: then the person is told (`version-conflict`).
  static constexpr int tries_max = 16;

  explicit Road(House& house) : house_(house) {}

  /// `decide` may run several times, each on a fresh snapshot, and must rest on nothing else. A refusal is passed on
  /// and, where access said no, written to the trail. `record`: what is asked about, as far as it is known.
  Result<eventlog::Committed> change(const Asking& asking, const RequestKey& key,
                                     const std::function<Result<Draft>(const eventlog::Snapshot&)>& decide);
  /// The clock's: `id` is made from what falls due, so that each rung fires once whoever comes first.
  Result<eventlog::Committed> by_clock(const eventlog::BatchId& id,
                                       const std::function<Result<eventlog::Batch>(const eventlog::Snapshot&)>& decide);

  /// Asks the table and, where it says no, writes that to the trail.
  Result<access::Grant> ask(const Asking& asking, access::Policy policy, std::span<const access::Relation> relations,
                            access::RecordState state, std::optional<StreamId> record = std::nullopt);

  House& house() { return house_; }

 private:
  House& house_;
};

/// Opens sections of records for one question.
class Looking {
 public:
  Looking(House& house, const Asking& asking, const access::Grant& grant, const eventlog::Snapshot& snapshot);

  /// Notes a section for opening. False, and not noted, when the grant or the keys do not reach it: then the page names
  /// it as sealed. `place` and `section` must outlive the call to reveal.
  bool want(const keys::Place& place, access::Compartment compartment, const eventlog::Section& section);
  /// In the order noted, once the access event is durable. Nothing noted: no event. Can be called once.
  Result<std::vector<keys::Opened>> reveal();

 private:
  struct Wanted {
    keys::Place place;
    const eventlog::Section* section;
  };
  House& house_;
  const Asking& asking_;
  const access::Grant& grant_;
  keys::Opener opener_;
  std::vector<Wanted> wanted_;
};

}  // namespace kulla::change
