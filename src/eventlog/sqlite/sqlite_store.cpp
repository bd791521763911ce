#include "eventlog/sqlite/sqlite_store.hpp"

#include "eventlog/sqlite/group_commit.hpp"
#include "eventlog/sqlite/schema.hpp"
#include "eventlog/sqlite/snapshot.hpp"

namespace kulla::eventlog {
namespace {

using sqlite::Connection;
using sqlite::GroupCommit;
using sqlite::LogWriter;
using sqlite::ReaderPool;

// In the order in which they go: first the writer's thread, then readers, then the VFS, the locks last.
struct Held {
  std::unique_ptr<DiskLock> folder_lock;
  std::unique_ptr<DiskLock> file_lock;
  std::unique_ptr<Vfs> vfs;
};

class SqliteStore final : public Store {
 public:
  SqliteStore(Held held, std::string path, LogWriter writer, const SqliteOptions& options)
      : held_(std::move(held)),
        chance_(*options.chance),
        readers_(std::move(path), held_.vfs->name()),
        commits_(std::move(writer), *held_.vfs, options.commits_per_checkpoint) {}

  Result<Committed> append(Batch batch) override { return commits_.append(TRY(prepare(std::move(batch), chance_))); }
  Result<std::unique_ptr<Snapshot>> snapshot() const override { return readers_.snapshot(); }
  void on_commit(std::function<void(std::span<const Event>)> wake) override { commits_.on_commit(std::move(wake)); }
  Result<void> rebuild(const std::function<Result<void>(const Snapshot&, TableWriter&)>& fill) override {
    return commits_.between_groups([&](LogWriter& writer) -> Result<void> {
      const auto before = TRY(readers_.snapshot());
      return writer.rebuild(*before, fill);
    });
  }
  Result<void> write_rows(std::vector<TableWrite> rows) override { return commits_.write_rows(std::move(rows)); }

 private:
  Held held_;
  Chance& chance_;
  mutable ReaderPool readers_;
  GroupCommit commits_;
};

tl::unexpected<Error> no(std::string_view code, std::string where) { return fail(ErrorKind::broken, code, where); }

Result<Held> take_locks(const SqliteOptions& options, Disk& disk, const std::string& path) {
  if (disk.is_network(options.folder))
    return no("store-on-network", options.folder + " lies on a network file system: take a disk of this machine");
  Held held;
  held.folder_lock = disk.lock(options.folder + "/kulla.lock");
  if (!held.folder_lock)
    return no("store-in-use", options.folder + ": another kulla has it open; ask that one, or stop it");
  if (!options.create && !disk.exists(path))
    return no("store-missing", path + " is not there: restore the last backup, or found a house by `kulla init`");
  held.file_lock = disk.lock(path);
  if (!held.file_lock) return no("store-in-use", path + ": another program has the file open");
  held.vfs = std::make_unique<Vfs>(disk);
  return held;
}

Result<Connection> open_writer(const SqliteOptions& options, const Held& held, const std::string& path) {
  auto connection = TRY(Connection::open(path, held.vfs->name(), Connection::Use::write));
  if (options.check_pages) TRY_VOID(sqlite::check_pages(connection));
  TRY_VOID(sqlite::make_schema(connection, options.house, options.tables, options.remake_read_tables));
  if (!options.known_types.empty()) TRY_VOID(sqlite::check_types(connection, options.known_types));
  return connection;
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(SqliteOptions options) {
  Disk& disk = options.disk != nullptr ? *options.disk : system_disk();
  const auto path = options.folder + "/kulla.db";
  auto held = TRY(take_locks(options, disk, path));
  auto connection = TRY(open_writer(options, held, path));
  auto writer = TRY(LogWriter::on(std::move(connection), *options.clock, options.tables));
  const auto house = writer.end().house;
  if (house.is_nil()) return no("store-damaged", path + ": log_head names no house; see `kulla doctor`");
  if (!options.house.is_nil() && options.house != house)
    return no("house-differs", path + " belongs to house " + house.text());
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(held), path, std::move(writer), options));
}

}  // namespace kulla::eventlog
