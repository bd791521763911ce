// The writer's thread: many callers, one commit.
//
// 1. A job is answered after the commit that holds it, never before.
// 2. Jobs run in the order in which they came.
// 3. One wake-up answers a whole group: waking each caller by itself costs a third of the speed.
// 4. After a failed sync nothing is written any more.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "eventlog/sqlite/log_writer.hpp"
#include "eventlog/sqlite/vfs.hpp"

namespace kulla::eventlog::sqlite {

class GroupCommit {
 public:
  /// The VFS tells of failed syncs.
  GroupCommit(LogWriter writer, const Vfs& vfs, int commits_per_checkpoint);
  /// Answers all that waits, then empties the WAL.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  Result<Committed> append(Prepared prepared);
  Result<void> write_rows(std::vector<TableWrite> rows);
  void on_commit(std::function<void(std::span<const Event>)> wake) { wake_ = std::move(wake); }
  /// Between groups, on the caller's thread, while the writer waits.
  Result<void> between_groups(const std::function<Result<void>(LogWriter&)>& work);

 private:
  static constexpr std::size_t jobs_per_group_max = 512;
  static constexpr std::int64_t poll_micros = 50;         // less than a sleep and a wake-up cost
  static constexpr std::int64_t idle_milliseconds = 500;  // then the WAL is emptied

  struct Job {
    std::variant<Prepared, std::vector<TableWrite>> what;
    Result<Committed> answer = Committed{};
  };
  struct Group {
    std::vector<Job*> jobs;  // under mutex_, until the group is closed
    std::atomic<std::uint32_t> done{0};
  };

  Result<Committed> wait_for(Job job);
  void run();
  bool wait_for_work();
  void serve_group();
  /// The jobs of the open group from `taken` on; closes it when none come any more or enough are there.
  std::vector<Job*> more_jobs(std::size_t taken);
  bool poll_for_jobs(std::size_t above);
  Result<void> run_jobs(std::vector<Job*>& all);
  void answer(Group& group, const std::vector<Job*>& jobs, const Result<void>& committed);
  void wake(const std::vector<Job*>& jobs);
  void rest();

  LogWriter writer_;
  const Vfs& vfs_;
  const int commits_per_checkpoint_;
  std::function<void(std::span<const Event>)> wake_;
  std::mutex work_mutex_;  // held while the connection is used

  std::mutex mutex_;
  std::condition_variable work_;
  std::shared_ptr<Group> open_ = std::make_shared<Group>();
  std::atomic<std::size_t> waiting_{0};  // jobs in the open group
  bool asleep_ = false;
  std::atomic<bool> stopping_{false};

  std::size_t last_group_ = 0;
  int commits_since_checkpoint_ = 0;
  bool wal_has_pages_ = false;
  std::thread thread_;
};

}  // namespace kulla::eventlog::sqlite
