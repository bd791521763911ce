// Promise 2 of store.hpp, durable before answered: power cuts, full and failing disks, kills.
#include <csignal>
#include <map>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "crypto/chance.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/sample.hpp"
#include "eventlog/simulated_disk.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog::test {
namespace {

const std::vector<const Table*> tables{&thing_table, &checkpoint_table};

class House {
 public:
  Result<std::unique_ptr<Store>> open(const std::string& folder, Disk* disk, bool create) {
    return open_sqlite_store({.folder = folder,
                              .create = create,
                              .house = {stream_id(0).bytes},
                              .clock = &clock_,
                              .chance = &chance_,
                              .tables = tables,
                              .disk = disk,
                              .commits_per_checkpoint = 4});
  }
  NoteVerifier key() { return NoteVerifier::of("kulla.example/house", secret_.public_key()).value(); }

 private:
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  crypto::SystemChance chance_;
  crypto::SignSecret secret_ = crypto::SignSecret::generate(chance_);
};

// Three events in two streams, two sections, and a row that says how many events the batch has.
constexpr std::int64_t events_a_batch = 3;
Batch batch_number(std::uint64_t number) {
  auto batch = batch_of(
      number, {with_section(told(stream_id(2 * number)), "body", Bytes(900, 5)),
               with_section(told(stream_id(2 * number)), "coded", Bytes(300, 6)), told(stream_id(2 * number + 1))});
  batch.rows = {put_thing(static_cast<std::int64_t>(number), events_a_batch, 1, 1)};
  return batch;
}

struct Acknowledged {
  std::mutex mutex;
  std::map<std::uint64_t, Position> first;  // of each batch that was answered
};

/// Four callers, until the disk says no.
void append_until_refused(Store& store, Acknowledged& acknowledged, int batches_each) {
  std::vector<std::thread> callers;
  for (std::uint64_t caller = 0; caller < 4; ++caller)
    callers.emplace_back([&, caller] {
      for (int i = 0; i < batches_each; ++i) {
        const auto number = caller * 1000 + static_cast<std::uint64_t>(i) + 1;
        const auto answer = store.append(batch_number(number));
        if (!answer) return;
        const std::scoped_lock lock(acknowledged.mutex);
        acknowledged.first[number] = answer->first;
      }
    });
  for (auto& caller : callers) caller.join();
}

struct Loss {
  int lost = 0;          // acknowledged batches that are not there
  int half = 0;          // batches of which a part is there
  bool unsound = false;  // does not open, or does not verify
};

Loss look(House& house, Store& store, const Acknowledged& acknowledged) {
  Loss loss;
  const auto snapshot = store.snapshot().value();
  std::map<BatchId, std::int64_t> counts;
  const auto read = snapshot->log(1, [&](const Event& event) {
    ++counts[event.batch];
    return true;
  });
  const auto verdict = verify_log(*snapshot, house.key());
  loss.unsound = !read || !verdict || !verdict->holds();
  for (const auto& [number, first] : acknowledged.first) {
    const auto known = snapshot->batch(batch_id(number)).value();
    if (!known || known->first != first) ++loss.lost;
  }
  const auto rows = snapshot->scan({.table = &thing_table, .limit = 100'000}).value();  // all of a test's
  for (const auto& row : rows) {
    const auto id = batch_id(static_cast<std::uint64_t>(std::get<std::int64_t>(row[0])));
    if (counts[id] != events_a_batch || !snapshot->batch(id).value()) ++loss.half;
  }
  for (const auto& [id, count] : counts)
    if (count != events_a_batch) ++loss.half;
  if (counts.size() != rows.size()) ++loss.half;
  return loss;
}

/// One life of a house: founded, written to, cut off, opened again.
Loss cut_and_look(std::uint64_t seed, bool ignore_syncs, std::size_t& acknowledged_count) {
  SeededChance dice(seed);
  House house;
  Acknowledged acknowledged;
  SimulatedDisk disk;
  if (ignore_syncs) disk.ignore_syncs();
  const bool from_the_founding = !ignore_syncs && dice.below(10) == 0;
  if (from_the_founding) disk.cut_at(static_cast<std::int64_t>(dice.below(40)) + 1);
  {
    auto store = house.open("/house", &disk, true);
    if (!from_the_founding) {
      EXPECT_TRUE(store.has_value()) << to_line(store.error());
      disk.cut_at(static_cast<std::int64_t>(dice.below(600)) + 1);
    }
    if (store) append_until_refused(**store, acknowledged, 60);
  }
  acknowledged_count += acknowledged.first.size();
  SimulatedDisk after(disk.after_cut(dice));
  const auto store = house.open("/house", &after, from_the_founding);
  if (!store) return {.lost = static_cast<int>(acknowledged.first.size()), .half = 0, .unsound = true};
  auto loss = look(house, **store, acknowledged);
  if (!store->get()->append(batch_number(900'000))) loss.unsound = true;  // and it goes on
  return loss;
}

TEST(power, five_hundred_cuts_lose_no_acknowledged_batch_and_leave_none_half_done) {
  constexpr std::uint64_t cuts = 500;
  std::size_t acknowledged = 0;
  int ran = 0;
  for (std::uint64_t i = 0; i < cuts; ++i) {
    const auto seed = kulla::test::seed() * 1'000'003 + i;
    const auto loss = cut_and_look(seed, false, acknowledged);
    EXPECT_EQ(loss.lost, 0) << "cut " << i << ", seed " << kulla::test::seed();
    EXPECT_EQ(loss.half, 0) << "cut " << i << ", seed " << kulla::test::seed();
    EXPECT_FALSE(loss.unsound) << "cut " << i << ", seed " << kulla::test::seed();
    ++ran;
  }
  EXPECT_EQ(ran, 500);
  EXPECT_GT(acknowledged, cuts * 10) << "the cuts came before anything was written: they show nothing";
}

TEST(power, the_control_run_without_syncs_reports_loss) {
  std::size_t acknowledged = 0;
  int harmed = 0;
  for (std::uint64_t i = 0; i < 30; ++i) {
    const auto loss = cut_and_look(kulla::test::seed() * 1'000'003 + i, true, acknowledged);
    if (loss.lost > 0 || loss.unsound) ++harmed;
  }
  EXPECT_GT(harmed, 10) << "a shim that loses nothing without syncs proves nothing with them";
}

/// Every call in turn fails so many times; what was acknowledged must survive a cut right after.
void fail_each_call(DiskStatus status, std::int64_t times) {
  std::int64_t failed = 0;
  for (std::int64_t call = 1; call <= 120; ++call) {
    SeededChance dice(kulla::test::seed() + static_cast<std::uint64_t>(call));
    House house;
    SimulatedDisk disk;
    Acknowledged acknowledged;
    {
      auto store = house.open("/house", &disk, true).value();
      disk.fail_at(call, status, times);
      bool stopped = false;
      for (std::uint64_t number = 1; number <= 40; ++number) {
        // Looked at before: moving pages to the file, after the answer, may fail too.
        const bool failed_before = disk.sync_has_failed();
        const auto answer = store->append(batch_number(number));
        if (answer) {
          EXPECT_FALSE(failed_before) << "acknowledged after a failed sync, call " << call;
          acknowledged.first[number] = answer->first;
          continue;
        }
        ++failed;
        stopped = answer.error().code == "store-stopped";
        EXPECT_EQ(stopped, disk.sync_has_failed()) << answer.error().code << ", call " << call;
        if (!stopped && status == DiskStatus::full) {
          EXPECT_EQ(answer.error().kind, ErrorKind::full);
          EXPECT_EQ(answer.error().code, "disk-full");
        }
        const auto snapshot = store->snapshot();
        ASSERT_TRUE(snapshot.has_value()) << "reads go on";
        EXPECT_EQ((*snapshot)->head().size, events_a_batch * static_cast<std::int64_t>(acknowledged.first.size()));
      }
      if (!stopped && !disk.sync_has_failed()) {
        EXPECT_GE(acknowledged.first.size(), 38U) << "and recovers, call " << call;
      }
    }
    SimulatedDisk after(disk.after_cut(dice));
    const auto store = house.open("/house", &after, false);
    ASSERT_TRUE(store.has_value()) << to_line(store.error()) << ", call " << call;
    const auto loss = look(house, **store, acknowledged);
    EXPECT_EQ(loss.lost + loss.half + (loss.unsound ? 1 : 0), 0) << "call " << call;
  }
  EXPECT_GT(failed, 30) << "the faults came too late to be seen";
}

TEST(power, a_full_disk_refuses_keeps_reading_and_recovers) { fail_each_call(DiskStatus::full, 2); }
TEST(power, a_failing_disk_is_never_taken_for_a_confirmation) { fail_each_call(DiskStatus::broken, 1); }

/// The child tells each acknowledged batch through the pipe until it is killed.
[[noreturn]] void write_until_killed(const std::string& folder, int pipe, std::uint64_t round) {
  House house;
  auto store = house.open(folder, nullptr, round == 0);
  if (!store) _exit(1);
  std::vector<std::thread> callers;
  for (std::uint64_t caller = 0; caller < 4; ++caller)
    callers.emplace_back([&, caller] {
      for (std::uint64_t i = 1;; ++i) {
        const auto number = (round * 4 + caller) * 100'000 + i;
        const auto answer = store->get()->append(batch_number(number));
        if (!answer) _exit(2);
        const std::array<std::uint64_t, 2> told{number, static_cast<std::uint64_t>(answer->first)};
        if (::write(pipe, told.data(), sizeof told) != sizeof told) _exit(3);
      }
    });
  for (auto& caller : callers) caller.join();
  _exit(4);
}

TEST(power, twenty_kills_under_load_are_recovered_from) {
  const kulla::test::TemporaryFolder folder;
  SeededChance dice(kulla::test::seed());
  Acknowledged acknowledged;
  for (std::uint64_t round = 0; round < 20; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_until_killed(folder.path().string(), pipe[1], round);
    ::close(pipe[1]);
    std::array<std::uint64_t, 2> told{};
    const auto wanted = dice.below(200) + 20;
    for (std::uint64_t heard = 0; ::read(pipe[0], told.data(), sizeof told) == sizeof told;) {
      acknowledged.first[told[0]] = static_cast<Position>(told[1]);
      if (++heard == wanted) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself: " << status;
    House house;
    const auto store = house.open(folder.path().string(), nullptr, false);
    ASSERT_TRUE(store.has_value()) << to_line(store.error());
    const auto loss = look(house, **store, acknowledged);
    EXPECT_EQ(loss.lost + loss.half + (loss.unsound ? 1 : 0), 0) << "kill " << round;
  }
  EXPECT_GT(acknowledged.first.size(), 400U);
}

}  // namespace
}  // namespace kulla::eventlog::test
