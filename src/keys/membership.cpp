#include "keys/membership.hpp"

#include <algorithm>

#include "base/encode.hpp"
#include "eventlog/open_json.hpp"
#include "keys/fold.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

using eventlog::encode_open;
using eventlog::NewEvent;
using eventlog::StreamKind;

namespace {

template <class Event>
NewEvent told(Principal who, const Event& event, Instant now) {
  return {.stream = who.stream(),
          .kind = who.kind == PrincipalKind::account ? StreamKind::account : StreamKind::group,
          .type = Event::type,
          .occurred_at = now,
          .occurred_precision = Precision::second,
          .open = encode_open(event.open),
          .sections = {},
          .cause = {}};
}

Result<void> must_be_administrator(KeyRoom& room, const Snapshot& snapshot, AccountId account) {
  if (TRY(room.statements.is_administrator(snapshot, account))) return {};
  return fail(ErrorKind::forbidden, "not-an-administrator");
}

/// The group's key, sealed to one more account.
Result<TableWrite> hand_key(KeyRoom& room, GroupId group, Epoch epoch, const KeyPair& pair, AccountId to,
                            const crypto::BoxPublic& to_key, AccountId by) {
  return room.tables.insert(MembershipKey{.group = group,
                                          .epoch = epoch,
                                          .account = to,
                                          .sealed_group_private = TRY(crypto::seal_box(to_key, pair.seed().reveal())),
                                          .admitted_by = by});
}

/// 64 characters: 16 bytes that name the account, 32 of chance.
struct Code {
  AccountId account;
  crypto::Key secret;
};
crypto::Hash code_hash(const crypto::Key& secret) {
  return crypto::sha256({bytes_of("kulla/invitation/1"), secret.reveal()});
}
std::optional<Code> code_from(std::string_view text) {
  auto bytes = from_base64url(text);
  if (!bytes || bytes->size() != 48) return std::nullopt;
  const auto account = AccountId::from_bytes(ByteView(*bytes).first(16));
  auto secret = crypto::Key::from(ByteView(*bytes).subspan(16));
  crypto::wipe(*bytes);
  return Code{*account, std::move(*secret)};
}

Result<AccountSecret> under_password(KeyRoom& room, AccountId account, const crypto::Key& seed,
                                     std::string_view password, crypto::PasswordCost cost) {
  AccountSecret row{.account = account, .factor = Factor::password, .cost = cost, .salt = {}, .wrapped_private = {}};
  room.chance.fill(row.salt);
  const auto stretched = TRY(crypto::stretch(bytes_of(password), row.salt, cost));
  row.wrapped_private = wrap_seed(stretched, account, seed, room.chance);
  return row;
}

}  // namespace

Result<KeyChange> open_group(KeyRoom& room, const Snapshot& snapshot, const Unlocked& administrator, GroupId group,
                             AccountId first_member, Instant now) {
  TRY_VOID(must_be_administrator(room, snapshot, administrator.account()));
  const auto facts = TRY(room.statements.facts(snapshot, group));
  if (facts->group.first_member) return fail(ErrorKind::conflict, "group-exists");
  KeyChange change;
  change.expect = {{Principal(group).stream(), facts->version}};
  GroupOpened opened;
  opened.open.first_member = first_member;
  change.events.push_back(told(group, opened, now));
  return change;
}

Result<KeyChange> found_group(KeyRoom& room, const Snapshot& snapshot, const Unlocked& first_member, GroupId group,
                              Instant now) {
  const auto facts = TRY(room.statements.facts(snapshot, group));
  if (facts->latest() != nullptr) return fail(ErrorKind::conflict, "group-has-a-key");
  const auto me = first_member.account();
  if (facts->group.first_member != me) return fail(ErrorKind::forbidden, "not-the-first-member");
  const auto mine = TRY(room.statements.verified(snapshot, me));

  const auto pair = KeyPair::generate(room.chance);
  KeyChange change;
  change.expect = {{Principal(group).stream(), facts->version}, {Principal(me).stream(), mine.stream_version}};
  change.events.push_back(told(group,
                               to_event(sign_as_account(room.house.id(), first_member.pair().sign(), me, mine.epoch,
                                                        group, 1, pair.public_keys())),
                               now));
  MemberAdmitted admitted;
  admitted.open = {.account = me, .by = me};
  change.events.push_back(told(group, admitted, now));
  change.rows.push_back(TRY(hand_key(room, group, 1, pair, me, mine.keys.box, me)));
  change.rows.push_back(room.tables.insert(new_vault(pair, group, 1, now, room.chance)));
  return change;
}

