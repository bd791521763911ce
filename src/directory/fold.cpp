#include "directory/fold.hpp"

#include <algorithm>
#include <type_traits>

#include "directory/tables.hpp"
#include "eventlog/open_json.hpp"
#include "keys/events.hpp"

namespace kulla::directory {
namespace {

using eventlog::Event;
using eventlog::Row;
using eventlog::StreamKind;
using eventlog::Table;
using eventlog::TableWrite;

/// Runs `then` with the open part when the event is of this type and version.
template <class Type, class Then>
Result<void> on(const Event& event, Then then) {
  if (event.type != Type::type.name || event.type_version != Type::type.version) return {};
  then(TRY(eventlog::decode_open<typename Type::Open>(event.type, event.open)));
  return {};
}

/// A section is always written whole, so the latest one stands. An erased one (no cipher) is none.
void keep_sections(Sections& sections, const Event& event) {
  for (const auto& section : event.sections) {
    if (section.name == sign_in_section) continue;
    if (section.cipher.empty())
      sections.erase(section.name);
    else
      sections[section.name] = {event.position,     event.version,    event.type,
                                event.type_version, section.data_key, section.cipher};
  }
}

Result<void> fold_into(AgencyFacts& facts, const Event& event) {
  return on<AgencyOpened>(event, [&](const auto& open) { facts.agency = open.agency; });
}

Result<void> fold_into(UnitFacts& facts, const Event& event) {
  TRY_VOID(on<DutySet>(
      event, [&](const auto& open) { facts.shifts[{open.duty, open.account, open.starts_at}] = open.ends_at; }));
  TRY_VOID(on<DutyWithdrawn>(event, [&](const auto& open) {
    if (open.ends_at > open.starts_at)
      facts.shifts[{open.duty, open.account, open.starts_at}] = open.ends_at;
    else
      facts.shifts.erase({open.duty, open.account, open.starts_at});
  }));
  keep_sections(facts.sections, event);
  return {};
}

Result<void> fold_into(GroupFacts& facts, const Event& event) {
  TRY_VOID(on<GroupPlaced>(event, [&](const auto& open) { facts.placed = open; }));
  TRY_VOID(on<keys::KeyStated>(event, [&](const auto& open) { facts.epoch = open.epoch.value; }));
  TRY_VOID(on<keys::GroupOpened>(event, [&](const auto& open) {
    if (!facts.first_member) facts.first_member = open.first_member;
  }));
  TRY_VOID(on<keys::MemberAdmitted>(event, [&](const auto& open) {
    // As keys/ judges it: one whom no member let in is no member, whatever the log says.
    const bool first = facts.members.empty() && open.by == open.account && facts.first_member == open.account;
    if ((first || facts.holds(open.by)) && !facts.holds(open.account))
      facts.members[open.account] = {event.recorded_at, std::nullopt};
  }));
  TRY_VOID(on<keys::MemberLeft>(event, [&](const auto& open) {
    if (facts.holds(open.account)) facts.members[open.account].until = event.recorded_at;
  }));
  return {};
}

Result<void> fold_into(AccountFacts& facts, const Event& event) {
  TRY_VOID(on<AccountRegistered>(event, [&](const auto& open) {
    facts.registered = open;
    for (const auto& section : event.sections)
      if (section.name == sign_in_section) facts.name_hash = section.cipher;
  }));
  TRY_VOID(on<RoleGiven>(event, [&](const auto& open) {
    if (facts.registered) facts.registered->role = open.role;
  }));
  TRY_VOID(on<keys::AccountInvited>(event, [&](const auto& open) {
    facts.invited_until = open.until;
    facts.accepted_at.reset();
  }));
  TRY_VOID(on<keys::InvitationAccepted>(event, [&](const auto&) {
    facts.invited_until.reset();
    facts.accepted_at = event.recorded_at;
  }));
  keep_sections(facts.sections, event);
  return {};
}

template <class Tag>
eventlog::Value cell(const Id<Tag>& id) {
  return id.to_bytes();
}
template <eventlog::WordedEnum Enum>
eventlog::Value cell(Enum value) {
  return static_cast<std::int64_t>(value);
}
eventlog::Value cell(Instant at) { return at.micros; }
eventlog::Value cell(const std::optional<Instant>& at) {
  return at ? eventlog::Value(at->micros) : eventlog::Value(std::monostate{});
}
eventlog::Value cell(Code code) { return std::string(code.text()); }
eventlog::Value cell(const std::optional<Code>& code) { return cell(code.value_or(Code{})); }

void add(Rows& rows, const Table& table, Row row) {
  Row key(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(table.key_columns));
  rows.emplace(RowKey{&table, std::move(key)}, std::move(row));
}

void add_sections(Rows& rows, StreamId stream, const Sections& sections) {
  for (const auto& [name, at] : sections)
    add(rows, section_table,
        {cell(stream), name, at.position, at.version, at.type, std::int64_t{at.type_version}, cell(at.data_key),
         at.cipher});
}

void rows_into(Rows& rows, StreamId stream, const AgencyFacts& facts) {
  if (facts.agency) add(rows, agency_table, {cell(*facts.agency), cell(stream)});
}

void rows_into(Rows& rows, StreamId stream, const UnitFacts& facts) {
  std::map<Duty, Duration> longest;
  for (const auto& [shift, ends_at] : facts.shifts) {
    const auto& [duty, account, starts_at] = shift;
    add(rows, roster_table, {cell(stream), cell(duty), cell(account), cell(starts_at), cell(ends_at)});
    longest[duty] = std::max(longest[duty], ends_at - starts_at);
  }
  for (const auto& [duty, span] : longest) add(rows, span_table, {cell(stream), cell(duty), span.micros});
  add_sections(rows, stream, facts.sections);
}

void rows_into(Rows& rows, StreamId stream, const GroupFacts& facts) {
  if (facts.placed)
    add(rows, group_table,
        {cell(stream), cell(facts.placed->unit_id), cell(facts.placed->agency), cell(facts.placed->unit),
         cell(facts.placed->region), facts.epoch});
  for (const auto& [account, membership] : facts.members)
    add(rows, membership_table, {cell(stream), cell(account), cell(membership.since), cell(membership.until)});
}

void rows_into(Rows& rows, StreamId stream, const AccountFacts& facts) {
  if (facts.registered) {
    const auto& registered = *facts.registered;
    add(rows, account_table,
        {cell(stream), cell(registered.group), cell(registered.role), cell(registered.agency), cell(registered.unit),
         cell(registered.region),
         facts.name_hash.empty() ? eventlog::Value(std::monostate{}) : eventlog::Value(facts.name_hash),
         cell(facts.invited_until), cell(facts.accepted_at)});
  }
  add_sections(rows, stream, facts.sections);
}

}  // namespace

bool GroupFacts::holds(AccountId account) const {
  const auto found = members.find(account);
  return found != members.end() && !found->second.until;
}

std::optional<StreamFacts> no_facts(StreamKind kind) {
  if (kind == StreamKind::agency) return AgencyFacts{};
  if (kind == StreamKind::unit) return UnitFacts{};
  if (kind == StreamKind::group) return GroupFacts{};
  if (kind == StreamKind::account) return AccountFacts{};
  return std::nullopt;
}

Result<void> fold(StreamFacts& facts, const Event& event) {
  return std::visit([&](auto& kind) { return fold_into(kind, event); }, facts);
}

Rows rows_of(StreamId stream, const StreamFacts& facts) {
  Rows rows;
  std::visit([&](const auto& kind) { rows_into(rows, stream, kind); }, facts);
  return rows;
}

std::vector<TableWrite> writes_between(const Rows& before, const Rows& after) {
  std::vector<TableWrite> writes;
  for (const auto& [key, row] : before)
    if (!after.contains(key)) writes.push_back({TableWrite::Kind::erase, key.first, key.second});
  for (const auto& [key, row] : after) {
    const auto was = before.find(key);
    if (was == before.end())
      writes.push_back({TableWrite::Kind::insert, key.first, row});
    else if (was->second != row)
      writes.push_back({TableWrite::Kind::put, key.first, row});
  }
  return writes;
}

}  // namespace kulla::directory
