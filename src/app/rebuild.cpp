#include "app/rebuild.hpp"

#include <algorithm>

#include "access/trail.hpp"
#include "app/open_house.hpp"
#include "app/procedures.hpp"
#include "casefile/casebook.hpp"
#include "casefile/projection.hpp"
#include "directory/projection.hpp"
#include "directory/tables.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/statements.hpp"

namespace kulla::app {
namespace {

using eventlog::Snapshot;
using eventlog::TableWrite;
using eventlog::TableWriter;

class Counting final : public TableWriter {
 public:
  explicit Counting(TableWriter& to) : to_(to) {}
  Result<void> write(const TableWrite& write) override {
    ++rows;
    return to_.write(write);
  }
  std::int64_t rows = 0;

 private:
  TableWriter& to_;
};

class Keeping final : public TableWriter {
 public:
  Result<void> write(const TableWrite& write) override {
    kept.push_back(write);
    return {};
  }
  std::vector<TableWrite> kept;
};

/// The log as it is, with the directory's tables as they will be: which offices a case's parties are is asked of those
/// tables, and what the store holds of them now may be damaged, or empty.
class WithNewOffices final : public Snapshot {
 public:
  WithNewOffices(const Snapshot& log, const Snapshot& offices) : log_(log), offices_(offices) {}
  eventlog::Head head() const override { return log_.head(); }
  Bytes peaks() const override { return log_.peaks(); }
  Result<std::vector<eventlog::Event>> stream(StreamId stream, eventlog::Version after) const override {
    return log_.stream(stream, after);
  }
  Result<eventlog::Version> version(StreamId stream) const override { return log_.version(stream); }
  Result<std::vector<StreamId>> streams(eventlog::StreamKind kind) const override { return log_.streams(kind); }
  Result<std::optional<eventlog::Event>> at(eventlog::Position position) const override { return log_.at(position); }
  Result<void> log(eventlog::Position from, const std::function<bool(const eventlog::Event&)>& visit) const override {
    return log_.log(from, visit);
  }
  Result<std::optional<eventlog::Row>> get(const eventlog::Table& table, const eventlog::Row& key) const override {
    return of(&table).get(table, key);
  }
  Result<std::vector<eventlog::Row>> scan(const eventlog::Scan& scan) const override {
    return of(scan.table).scan(scan);
  }
  Result<std::optional<eventlog::Committed>> batch(const eventlog::BatchId& id) const override {
    return log_.batch(id);
  }

 private:
  const Snapshot& of(const eventlog::Table* table) const {
    return std::ranges::find(directory::tables(), table) != directory::tables().end() ? offices_ : log_;
  }
  const Snapshot& log_;
  const Snapshot& offices_;
};

/// Rows of the rooms whose tables follow from single events, and the directory's fold, in one pass over the log.
Result<void> fold_log(const Snapshot& snapshot, directory::Rebuild& directory, TableWriter& writer) {
  Result<void> outcome;
  const auto add = [&](const eventlog::Event& event) -> Result<void> {
    TRY_VOID(directory.add(event));
    for (const auto& write : TRY(keys::project_statements({&event, 1}))) TRY_VOID(writer.write(write));
    for (const auto& write : TRY(access::project_looks({&event, 1}))) TRY_VOID(writer.write(write));
    return {};
  };
  TRY_VOID(snapshot.log(1, [&](const eventlog::Event& event) {
    outcome = add(event);
    return outcome.has_value();
  }));
  return outcome;
}

}  // namespace

Result<Rebuilt> rebuild_read_tables(const Config& config) {
  const auto dictionary = TRY(open_dictionary());
  const auto places = TRY(places_of(dictionary));
  const auto procedure = TRY(open_procedure(config, dictionary, places));
  const SystemClock clock;
  crypto::SystemChance chance;
  const auto store = TRY(eventlog::open_sqlite_store({.folder = config.data.dir,
                                                      .clock = &clock,
                                                      .chance = &chance,
                                                      .tables = all_tables(),
                                                      .check_pages = false,  // read tables may be what is damaged
                                                      .remake_read_tables = true}));
  casefile::Casebook book([&](eventlog::Code key, std::uint16_t version) {
    const bool same = key.text() == procedure->key && version == procedure->version;
    return same ? procedure : nullptr;
  });
  casefile::Offices offices(places);
  Rebuilt rebuilt;
  TRY_VOID(store->rebuild([&](const Snapshot& before, TableWriter& writer) -> Result<void> {
    Counting counting(writer);
    directory::Rebuild directory;
    TRY_VOID(fold_log(before, directory, counting));
    Keeping kept;
    TRY_VOID(directory.finish(kept));
    for (const auto& write : kept.kept) TRY_VOID(counting.write(write));

    const auto in_memory =
        eventlog::open_memory_store({.house = before.head().house,
                                     .clock = &clock,
                                     .chance = &chance,
                                     .tables = {directory::tables().begin(), directory::tables().end()}});
    TRY_VOID(in_memory->rebuild([&](const Snapshot&, TableWriter& into) -> Result<void> {
      for (const auto& write : kept.kept) TRY_VOID(into.write(write));
      return {};
    }));
    const auto new_offices = TRY(in_memory->snapshot());
    TRY_VOID(casefile::rebuild(WithNewOffices(before, *new_offices), counting, book, offices));
    rebuilt = {.events = before.head().size, .rows = counting.rows};
    return {};
  }));
  return rebuilt;
}

}  // namespace kulla::app
