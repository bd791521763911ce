// SQLite held against the slow store in memory: the same random batches, conflicts, replays, scans and rebuilds give
// the same answers. Salts differ, so entries do; everything else is equal.
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "crypto/chance.hpp"
#include "eventlog/entry.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/sample.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog::test {
namespace {

// Both draw their salts from the same seed, so even the roots are equal.
class Pair {
 public:
  Pair() {
    memory_ = open_memory_store(
        {.house = {stream_id(0).bytes}, .clock = &clock_, .chance = &memory_chance_, .tables = sample_tables});
    open(true);
  }
  void open(bool create) {
    sqlite_.reset();
    sqlite_ = open_sqlite_store({.folder = folder_.path().string(),
                                 .create = create,
                                 .house = {stream_id(0).bytes},
                                 .clock = &clock_,
                                 .chance = &sqlite_chance_,
                                 .tables = sample_tables,
                                 .check_pages = false})
                  .value();
  }
  Store& memory() { return *memory_; }
  Store& sqlite() { return *sqlite_; }
  ManualClock& clock() { return clock_; }

 private:
  kulla::test::TemporaryFolder folder_;
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  SeededChance memory_chance_{7};
  SeededChance sqlite_chance_{7};
  std::unique_ptr<Store> memory_;
  std::unique_ptr<Store> sqlite_;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : chance_(seed) {}
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(chance_.below(static_cast<std::uint64_t>(n))); }
  bool once_in(std::int64_t n) { return below(n) == 0; }

  Value number(std::int64_t n) { return once_in(5) ? Value() : Value(below(n)); }
  Value label() { return once_in(2) ? Value() : Value(std::string(1, static_cast<char>('a' + below(12)))); }
  TableWrite row() {
    switch (below(8)) {
      case 0:
        return {TableWrite::Kind::erase, &thing_table, {below(20)}};
      case 1:
        return {TableWrite::Kind::put, &wrap_table, {Bytes{Byte(below(3))}, std::string("k"), Bytes{Byte(below(9))}}};
      case 2:
        return thing(TableWrite::Kind::insert, below(40), number(4), number(9), below(9), label());
      case 3:
        return {TableWrite::Kind::put, &seen_table, {below(5), below(100)}};
      default:
        return thing(TableWrite::Kind::put, below(20), number(4), number(9), below(9), label());
    }
  }
  Batch batch() {
    Batch batch;
    batch.id = batch_id(static_cast<std::uint64_t>(below(300)) + 1);
    batch.body_hash = body(static_cast<Byte>(below(2)));
    batch.ground = "test";
    batch.answer_kind = once_in(2) ? "told" : "";
    const auto streams = below(3);
    for (std::int64_t i = 0; i <= streams; ++i) {
      const auto stream = stream_id(static_cast<std::uint64_t>(below(12)) * 3 + static_cast<std::uint64_t>(i));
      const bool access = stream.bytes[15] % 5 == 0;
      batch.expect.push_back({stream, access ? Expectation::any : below(6)});
      for (std::int64_t j = access ? 0 : below(2); j <= 1; ++j) {
        auto event = told(stream, access ? StreamKind::access : StreamKind::victim);
        if (once_in(2)) event = with_section(event, "body", Bytes(static_cast<std::size_t>(below(400)) + 1, Byte(1)));
        if (once_in(3)) event.cause = Cause{Cause::Where::log, below(60)};
        batch.events.push_back(std::move(event));
      }
    }
    for (auto rows = below(4); rows > 0; --rows) batch.rows.push_back(row());
    return batch;
  }
  Scan scan() {
    Scan scan{.table = &thing_table, .descending = once_in(2), .limit = static_cast<std::size_t>(below(12)) + 1};
    const auto which = static_cast<std::size_t>(below(7));
    std::size_t columns = 1;
    if (which < thing_table.indexes.size()) {
      scan.index = thing_table.indexes[which].name;
      columns = thing_table.indexes[which].columns.size();
    }
    if (scan.index == "thing_label") return scan;
    const auto equal = below(static_cast<std::int64_t>(columns) + 1);
    for (std::int64_t i = 0; i < equal; ++i) {
      const bool nullable = scan.index != "" && scan.index != "thing_nobody" && i == 0;
      scan.equal.push_back(nullable ? number(4) : Value(below(9)));
    }
    if (scan.index == "thing_one_a_state" && equal == 2) scan.equal[1] = below(9);
    if (scan.index == "thing_owner" || scan.index == "thing_open")
      if (equal == 2) scan.equal[1] = number(9);
    if (static_cast<std::size_t>(equal) < columns) {
      if (once_in(2)) scan.from = below(9);
      if (once_in(2)) scan.before = below(12);
    }
    return scan;
  }

 private:
  SeededChance chance_;
};

