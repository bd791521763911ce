#include "app/demo/workshop.hpp"

#include "app/open_house.hpp"
#include "directory/staff.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/house.hpp"

namespace kulla::app::demo {
namespace {

namespace fs = std::filesystem;

constexpr Duration a_command_takes = seconds(20);

/// The root key's file may not lie in the house's folder: beside it, for the moment that founding takes.
fs::path root_key_beside(const fs::path& folder) {
  auto whole = fs::absolute(folder).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return whole.concat(".root-key");
}

struct Founders {
  std::vector<std::string> passwords;
  std::vector<std::string> phones;
  directory::Founding founding;
};

Founders founders() {
  using directory::Agency;
  const auto& office = offices().front();
  Founders made;
  for (std::size_t i = 0; i < office.workers.size(); ++i) {
    made.passwords.push_back(password_of(office.workers[i].sign_in_name));
    made.phones.push_back(work_phone(i));
  }
  for (std::size_t i = 0; i < office.workers.size(); ++i)
    made.founding.officers.push_back({.agency = i == 0 ? Agency::police : Agency::vau,
                                      .sign_in_name = office.workers[i].sign_in_name,
                                      .name = office.workers[i].name,
                                      .work_phone = made.phones[i],
                                      .password = made.passwords[i]});
  made.founding.office_name = office.name;
  made.founding.office_phone = office.phone;
  made.founding.demo = true;
  made.founding.cost = crypto::lowest_password_cost;
  return made;
}

}  // namespace

Result<std::unique_ptr<Workshop>> Workshop::found(const fs::path& folder, Instant begins) {
  std::unique_ptr<Workshop> shop(new Workshop(begins));
  const auto by = founders();
  const auto root_key = root_key_beside(folder);
  auto founded = TRY(directory::found(folder, root_key, by.founding, begins, shop->chance_));
  std::error_code ignored;
  fs::remove(root_key, ignored);

  shop->keys_ = founded.keys;
  shop->administrators_ = founded.administrators;
  shop->store_ = TRY(eventlog::open_sqlite_store({.folder = folder.string(),
                                                  .create = true,
                                                  .house = founded.keys->id(),
                                                  .clock = &shop->clock_,
                                                  .chance = &shop->chance_,
                                                  .tables = all_tables()}));
  shop->room_ = std::make_unique<keys::KeyRoom>(*shop->keys_, shop->chance_);
  shop->sessions_ = std::make_unique<keys::Sessions>(*shop->store_, *shop->room_, shop->clock_, shop->clock_,
                                                     keys::SessionSettings{.cost = crypto::lowest_password_cost});
  TRY(shop->append(founded.batch));
  const auto& workers = offices().front().workers;
  for (std::size_t i = 0; i < workers.size(); ++i) shop->remember(workers[i].sign_in_name, founded.officers[i]);
  TRY(shop->perform(workers.front().sign_in_name, shop->ask(founded.administrators, "founding"),
                    [&](const directory::Desk& desk, const directory::Ask& ask) {
                      return directory::describe_founders(desk, ask, founded, by.founding);
                    }));
  return shop;
}

Result<std::shared_ptr<const keys::Session>> Workshop::session(std::string_view sign_in_name) {
  auto& person = people_.at(std::string(sign_in_name));
  if (person.session) return person.session;
  const auto folded = directory::fold_sign_in_name(sign_in_name);
  if (!folded) return refuse("sign-in-name-malformed");
  const auto password = password_of(sign_in_name);
  auto signed_in = TRY(sessions_->sign_in(
      {.account = person.account, .name = keys_->name_hash(folded->view()), .source = "demo", .password = password}));
  person.token = std::move(signed_in.token);
  person.session = std::move(signed_in.session);
  return person.session;
}

directory::Ask Workshop::ask(GroupId acting_group, eventlog::Code ground) {
  directory::Ask asked{.id = {}, .body_hash = {}, .acting_group = acting_group, .ground = std::string(ground.text())};
  chance_.fill(asked.id);
  return asked;
}

Result<eventlog::Committed> Workshop::append(eventlog::Batch batch) {
  auto committed = TRY(store_->append(std::move(batch)));
  clock_.advance(a_command_takes);
  return committed;
}

Result<void> Workshop::finish(Instant now) {
  clock_.set(now);
  for (auto& [name, person] : people_) {
    if (!person.session) continue;
    person.session.reset();
    TRY_VOID(sessions_->sign_out(person.token));
  }
  const auto verifier =
      TRY(eventlog::NoteVerifier::of("kulla.house/" + keys_->id().text(), keys_->log_key().public_key()));
  TRY(eventlog::make_checkpoint(*store_, verifier, keys_->log_key()));
  return {};
}

}  // namespace kulla::app::demo
