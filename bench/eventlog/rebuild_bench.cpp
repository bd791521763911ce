// Read tables made anew from the log, against a bare scan of the log, a JSON parse of each open part and an insert of
// the same rows.
#include <boost/json.hpp>

#include "base/json.hpp"
#include "eventlog/house.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

constexpr std::uint64_t events = 60'000;

Row duty_row(const StreamId& stream, Version version, Instant at) {
  const std::int64_t due = at.micros + 3'600'000'000;
  return {stream.to_bytes(), "inform-prosecutor-" + std::to_string(version),
          std::int64_t{3},   std::monostate{},
          std::int64_t{1},   due,
          due - 1,           at.micros};
}

void fill(House& house) {
  for (std::uint64_t i = 0; i < events; i += 200) {
    const auto stream = StreamId::make(house.now(), house.chance());
    auto batch = acknowledgement(stream, 0, house.now(), house.chance(), 0);
    const auto event = batch.events.front();
    batch.events.assign(200, event);
    batch.rows.clear();
    invariant(house.store().append(std::move(batch)).has_value(), "the log is filled");
  }
}

KULLA_FIGURE(rebuild, "rebuild-read-tables") {
  const Folder folder;
  House house(folder.path());
  fill(house);
  house.close();
  const auto copy = folder.path() + "/copy.db";
  std::filesystem::copy_file(folder.path() + "/kulla.db", copy);
  house.reopen();
  auto measured = interleaved(
      "events/s", at_least(0.5),
      [&](Duration go) {
        return static_cast<double>(events) * rate(go, [&] {
                 const auto done = house.store().rebuild([](const Snapshot& log, TableWriter& to) -> Result<void> {
                   Result<void> result;
                   TRY_VOID(log.log(1, [&](const Event& event) {
                     const auto open = decode_open<Acknowledged>(event.type, event.open);
                     if (!open) {
                       result = tl::unexpected(open.error());
                       return false;
                     }
                     result = to.write({TableWrite::Kind::insert, &duty_table,
                                        duty_row(event.stream, event.version, event.occurred_at)});
                     return result.has_value();
                   }));
                   return result;
                 });
                 invariant(done.has_value(), "the rebuild is done");
               });
      },
      [&](Duration go) {
        Bare reader(copy);
        Bare writer(copy);
        return static_cast<double>(events) * rate(go, [&] {
                 writer.run("BEGIN IMMEDIATE; DELETE FROM duty");
                 auto* read = reader.prepare(
                     "SELECT e.*, s.id FROM event e CROSS JOIN stream s ON s.number = e.stream ORDER BY e.position");
                 auto* insert = writer.prepare("INSERT INTO duty VALUES (?,?,3,NULL,1,?,?,?)");
                 while (sqlite3_step(read) == SQLITE_ROW) {
                   const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(read, 16));
                   invariant(boost::json::parse(text).is_object(), "the open part is JSON");
                   const auto step = "inform-prosecutor-" + std::to_string(sqlite3_column_int64(read, 3));
                   const auto at = sqlite3_column_int64(read, 9);
                   sqlite3_bind_blob(insert, 1, sqlite3_column_blob(read, 19), 16, SQLITE_STATIC);
                   sqlite3_bind_text(insert, 2, step.data(), static_cast<int>(step.size()), SQLITE_STATIC);
                   sqlite3_bind_int64(insert, 3, at + 3'600'000'000);
                   sqlite3_bind_int64(insert, 4, at + 3'599'999'999);
                   sqlite3_bind_int64(insert, 5, at);
                   invariant(sqlite3_step(insert) == SQLITE_DONE, "a bare row is inserted");
                   sqlite3_reset(insert);
                 }
                 writer.run("COMMIT");
                 sqlite3_reset(read);
                 writer.checkpoint();
               });
      });
  measured.note = "60,000 events, one row each";
  return measured;
}

}  // namespace
}  // namespace kulla::bench
