// What a report costs before it is committed: seven boxes, its data keys, its seals; against the same boxes and seals
// by the crypto room alone, on both cores. And what opening costs: from a box the first time, from the vault from then
// on.
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "base/invariant.hpp"
#include "crypto/aead.hpp"
#include "crypto/chance.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/membership.hpp"
#include "keys/opener.hpp"
#include "keys/seals.hpp"
#include "keys/tables.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

using namespace kulla::keys;  // NOLINT(google-build-using-namespace): a program of its own
constexpr int cores = 2;
constexpr eventlog::EventType reported{"bench.reported", 1};

/// A house on SQLite with a police group and seven others that a report reaches.
class House {
 public:
  House() {
    auto pattern = (std::filesystem::temp_directory_path() / "kulla-bench-XXXXXX").string();
    invariant(mkdtemp(pattern.data()) != nullptr, "a temporary folder");
    folder_ = pattern;
    const auto first = AccountId::make(now(), chance_);
    const auto second = AccountId::make(now(), chance_);
    Founding founding{.officers = {}, .administrators = GroupId::make(now(), chance_), .demo = true, .cost = cost};
    for (const auto officer : {first, second})
      founding.officers.push_back({officer, officer.as<StreamTag>(), crypto::WipingString(password)});
    auto founded = found_house(folder_ / "data", folder_ / "root", founding, now(), chance_).value();
    house_ = std::make_unique<HouseKeys>(std::move(founded.keys));
    room_ = std::make_unique<KeyRoom>(*house_, chance_);
    eventlog::SqliteOptions options;
    options.folder = (folder_ / "data").string();
    options.create = true;
    options.house = house_->id();
    options.clock = &clock_;
    options.chance = &chance_;
    options.tables = {keys::tables().begin(), keys::tables().end()};
    store_ = eventlog::open_sqlite_store(std::move(options)).value();
    append(eventlog::Actor::the_house(), std::move(founded.change));
    administrator_ = unlock(first);
    for (int i = 0; i < 8; ++i) add_group();
  }
  ~House() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  struct Sealed {
    std::vector<eventlog::Section> sections;
    SealingCost cost;
    KeyChange change;
  };
  /// Five sections: body, coded, and a notice for each of three parties with its ladder.
  Sealed report(const Snapshot& view, StreamId file) {
    Sealer sealer(*room_, view, *writers_[0]);
    Sealed made;
    const auto seal = [&](std::string_view name, std::initializer_list<std::size_t> readers) {
      std::vector<Recipient> all;
      for (const auto reader : readers) all.push_back({.who = groups_[reader], .ground = "owner"});
      made.sections.push_back(sealer.seal(place(file, name), name, 1, text, all).value());
    };
    seal("body", {0});
    seal("coded", {0, 1});
    seal("prosecutor", {0, 2, 3, 4});
    seal("vau", {0, 5, 6});
    seal("csw", {0, 7});
    made.cost = sealer.cost();
    made.change = std::move(sealer).finish();
    return made;
  }
  static Place place(StreamId file, std::string_view name) {
    return {.stream = file, .version = 1, .type = reported, .section = name};
  }
  void append(eventlog::Actor actor, KeyChange change) {
    eventlog::Batch batch;
    chance_.fill(batch.id);
    batch.actor = actor;
    batch.ground = "bench";
    std::move(change).add_to(batch);
    invariant(store_->append(std::move(batch)).has_value(), "appended");
  }
  std::unique_ptr<Snapshot> snapshot() const { return store_->snapshot().value(); }
  KeyRoom& room() { return *room_; }
  StreamId file() { return StreamId::make(now(), chance_); }
  const Unlocked& member_of(std::size_t group) const { return *writers_[group]; }
  Instant now() const { return clock_.now(); }
  static inline const Bytes text = Bytes(600, 'x');

