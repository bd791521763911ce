#include "directory/real_house.hpp"

#include "directory/tables.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/house.hpp"
#include "keys/seals.hpp"
#include "keys/tables.hpp"
#include "support/seed.hpp"

namespace kulla::directory::test {
namespace {

Founding founding() {
  return {.officers = {{Agency::police, "arta.krasniqi", "Arta Krasniqi", "044 100 100", RealHouse::password},
                       {Agency::vau, "besim.gashi", "Besim Gashi", "044 200 200", RealHouse::password}},
          .office_name = "Administration",
          .office_phone = RealHouse::office_phone,
          .demo = false,
          .cost = crypto::lowest_password_cost};
}

}  // namespace

RealHouse::RealHouse(Keeps keeps, std::vector<const eventlog::Table*> more)
    : chance_(kulla::test::seed()),
      founded_(must(found(folder_.path() / "house", folder_.path() / "root-key", founding(), clock_.now(), chance_))),
      room_(std::make_unique<keys::KeyRoom>(*founded_.keys, chance_)) {
  std::vector<const eventlog::Table*> all{tables().begin(), tables().end()};
  all.insert(all.end(), keys::tables().begin(), keys::tables().end());
  all.insert(all.end(), more.begin(), more.end());
  const auto id = founded_.keys->id();
  store_ = keeps == Keeps::memory
               ? eventlog::open_memory_store({.house = id, .clock = &clock_, .chance = &chance_, .tables = all})
               : must(eventlog::open_sqlite_store({.folder = (folder_.path() / "house").string(),
                                                   .create = true,
                                                   .house = id,
                                                   .clock = &clock_,
                                                   .chance = &chance_,
                                                   .tables = all}));
  must(store_->append(founded_.batch));
  must(perform(administrator(),
               [&](const Desk& desk, const Ask& ask) { return describe_founders(desk, ask, founded_, founding()); }));
}

Ask RealHouse::ask() {
  Ask asked{.id = {}, .body_hash = {}, .acting_group = {}, .ground = "test"};
  chance_.fill(asked.id);
  return asked;
}

const keys::Unlocked& RealHouse::keys_of(AccountId account) {
  auto& session = sessions_[account];
  if (!session) {
    const auto row = must(room_->tables.account_secret(*now(), account, keys::Factor::password));
    const auto stretched = must(crypto::stretch(bytes_of(password), row->salt, row->cost));
    auto seed = keys::unwrap_seed(stretched, account, row->wrapped_private);
    if (!seed) throw std::runtime_error("the test's password opens the account");
    session = std::make_unique<keys::Unlocked>(*room_, account, 1, keys::KeyPair::from_seed(std::move(*seed)));
  }
  return *session;
}

std::string RealHouse::next_sign_in_name() { return "person-" + std::to_string(++names_); }

OfficeOpened RealHouse::open_without_members(const Place& place) {
  auto opened = must(ask_for(administrator(), [&](const Desk& desk, const Ask& ask) {
    return open_office(desk, ask, {.place = place, .name = "An office", .phone = office_phone});
  }));
  must(store_->append(opened.batch));
  return opened;
}

InvitationMade RealHouse::invite(AccountId by, GroupId group, Role role) {
  const auto name = next_sign_in_name();
  auto invited = must(ask_for(by, [&](const Desk& desk, const Ask& ask) {
    return directory::invite(
        desk, ask,
        {.group = group, .role = role, .sign_in_name = name, .name = "Person of " + name, .work_phone = "049 000"});
  }));
  must(store_->append(invited.batch));
  return invited;
}

AccountId RealHouse::accept(std::string_view code) {
  auto accepted =
      must(directory::accept(*now(), *room_, ask(), code, password, crypto::lowest_password_cost, clock_.now()));
  must(store_->append(std::move(accepted.batch)));
  return accepted.account;
}

Result<eventlog::Committed> RealHouse::admit(AccountId by, AccountId account) {
  std::string words;
  for (const auto& word : must(words_of_proposal(*now(), *room_, account))) words += word + " ";
  return perform(by, [&](const Desk& desk, const Ask& ask) {
    return directory::admit(desk, ask, {.account = account, .words = words});
  });
}

AccountId RealHouse::newcomer(const Office& office, Role role) {
  const auto account = accept(invite(administrator(), office.group, role).code);
  must(admit(office.members.front(), account));
  return account;
}

RealHouse::Office RealHouse::open(const Place& place, Role role, std::size_t members) {
  const auto opened = open_without_members(place);
  Office office{opened.unit, opened.group, {}};
  const auto first = accept(invite(administrator(), office.group, role).code);
  must(admit(administrator(), first));
  must(perform(first, [&](const Desk& desk, const Ask& ask) { return make_group_key(desk, ask, office.group); }));
  must(perform(administrator(), [](const Desk& desk, const Ask& ask) { return share_staff_key(desk, ask); }));
  office.members.push_back(first);
  while (office.members.size() < members) office.members.push_back(newcomer(office, role));
  return office;
}

}  // namespace kulla::directory::test
