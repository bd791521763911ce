#include "app/demo/demo.hpp"

#include <fstream>

#include "app/demo/casework.hpp"
#include "app/demo/duty_days.hpp"
#include "app/demo/workshop.hpp"
#include "app/founding.hpp"

namespace kulla::app {
namespace {

namespace fs = std::filesystem;
using directory::word_of;

/// So many days of the house's life lie behind it when it is finished, and its rosters reach so far ahead.
constexpr std::int64_t days_behind = 8;
constexpr Duration rosters_reach = days(61);

constexpr std::string_view config_text =
    R"(# The demo house. Passwords are stretched as little as is ever allowed: they are printed anyway.
[house]
name = "Kulla"
language = "en"
duty-line = "038 000 111"
emergency = "192"
special-prosecution = "038 000 999"
procedure = "kosovo"

[passwords]
memory-kib = 19456
passes = 2
)";

Result<void> check_empty(const fs::path& folder) {
  std::error_code problem;
  const auto status = fs::status(folder, problem);
  if (!fs::exists(status)) return {};
  if (fs::exists(folder / "keys", problem)) return fail(ErrorKind::refused, "house-exists", folder.string());
  if (!fs::is_directory(status) || !fs::is_empty(folder, problem) || problem)
    return fail(ErrorKind::refused, "folder-not-empty", folder.string());
  return {};
}

/// For nobody's eyes but its owner's, as any house's.
Result<void> make_folder(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!problem) fs::permissions(folder, fs::perms::owner_all, problem);
  if (problem) return fail(ErrorKind::unavailable, "folder-unwritable", folder.string());
  return {};
}

Result<void> write_config(const fs::path& folder) {
  const auto path = folder / house_config_file;
  std::ofstream file(path, std::ios::trunc);
  file << config_text;
  if (!file.flush()) return fail(ErrorKind::full, "disk-full", path.string());
  return {};
}

Result<void> make(const Config& config, Instant now, const DemoProgress& progress) {
  const auto days = TRY(demo::DutyDays::load());
  const auto begins = days.begins(days.of(now) - days_behind) + hours(1);
  const fs::path folder = config.data.dir;
  TRY_VOID(make_folder(folder));
  const auto shop = TRY(demo::Workshop::found(folder, begins));
  const auto all = demo::workers_in_all();
  TRY_VOID(demo::open_offices(*shop, now + rosters_reach, [&](const demo::Office& office, std::size_t made) {
    if (progress) progress(office.name, made, all);
  }));
  TRY_VOID(demo::live_through_cases(*shop, config, now));
  TRY_VOID(shop->finish(now));
  return write_config(folder);
}

}  // namespace

Result<std::vector<DemoAccount>> demo_accounts(Instant at) {
  const auto days = TRY(demo::DutyDays::load());
  const auto day = days.of(at);
  std::vector<DemoAccount> all;
  for (const auto& office : demo::offices())
    for (std::size_t i = 0; i < office.workers.size(); ++i) {
      const auto& worker = office.workers[i];
      DemoAccount account{.sign_in_name = std::string(worker.sign_in_name),
                          .name = std::string(worker.name),
                          .password = demo::password_of(worker.sign_in_name),
                          .role = std::string(word_of(worker.role)),
                          .group = office.name,
                          .agency = std::string(word_of(office.place.agency)),
                          .unit = std::string(office.place.unit.text()),
                          .region = std::string(office.place.region.text()),
                          .duty = {}};
      for (const auto& turns : office.turns)
        if (demo::DutyDays::worker(turns, day) == i) account.duty = word_of(turns.duty);
      all.push_back(std::move(account));
    }
  return all;
}

Result<void> make_demo(const Config& config, Instant now, const DemoProgress& progress) {
  const fs::path folder = config.data.dir;
  TRY_VOID(check_empty(folder));
  auto made = make(config, now, progress);
  if (made) return {};
  // It was empty before, so all of it is a house half made.
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
  return made;
}

}  // namespace kulla::app
