// What can happen to keys, as facts in the log: who was founded, stated, invited, admitted, and who left. Their open
// parts hold public keys, signatures and ids alone. Rules that read them: statements.cpp and docs/security/keys.md.
#pragma once

#include <tuple>

#include "eventlog/event.hpp"
#include "eventlog/open.hpp"
#include "keys/principal.hpp"

namespace kulla::keys {

using eventlog::Count;
using eventlog::field;
using eventlog::PublicBytes;

enum class Signer : std::uint8_t { root, account };
constexpr std::array<std::string_view, 2> words_of(Signer) { return {"root", "account"}; }

enum class KeyEnd : std::uint8_t { replaced, closed };
constexpr std::array<std::string_view, 2> words_of(KeyEnd) { return {"replaced", "closed"}; }

enum class SessionEnd : std::uint8_t { signed_out, ended_elsewhere, password_changed, role_changed, expired };
constexpr std::array<std::string_view, 5> words_of(SessionEnd) {
  return {"signed-out", "ended-elsewhere", "password-changed", "role-changed", "expired"};
}

struct HouseFounded {  // on the house's own stream: first event of the log
  static constexpr eventlog::EventType type{"house.founded", 1};
  struct Open {
    PublicBytes<32> root;  // also pinned on disk, which wins
    GroupId administrators;
    bool demo = false;  // marked for ever
    static constexpr auto fields = std::tuple{
        field("root", &Open::root), field("administrators", &Open::administrators), field("demo", &Open::demo)};
  } open;
};

struct KeyStated {  // on the account's or the group's stream
  static constexpr eventlog::EventType type{"key.stated", 1};
  struct Open {
    PrincipalKind principal = PrincipalKind::account;
    Count epoch;
    PublicBytes<32> box_public;
    PublicBytes<32> sign_public;
    Signer signer = Signer::root;
    std::optional<AccountId> signed_by;  // with its epoch, where the signer is an account
    std::optional<Count> signer_epoch;
    PublicBytes<64> signature;
    static constexpr auto fields = std::tuple{field("principal", &Open::principal),
                                              field("epoch", &Open::epoch),
                                              field("box_public", &Open::box_public),
                                              field("sign_public", &Open::sign_public),
                                              field("signer", &Open::signer),
                                              field("signed_by", &Open::signed_by),
                                              field("signer_epoch", &Open::signer_epoch),
                                              field("signature", &Open::signature)};
  } open;
};

struct KeyEnded {  // nothing is sealed to it and nothing signed by it counts from here on
  static constexpr eventlog::EventType type{"key.ended", 1};
  struct Open {  // the whole statement again, so that its row follows from this event alone
    PrincipalKind principal = PrincipalKind::account;
    Count epoch;
    PublicBytes<32> box_public;
    PublicBytes<32> sign_public;
    Signer signer = Signer::root;
    std::optional<AccountId> signed_by;
    std::optional<Count> signer_epoch;
    PublicBytes<64> signature;
    KeyEnd reason = KeyEnd::replaced;
    static constexpr auto fields = std::tuple{field("principal", &Open::principal),
                                              field("epoch", &Open::epoch),
                                              field("box_public", &Open::box_public),
                                              field("sign_public", &Open::sign_public),
                                              field("signer", &Open::signer),
                                              field("signed_by", &Open::signed_by),
                                              field("signer_epoch", &Open::signer_epoch),
                                              field("signature", &Open::signature),
                                              field("reason", &Open::reason)};
  } open;
};

struct PasswordChanged {  // the same keys under a new password
  static constexpr eventlog::EventType type{"password.changed", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

struct AccountInvited {  // on the invited account's stream; a later one takes an earlier one's place
  static constexpr eventlog::EventType type{"account.invited", 1};
  struct Open {
    GroupId group;
    PublicBytes<32> code_hash;  // of 256 random bits: nothing to guess
    Instant until;
    static constexpr auto fields =
        std::tuple{field("group", &Open::group), field("code_hash", &Open::code_hash), field("until", &Open::until)};
  } open;
};

struct InvitationAccepted {  // the keys that the invitee made: proposed, trusted by nobody yet
  static constexpr eventlog::EventType type{"invitation.accepted", 1};
  struct Open {
    PublicBytes<32> box_public;
    PublicBytes<32> sign_public;
    static constexpr auto fields =
        std::tuple{field("box_public", &Open::box_public), field("sign_public", &Open::sign_public)};
  } open;
};

struct GroupOpened {  // by an administrator, who never holds its private key: he only names who makes it
  static constexpr eventlog::EventType type{"group.opened", 1};
  struct Open {
    AccountId first_member;
    static constexpr auto fields = std::tuple{field("first_member", &Open::first_member)};
  } open;
};

struct MemberAdmitted {  // the group's private key was sealed to her
  static constexpr eventlog::EventType type{"member.admitted", 1};
  struct Open {
    AccountId account;
    AccountId by;
    static constexpr auto fields = std::tuple{field("account", &Open::account), field("by", &Open::by)};
  } open;
};

struct MemberLeft {  // a new epoch of the group's key is stated in the same batch
  static constexpr eventlog::EventType type{"member.left", 1};
  struct Open {
    AccountId account;
    static constexpr auto fields = std::tuple{field("account", &Open::account)};
  } open;
};

struct SessionOpened {  // on the account's stream
  static constexpr eventlog::EventType type{"session.opened", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

struct SessionEnded {
  static constexpr eventlog::EventType type{"session.ended", 1};
  struct Open {
    SessionEnd reason = SessionEnd::signed_out;
    Count sessions{1};  // how many ended by this
    static constexpr auto fields = std::tuple{field("reason", &Open::reason), field("sessions", &Open::sessions)};
  } open;
};

/// All of them, for the store that is opened: it refuses a log with a type that nobody knows.
inline constexpr std::array event_types{HouseFounded::type,    KeyStated::type,      KeyEnded::type,
                                        PasswordChanged::type, AccountInvited::type, InvitationAccepted::type,
                                        GroupOpened::type,     MemberAdmitted::type, MemberLeft::type,
                                        SessionOpened::type,   SessionEnded::type};

}  // namespace kulla::keys
