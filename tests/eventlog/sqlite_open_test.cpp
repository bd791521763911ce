// What a store refuses to open, and what it says then: each refusal names the command that helps.
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "crypto/chance.hpp"
#include "eventlog/sample.hpp"
#include "eventlog/simulated_disk.hpp"
#include "eventlog/sqlite/rows.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "eventlog/sqlite/vfs.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog::test {
namespace {

class Opening : public testing::Test {
 protected:
  SqliteOptions options(bool create = false) {
    return {.folder = folder_.path().string(),
            .create = create,
            .house = {stream_id(0).bytes},
            .clock = &clock_,
            .chance = &chance_,
            .tables = sample_tables};
  }
  void found(int batches = 200) {
    const auto store = open_sqlite_store(options(true)).value();
    for (int i = 1; i <= batches; ++i) {
      auto batch = batch_of(static_cast<std::uint64_t>(i),
                            {with_section(told(stream_id(static_cast<std::uint64_t>(i))), "body", Bytes(500, 7))});
      batch.rows = {put_thing(i, i % 7, i, i % 3)};
      ASSERT_TRUE(store->append(batch).has_value());
    }
  }
  Error refusal(SqliteOptions with) {
    const auto store = open_sqlite_store(std::move(with));
    EXPECT_FALSE(store.has_value());
    return store ? Error{} : store.error();
  }
  void run(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  std::string file() const { return (folder_.path() / "kulla.db").string(); }

  kulla::test::TemporaryFolder folder_;
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  crypto::SystemChance chance_;
};

TEST_F(Opening, a_missing_file_is_never_taken_for_an_empty_log) {
  const auto error = refusal(options());
  EXPECT_EQ(error.code, "store-missing");
  EXPECT_NE(error.where.find("`kulla init`"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file())) << "looking for it did not make it";
}

TEST_F(Opening, a_second_process_or_another_program_is_kept_out) {
  found(3);
  const auto store = open_sqlite_store(options()).value();
  EXPECT_EQ(refusal(options()).code, "store-in-use");
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, "SELECT * FROM event", nullptr, nullptr, nullptr), SQLITE_BUSY);
  sqlite3_close(database);
  EXPECT_TRUE(store->append(batch_of(900, {told(stream_id(900))})).has_value());
}

TEST_F(Opening, a_damaged_page_is_found_before_the_first_request) {
  found();
  const auto size = std::filesystem::file_size(file());
  int refused = 0;
  const auto whole = kulla::test::read_file(file());
  for (std::uintmax_t page = 1; page * 4096 < size; page += 7) {
    auto damaged = whole;
    for (std::size_t i = 0; i < 64; ++i) damaged[page * 4096 + i] = static_cast<char>(0xA5);  // a page's head
    std::ofstream(file(), std::ios::binary) << damaged;
    const auto store = open_sqlite_store(options());
    if (store) continue;  // a free page holds nothing
    ++refused;
    EXPECT_EQ(store.error().code, "store-damaged");
    EXPECT_NE(store.error().where.find("`kulla doctor`"), std::string::npos);
  }
  EXPECT_GT(refused, 3);
  std::ofstream(file(), std::ios::binary) << whole.substr(0, 100);
  EXPECT_EQ(refusal(options()).code, "store-damaged") << "cut short";
  std::ofstream(file(), std::ios::binary) << std::string(8192, 'x');
  EXPECT_EQ(refusal(options()).code, "store-damaged") << "not a database";
}

TEST_F(Opening, an_event_type_that_nobody_can_decode_stops_the_start) {
  found(2);
  auto with = options();
  with.known_types = {{"test.told", 2}, {"other", 1}};
  const auto error = refusal(with);
  EXPECT_EQ(error.code, "event-type-unknown");
  EXPECT_EQ(error.where.substr(0, 19), "test.told version 1");
  with.known_types.push_back({"test.told", 1});
  EXPECT_TRUE(open_sqlite_store(with).has_value());
}

TEST_F(Opening, a_file_of_a_later_version_or_of_another_program_is_left_alone) {
  found(2);
  run("PRAGMA user_version=2");
  EXPECT_EQ(refusal(options()).code, "store-newer");
  std::filesystem::remove(file());
  run("CREATE TABLE songs (title)");
  EXPECT_EQ(refusal(options(true)).code, "store-of-others");
}

TEST_F(Opening, another_house_is_not_taken_for_this_one) {
  found(2);
  auto with = options();
  with.house = {stream_id(5).bytes};
  EXPECT_EQ(refusal(with).code, "house-differs");
  with.house = {};
  EXPECT_TRUE(open_sqlite_store(with).has_value()) << "who does not say which, takes the one that is there";
}

