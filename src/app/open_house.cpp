#include "app/open_house.hpp"

#include <fstream>

#include "app/embedded.hpp"
#include "app/event_types.hpp"
#include "casefile/tables.hpp"
#include "directory/tables.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/tables.hpp"

namespace kulla::app {
namespace {

constexpr const char* clock_file = "demo-clock";  // microseconds that the demo's clock is ahead

std::filesystem::path clock_path(const Config& config) { return std::filesystem::path(config.data.dir) / clock_file; }

}  // namespace

Duration demo_clock_shift(const Config& config) {
  std::ifstream file(clock_path(config));
  std::int64_t micros = 0;
  return file >> micros && micros > 0 ? microseconds(micros) : Duration{};
}

std::vector<const eventlog::Table*> all_tables() {
  std::vector<const eventlog::Table*> all{&access::access_of_table, &eventlog::checkpoint_table};
  for (const auto& room : {keys::tables(), directory::tables(), casefile::tables()})
    all.insert(all.end(), room.begin(), room.end());
  return all;
}

Result<Words> open_words() {
  std::vector<std::pair<std::string, std::string_view>> catalogues;
  for (const auto& [path, content] : embedded_under("messages/")) {
    auto name = path.substr(std::string_view("messages/").size());
    if (!name.ends_with(".json") || name.find('/') != std::string_view::npos) continue;
    name.remove_suffix(std::string_view(".json").size());
    catalogues.emplace_back(std::string(name), content);
  }
  return Words::open(catalogues);
}

Result<dictionary::Dictionary> open_dictionary() {
  std::vector<dictionary::File> files;
  constexpr std::string_view folder = "dictionary/";
  for (const auto& [path, content] : embedded_under(folder))
    files.push_back({std::string(path.substr(folder.size())), std::string(content)});
  return dictionary::Dictionary::read(files);
}

Result<directory::Places> places_of(const dictionary::Dictionary& dictionary) {
  std::vector<directory::Places::Region> regions;
  for (const auto& region : dictionary.regions()) regions.push_back({region.code, region.neighbours});
  const auto* units = dictionary.list("unit");
  if (units == nullptr) return fail(ErrorKind::broken, "dictionary-without-units", "dictionary/lists.toml");
  return directory::Places::of_house_data(regions, units->codes);
}

OpenHouse::OpenHouse(Config config, keys::HouseKeys keys, dictionary::Dictionary dictionary, directory::Places places,
                     Words words)
    : config_(std::move(config)),
      keys_(std::move(keys)),
      dictionary_(std::move(dictionary)),
      places_(std::move(places)),
      words_(std::move(words)) {}

Result<std::unique_ptr<OpenHouse>> OpenHouse::open(const Config& config, Options options) {
  auto keys = TRY(keys::HouseKeys::open(config.data.dir));
  auto dictionary = TRY(open_dictionary());
  auto places = TRY(places_of(dictionary));
  std::unique_ptr<OpenHouse> house(
      new OpenHouse(config, std::move(keys), std::move(dictionary), std::move(places), TRY(open_words())));
  if (house->keys_.is_demo()) house->house_clock_.advance(demo_clock_shift(config));
  house->store_ = TRY(eventlog::open_sqlite_store({.folder = config.data.dir,
                                                   .create = options.create,
                                                   .house = house->keys_.id(),
                                                   .clock = &house->house_clock_,
                                                   .chance = &house->chance_,
                                                   .tables = all_tables(),
                                                   .known_types = event_types().known(),
                                                   .check_pages = options.check_pages,
                                                   .remake_read_tables = options.remake_read_tables}));
  house->key_room_ = std::make_unique<keys::KeyRoom>(house->keys_, house->chance_);
  const keys::SessionSettings settings{.cost = {.memory_kib = static_cast<std::uint32_t>(config.passwords.memory_kib),
                                                .passes = static_cast<std::uint32_t>(config.passwords.passes)}};
  house->sessions_ = std::make_unique<keys::Sessions>(*house->store_, *house->key_room_, house->real_clock_,
                                                      house->house_clock_, settings);
  house->trail_ =
      std::make_unique<access::Trail>(*house->store_, house->real_clock_, house->house_clock_, house->chance_);
  house->house_ = std::make_unique<change::House>(change::House{.store = *house->store_,
                                                                .clock = house->house_clock_,
                                                                .chance = house->chance_,
                                                                .keys = *house->key_room_,
                                                                .trail = *house->trail_,
                                                                .places = house->places_});
  return house;
}

Result<void> OpenHouse::advance(Duration by) {
  if (!keys_.is_demo()) return refuse("not-a-demo-house");
  if (by < Duration{}) return refuse("clock-goes-forward-only");
  const auto shift = house_clock_.shift() + by;
  const auto path = clock_path(config_);
  const auto fresh = path.string() + ".new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    file << shift.micros << '\n';
    if (!file.flush()) return fail(ErrorKind::full, "disk-full", path.string());
  }
  std::error_code problem;
  std::filesystem::rename(fresh, path, problem);
  if (problem) return fail(ErrorKind::unavailable, "demo-clock-unwritable", path.string());
  house_clock_.advance(by);
  return {};
}

Result<eventlog::NoteVerifier> OpenHouse::log_verifier() const {
  return eventlog::NoteVerifier::of("kulla.house/" + keys_.id().text(), keys_.log_key().public_key());
}

Result<void> OpenHouse::checkpoint() {
  TRY(eventlog::make_checkpoint(*store_, TRY(log_verifier()), keys_.log_key()));
  return {};
}

}  // namespace kulla::app
