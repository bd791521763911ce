// What can happen to the people and offices of a house, beside what happens to their keys: invitation, acceptance,
// admission and leaving are facts of keys/events.hpp, in the same streams and batches. Names, phones and sign-in names
// stand in sections alone.
#pragma once

#include <array>
#include <optional>
#include <tuple>

#include "directory/vocabulary.hpp"
#include "eventlog/event.hpp"
#include "eventlog/open.hpp"

namespace kulla::directory {

using eventlog::field;

/// Names of sections. `staff` and `office` lie under the house's staff key, which every group holds; `contact` under
/// the server key, so that notices go out while nobody is signed in. `sign-in` is no ciphertext but the keyed hash of
/// the sign-in name: a section and not an open field, so that it can be deleted with the person's other data.
inline constexpr std::string_view staff_section = "staff";
inline constexpr std::string_view office_section = "office";
inline constexpr std::string_view contact_section = "contact";
inline constexpr std::string_view sign_in_section = "sign-in";

struct AgencyOpened {  // agency stream
  static constexpr eventlog::EventType type{"agency.opened", 1};
  struct Open {
    Agency agency = Agency::police;
    static constexpr auto fields = std::tuple{field("agency", &Open::agency)};
  } open;
};

struct UnitOpened {  // unit stream
  static constexpr eventlog::EventType type{"unit.opened", 1};
  struct Open {
    AgencyId agency_id;
    GroupId group;  // the one key group of this office
    Agency agency = Agency::police;
    std::optional<Code> unit;  // none: the office itself
    Code region;
    static constexpr auto fields =
        std::tuple{field("agency_id", &Open::agency_id), field("group", &Open::group), field("agency", &Open::agency),
                   field("unit", &Open::unit), field("region", &Open::region)};
  } open;
};

struct OfficeDescribed {  // unit stream; section `office`: its name and the number to call
  static constexpr eventlog::EventType type{"unit.described", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

struct GroupPlaced {  // group stream: where this key group sits. Its key events stand beside it
  static constexpr eventlog::EventType type{"group.placed", 1};
  struct Open {
    UnitId unit_id;
    Agency agency = Agency::police;
    std::optional<Code> unit;
    Code region;
    static constexpr auto fields = std::tuple{field("unit_id", &Open::unit_id), field("agency", &Open::agency),
                                              field("unit", &Open::unit), field("region", &Open::region)};
  } open;
};

struct AccountRegistered {  // account stream; section `sign-in`, and `staff` but for the founding officers
  static constexpr eventlog::EventType type{"account.registered", 1};
  struct Open {
    GroupId group;  // into which she is invited
    Agency agency = Agency::police;
    std::optional<Code> unit;
    Code region;
    Role role = Role::officer;
    static constexpr auto fields =
        std::tuple{field("group", &Open::group), field("agency", &Open::agency), field("unit", &Open::unit),
                   field("region", &Open::region), field("role", &Open::role)};
  } open;
};

struct StaffDescribed {  // account stream; section `staff`, whole: a name or a work phone has changed
  static constexpr eventlog::EventType type{"account.described", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

struct ContactSet {  // account stream; section `contact`: where notices reach her
  static constexpr eventlog::EventType type{"account.contact-set", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

struct RoleGiven {  // account stream; sessions end with it
  static constexpr eventlog::EventType type{"account.role-given", 1};
  struct Open {
    Role role = Role::officer;
    static constexpr auto fields = std::tuple{field("role", &Open::role)};
  } open;
};

/// Half-open: on duty from `starts_at` until just before `ends_at`, so that a hand-over minute has one holder.
struct DutySet {  // unit stream
  static constexpr eventlog::EventType type{"duty.set", 1};
  struct Open {
    Duty duty = Duty::on_call;
    AccountId account;
    Instant starts_at;
    Instant ends_at;
    static constexpr auto fields = std::tuple{field("duty", &Open::duty), field("account", &Open::account),
                                              field("starts_at", &Open::starts_at), field("ends_at", &Open::ends_at)};
  } open;
};

struct DutyWithdrawn {  // unit stream; names the shift by what makes it one: duty, account, start
  static constexpr eventlog::EventType type{"duty.withdrawn", 1};
  struct Open {
    Duty duty = Duty::on_call;
    AccountId account;
    Instant starts_at;
    Instant ends_at;  // its end from now on; equal to `starts_at` where it never began
    static constexpr auto fields = std::tuple{field("duty", &Open::duty), field("account", &Open::account),
                                              field("starts_at", &Open::starts_at), field("ends_at", &Open::ends_at)};
  } open;
};

/// All of them, for a Store that refuses a log it cannot read.
inline constexpr std::array event_types{
    AgencyOpened::type,   UnitOpened::type, OfficeDescribed::type, GroupPlaced::type, AccountRegistered::type,
    StaffDescribed::type, ContactSet::type, RoleGiven::type,       DutySet::type,     DutyWithdrawn::type};

}  // namespace kulla::directory
