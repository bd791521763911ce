// What the benches of this room write: a case's acknowledgement, as it is in a house, and a bare SQLite beside it.
#pragma once

#include <filesystem>
#include <string>

#include <sqlite3.h>

#include "base/invariant.hpp"
#include "crypto/chance.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/open_json.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"

namespace kulla::bench {

using namespace kulla::eventlog;  // NOLINT: these files are about nothing else

// Rows of an obligation, with the indexes that decisions.md 3.11 gives it.
inline const Table duty_table{
    .name = "duty",
    .columns = {{.name = "stream", .type = ColumnType::blob},
                {.name = "step", .type = ColumnType::text},
                {.name = "party"},
                {.name = "holder", .type = ColumnType::blob, .nullable = true},
                {.name = "state"},
                {.name = "due_at", .nullable = true},
                {.name = "next_at", .nullable = true},
                {.name = "met_at", .nullable = true}},
    .key_columns = 2,
    .indexes = {{.name = "duty_party",
                 .columns = {"party", "due_at"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {1, 2}}},
                {.name = "duty_holder",
                 .columns = {"holder", "due_at"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {1, 2}}},
                {.name = "duty_next",
                 .columns = {"next_at"},
                 .where = Where{.kind = Where::Kind::is_not_null, .column = "next_at"}}}};

struct Acknowledged {
  NoticeId notice;
  Code party;
  static constexpr auto fields =
      std::tuple{field("notice", &Acknowledged::notice), field("party", &Acknowledged::party)};
};

class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::current_path() / "kulla-bench-XXXXXX").string();
    invariant(mkdtemp(pattern.data()) != nullptr, "a folder beside the build, on a real disk");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_; }

 private:
  std::string path_;
};

class House {
 public:
  explicit House(std::string folder) : folder_(std::move(folder)) { open(true); }
  void reopen() {
    store_.reset();
    open(false);
  }
  void close() { store_.reset(); }
  Store& store() { return *store_; }
  const std::string& folder() const { return folder_; }
  crypto::SystemChance& chance() { return chance_; }
  Instant now() const { return clock_.now(); }

 private:
  void open(bool create) {
    auto opened = open_sqlite_store({.folder = folder_,
                                     .create = create,
                                     .house = HouseId::make(clock_.now(), chance_),
                                     .clock = &clock_,
                                     .chance = &chance_,
                                     .tables = {&duty_table, &checkpoint_table},
                                     .check_pages = false});
    if (!create && !opened) {
      opened = open_sqlite_store(
          {.folder = folder_, .clock = &clock_, .chance = &chance_, .tables = {&duty_table, &checkpoint_table}});
    }
    invariant(opened.has_value(), "the house opens");
    store_ = std::move(*opened);
  }
  std::string folder_;
  SystemClock clock_;
  crypto::SystemChance chance_;
  std::unique_ptr<Store> store_;
};

/// One event of a case, one section of `section_bytes` where there are any, and its row.
inline Batch acknowledgement(StreamId stream, Version version, Instant now, Chance& chance, std::size_t section_bytes) {
  Batch batch;
  chance.fill(batch.id);
  batch.actor = Actor::person({stream.bytes});
  batch.acting_group = {stream.bytes};
  batch.ground = "party-of-step";
  batch.answer_kind = "acknowledged";
  batch.expect = {{stream, version}};
  NewEvent event;
  event.stream = stream;
  event.type = {"notice.acknowledged", 1};
  event.occurred_at = now;
  event.open = encode_open(Acknowledged{.notice = {stream.bytes}, .party = "prosecutor"});
  if (section_bytes > 0) {
    Section section;
    section.name = "body";
    section.data_key = {stream.bytes};
    section.cipher.resize(section_bytes);
    chance.fill(section.cipher);
    event.sections.push_back(std::move(section));
  }
  batch.events.push_back(std::move(event));
  const std::int64_t due = now.micros + 3'600'000'000;
  batch.rows = {{TableWrite::Kind::put,
                 &duty_table,
                 {stream.to_bytes(), std::string("inform-prosecutor"), std::int64_t{3}, std::monostate{},
                  std::int64_t{version % 2 == 0 ? 1 : 4}, due, due - 1, now.micros}}};
  return batch;
}

/// SQLite with nothing of ours between: the ceilings.
class Bare {
 public:
  explicit Bare(const std::string& path) {
    check(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                          nullptr));
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16384");
  }
  ~Bare() {
    for (auto* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
    statements_.push_back(statement);
    return statement;
  }
  void checkpoint() { sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr); }
  static void check(int code) { invariant(code == SQLITE_OK, "SQLite does what it is told"); }

 private:
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

}  // namespace kulla::bench