Result<Invited> invite(KeyRoom& room, const Snapshot& snapshot, const Unlocked& by, AccountId account, GroupId group,
                       Instant until, Instant now) {
  const bool may = TRY(room.statements.is_administrator(snapshot, by.account())) ||
                   TRY(room.statements.group(snapshot, group)).holds(by.account());
  if (!may) return fail(ErrorKind::forbidden, "not-an-administrator");
  const auto facts = TRY(room.statements.facts(snapshot, account));
  if (facts->latest() != nullptr) return fail(ErrorKind::conflict, "account-has-a-key");

  const auto secret = crypto::Key::random(room.chance);
  auto bytes = account.to_bytes();
  append(bytes, secret.reveal());
  auto text = to_base64url(bytes);
  Invited made{.change = {}, .code = crypto::WipingString(std::string_view(text))};
  crypto::wipe(bytes);
  crypto::wipe(text.data(), text.size());

  AccountInvited invited;
  invited.open = {.group = group, .code_hash = {code_hash(secret)}, .until = until};
  made.change.expect = {{Principal(account).stream(), facts->version}};
  made.change.events.push_back(told(account, invited, now));
  return made;
}

Result<Accepted> accept(KeyRoom& room, const Snapshot& snapshot, std::string_view code, std::string_view password,
                        crypto::PasswordCost cost, Instant now) {
  const auto unknown = fail(ErrorKind::missing, "invitation-unknown");
  const auto given = code_from(code);
  if (!given) return unknown;
  const auto facts = TRY(room.statements.facts(snapshot, given->account));
  if (!facts->invited || facts->proposed || facts->invited->until < now) return unknown;
  if (!crypto::same_bytes(facts->invited->code_hash.bytes, code_hash(given->secret))) return unknown;
  TRY_VOID(check_password(password));

  const auto pair = KeyPair::generate(room.chance);
  Accepted made{.account = given->account, .change = {}};
  made.change.expect = {{Principal(given->account).stream(), facts->version}};
  InvitationAccepted accepted;
  accepted.open = {.box_public = {pair.box().public_key().bytes}, .sign_public = {pair.sign().public_key().bytes}};
  made.change.events.push_back(told(given->account, accepted, now));
  made.change.rows.push_back(room.tables.put(TRY(under_password(room, given->account, pair.seed(), password, cost))));
  // Invited a second time before anybody admitted her: the first keys are forgotten.
  if (const auto before = TRY(room.tables.vault(snapshot, given->account, 1)))
    made.change.rows.push_back(KeyTables::erase_envelope(before->id));
  made.change.rows.push_back(room.tables.insert(new_vault(pair, given->account, 1, now, room.chance)));
  return made;
}

Result<Proposal> proposal(KeyRoom& room, const Snapshot& snapshot, AccountId account) {
  const auto facts = TRY(room.statements.facts(snapshot, account));
  if (!facts->invited || !facts->proposed) return fail(ErrorKind::missing, "no-proposal");
  return Proposal{.account = account,
                  .group = facts->invited->group,
                  .keys = {{facts->proposed->box_public.bytes}, {facts->proposed->sign_public.bytes}}};
}

SixWords six_words(HouseId house, const Proposal& proposal) {
  return words_from(crypto::sha256({bytes_of("kulla/admission/1"), house.view(), proposal.account.view(),
                                    proposal.group.view(), proposal.keys.box.bytes, proposal.keys.sign.bytes}));
}

Result<KeyChange> admit(KeyRoom& room, const Snapshot& snapshot, const Unlocked& member, const Proposal& compared,
                        Instant now) {
  if (TRY(proposal(room, snapshot, compared.account)) != compared) return fail(ErrorKind::conflict, "proposal-changed");
  const auto me = member.account();
  const auto group = TRY(room.statements.facts(snapshot, compared.group));
  const bool is_member = group->group.holds(me);
  if (!is_member) {
    // The first member of a group has nobody there to admit her: an administrator does, and holds no key afterwards.
    if (!group->group.present().empty()) return fail(ErrorKind::forbidden, "not-a-member");
    if (!TRY(room.statements.is_administrator(snapshot, me))) return fail(ErrorKind::forbidden, "not-a-member");
  }
  const auto mine = TRY(room.statements.verified(snapshot, me));
  const auto newcomer = TRY(room.statements.facts(snapshot, compared.account));

  KeyChange change;
  change.expect = {{Principal(compared.account).stream(), newcomer->version},
                   {Principal(compared.group).stream(), group->version},
                   {Principal(me).stream(), mine.stream_version}};
  const auto statement = sign_as_account(room.house.id(), member.pair().sign(), me, mine.epoch, compared.account,
                                         static_cast<Epoch>(newcomer->stated.size()) + 1, compared.keys);
  change.events.push_back(told(compared.account, to_event(statement), now));
  if (!is_member) return change;

  const auto theirs = TRY(room.statements.verified(snapshot, compared.group));
  const auto* pair = TRY(member.key(snapshot, compared.group, theirs.epoch));
  MemberAdmitted admitted;
  admitted.open = {.account = compared.account, .by = me};
  change.events.push_back(told(compared.group, admitted, now));
  change.rows.push_back(
      TRY(hand_key(room, compared.group, theirs.epoch, *pair, compared.account, compared.keys.box, me)));
  return change;
}

