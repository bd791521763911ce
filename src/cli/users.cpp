// People: invited, accepted, admitted by six words, given roles, leaving.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "cli/in_person.hpp"
#include "directory/staff.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;
using directory::Ask;
using directory::Desk;
using directory::word_of;

/// A group that has not been given the staff key yet reads no names: then ids must do.
Result<std::string> sign_in_name(directory::StaffReader& reader, AccountId account, std::string& name) {
  const auto names = reader.of(account);
  if (!names && names.error().code == "key-not-held") return std::string();
  if (!names) return tl::unexpected(names.error());
  if (!*names) return std::string();
  name = std::string((*names)->name.view());
  return std::string((*names)->sign_in_name.view());
}

Result<json::object> invitation(const InPerson& person,
                                const std::function<Result<directory::InvitationMade>(const Desk&, const Ask&)>& make) {
  AccountId account;
  crypto::WipingString code;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    auto made = TRY(make(desk, ask));
    account = made.account;
    code = std::move(made.code);
    return std::move(made.batch);
  }));
  return json::object{{"rows", json::array{json::object{{"account", account.text()}, {"code", code.view()}}}}};
}

json::object done(AccountId account) { return {{"rows", json::array{json::object{{"account", account.text()}}}}}; }

}  // namespace

Result<json::object> list_users(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  const auto snapshot = TRY(at.house.store().snapshot());
  directory::Staff staff;
  directory::StaffReader reader(staff, *snapshot, at.house.key_room(), person.keys(), at.house.house_clock().now());
  json::array rows;
  for (const auto& one : TRY(directory::people(*snapshot))) {
    std::string name;
    const auto signs_in_as = TRY(sign_in_name(reader, one.account, name));
    rows.push_back(json::object{{"account", one.account.text()},
                                {"sign_in_name", signs_in_as},
                                {"name", name},
                                {"role", word_of(one.role)},
                                {"office", to_text(one.place)},
                                {"state", word_of(one.state)}});
  }
  return json::object{{"rows", std::move(rows)}};
}

Result<json::object> invite_user(const AtHouse& at, const json::object& asked) {
  const auto role = TRY(role_of(text_of(asked, "role")));
  const auto sign_in_as = text_of(asked, "sign-in-name");
  const auto full_name = text_of(asked, "full-name");
  const auto phone = text_of(asked, "work-phone");
  const auto person = TRY(InPerson::sign_in(at, asked));
  return invitation(person, [&](const Desk& desk, const Ask& ask) -> Result<directory::InvitationMade> {
    const auto group = TRY(group_of(at, desk.snapshot, text_of(asked, "group")));
    return directory::invite(
        desk, ask,
        {.group = group.id, .role = role, .sign_in_name = sign_in_as, .name = full_name, .work_phone = phone});
  });
}

Result<json::object> invite_user_again(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  return invitation(person, [&](const Desk& desk, const Ask& ask) -> Result<directory::InvitationMade> {
    return directory::invite_again(desk, ask, TRY(account_of(at, desk.snapshot, text_of(asked, "account"))));
  });
}

Result<json::object> accept_invitation(const AtHouse& at, const json::object& asked) {
  // Without a session: the code is the right to do it.
  const auto code = secret_of(asked, "code");
  const auto password = secret_of(asked, "password");
  const auto& cost = at.house.config().passwords;
  Ask ask{.id = {}, .body_hash = {}, .acting_group = {}, .ground = "invitation"};
  at.house.house().chance.fill(ask.id);
  auto snapshot = TRY(at.house.store().snapshot());
  auto accepted = TRY(directory::accept(
      *snapshot, at.house.key_room(), ask, code.view(), password.view(),
      {.memory_kib = static_cast<std::uint32_t>(cost.memory_kib), .passes = static_cast<std::uint32_t>(cost.passes)},
      at.house.house_clock().now()));
  TRY(at.house.store().append(std::move(accepted.batch)));
  snapshot = TRY(at.house.store().snapshot());
  std::string words;
  for (const auto& word : TRY(directory::words_of_proposal(*snapshot, at.house.key_room(), accepted.account)))
    words += (words.empty() ? "" : " ") + word;
  return json::object{{"rows", json::array{json::object{{"account", accepted.account.text()}, {"words", words}}}}};
}

Result<json::object> admit_user(const AtHouse& at, const json::object& asked) {
  const auto words = text_of(asked, "words");
  const auto person = TRY(InPerson::sign_in(at, asked));
  AccountId account;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::admit(desk, ask, {.account = account, .words = words});
  }));
  return done(account);
}

Result<json::object> user_leaves(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  AccountId account;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::leave(desk, ask, account, TRY(group_of(at, desk.snapshot, text_of(asked, "group"))).id);
  }));
  TRY_VOID(at.house.sessions().end_all(account, keys::SessionEnd::ended_elsewhere));
  return done(account);
}

Result<json::object> close_user(const AtHouse& at, const json::object& asked) {
  const auto person = TRY(InPerson::sign_in(at, asked));
  AccountId account;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::close_account(desk, ask, account);
  }));
  TRY_VOID(at.house.sessions().end_all(account, keys::SessionEnd::ended_elsewhere));
  return done(account);
}

Result<json::object> give_role(const AtHouse& at, const json::object& asked) {
  const auto role = TRY(role_of(text_of(asked, "role")));
  const auto person = TRY(InPerson::sign_in(at, asked));
  AccountId account;
  TRY(person.change([&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    account = TRY(account_of(at, desk.snapshot, text_of(asked, "account")));
    return directory::give_role(desk, ask, account, role);
  }));
  TRY_VOID(at.house.sessions().end_all(account, keys::SessionEnd::role_changed));
  return done(account);
}

}  // namespace kulla::cli
