#include "app/founding.hpp"

#include <fstream>

#include "app/open_house.hpp"
#include "crypto/chance.hpp"

namespace kulla::app {
namespace {

namespace fs = std::filesystem;

Result<void> free_place(const fs::path& place) {
  std::error_code problem;
  if (!fs::exists(place, problem)) return {};
  if (fs::exists(place / "keys", problem)) return fail(ErrorKind::refused, "house-exists", place.string());
  if (!fs::is_directory(place, problem) || !fs::is_empty(place, problem))
    return fail(ErrorKind::refused, "folder-not-empty", place.string());
  return {};
}

// The names are sealed in the first officer's own session: until she has one, nobody holds the key they lie under.
Result<void> describe(OpenHouse& house, const directory::HouseFounded& founded, const directory::Founding& founding) {
  const auto& first = founding.officers.front();
  const auto folded = directory::fold_sign_in_name(first.sign_in_name);
  if (!folded) return refuse("sign-in-name-malformed", "/officers/0/sign_in_name");
  const auto signed_in = TRY(house.sessions().sign_in({.account = founded.officers.front(),
                                                       .name = house.house_keys().name_hash(folded->view()),
                                                       .source = "founding",
                                                       .password = first.password}));
  const auto snapshot = TRY(house.store().snapshot());
  directory::Ask ask{.id = {}, .body_hash = {}, .acting_group = founded.administrators, .ground = "founding"};
  house.house().chance.fill(ask.id);
  const directory::Desk desk{.snapshot = *snapshot,
                             .room = house.key_room(),
                             .by = signed_in.session->keys(),
                             .now = house.house_clock().now()};
  TRY(house.store().append(TRY(directory::describe_founders(desk, ask, founded, founding))));
  return house.sessions().sign_out(signed_in.token.view());
}

Result<void> found_in(const Config& config, const fs::path& root_key_file, const directory::Founding& founding) {
  crypto::SystemChance chance;
  const SystemClock clock;
  auto founded = TRY(directory::found(config.data.dir, root_key_file, founding, clock.now(), chance));
  const auto house = TRY(OpenHouse::open(config, {.create = true}));
  TRY(house->store().append(std::move(founded.batch)));
  TRY_VOID(describe(*house, founded, founding));
  return house->checkpoint();
}

Result<void> write_config(const fs::path& file, std::string_view text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) return fail(ErrorKind::full, "disk-full", file.string());
  return {};
}

}  // namespace

Result<void> found_house(const Config& config, std::string_view config_text, const fs::path& root_key_file,
                         const directory::Founding& founding) {
  std::error_code problem;
  const auto place = fs::absolute(config.data.dir, problem).lexically_normal();
  TRY_VOID(free_place(place));
  // The root key would lie inside the house once that has been moved there.
  const auto root_key = fs::absolute(root_key_file, problem).lexically_normal();
  if (std::mismatch(place.begin(), place.end(), root_key.begin(), root_key.end()).first == place.end())
    return fail(ErrorKind::refused, "root-key-file-inside", root_key.string());
  if (fs::exists(root_key, problem)) return fail(ErrorKind::refused, "root-key-file-exists", root_key.string());

  auto making = config;
  making.data.dir = place.string() + ".making";
  fs::remove_all(making.data.dir, problem);
  const auto made = [&]() -> Result<void> {
    fs::create_directories(making.data.dir, problem);
    if (problem) return fail(ErrorKind::unavailable, "folder-unwritable", making.data.dir);
    fs::permissions(making.data.dir, fs::perms::owner_all, problem);
    TRY_VOID(found_in(making, root_key, founding));
    TRY_VOID(write_config(fs::path(making.data.dir) / house_config_file, config_text));
    if (fs::exists(place, problem)) fs::remove(place, problem);
    fs::rename(making.data.dir, place, problem);
    if (problem) return fail(ErrorKind::unavailable, "folder-unwritable", place.string());
    return {};
  }();
  if (made) return {};
  fs::remove_all(making.data.dir, problem);
  fs::remove(root_key, problem);  // it signs for a house that is not there
  return made;
}

}  // namespace kulla::app
