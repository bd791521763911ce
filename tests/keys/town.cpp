#include "keys/town.hpp"

#include <filesystem>

#include "crypto/chance.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/seals.hpp"
#include "keys/tables.hpp"

namespace kulla::keys::test {

std::vector<StoreKind> stores_at_hand() { return {StoreKind::memory, StoreKind::sqlite}; }
std::string name_of(StoreKind kind) { return kind == StoreKind::memory ? "memory" : "sqlite"; }

namespace {
std::unique_ptr<eventlog::Store> open_store(StoreKind kind, const std::filesystem::path& folder, HouseId house,
                                            const Clock& clock) {
  static crypto::SystemChance salts;
  std::vector<const eventlog::Table*> all(tables().begin(), tables().end());
  if (kind == StoreKind::memory)
    return eventlog::open_memory_store({.house = house, .clock = &clock, .chance = &salts, .tables = std::move(all)});
  eventlog::SqliteOptions options;
  options.folder = folder.string();
  options.create = true;
  options.house = house;
  options.clock = &clock;
  options.chance = &salts;
  options.tables = std::move(all);
  return eventlog::open_sqlite_store(std::move(options)).value();
}
}  // namespace

Town::Town(StoreKind kind) {
  administrators = make<GroupId>();
  mira = make<AccountId>();
  arben = make<AccountId>();
  Founding founding{.officers = {}, .administrators = administrators, .demo = true, .cost = cheap};
  for (const auto officer : {mira, arben})
    founding.officers.push_back({officer, make<StreamId>(), crypto::WipingString(std::string_view(password(officer)))});
  auto founded = found_house(data_folder(), root_file(), founding, now(), chance_).value();
  house_ = std::make_unique<HouseKeys>(std::move(founded.keys));
  store_ = open_store(kind, data_folder(), house_->id(), clock_);
  room_ = std::make_unique<KeyRoom>(*house_, chance_);
  Batch batch;
  chance_.fill(batch.id);
  batch.ground = "founding";
  std::move(founded.change).add_to(batch);
  const auto done = store_->append(std::move(batch));
  if (!done) throw std::runtime_error(to_line(done.error()));

  std::vector<AccountId> people;
  police = add_group(2, &people);
  prosecution = add_group(2, &people);
  drita = people.at(0);
  luan = people.at(1);
  vesa = people.at(2);
  blerim = people.at(3);
}

void Town::restart() {
  unlocked_.clear();
  room_.reset();
  house_ = std::make_unique<HouseKeys>(HouseKeys::open(data_folder()).value());
  room_ = std::make_unique<KeyRoom>(*house_, chance_);
}

Result<eventlog::Committed> Town::try_append(AccountId by, KeyChange change) {
  Batch batch;
  chance_.fill(batch.id);
  batch.actor = eventlog::Actor::person(by);
  batch.ground = "test";
  std::move(change).add_to(batch);
  return store_->append(std::move(batch));
}

void Town::append(AccountId by, KeyChange change) {
  const auto done = try_append(by, std::move(change));
  if (!done) throw std::runtime_error(to_line(done.error()));
}

const Unlocked& Town::keys(AccountId account) {
  auto& kept = unlocked_[account];
  if (!kept) {
    const auto row = room_->tables.account_secret(*snapshot(), account, Factor::password).value().value();
    const auto stretched = crypto::stretch(bytes_of(password(account)), row.salt, row.cost).value();
    auto seed = unwrap_seed(stretched, account, row.wrapped_private).value();
    kept = std::make_unique<Unlocked>(*room_, account, 1, KeyPair::from_seed(std::move(seed)));
  }
  return *kept;
}

AccountId Town::invite_and_accept(GroupId group, AccountId inviter) {
  const auto account = make<AccountId>();
  auto invited = invite(*room_, *snapshot(), keys(inviter), account, group, now() + days(7), now()).value();
  append(inviter, std::move(invited.change));
  auto accepted = accept(*room_, *snapshot(), invited.code.view(), password(account), cheap, now()).value();
  append(account, std::move(accepted.change));
  return account;
}

AccountId Town::add_member(GroupId group, AccountId admitted_by) {
  const auto account = invite_and_accept(group, mira);
  const auto shown = proposal(*room_, *snapshot(), account).value();
  append(admitted_by, admit(*room_, *snapshot(), keys(admitted_by), shown, now()).value());
  return account;
}

GroupId Town::add_group(int members, std::vector<AccountId>* accounts) {
  const auto group = make<GroupId>();
  const auto first = add_member(group, mira);
  append(mira, open_group(*room_, *snapshot(), keys(mira), group, first, now()).value());
  append(first, found_group(*room_, *snapshot(), keys(first), group, now()).value());
  if (accounts != nullptr) accounts->push_back(first);
  for (int i = 1; i < members; ++i) {
    const auto next = add_member(group, first);
    if (accounts != nullptr) accounts->push_back(next);
  }
  return group;
}

void Town::leave_group(AccountId by, AccountId leaver, GroupId group) {
  append(by, leave(*room_, *snapshot(), keys(by), leaver, group, now()).value());
}

eventlog::NewEvent Town::noted(StreamId stream, std::vector<Section> sections) const {
  return {.stream = stream,
          .kind = eventlog::StreamKind::case_file,
          .type = Noted::type,
          .occurred_at = now(),
          .occurred_precision = Precision::second,
          .open = eventlog::encode_open(Noted::Open{}),
          .sections = std::move(sections),
          .cause = {}};
}

Written Town::write(AccountId by, StreamId stream, std::string_view section, std::string_view compartment,
                    std::string_view text, std::vector<Principal> readers) {
  const auto view = snapshot();
  Written written;
  written.stream = stream;
  written.version = view->version(stream).value() + 1;
  written.section = section;
  std::vector<Recipient> recipients;
  for (const auto& reader : readers) recipients.push_back(to(reader));
  Sealer sealer(*room_, *view, keys(by));
  written.stored = sealer.seal(written.place(), compartment, 1, bytes_of(text), recipients).value();
  written.left_out = sealer.left_out();
  written.cost = sealer.cost();
  auto change = std::move(sealer).finish();
  change.events.push_back(noted(stream, {written.stored}));
  append(by, std::move(change));
  return written;
}

std::string Town::read_as(const Unlocked& who, const Place& place, const Section& section) {
  const auto view = snapshot();
  Opener opener(*room_, *view, who, now());
  const auto opened = opener.open(place, section);
  return opened ? std::string(opened->text()) : opened.error().code;
}

std::string Town::read(AccountId by, const Written& written) {
  return read_as(keys(by), written.place(), written.stored);
}

void Town::forge(std::vector<TableWrite> rows) {
  Batch batch;
  chance_.fill(batch.id);
  batch.ground = "forged";
  const auto nothing = make<StreamId>();
  batch.expect = {{nothing, 0}};
  batch.events.push_back(noted(nothing));
  batch.project = [rows = std::move(rows)](std::span<const eventlog::Event>) -> Result<std::vector<TableWrite>> {
    return rows;
  };
  const auto done = store_->append(std::move(batch));
  if (!done) throw std::runtime_error(to_line(done.error()));
}

}  // namespace kulla::keys::test
