#include "keys/fold.hpp"

#include <algorithm>

#include "eventlog/open_json.hpp"

namespace kulla::keys {

using eventlog::Event;

std::vector<AccountId> GroupFacts::present() const {
  std::vector<AccountId> all;
  for (const auto& member : members)
    if (!member.until) all.push_back(member.account);
  return all;
}
bool GroupFacts::holds(AccountId account) const {
  return std::ranges::any_of(members, [&](const auto& m) { return m.account == account && !m.until; });
}
bool GroupFacts::held(AccountId account, Position before) const {
  return std::ranges::any_of(members, [&](const auto& m) {
    return m.account == account && m.since < before && (!m.until || *m.until >= before);
  });
}
bool GroupFacts::had_members(Position before) const {
  return std::ranges::any_of(members,
                             [&](const auto& m) { return m.since < before && (!m.until || *m.until >= before); });
}

const Stated* PrincipalFacts::of_epoch(Epoch epoch) const {
  const auto found = std::ranges::find(stated, epoch, [](const auto& s) { return s.statement.epoch; });
  return found == stated.end() ? nullptr : &*found;
}

namespace {

Result<void> state(PrincipalFacts& facts, const Event& event) {
  const auto open = TRY(eventlog::decode_open<KeyStated::Open>(event.type, event.open));
  const auto statement = TRY(from_event(event.stream, open));
  const auto* last = facts.latest();
  // Never the same epoch twice, never an older one: a replayed statement would bring back a key that somebody took
  // along when she left.
  if (statement.who != facts.who || statement.epoch != (last == nullptr ? 1 : last->statement.epoch + 1))
    return fail(ErrorKind::broken, "statement-malformed", event.stream.text());
  facts.stated.push_back({.statement = statement,
                          .position = event.position,
                          .batch = event.batch,
                          .ended = {},
                          .into = facts.invited ? facts.invited->group : GroupId{}});
  facts.invited.reset();
  facts.proposed.reset();
  return {};
}

Result<void> end(PrincipalFacts& facts, const Event& event) {
  const auto open = TRY(eventlog::decode_open<KeyEnded::Open>(event.type, event.open));
  for (auto& stated : facts.stated)
    if (stated.statement.epoch == open.epoch.value && !stated.ended) stated.ended = event.position;
  return {};
}

Result<void> admit(PrincipalFacts& facts, const Event& event) {
  const auto open = TRY(eventlog::decode_open<MemberAdmitted::Open>(event.type, event.open));
  auto& group = facts.group;
  const bool first = group.members.empty() && open.by == open.account && group.first_member == open.account;
  // One whom no member let in is no member, whatever the log says.
  if ((first || group.holds(open.by)) && !group.holds(open.account))
    group.members.push_back({.account = open.account, .since = event.position, .until = {}});
  return {};
}

Result<void> let_go(PrincipalFacts& facts, const Event& event) {
  const auto open = TRY(eventlog::decode_open<MemberLeft::Open>(event.type, event.open));
  for (auto& member : facts.group.members)
    if (member.account == open.account && !member.until) member.until = event.position;
  return {};
}

Result<void> opened(PrincipalFacts& facts, const Event& event) {
  if (facts.group.first_member) return {};  // a second one names nobody
  facts.group.first_member = TRY(eventlog::decode_open<GroupOpened::Open>(event.type, event.open)).first_member;
  facts.opened_at = event.position;
  facts.opened_in = event.batch;
  if (event.actor.kind == eventlog::Actor::Kind::account) facts.opened_by = event.actor.account;
  return {};
}

}  // namespace

Result<void> apply(PrincipalFacts& facts, const Event& event) {
  facts.version = event.version;
  if (event.type == KeyStated::type.name) return state(facts, event);
  if (event.type == KeyEnded::type.name) return end(facts, event);
  if (facts.who.kind == PrincipalKind::group) {
    if (event.type == MemberAdmitted::type.name) return admit(facts, event);
    if (event.type == MemberLeft::type.name) return let_go(facts, event);
    if (event.type == GroupOpened::type.name) return opened(facts, event);
    return {};
  }
  if (event.type == AccountInvited::type.name) {
    facts.invited = TRY(eventlog::decode_open<AccountInvited::Open>(event.type, event.open));
    facts.proposed.reset();
  }
  if (event.type == InvitationAccepted::type.name)
    facts.proposed = TRY(eventlog::decode_open<InvitationAccepted::Open>(event.type, event.open));
  return {};
}

}  // namespace kulla::keys
