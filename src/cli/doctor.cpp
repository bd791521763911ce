// Everything that is not as it should be, each with the command that mends it.
#include "directory/doctor.hpp"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include "app/procedures.hpp"
#include "cli/at_house.hpp"
#include "crypto/arena.hpp"
#include "directory/people.hpp"
#include "keys/doctor.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;

/// Up to 3.51.2 a WAL that is reset while another connection commits can be corrupted; our writer checkpoints between
/// its own transactions alone, so this is a warning (docs/log.md).
constexpr int sqlite_mended_in = 3'051'003;

/// `fault`: somebody may be harmed, or nothing can be read. `warning`: look at it this week.
void add(json::array& rows, bool fault, std::string_view code, std::string where, std::string mend) {
  rows.push_back(json::object{
      {"level", fault ? "fault" : "warning"}, {"code", code}, {"where", std::move(where)}, {"mend", std::move(mend)}});
}

std::string place_text(const directory::Place& place) {
  std::string text(directory::word_of(place.agency));
  if (!place.unit.empty()) text += fmt::format("/{}", place.unit.text());
  return text + "/" + std::string(place.region.text());
}

std::string mend_of(const directory::DirectoryFinding& finding, const std::string& place) {
  if (finding.code == "group-without-key") return fmt::format("kulla group key {}", place);
  if (finding.code == "group-of-one") return fmt::format("kulla user invite --group {}", place);
  if (finding.code == "group-without-staff-key") return "kulla group share";
  if (finding.code == "nobody-on-duty") return fmt::format("kulla roster set {}", place);
  if (finding.code == "invitation-overdue")
    return fmt::format("kulla user invite-again {}", AccountId{finding.id}.text());
  if (finding.code == "waits-for-admission") return fmt::format("kulla user admit {}", AccountId{finding.id}.text());
  return fmt::format("kulla group open {}", place);
}

Result<void> examine_people(const AtHouse& at, const eventlog::Snapshot& snapshot, json::array& rows) {
  const auto found = TRY(directory::examine(snapshot, at.house.key_room(), at.house.house_clock().now()));
  for (const auto& finding : found) {
    const auto place = finding.place ? place_text(*finding.place) : std::string();
    auto where = place.empty() ? AccountId{finding.id}.text() : place;
    if (finding.duty) where += fmt::format(" {}", directory::word_of(*finding.duty));
    if (finding.from) where += fmt::format(" from {}", to_rfc3339(*finding.from));
    add(rows, finding.code == "nobody-on-duty", finding.code, std::move(where), mend_of(finding, place));
  }
  for (const auto& finding : TRY(keys::examine(at.house.key_room(), snapshot)))
    add(rows, finding.code != "group-key-of-one", finding.code, AccountId{finding.id}.text(),
        finding.code == "group-key-of-one" ? "kulla user invite" : "kulla log verify");
  return {};
}

}  // namespace

Result<json::object> examine(const AtHouse& at, const json::object& asked) {
  static_cast<void>(asked);
  json::array rows;
  const auto& folder = at.house.config().data.dir;
  struct stat status{};
  if (::stat(folder.c_str(), &status) == 0 && (status.st_mode & 077U) != 0)
    add(rows, true, "folder-readable", folder, fmt::format("chmod 700 {}", folder));
  if (sqlite3_libversion_number() < sqlite_mended_in)
    add(rows, false, "sqlite-older-than-3.51.3", sqlite3_libversion(), "apt-get upgrade, when Debian has it");
  if (!crypto::arena_locked())
    add(rows, true, "memory-not-locked", "RLIMIT_MEMLOCK", "LimitMEMLOCK=64M in the service, or ulimit -l");
  if (const auto procedure = app::open_procedure(at.house.config(), at.house.dictionary(), at.house.places());
      !procedure)
    add(rows, true, procedure.error().code, procedure.error().where, "kulla procedure check FILE");
  const auto snapshot = TRY(at.house.store().snapshot());
  TRY_VOID(examine_people(at, *snapshot, rows));
  return json::object{{"rows", std::move(rows)}, {"events", snapshot->head().size}};
}

}  // namespace kulla::cli
