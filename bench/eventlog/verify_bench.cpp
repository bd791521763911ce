// The whole log held against its hashes, against a loop that reads the same rows and hashes each column once.
#include <fmt/format.h>

#include "crypto/hash.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/house.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

constexpr std::uint64_t events = 60'000;

void fill(House& house) {
  std::vector<StreamId> streams;
  for (int i = 0; i < 3'000; ++i) streams.push_back(StreamId::make(house.now(), house.chance()));
  std::vector<Version> versions(streams.size(), 0);
  constexpr std::size_t batch_events = 100;
  for (std::uint64_t i = 0; i < events; i += batch_events) {
    auto batch = acknowledgement(streams[i / batch_events % streams.size()], 0, house.now(), house.chance(), 0);
    batch.events.clear();
    batch.expect.clear();
    batch.rows.clear();
    for (std::uint64_t j = i; j < i + batch_events; ++j) {
      const auto which = j % streams.size();
      auto one = acknowledgement(streams[which], versions[which]++, house.now(), house.chance(), 553);
      batch.events.push_back(std::move(one.events.front()));
      batch.expect.push_back(one.expect.front());
      batch.rows.push_back(std::move(one.rows.front()));
    }
    invariant(house.store().append(std::move(batch)).has_value(), "the log is filled");
  }
}

void hash_rows(Bare& bare, const std::string& sql, crypto::Hasher& hasher, std::int64_t& rows) {
  auto* statement = bare.prepare(sql);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* from = static_cast<const Byte*>(sqlite3_column_blob(statement, i));
      hasher.add(ByteView{from, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))});
      hasher.finish();
    }
    ++rows;
  }
}

KULLA_FIGURE(verify, "log-verify") {
  const Folder folder;
  House house(folder.path());
  fill(house);
  crypto::SystemChance chance;
  const auto secret = crypto::SignSecret::generate(chance);
  const auto key = NoteVerifier::of("kulla.example/bench", secret.public_key()).value();
  auto measured = interleaved(
      "events/s", at_least(0.5),
      [&](Duration go) {
        return static_cast<double>(events) * rate(go, [&] {
                 const auto verdict = verify_log(*house.store().snapshot().value(), key).value();
                 invariant(verdict.size == events, "every event is looked at");
               });
      },
      [&](Duration go) {
        // A copy of the file: nobody opens it beside the store.
        const auto copy = folder.path() + "/copy.db";
        if (!std::filesystem::exists(copy)) {
          house.close();
          std::filesystem::copy_file(folder.path() + "/kulla.db", copy);
          house.reopen();
        }
        Bare bare(copy);
        return static_cast<double>(events) * rate(go, [&] {
                 crypto::Hasher hasher;
                 std::int64_t rows = 0;
                 hash_rows(bare, "SELECT * FROM event ORDER BY position", hasher, rows);
                 hash_rows(bare, "SELECT * FROM event_section ORDER BY position, section", hasher, rows);
                 invariant(rows == 2 * static_cast<std::int64_t>(events), "the same rows");
               });
      });
  measured.note = fmt::format("{} events with a section of 553 bytes each", events);
  return measured;
}

}  // namespace
}  // namespace kulla::bench
