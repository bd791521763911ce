#include "keys/statements.hpp"

#include "eventlog/open_json.hpp"
#include "keys/fold.hpp"
#include "keys/tables.hpp"

namespace kulla::keys {

using eventlog::Event;
using eventlog::Row;
using eventlog::TableWrite;
using eventlog::Value;

namespace {

constexpr std::int64_t state_live = 0;
constexpr std::int64_t state_ended = 1;

Value blob(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

Row statement_row(const Statement& statement, Position position, std::int64_t state) {
  Value signed_by = std::monostate{};
  if (statement.signer == Signer::account) {
    auto bytes = statement.signed_by.to_bytes();
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      bytes.push_back(static_cast<Byte>(static_cast<std::uint32_t>(statement.signer_epoch) >> shift));
    signed_by = std::move(bytes);
  }
  return {blob(statement.who.id),
          static_cast<std::int64_t>(statement.epoch),
          position,
          static_cast<std::int64_t>(statement.who.kind),
          blob(statement.keys.box.bytes),
          blob(statement.keys.sign.bytes),
          std::move(signed_by),
          blob(statement.signature.bytes),
          state};
}

}  // namespace

Result<std::vector<TableWrite>> project_statements(std::span<const Event> events) {
  std::vector<TableWrite> rows;
  const auto put = [&](const Statement& statement, Position position, std::int64_t state) {
    rows.push_back({TableWrite::Kind::put, &key_statement_table, statement_row(statement, position, state)});
  };
  for (const auto& event : events) {
    if (event.type == KeyStated::type.name) {
      const auto open = TRY(eventlog::decode_open<KeyStated::Open>(event.type, event.open));
      put(TRY(from_event(event.stream, open)), event.position, state_live);
    } else if (event.type == KeyEnded::type.name) {
      const auto open = TRY(eventlog::decode_open<KeyEnded::Open>(event.type, event.open));
      put(TRY(from_event(event.stream, open)), event.position, state_ended);
    }
  }
  return rows;
}

tl::unexpected<Error> Statements::alarm(Principal who, std::string_view code) {
  if (alarm_) alarm_({who, std::string(code)});
  return fail(ErrorKind::broken, code, who.stream().text());
}

Result<std::shared_ptr<const PrincipalFacts>> Statements::facts(const Snapshot& snapshot, Principal who) {
  const auto version = TRY(snapshot.version(who.stream()));
  std::shared_ptr<const PrincipalFacts> known;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = folded_.find(who); found != folded_.end()) known = found->second;
  }
  if (known && known->version == version) return known;

  auto made = std::make_shared<PrincipalFacts>();
  made->who = who;
  if (known && known->version < version) *made = *known;
  for (const auto& event : TRY(snapshot.stream(who.stream(), made->version))) TRY_VOID(apply(*made, event));

  const std::lock_guard lock(mutex_);
  auto& kept = folded_[who];
  if (!kept || kept->version < made->version) kept = made;
  return std::shared_ptr<const PrincipalFacts>(made);
}

Result<GroupFacts> Statements::group(const Snapshot& snapshot, GroupId group) {
  return TRY(facts(snapshot, group))->group;
}

Result<FoundingFacts> Statements::founding(const Snapshot& snapshot) {
  {
    const std::lock_guard lock(mutex_);
    if (founding_) return *founding_;
  }
  const auto first = TRY(snapshot.at(1));
  if (!first || first->type != HouseFounded::type.name) return fail(ErrorKind::broken, "house-not-founded", "event 1");
  const auto open = TRY(eventlog::decode_open<HouseFounded::Open>(first->type, first->open));
  const FoundingFacts facts{.batch = first->batch, .administrators = open.administrators};
  const std::lock_guard lock(mutex_);
  founding_ = facts;
  return facts;
}

Result<bool> Statements::is_administrator(const Snapshot& snapshot, AccountId account) {
  const auto founded = TRY(founding(snapshot));
  return TRY(group(snapshot, founded.administrators)).holds(account);
}

