// Inside the room: what one stream of the directory has come to, and the rows that say so. Pure.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <variant>
#include <vector>

#include "directory/events.hpp"
#include "eventlog/event.hpp"
#include "eventlog/tables.hpp"

namespace kulla::directory {

/// A section as its latest event holds it.
struct SectionAt {
  eventlog::Position position = 0;
  eventlog::Version version = 0;
  std::string type;
  int type_version = 1;
  DataKeyId data_key;
  Bytes cipher;
};
using Sections = std::map<std::string, SectionAt, std::less<>>;

struct AgencyFacts {
  std::optional<Agency> agency;
};
struct UnitFacts {
  using ShiftKey = std::tuple<Duty, AccountId, Instant>;  // with its start
  std::map<ShiftKey, Instant> shifts;                     // to its end
  Sections sections;
};
struct GroupFacts {
  struct Membership {
    Instant since;
    std::optional<Instant> until;
  };
  std::optional<GroupPlaced::Open> placed;
  std::optional<AccountId> first_member;
  std::int64_t epoch = 0;
  std::map<AccountId, Membership> members;
  bool holds(AccountId account) const;
};
struct AccountFacts {
  std::optional<AccountRegistered::Open> registered;
  Bytes name_hash;  // empty once it is erased
  std::optional<Instant> invited_until;
  std::optional<Instant> accepted_at;
  Sections sections;
};
using StreamFacts = std::variant<AgencyFacts, UnitFacts, GroupFacts, AccountFacts>;

/// Nothing for a kind of stream that is not the directory's.
std::optional<StreamFacts> no_facts(eventlog::StreamKind kind);
/// Events of other rooms are passed over. Refuses (kind broken) `event-undecodable`.
Result<void> fold(StreamFacts& facts, const eventlog::Event& event);

/// Rows by table and key. What is not here is in no table.
using RowKey = std::pair<const eventlog::Table*, eventlog::Row>;
using Rows = std::map<RowKey, eventlog::Row>;
Rows rows_of(StreamId stream, const StreamFacts& facts);
/// The writes that lead from one to the other; a new row is inserted, so that a taken key or name refuses the batch.
std::vector<eventlog::TableWrite> writes_between(const Rows& before, const Rows& after);

}  // namespace kulla::directory