std::string told_as(const Result<Committed>& answer) {
  if (!answer) return answer.error().code + " " + answer.error().where;
  return std::to_string(answer->first) + "-" + std::to_string(answer->last) + " at " +
         std::to_string(answer->recorded_at.micros) + (answer->replayed ? " again " : " ") + answer->answer_kind;
}

std::string told_as(const Event& event) {
  Bytes header;
  append_header(header, event);
  auto text = to_hex(header) + event.open.text() + to_hex(event.entry);
  for (const auto& section : event.sections) text += section.name + to_hex(section.cipher) + to_hex(section.hash);
  return text;
}

void compare(Pair& pair, Dice& dice) {
  const auto memory = pair.memory().snapshot().value();
  const auto sqlite = pair.sqlite().snapshot().value();
  ASSERT_EQ(memory->head().size, sqlite->head().size);
  ASSERT_EQ(memory->head().root, sqlite->head().root);
  ASSERT_EQ(memory->peaks(), sqlite->peaks());
  ASSERT_EQ(memory->head().last_recorded_at, sqlite->head().last_recorded_at);
  for (int i = 0; i < 8; ++i) {
    const auto scan = dice.scan();
    const auto wanted = memory->scan(scan);
    const auto found = sqlite->scan(scan);
    ASSERT_EQ(wanted.has_value(), found.has_value()) << scan.index;
    if (wanted) {
      ASSERT_EQ(*wanted, *found) << scan.index << " equal " << scan.equal.size();
    }
  }
  const auto stream = stream_id(static_cast<std::uint64_t>(dice.below(40)));
  const auto wanted = memory->stream(stream, dice.below(3)).value();
  ASSERT_EQ(memory->version(stream).value(), sqlite->version(stream).value());
  ASSERT_EQ(wanted.empty() ? 0 : wanted.back().version,
            wanted.empty() ? 0 : sqlite->stream(stream, wanted.front().version - 1).value().back().version);
  const Row key{dice.below(20)};
  ASSERT_EQ(memory->get(thing_table, key).value(), sqlite->get(thing_table, key).value());
  const auto id = batch_id(static_cast<std::uint64_t>(dice.below(300)) + 1);
  ASSERT_EQ(memory->batch(id).value().has_value(), sqlite->batch(id).value().has_value());
}

void compare_logs(Pair& pair) {
  std::vector<std::string> wanted;
  std::vector<std::string> found;
  for (auto* store : {&pair.memory(), &pair.sqlite()}) {
    auto& into = store == &pair.memory() ? wanted : found;
    const auto snapshot = store->snapshot().value();
    ASSERT_TRUE(snapshot->log(1, [&](const Event& event) {
      into.push_back(told_as(event));
      return true;
    }));
    for (const auto kind : {StreamKind::victim, StreamKind::access}) {
      const auto streams = snapshot->streams(kind).value();
      for (const auto& stream : streams) into.push_back(stream.text());
    }
  }
  ASSERT_EQ(wanted.size(), found.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_EQ(wanted[i], found[i]) << i << " of " << wanted.size();
}

TEST(sqlite_and_memory, give_the_same_answers_to_random_histories) {
  int committed = 0;
  int refused = 0;
  int replayed = 0;
  for (std::uint64_t round = 0; round < 6; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + ", KULLA_SEED=" + std::to_string(kulla::test::seed()));
    Pair pair;
    Dice dice(kulla::test::seed() * 1'000 + round);
    for (int step = 0; step < 250; ++step) {
      pair.clock().set({1'700'000'000'000'000 + dice.below(1'000'000)});
      const auto batch = dice.batch();
      const auto wanted = pair.memory().append(batch);
      const auto found = pair.sqlite().append(batch);
      ASSERT_EQ(told_as(wanted), told_as(found)) << "step " << step;
      ++(!wanted ? refused : wanted->replayed ? replayed : committed);
      if (step % 10 == 0) compare(pair, dice);
      if (testing::Test::HasFatalFailure()) return;
      if (step % 60 == 59) pair.open(false);
      if (step % 100 == 99) {
        const auto fill = [](const Snapshot& snapshot, TableWriter& writer) -> Result<void> {
          Result<void> written;
          TRY_VOID(snapshot.log(1, [&](const Event& event) {
            written = writer.write(put_thing(event.position % 30, event.version, event.position, event.version % 8));
            return written.has_value();
          }));
          return written;
        };
        const auto one = pair.memory().rebuild(fill);
        const auto other = pair.sqlite().rebuild(fill);
        ASSERT_EQ(one ? "" : one.error().code, other ? "" : other.error().code);
        compare(pair, dice);
      }
    }
    compare_logs(pair);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(committed, 100) << "mostly refusals: the histories are empty";
  EXPECT_GT(refused, 100);
  EXPECT_GT(replayed, 5);
}

}  // namespace
}  // namespace kulla::eventlog::test