 private:
  static constexpr auto cost = crypto::lowest_password_cost;
  static constexpr std::string_view password = "only for the bench";
  std::unique_ptr<Unlocked> unlock(AccountId account) {
    const auto row = room_->tables.account_secret(*snapshot(), account, Factor::password).value().value();
    const auto stretched = crypto::stretch(bytes_of(password), row.salt, row.cost).value();
    return std::make_unique<Unlocked>(*room_, account, 1,
                                      KeyPair::from_seed(unwrap_seed(stretched, account, row.wrapped_private).value()));
  }
  void add_group() {
    const auto group = GroupId::make(now(), chance_);
    const auto account = AccountId::make(now(), chance_);
    const auto by = eventlog::Actor::person(administrator_->account());
    auto invited = invite(*room_, *snapshot(), *administrator_, account, group, now() + days(1), now()).value();
    append(by, std::move(invited.change));
    append(eventlog::Actor::person(account),
           accept(*room_, *snapshot(), invited.code.view(), password, cost, now()).value().change);
    const auto shown = proposal(*room_, *snapshot(), account).value();
    append(by, admit(*room_, *snapshot(), *administrator_, shown, now()).value());
    append(by, open_group(*room_, *snapshot(), *administrator_, group, account, now()).value());
    writers_.push_back(unlock(account));
    append(eventlog::Actor::person(account), found_group(*room_, *snapshot(), *writers_.back(), group, now()).value());
    groups_.push_back(group);
  }

  crypto::SystemChance chance_;
  SystemClock clock_;
  std::filesystem::path folder_;
  std::unique_ptr<HouseKeys> house_;
  std::unique_ptr<KeyRoom> room_;
  std::unique_ptr<eventlog::Store> store_;
  std::unique_ptr<Unlocked> administrator_;
  std::vector<std::unique_ptr<Unlocked>> writers_;
  std::vector<GroupId> groups_;
};

/// Calls a second over both cores.
double on_both_cores(Duration go, const std::function<void()>& once) {
  std::array<double, cores> rates{};
  {
    std::vector<std::jthread> threads;
    for (auto& of_core : rates) threads.emplace_back([&] { of_core = rate(go, once); });
  }
  return rates[0] + rates[1];
}

KULLA_FIGURE(report_sealing, "report-sealing") {
  House house;
  const auto counted = house.report(*house.snapshot(), house.file()).cost;
  crypto::SystemChance chance;
  const auto reader = crypto::BoxSecret::generate(chance).public_key();
  const auto key = crypto::Key::random(chance);
  auto measured = interleaved(
      "reports/s", at_least(0.5),
      [&](Duration go) { return on_both_cores(go, [&] { house.report(*house.snapshot(), house.file()); }); },
      [&](Duration go) {
        return on_both_cores(go, [&] {
          for (int i = 0; i < counted.boxes; ++i)
            invariant(crypto::seal_box(reader, key.reveal()).has_value(), "a box");
          for (int i = 0; i < counted.wraps; ++i) crypto::seal(key, key.reveal(), {}, chance);
          for (int i = 0; i < counted.seals; ++i) crypto::seal_padded(key, House::text, {}, chance);
        });
      });
  measured.note = fmt::format("{} boxes, {} wraps, {} seals, on {} cores; the ceiling is these alone", counted.boxes,
                              counted.wraps, counted.seals, cores);
  return measured;
}

Measured opening(House& house, std::size_t group, bool moved, std::string note) {
  const auto file = house.file();
  auto made = house.report(*house.snapshot(), file);
  house.append(eventlog::Actor::person(house.member_of(0).account()), std::move(made.change));
  const auto& section = made.sections.back();
  const auto once = [&] {
    const auto view = house.snapshot();
    Opener opener(house.room(), *view, house.member_of(group), house.now());
    invariant(opener.open(House::place(file, section.name), section).has_value(), "opens");
    return std::move(opener).moves();
  };
  auto moves = once();
  if (moved) house.append(eventlog::Actor::person(house.member_of(group).account()), std::move(moves));
  auto measured = alone("us", std::nullopt, [&](Duration go) { return 1e6 / rate(go, [&] { once(); }); });
  measured.note = std::move(note);
  return measured;
}

KULLA_FIGURE(open_first, "open-from-box") {
  House house;
  return opening(house, 7, false, "snapshot, rows, box and re-wrapping for the vault included");
}
KULLA_FIGURE(open_again, "open-from-vault") {
  House house;
  return opening(house, 7, true, "snapshot and rows included");
}

KULLA_FIGURE(unwrap, "unwrap-data-key") {
  crypto::SystemChance chance;
  const auto envelope = crypto::Key::random(chance);
  const auto key = crypto::Key::random(chance);
  DataKey row{
      .id = DataKeyId::make({}, chance), .stream = {}, .compartment = "body", .fingerprint = fingerprint_of(key)};
  const auto wrapped = wrap_key(envelope, key, row, chance);
  return alone("us", std::nullopt, [&](Duration go) {
    return 1e6 / rate(go, [&] { invariant(unwrap_key(envelope, wrapped, row).has_value(), "unwraps"); });
  });
}

}  // namespace
}  // namespace kulla::bench