TEST_F(Opening, a_changed_plan_of_a_table_is_seen_and_read_tables_can_be_made_anew) {
  found(2);
  auto changed = thing_table;
  changed.columns.push_back({.name = "more", .nullable = true});
  auto with = options();
  with.tables = {&changed, &wrap_table, &seen_table};
  EXPECT_EQ(refusal(with).code, "table-changed");
  with.remake_read_tables = true;
  const auto store = open_sqlite_store(with);
  ASSERT_TRUE(store.has_value()) << to_line(store.error());
  EXPECT_TRUE((*store)->snapshot().value()->scan({.table = &changed}).value().empty());
  EXPECT_EQ((*store)->snapshot().value()->head().size, 2);
}

TEST_F(Opening, a_network_file_system_is_refused) {
  class FarDisk final : public Disk {
   public:
    DiskStatus open(const std::string&, Mode, std::unique_ptr<DiskFile>&) override { return DiskStatus::broken; }
    bool exists(const std::string&) override { return true; }
    DiskStatus remove(const std::string&) override { return DiskStatus::broken; }
    DiskStatus sync_folder_of(const std::string&) override { return DiskStatus::broken; }
    std::unique_ptr<DiskLock> lock(const std::string&) override { return nullptr; }
    bool is_network(const std::string&) override { return true; }
  } far;
  auto with = options(true);
  with.disk = &far;
  EXPECT_EQ(refusal(with).code, "store-on-network");
  EXPECT_FALSE(system_disk().is_network("/"));
}

TEST_F(Opening, what_a_connection_may_not_do_is_denied) {
  found(2);
  Vfs vfs(system_disk());
  auto writer = sqlite::Connection::open(file(), vfs.name(), sqlite::Connection::Use::write).value();
  EXPECT_FALSE(writer.run("ATTACH '/tmp/elsewhere.db' AS elsewhere").has_value());
  EXPECT_FALSE(writer.run("SELECT load_extension('x')").has_value());
  EXPECT_FALSE(writer.run("SELECT \"a text in double quotes\"").has_value());
  EXPECT_FALSE(writer.run("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = ''").has_value());
  EXPECT_EQ(writer.number("PRAGMA synchronous").value(), 2);
  auto reader = sqlite::Connection::open(file(), vfs.name(), sqlite::Connection::Use::read).value();
  EXPECT_FALSE(reader.run("DELETE FROM event").has_value());
  EXPECT_EQ(reader.number("SELECT count(*) FROM event").value(), 2);
}

// A query that reads a whole table is as good as a wrong one once there are a million cases.
TEST_F(Opening, every_kind_of_scan_goes_by_its_index_and_sorts_nothing) {
  found(2);
  Vfs vfs(system_disk());
  auto reader = sqlite::Connection::open(file(), vfs.name(), sqlite::Connection::Use::read).value();
  const auto plan_of = [&](const Scan& scan) {
    auto explain = reader.prepare("EXPLAIN QUERY PLAN " + sqlite::sql_of(scan, scan_plan(scan).value())).value();
    std::string text;
    while (explain.step().value()) text += std::string(explain.text(3)) + "; ";
    return text;
  };
  for (const auto& index : thing_table.indexes) {
    // SQLite sorts where an index holds its own condition's column; no plan but this test's does so.
    if (index.name == "thing_one_a_state") continue;
    for (const bool descending : {false, true})
      for (std::size_t equal = 0; equal <= index.columns.size(); ++equal)
        for (const bool ranged : {false, true}) {
          Scan scan{.table = &thing_table, .index = index.name, .descending = descending};
          if (equal + (ranged ? 1 : 0) > index.columns.size() || index.columns[0] == "label") continue;
          scan.equal.assign(equal, std::int64_t{1});
          if (ranged) scan.from = 1, scan.before = 9;
          const auto plan = plan_of(scan);
          EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << index.name << ": " << plan;
          EXPECT_NE(plan.find("INDEX " + std::string(index.name)), std::string::npos) << plan;
          if (equal > 0 || ranged) {
            EXPECT_NE(plan.find("SEARCH"), std::string::npos) << plan;
          }
        }
  }
  EXPECT_EQ(plan_of({.table = &wrap_table, .equal = {Bytes{1}}}), "SEARCH wrap USING PRIMARY KEY (envelope=?); ");
}

}  // namespace
}  // namespace kulla::eventlog::test
