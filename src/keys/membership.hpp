// How people come to hold keys, and cease to: invitation, admission, groups, leaving. Each function reads a snapshot
// and a session's keys, and answers with what one Batch must hold; none writes anything. Whether the person may do this
// is asked of the policy first; what is refused here would also be refused to whoever got past it.
//
//   administrator: open_group(g, first)        invite(a, g) -> code, handed over in person
//   invitee:       accept(code, password)      reads out proposal(a) -> six_words
//   member of g:   proposal(a), compares the words, admit(a, g)   (for the first member: an administrator)
//   first member:  found_group(g)              makes the group's key
#pragma once

#include <array>

#include "keys/unlocked.hpp"
#include "keys/words.hpp"

namespace kulla::keys {

/// A new house's administrators open a group by naming its first member, and never hold its key.
/// Refuses `not-an-administrator` (kind forbidden), `group-exists`.
Result<KeyChange> open_group(KeyRoom& room, const Snapshot& snapshot, const Unlocked& administrator, GroupId group,
                             AccountId first_member, Instant now);
/// The first member makes the group's key pair and vault. Refuses `not-the-first-member`, `group-has-a-key`.
Result<KeyChange> found_group(KeyRoom& room, const Snapshot& snapshot, const Unlocked& first_member, GroupId group,
                              Instant now);

struct Invited {
  KeyChange change;
  crypto::WipingString code;  // shown once; 64 characters of base64url that also name the account
};
/// Refuses `not-an-administrator` (a member of the group may invite too), `account-has-a-key`.
Result<Invited> invite(KeyRoom& room, const Snapshot& snapshot, const Unlocked& by, AccountId account, GroupId group,
                       Instant until, Instant now);

struct Accepted {
  AccountId account;
  KeyChange change;
};
/// The invitee chooses a password; the key pair is made here and wrapped under it. Refuses `invitation-unknown` for
/// every wrong, used or overdue code, and what `check_password` refuses. Stretches: not for the loop's thread.
Result<Accepted> accept(KeyRoom& room, const Snapshot& snapshot, std::string_view code, std::string_view password,
                        crypto::PasswordCost cost, Instant now);

/// What is admitted: these keys for this account in this group. Both sides see it as six words.
struct Proposal {
  AccountId account;
  GroupId group;
  PublicKeys keys;
  auto operator<=>(const Proposal&) const = default;
};
/// Refuses `no-proposal` (kind missing).
Result<Proposal> proposal(KeyRoom& room, const Snapshot& snapshot, AccountId account);
SixWords six_words(HouseId house, const Proposal& proposal);

/// `compared` is what the member's screen showed while the words were compared: if the log holds another by now, it
/// refuses `proposal-changed`. Signs the account's statement and, where the group has a key already, seals it to the
/// newcomer. Refuses `not-a-member` (kind forbidden).
Result<KeyChange> admit(KeyRoom& room, const Snapshot& snapshot, const Unlocked& member, const Proposal& compared,
                        Instant now);
/// An account that has a statement joins a further group. Refuses `not-a-member`, `already-a-member`, and what
/// Statements::verified refuses.
Result<KeyChange> join(KeyRoom& room, const Snapshot& snapshot, const Unlocked& member, AccountId account,
                       GroupId group, Instant now);

/// Someone leaves: a new epoch whose private key is sealed to those who stay; the old one is sealed to the new; a new
/// vault. What is written from now on opens to her no more. `by` is another member. Refuses `not-a-member`,
/// `member-unknown`, `leaves-nobody` (the last one cannot).
Result<KeyChange> leave(KeyRoom& room, const Snapshot& snapshot, const Unlocked& by, AccountId leaver, GroupId group,
                        Instant now);

/// Her time in this house is over: nothing is sealed to her any more, and her password opens nothing. Her sessions are
/// ended by Sessions::end_all. Refuses `account-unknown`, `still-a-member` of this group (leave comes first).
Result<KeyChange> close_account(KeyRoom& room, const Snapshot& snapshot, AccountId account, Instant now);

/// A new password of a signed-in account: the same key under it. Refuses what `check_password` refuses, and
/// `wrong-password` (kind unauthenticated) for the old one. Her other sessions are ended by Sessions::end_all.
Result<KeyChange> change_password(KeyRoom& room, const Snapshot& snapshot, AccountId account, std::string_view old_one,
                                  std::string_view new_one, crypto::PasswordCost cost, Instant now);

}  // namespace kulla::keys
