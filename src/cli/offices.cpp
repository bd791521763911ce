// Offices with their key groups, and who is on duty in them.
#include <boost/json.hpp>

#include "cli/in_person.hpp"
#include "directory/staff.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;
using directory::Ask;
using directory::Desk;
using directory::word_of;

constexpr Duration roster_shown = days(14);

Result<directory::Duty> duty_of(const json::object& asked) {
  const auto duty = directory::from_word<directory::Duty>(text_of(asked, "duty"));
  if (!duty) return refuse("not-a-code", "/duty");
  return *duty;
}

json::object done(GroupId group) { return {{"rows", json::array{json::object{{"group", group.text()}}}}}; }

}  // namespace

Result<json::object> list_groups(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  const auto snapshot = TRY(at.house.store().snapshot());
  json::array rows;
  for (const auto& group : TRY(directory::groups(*snapshot)))
    rows.push_back(json::object{{"group", group.id.text()},
                                {"office", to_text(group.place)},
                                {"members", TRY(directory::members(*snapshot, group.id)).size()},
                                {"key_epoch", group.epoch}});
  return json::object{{"rows", std::move(rows)}};
}

Result<json::object> open_group(const AtHouse& at, const json::object& asked) {
  const auto place = TRY(place_of(at, text_of(asked, "group")));
  const auto office_name = text_of(asked, "office-name");
  const auto phone = text_of(asked, "phone");
  const auto person = TRY(InPerson::sign_in(at, asked));
  GroupId group;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    auto opened = TRY(directory::open_office(desk, ask, {.place = place, .name = office_name, .phone = phone}));
    group = opened.group;
    return std::move(opened.batch);
  }));
  return done(group);
}

Result<json::object> make_group_key(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  GroupId group;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    group = TRY(group_of(at, desk.snapshot, text_of(asked, "group"))).id;
    return directory::make_group_key(desk, ask, group);
  }));
  return done(group);
}

Result<json::object> share_names(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  const auto before = TRY(at.house.store().snapshot());
  json::array rows;
  for (const auto& group : TRY(directory::groups_without_staff_key(*before, at.house.key_room())))
    rows.push_back(json::object{{"group", group.text()}});
  TRY(person.change([](const Desk& desk, const Ask& ask) { return directory::share_staff_key(desk, ask); }));
  return json::object{{"rows", std::move(rows)}};
}

Result<json::object> join_group(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  GroupId group;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    group = TRY(group_of(at, desk.snapshot, text_of(asked, "group"))).id;
    return directory::join(desk, ask, TRY(account_of(at, desk.snapshot, text_of(asked, "account"))), group);
  }));
  return done(group);
}

Result<json::object> list_roster(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  const auto snapshot = TRY(at.house.store().snapshot());
  const auto group = TRY(group_of(at, *snapshot, text_of(asked, "group")));
  const auto now = at.house.house_clock().now();
  directory::Staff staff;
  directory::StaffReader reader(staff, *snapshot, at.house.key_room(), person.keys(), now);
  json::array rows;
  for (const auto& shift : TRY(directory::roster(*snapshot, group.unit_id, now, now + roster_shown))) {
    const auto names = reader.of(shift.account);
    const bool named = names && *names;
    rows.push_back(json::object{{"duty", word_of(shift.duty)},
                                {"account", shift.account.text()},
                                {"sign_in_name", named ? (*names)->sign_in_name.view() : std::string_view()},
                                {"from", to_rfc3339(shift.starts_at)},
                                {"to", to_rfc3339(shift.ends_at)}});
  }
  return json::object{{"rows", std::move(rows)}};
}

Result<json::object> set_roster(const AtHouse& at, const json::object& asked) {
  const auto duty = TRY(duty_of(asked));
  const auto from = TRY(parse_rfc3339(text_of(asked, "from"), "/from"));
  const auto to = TRY(parse_rfc3339(text_of(asked, "to"), "/to"));
  const auto person = TRY(InPerson::sign_in(at, asked));
  GroupId group;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    const auto found = TRY(group_of(at, desk.snapshot, text_of(asked, "group")));
    group = found.id;
    const auto account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::set_duties(desk, ask, found.unit_id,
                                 {{.duty = duty, .account = account, .starts_at = from, .ends_at = to}});
  }));
  return done(group);
}

Result<json::object> withdraw_roster(const AtHouse& at, const json::object& asked) {
  const auto duty = TRY(duty_of(asked));
  const auto from = TRY(parse_rfc3339(text_of(asked, "from"), "/from"));
  const auto person = TRY(InPerson::sign_in(at, asked));
  GroupId group;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    const auto found = TRY(group_of(at, desk.snapshot, text_of(asked, "group")));
    group = found.id;
    const auto account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::withdraw_duty(desk, ask, found.unit_id, {.duty = duty, .account = account, .starts_at = from});
  }));
  return done(group);
}

}  // namespace kulla::cli
