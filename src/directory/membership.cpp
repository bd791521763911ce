// Commands about who belongs to which group (commands.hpp). Keys are keys/'s; names, places and roles are ours.
#include "keys/membership.hpp"

#include <set>

#include "directory/events.hpp"
#include "directory/fold.hpp"
#include "directory/making.hpp"

namespace kulla::directory {
namespace {

using eventlog::Batch;
using eventlog::StreamKind;

Result<void> check_particulars(const Invite& command) {
  if (!fold_sign_in_name(command.sign_in_name)) return refuse("sign-in-name-malformed", "/sign_in_name");
  TRY_VOID(check_name(command.name, "/name"));
  return check_phone(command.work_phone, "/work_phone");
}

/// A group without a key starts with the one member whom its opening names; everybody after her gets an account of her
/// own. Only a first member who never answered her invitation may be replaced.
Result<AccountId> account_to_invite(const Desk& desk, const Group& into) {
  if (into.epoch > 0) return AccountId::make(desk.now, desk.room.chance);
  StreamFacts facts = GroupFacts{};
  for (const auto& event : TRY(desk.snapshot.stream(into.id.as<StreamTag>()))) TRY_VOID(fold(facts, event));
  const auto& first = std::get<GroupFacts>(facts).first_member;
  if (!first) return refuse("group-unknown", "/group");
  const auto known = TRY(person(desk.snapshot, *first));
  const bool never_answered = known && known->invited_until && *known->invited_until <= desk.now;
  if (known && !never_answered) return refuse("first-member-not-admitted", "/group");
  return *first;
}

/// Six words as they were heard, parted by white space, in lower case.
std::vector<std::string> heard(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool holds_alone(const std::optional<Group>& group) {
  return group && (group->place.agency == Agency::administration || group->place.agency == Agency::statistics);
}

}  // namespace

Result<InvitationMade> invite(const Desk& desk, const Ask& ask, const Invite& command) {
  const auto into = TRY(group(desk.snapshot, command.group));
  if (!into) return refuse("group-unknown", "/group");
  TRY_VOID(check_role(into->place.agency, command.role, "/role"));
  TRY_VOID(check_particulars(command));
  const auto folded = *fold_sign_in_name(command.sign_in_name);
  const auto name_hash = desk.room.house.name_hash(folded.view());
  const auto account = TRY(account_to_invite(desk, *into));
  if (const auto holder = TRY(account_by_name(desk.snapshot, name_hash)); holder && *holder != account)
    return refuse("sign-in-name-taken", "/sign_in_name");

  auto batch = batch_for(desk, ask, "invited");
  const auto stream = account.as<StreamTag>();
  const auto unit = into->place.unit.empty() ? std::nullopt : std::optional(into->place.unit);
  auto registered = event_of(stream, StreamKind::account,
                             AccountRegistered{{.group = into->id,
                                                .agency = into->place.agency,
                                                .unit = unit,
                                                .region = into->place.region,
                                                .role = command.role}},
                             desk.now);
  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  registered.sections.push_back(TRY(seal_for_staff(
      desk.snapshot, desk.room.house, sealer, stream, TRY(next_version(batch, desk.snapshot, stream)),
      AccountRegistered::type, staff_section, std::array{folded.view(), command.name, command.work_phone})));
  registered.sections.push_back(name_hash_section(desk.room.house, name_hash));
  batch.events.push_back(std::move(registered));

  auto invited =
      TRY(keys::invite(desk.room, desk.snapshot, desk.by, account, into->id, desk.now + invitation_holds, desk.now));
  std::move(invited.change).add_to(batch);
  std::move(sealer).finish().add_to(batch);
  return InvitationMade{
      .batch = TRY(finish(std::move(batch), desk.snapshot)), .account = account, .code = std::move(invited.code)};
}

Result<InvitationMade> invite_again(const Desk& desk, const Ask& ask, AccountId account) {
  const auto known = TRY(person(desk.snapshot, account));
  if (!known) return refuse("account-unknown", "/account");
  auto batch = batch_for(desk, ask, "invited");
  auto invited = TRY(keys::invite(desk.room, desk.snapshot, desk.by, account, known->invited_into,
                                  desk.now + invitation_holds, desk.now));
  std::move(invited.change).add_to(batch);
  return InvitationMade{
      .batch = TRY(finish(std::move(batch), desk.snapshot)), .account = account, .code = std::move(invited.code)};
}

Result<AcceptanceMade> accept(const Snapshot& snapshot, keys::KeyRoom& room, const Ask& ask, std::string_view code,
                              std::string_view password, crypto::PasswordCost cost, Instant now) {
  auto accepted = TRY(keys::accept(room, snapshot, code, password, cost, now));
  auto batch = batch_for(ask, eventlog::Actor::person(accepted.account), "invitation-accepted");
  std::move(accepted.change).add_to(batch);
  return AcceptanceMade{.batch = TRY(finish(std::move(batch), snapshot)), .account = accepted.account};
}

Result<SixWords> words_of_proposal(const Snapshot& snapshot, keys::KeyRoom& room, AccountId account) {
  return keys::six_words(room.house.id(), TRY(keys::proposal(room, snapshot, account)));
}

Result<Batch> admit(const Desk& desk, const Ask& ask, const Admit& command) {
  const auto proposed = TRY(keys::proposal(desk.room, desk.snapshot, command.account));
  const auto right = keys::six_words(desk.room.house.id(), proposed);
  if (!std::ranges::equal(heard(command.words), right)) return refuse("wrong-words", "/words");
  auto batch = batch_for(desk, ask, "admitted");
  TRY(keys::admit(desk.room, desk.snapshot, desk.by, proposed, desk.now)).add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> make_group_key(const Desk& desk, const Ask& ask, GroupId group) {
  auto batch = batch_for(desk, ask, "group-key-made");
  TRY(keys::found_group(desk.room, desk.snapshot, desk.by, group, desk.now)).add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> join(const Desk& desk, const Ask& ask, AccountId account, GroupId into) {
  const auto newcomer = TRY(person(desk.snapshot, account));
  if (!newcomer) return refuse("account-unknown", "/account");
  if (holds_alone(TRY(group(desk.snapshot, into))) || holds_alone(TRY(group(desk.snapshot, newcomer->invited_into))))
    return refuse("holds-no-other-group", "/account");
  auto batch = batch_for(desk, ask, "joined");
  TRY(keys::join(desk.room, desk.snapshot, desk.by, account, into, desk.now)).add_to(batch);
  TRY_VOID(rests_on(batch, desk.snapshot, account.as<StreamTag>()));
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> leave(const Desk& desk, const Ask& ask, AccountId leaver, GroupId from) {
  const auto present = TRY(members(desk.snapshot, from));
  if (std::ranges::find(present, desk.by.account()) == present.end()) return fail(ErrorKind::forbidden, "not-a-member");
  if (std::ranges::find(present, leaver) == present.end()) return refuse("member-unknown", "/account");
  if (present.size() < 3) return refuse("two-members-must-stay", "/account");

  auto batch = batch_for(desk, ask, "left");
  TRY(keys::leave(desk.room, desk.snapshot, desk.by, leaver, from, desk.now)).add_to(batch);
  if (const auto office = TRY(group(desk.snapshot, from))) {
    for (const auto& shift : TRY(shifts_of(desk.snapshot, leaver, desk.now)))
      if (shift.unit_id == office->unit_id) batch.events.push_back(withdrawn(shift, desk.now));
    TRY_VOID(rests_on(batch, desk.snapshot, office->unit_id.as<StreamTag>()));  // no shift is added meanwhile
  }
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> close_account(const Desk& desk, const Ask& ask, AccountId account) {
  TRY_VOID(check_administrator(desk));
  auto batch = batch_for(desk, ask, "account-closed");
  TRY(keys::close_account(desk.room, desk.snapshot, account, desk.now)).add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

}  // namespace kulla::directory