Result<void> Statements::judge_signature(const Snapshot& snapshot, const PrincipalFacts& of, std::size_t index) {
  const auto& [statement, position, batch, ended, into] = of.stated[index];
  const auto bytes = canonical_bytes(house_, statement);
  if (statement.signer == Signer::root) {
    if (!crypto::verify(root_, bytes, statement.signature)) return alarm(of.who, "statement-unsigned");
    return {};
  }
  const auto signer = TRY(facts(snapshot, statement.signed_by));
  const auto* theirs = signer->of_epoch(statement.signer_epoch);
  // Before this one, so the chain has an end; and not ended by then.
  if (theirs == nullptr || theirs->position >= position || (theirs->ended && *theirs->ended < position))
    return alarm(of.who, "statement-unsigned");
  TRY_VOID(judge(snapshot, *signer, static_cast<std::size_t>(theirs - signer->stated.data())));
  if (!crypto::verify(theirs->statement.keys.sign, bytes, statement.signature))
    return alarm(of.who, "statement-unsigned");
  return {};
}

Result<void> Statements::judge_authority(const Snapshot& snapshot, const PrincipalFacts& of, std::size_t index) {
  const auto& [statement, position, batch, ended, into] = of.stated[index];
  const auto founded = TRY(founding(snapshot));
  const auto was_administrator = [&](AccountId account, Position before) -> Result<bool> {
    return TRY(group(snapshot, founded.administrators)).held(account, before);
  };
  bool may = false;
  if (statement.signer == Signer::root) {
    // The root key vouches for the founding officers and for nobody later: it may be stolen from where it is kept.
    may = of.who.kind == PrincipalKind::account && batch == founded.batch;
  } else if (of.who.kind == PrincipalKind::account) {
    const auto asked_into = TRY(group(snapshot, into));
    may = asked_into.held(statement.signed_by, position) ||
          (!asked_into.had_members(position) && TRY(was_administrator(statement.signed_by, position)));
  } else if (statement.epoch == 1) {
    const bool rightly_opened =
        of.opened_in == founded.batch || (of.opened_by && TRY(was_administrator(*of.opened_by, of.opened_at)));
    may = rightly_opened && of.group.first_member == statement.signed_by;
  } else {
    may = of.group.held(statement.signed_by, position);
  }
  if (!may) return alarm(of.who, "statement-without-authority");
  return {};
}

Result<void> Statements::judge(const Snapshot& snapshot, const PrincipalFacts& of, std::size_t index) {
  const auto& stated = of.stated[index];
  const std::pair name{of.who, stated.statement.epoch};
  {
    const std::lock_guard lock(mutex_);
    const auto found = trusted_.find(name);
    if (found != trusted_.end() && found->second == stated.position) return {};
  }
  TRY_VOID(judge_signature(snapshot, of, index));
  TRY_VOID(judge_authority(snapshot, of, index));
  const std::lock_guard lock(mutex_);
  trusted_[name] = stated.position;
  return {};
}

Result<VerifiedKeys> Statements::stated(const Snapshot& snapshot, Principal who, Epoch epoch) {
  const auto of = TRY(facts(snapshot, who));
  const auto* found = of->of_epoch(epoch);
  if (found == nullptr) return fail(ErrorKind::missing, "no-statement", who.stream().text());
  TRY_VOID(judge(snapshot, *of, static_cast<std::size_t>(found - of->stated.data())));
  return VerifiedKeys{.who = who,
                      .epoch = epoch,
                      .keys = found->statement.keys,
                      .position = found->position,
                      .stream_version = of->version};
}

Result<VerifiedKeys> Statements::verified(const Snapshot& snapshot, Principal who) {
  const auto of = TRY(facts(snapshot, who));
  const auto rows = TRY(snapshot.scan({.table = &key_statement_table,
                                       .index = {},
                                       .equal = {blob(who.id)},
                                       .from = {},
                                       .before = {},
                                       .descending = true,
                                       .limit = 1}));
  const auto* latest = of->latest();
  if (latest == nullptr) {
    if (!rows.empty()) return alarm(who, "statement-swapped");  // a row that no event stands behind
    return fail(ErrorKind::missing, "no-statement", who.stream().text());
  }
  const auto expected = latest->ended ? statement_row(latest->statement, *latest->ended, state_ended)
                                      : statement_row(latest->statement, latest->position, state_live);
  if (rows.empty()) return alarm(who, "statement-missing");
  if (rows.front() != expected) return alarm(who, "statement-swapped");
  if (latest->ended) return fail(ErrorKind::missing, "no-statement", who.stream().text());
  return stated(snapshot, who, latest->statement.epoch);
}

}  // namespace kulla::keys
