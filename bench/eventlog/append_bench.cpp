// Thirty-two callers, each answered when its batch is durable, against a bare loop that inserts the very rows which the
// same batches leave behind, thirty-two of them a commit, with the same indexes and pragmas and nothing else to do.
#include <atomic>
#include <thread>

#include "eventlog/house.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

constexpr int callers = 32;
constexpr int batches_per_commit = 32;
constexpr std::uint64_t cases =
    10'000;  // acknowledged in turn, so the index of streams is as wide as a country's month

double appended(House& house, const std::vector<StreamId>& streams, std::vector<Version>& versions, Duration go) {
  std::atomic<bool> over{false};
  std::atomic<std::int64_t> batches{0};
  const auto start = steady_now();
  std::vector<std::thread> threads;
  for (std::size_t caller = 0; caller < callers; ++caller)
    threads.emplace_back([&, caller] {
      crypto::SystemChance chance;
      for (auto at = caller; !over.load(std::memory_order_relaxed); at += callers) {
        const auto which = at % streams.size();
        const auto answer =
            house.store().append(acknowledgement(streams[which], versions[which], house.now(), chance, 0));
        invariant(answer.has_value(), "each caller has cases of its own");
        ++versions[which];
        ++batches;
      }
    });
  while (steady_now() - start < go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  over = true;
  for (auto& thread : threads) thread.join();
  return static_cast<double>(batches) * 1e6 / static_cast<double>((steady_now() - start).micros);
}

// The rows of a finished log, inserted once more: each statement's row is bound from memory, nothing is computed.
class BareLoop {
 public:
  explicit BareLoop(const std::string& from) : source_(from) {}
  ~BareLoop() {
    for (auto* table : {&streams_, &events_, &batches_, &duties_})
      for (auto& row : *table)
        for (auto* value : row) sqlite3_value_free(value);
  }
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  void load() {
    streams_ = rows("SELECT * FROM stream ORDER BY number");
    events_ = rows("SELECT * FROM event ORDER BY position");
    batches_ = rows("SELECT b.* FROM batch b ORDER BY b.first");
    duties_ = rows(
        "SELECT s.id, 'inform-prosecutor', 3, NULL, CASE e.version % 2 WHEN 1 THEN 1 ELSE 4 END, "
        "e.occurred_at + 3600000000, e.occurred_at + 3599999999, e.occurred_at FROM event e JOIN stream s ON s.number "
        "= "
        "e.stream ORDER BY e.position");
    schema_ = text("SELECT group_concat(sql, ';') FROM sqlite_schema WHERE sql IS NOT NULL");
  }

  double run(const std::string& path, Duration go) {
    Bare bare(path);
    bare.run(schema_);
    bare.run("INSERT INTO log_head VALUES (1, zeroblob(16), 0, 0, x'')");
    auto* stream = bare.prepare("INSERT INTO stream VALUES (?,?,?)");
    auto* event = bare.prepare("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    auto* batch = bare.prepare("INSERT INTO batch VALUES (?,?,?,?,?,?,?,?)");
    auto* duty = bare.prepare(
        "INSERT INTO duty VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (stream, step) DO UPDATE SET party = excluded.party, "
        "holder = excluded.holder, state = excluded.state, due_at = excluded.due_at, next_at = excluded.next_at, "
        "met_at "
        "= excluded.met_at");
    auto* head = bare.prepare("UPDATE log_head SET size = size + 32, peaks = randomblob(512)");
    auto* begin = bare.prepare("BEGIN IMMEDIATE");
    auto* commit = bare.prepare("COMMIT");
    std::size_t next_stream = 0;
    std::size_t at = 0;
    int commits = 0;
    const auto start = steady_now();
    while (steady_now() - start < go && at + batches_per_commit <= events_.size()) {
      step(begin);
      for (int i = 0; i < batches_per_commit; ++i, ++at) {
        if (next_stream < streams_.size() && is_first(events_[at])) insert(stream, streams_[next_stream++]);
        insert(event, events_[at]);
        insert(batch, batches_[at]);
        insert(duty, duties_[at]);
      }
      step(head);
      step(commit);
      if (++commits % 256 == 0) bare.checkpoint();
    }
    return static_cast<double>(at) * 1e6 / static_cast<double>((steady_now() - start).micros);
  }

 private:
  using Rows = std::vector<std::vector<sqlite3_value*>>;
  Rows rows(const std::string& sql) {
    Rows all;
    auto* statement = source_.prepare(sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      auto& row = all.emplace_back();
      for (int i = 0; i < sqlite3_column_count(statement); ++i)
        row.push_back(sqlite3_value_dup(sqlite3_column_value(statement, i)));
    }
    return all;
  }
  std::string text(const std::string& sql) {
    auto* statement = source_.prepare(sql);
    invariant(sqlite3_step(statement) == SQLITE_ROW, "the log has a schema");
    return reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  }
  static bool is_first(const std::vector<sqlite3_value*>& event) { return sqlite3_value_int64(event[3]) == 1; }
  static void step(sqlite3_stmt* statement) {
    invariant(sqlite3_step(statement) == SQLITE_DONE, "a bare row is inserted");
    sqlite3_reset(statement);
  }
  static void insert(sqlite3_stmt* statement, const std::vector<sqlite3_value*>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      // By reference, as our writer binds: a copied blob would slow the ceiling.
      auto* value = row[i];
      const int place = static_cast<int>(i) + 1;
      switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
          sqlite3_bind_int64(statement, place, sqlite3_value_int64(value));
          break;
        case SQLITE_TEXT:
          sqlite3_bind_text(statement, place, reinterpret_cast<const char*>(sqlite3_value_text(value)),
                            sqlite3_value_bytes(value), SQLITE_STATIC);
          break;
        case SQLITE_BLOB:
          sqlite3_bind_blob(statement, place, sqlite3_value_blob(value), sqlite3_value_bytes(value), SQLITE_STATIC);
          break;
        default:
          sqlite3_bind_null(statement, place);
      }
    }
    step(statement);
  }

  Bare source_;
  Rows streams_, events_, batches_, duties_;
  std::string schema_;
};

KULLA_FIGURE(append, "append-32-writers") {
  const Folder folder;
  std::vector<StreamId> streams;
  crypto::SystemChance chance;
  SystemClock clock;
  for (std::uint64_t i = 0; i < cases; ++i) streams.push_back(StreamId::make(clock.now(), chance));
  int turn = 0;
  std::unique_ptr<BareLoop> bare;
  return interleaved(
      "batches/s", at_least(0.5),
      [&](Duration go) {
        const auto path = folder.path() + "/" + std::to_string(++turn);
        std::filesystem::create_directory(path);
        House house(path);
        std::vector<Version> versions(streams.size(), 0);
        const auto rate = appended(house, streams, versions, go);
        house.close();
        bare = std::make_unique<BareLoop>(path + "/kulla.db");
        bare->load();
        return rate;
      },
      [&](Duration go) { return bare->run(folder.path() + "/bare-" + std::to_string(turn) + ".db", go); });
}

}  // namespace
}  // namespace kulla::bench