Result<KeyChange> join(KeyRoom& room, const Snapshot& snapshot, const Unlocked& member, AccountId account,
                       GroupId group, Instant now) {
  const auto me = member.account();
  const auto facts = TRY(room.statements.facts(snapshot, group));
  if (!facts->group.holds(me)) return fail(ErrorKind::forbidden, "not-a-member");
  if (facts->group.holds(account)) return fail(ErrorKind::conflict, "already-a-member");
  const auto newcomer = TRY(room.statements.verified(snapshot, account));
  const auto theirs = TRY(room.statements.verified(snapshot, group));
  const auto* pair = TRY(member.key(snapshot, group, theirs.epoch));

  KeyChange change;
  change.expect = {{Principal(group).stream(), facts->version}, {Principal(account).stream(), newcomer.stream_version}};
  MemberAdmitted admitted;
  admitted.open = {.account = account, .by = me};
  change.events.push_back(told(group, admitted, now));
  change.rows.push_back(TRY(hand_key(room, group, theirs.epoch, *pair, account, newcomer.keys.box, me)));
  return change;
}

Result<KeyChange> leave(KeyRoom& room, const Snapshot& snapshot, const Unlocked& by, AccountId leaver, GroupId group,
                        Instant now) {
  const auto me = by.account();
  const auto facts = TRY(room.statements.facts(snapshot, group));
  if (me == leaver || !facts->group.holds(me)) return fail(ErrorKind::forbidden, "not-a-member");
  if (!facts->group.holds(leaver)) return fail(ErrorKind::missing, "member-unknown");
  const auto mine = TRY(room.statements.verified(snapshot, me));
  const auto old = TRY(room.statements.verified(snapshot, group));
  const auto* old_pair = TRY(by.key(snapshot, group, old.epoch));

  const auto pair = KeyPair::generate(room.chance);
  const Epoch epoch = old.epoch + 1;
  KeyChange change;
  change.expect = {{Principal(group).stream(), facts->version}, {Principal(me).stream(), mine.stream_version}};
  change.events.push_back(told(
      group,
      to_event(sign_as_account(room.house.id(), by.pair().sign(), me, mine.epoch, group, epoch, pair.public_keys())),
      now));
  MemberLeft left;
  left.open.account = leaver;
  change.events.push_back(told(group, left, now));

  for (const auto& stays : facts->group.present()) {
    if (stays == leaver) continue;
    // Whose keys fail is left without the new key until that is mended; the doctor and the alarm tell it.
    const auto keys = room.statements.verified(snapshot, stays);
    if (!keys) continue;
    if (stays != me) change.expect.push_back({Principal(stays).stream(), keys->stream_version});
    change.rows.push_back(TRY(hand_key(room, group, epoch, pair, stays, keys->keys.box, me)));
  }
  for (const auto& row : TRY(room.tables.memberships(snapshot, leaver)))
    if (row.group == group) change.rows.push_back(KeyTables::erase_membership(group, row.epoch, leaver));
  change.rows.push_back(room.tables.insert(GroupChain{
      .group = group,
      .epoch = epoch,
      .sealed_previous_private = TRY(crypto::seal_box(pair.box().public_key(), old_pair->seed().reveal()))}));
  change.rows.push_back(room.tables.insert(new_vault(pair, group, epoch, now, room.chance)));
  return change;
}

Result<KeyChange> close_account(KeyRoom& room, const Snapshot& snapshot, AccountId account, Instant now) {
  const auto facts = TRY(room.statements.facts(snapshot, account));
  const auto* latest = facts->latest();
  if (latest == nullptr || latest->ended) return fail(ErrorKind::missing, "account-unknown");
  if (!TRY(room.tables.memberships(snapshot, account)).empty()) return fail(ErrorKind::conflict, "still-a-member");
  KeyChange change;
  change.expect = {{Principal(account).stream(), facts->version}};
  change.events.push_back(told(account, to_ending(latest->statement, KeyEnd::closed), now));
  change.rows.push_back(KeyTables::erase_account_secret(account, Factor::password));
  return change;
}

Result<KeyChange> change_password(KeyRoom& room, const Snapshot& snapshot, AccountId account, std::string_view old_one,
                                  std::string_view new_one, crypto::PasswordCost cost, Instant now) {
  TRY_VOID(check_password(new_one));
  const auto row = TRY(room.tables.account_secret(snapshot, account, Factor::password));
  if (!row) return fail(ErrorKind::unauthenticated, "wrong-password");
  const auto version = TRY(snapshot.version(Principal(account).stream()));
  const auto stretched = TRY(crypto::stretch(bytes_of(old_one), row->salt, row->cost));
  const auto seed = unwrap_seed(stretched, account, row->wrapped_private);
  if (!seed) return fail(ErrorKind::unauthenticated, "wrong-password");
  KeyChange change;
  change.expect = {{Principal(account).stream(), version}};
  change.events.push_back(told(account, PasswordChanged{}, now));
  change.rows.push_back(room.tables.put(TRY(under_password(room, account, *seed, new_one, cost))));
  return change;
}

}  // namespace kulla::keys
