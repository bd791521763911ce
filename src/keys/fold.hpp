// A principal's stream as this room reads it. Pure.
#pragma once

#include <optional>
#include <vector>

#include "keys/statements.hpp"

namespace kulla::keys {

struct Stated {
  Statement statement;
  Position position = 0;
  eventlog::BatchId batch{};
  std::optional<Position> ended;
  GroupId into;  // of an account: the group it was asked into last, before this; nil at the founding
};

struct PrincipalFacts {
  Principal who;
  Version version = 0;
  std::vector<Stated> stated;  // by epoch, which only rises

  // A group's.
  GroupFacts group;
  std::optional<AccountId> opened_by;  // the administrator who named the first member
  Position opened_at = 0;
  eventlog::BatchId opened_in{};

  // An account's.
  std::optional<AccountInvited::Open> invited;
  std::optional<InvitationAccepted::Open> proposed;  // since the last invitation

  const Stated* latest() const { return stated.empty() ? nullptr : &stated.back(); }
  const Stated* of_epoch(Epoch epoch) const;
};

/// Goes on from `facts` with one more event of the stream; events of other rooms change nothing but the version.
/// Refuses (kind broken) `event-undecodable`, `statement-malformed`.
Result<void> apply(PrincipalFacts& facts, const eventlog::Event& event);

}  // namespace kulla::keys
