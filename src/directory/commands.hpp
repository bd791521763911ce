// What administrators and members do to people, offices and rosters. Each command reads one snapshot and a session's
// keys and answers with one Batch, whole: events, rows, expectations, projection. None writes. Policy is asked first
// (access/); what is refused here would be refused to whoever got past it.
//
// The way of a newcomer into a new office, a batch each:
//
//   administrator  open_office(place)            -> group, unit, first_member (an account still to be invited)
//   administrator  invite(group, ...)            -> code, handed over in person; the first one invited is first_member
//   invitee        accept(code, password)        reads six words out: words_of_proposal
//   administrator  admit(account, words)         vouches for her keys
//   first member   signs in; make_group_key(group)
//   administrator  share_staff_key()             the group can read names from here on
//   a member       invite(group, ...), ... accept ..., admit(account, words): from the second on, members admit
//
// A command repeated under its batch id: ask `snapshot.batch(ask.id)` first, as the one road does; Store::append then
// answers as it did the first time. A one-time code is shown once; a lost one is replaced by inviting again.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/password.hpp"
#include "directory/people.hpp"
#include "directory/staff.hpp"
#include "eventlog/event.hpp"

namespace kulla::directory {

/// An invitation not accepted by then is void.
inline constexpr Duration invitation_holds = hours(48);
/// The longest shift: a standing duty is confirmed each quarter. Bounds how far the roster's index is read.
inline constexpr Duration shift_max = days(92);
inline constexpr std::size_t shifts_a_batch_max = 500;
/// Of names, phones and addresses, in bytes of UTF-8.
inline constexpr std::size_t name_bytes_max = 200;
inline constexpr std::size_t phone_bytes_max = 40;
inline constexpr std::size_t mail_bytes_max = 254;

/// What a command reads. Lives within one request.
struct Desk {
  const Snapshot& snapshot;
  keys::KeyRoom& room;
  const keys::Unlocked& by;  // the session of whoever does it
  Instant now;               // the house's clock
};

/// How the batch stands in the log.
struct Ask {
  eventlog::BatchId id{};
  eventlog::Hash body_hash{};
  GroupId acting_group;
  std::string ground;  // the rule of the policy table that allowed it
};

struct OpenOffice {
  Place place;
  std::string_view name;
  std::string_view phone;
};
struct OfficeOpened {
  eventlog::Batch batch;
  UnitId unit;
  GroupId group;
  AccountId first_member;
};
/// Opens the agency with its first office. Refuses `not-an-administrator` (kind forbidden), `office-exists`,
/// `name-missing`, `text-too-long`, `not-utf8`, with pointers /name, /phone, /place.
Result<OfficeOpened> open_office(const Desk& desk, const Ask& ask, const OpenOffice& command);

struct Invite {
  GroupId group;
  Role role = Role::officer;
  std::string_view sign_in_name;
  std::string_view name;
  std::string_view work_phone = {};  // may be empty
};
struct InvitationMade {
  eventlog::Batch batch;
  AccountId account;
  crypto::WipingString code;
};
/// Refuses `group-unknown`, `sign-in-name-malformed`, `sign-in-name-taken`, `role-of-another-office` (administrators
/// and analysts belong to their own groups), `first-member-not-admitted` (a group starts with one), `name-missing`,
/// `text-too-long`, `not-utf8`, and what keys::invite refuses.
Result<InvitationMade> invite(const Desk& desk, const Ask& ask, const Invite& command);
/// The code was lost, wrong or overdue: a new one for the same account. Refuses `account-unknown`, `account-has-a-key`.
Result<InvitationMade> invite_again(const Desk& desk, const Ask& ask, AccountId account);

struct AcceptanceMade {
  eventlog::Batch batch;
  AccountId account;
};
/// Without a session: the code is the right to do it. Stretches the password (a third of a second). Refuses
/// `invitation-unknown` for every wrong, used or overdue code, and `password-too-short`, `password-too-long`.
Result<AcceptanceMade> accept(const Snapshot& snapshot, keys::KeyRoom& room, const Ask& ask, std::string_view code,
                              std::string_view password, crypto::PasswordCost cost, Instant now);

using SixWords = std::array<std::string, 6>;
/// What the invitee reads out and the member's screen shows. Refuses `no-proposal` (kind missing).
Result<SixWords> words_of_proposal(const Snapshot& snapshot, keys::KeyRoom& room, AccountId account);

struct Admit {
  AccountId account;
  std::string_view words;  // as heard: six, in either case, any white space between
};
/// Refuses `wrong-words`, `no-proposal`, `not-a-member` (kind forbidden).
Result<eventlog::Batch> admit(const Desk& desk, const Ask& ask, const Admit& command);
/// The first member makes her group's key. Refuses `not-the-first-member`, `group-has-a-key`.
Result<eventlog::Batch> make_group_key(const Desk& desk, const Ask& ask, GroupId group);
/// An admitted account joins a further group. Refuses `account-unknown`, `holds-no-other-group` (administrators,
/// analysts), `not-a-member`, `already-a-member`.
Result<eventlog::Batch> join(const Desk& desk, const Ask& ask, AccountId account, GroupId group);

/// Groups that have a key but not the staff key.
Result<std::vector<GroupId>> groups_without_staff_key(const Snapshot& snapshot, keys::KeyRoom& room);
/// Gives it to all of them, and seals anew what still lies under an older one. By whoever holds it. Nothing to do is a
/// batch without events. Refuses `key-not-held`.
Result<eventlog::Batch> share_staff_key(const Desk& desk, const Ask& ask);

/// Someone leaves a group, by the hand of another member: new epoch, her shifts there end now. The caller ends her
/// sessions. Refuses `not-a-member`, `member-unknown`, `two-members-must-stay`.
Result<eventlog::Batch> leave(const Desk& desk, const Ask& ask, AccountId leaver, GroupId group);
/// After she has left her last group: her key ends, her password opens nothing. Refuses `not-an-administrator`,
/// `account-unknown`, `still-a-member`.
Result<eventlog::Batch> close_account(const Desk& desk, const Ask& ask, AccountId account);

/// The caller ends her sessions. Refuses `not-an-administrator`, `account-unknown`, `role-of-another-office`.
Result<eventlog::Batch> give_role(const Desk& desk, const Ask& ask, AccountId account, Role role);

struct SetDuty {
  Duty duty = Duty::on_call;
  AccountId account;
  Instant starts_at;
  Instant ends_at;  // exclusive
};
/// One or many shifts of one office. Different people and duties may overlap; one person's same duty may not. Refuses
/// `unit-unknown`, `not-of-this-office` (kind forbidden: neither a member nor an administrator), and by shift, with
/// pointers /shifts/N/...: `not-a-member`, `ends-before-it-starts`, `shift-too-long`, `roster-in-the-past`,
/// `already-on-this-duty`; `too-many-shifts`.
Result<eventlog::Batch> set_duties(const Desk& desk, const Ask& ask, UnitId unit, const std::vector<SetDuty>& shifts);
struct WithdrawDuty {
  Duty duty = Duty::on_call;
  AccountId account;
  Instant starts_at;
};
/// A shift to come is gone; one that runs ends now. Refuses `unit-unknown`, `not-of-this-office`, `shift-unknown`,
/// `roster-in-the-past`.
Result<eventlog::Batch> withdraw_duty(const Desk& desk, const Ask& ask, UnitId unit, const WithdrawDuty& command);

/// Refuses as the texts are refused above; `unit-unknown`, `not-of-this-office`.
Result<eventlog::Batch> describe_office(const Desk& desk, const Ask& ask, UnitId unit, std::string_view name,
                                        std::string_view phone);
/// Her name or work phone, whole; the sign-in name stays. By herself or an administrator: `not-yours` (kind forbidden).
Result<eventlog::Batch> describe_staff(const Desk& desk, const Ask& ask, AccountId account, std::string_view name,
                                       std::string_view work_phone);
/// Where notices reach her. By herself or an administrator. An empty text takes one away.
Result<eventlog::Batch> set_contact(const Desk& desk, const Ask& ask, AccountId account, std::string_view phone,
                                    std::string_view mail);

}  // namespace kulla::directory
