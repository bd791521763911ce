#include "eventlog/sqlite/group_commit.hpp"

#include <chrono>

#include "base/clock.hpp"

namespace kulla::eventlog::sqlite {
namespace {

tl::unexpected<Error> stopped() {
  return fail(
      ErrorKind::unavailable, "store-stopped",
      "a sync has failed: what is on the disk is not known until it is read anew; look at the disk, then restart");
}

}  // namespace

GroupCommit::GroupCommit(LogWriter writer, const Vfs& vfs, int commits_per_checkpoint)
    : writer_(std::move(writer)),
      vfs_(vfs),
      commits_per_checkpoint_(commits_per_checkpoint),
      thread_([this] { run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    work_.notify_all();
  }
  thread_.join();
}

Result<Committed> GroupCommit::append(Prepared prepared) { return wait_for({std::move(prepared)}); }

Result<void> GroupCommit::write_rows(std::vector<TableWrite> rows) {
  TRY(wait_for({std::move(rows)}));
  return {};
}

Result<void> GroupCommit::between_groups(const std::function<Result<void>(LogWriter&)>& work) {
  const std::scoped_lock lock(work_mutex_);
  if (vfs_.sync_failed()) return stopped();
  auto done = work(writer_);
  if (vfs_.sync_failed()) return stopped();
  writer_.checkpoint(false);
  wal_has_pages_ = true;
  return done;
}

Result<Committed> GroupCommit::wait_for(Job job) {
  std::shared_ptr<Group> group;
  {
    const std::scoped_lock lock(mutex_);
    group = open_;
    group->jobs.push_back(&job);
    ++waiting_;
    if (asleep_) work_.notify_one();
  }
  group->done.wait(0, std::memory_order_acquire);
  return std::move(job.answer);
}

void GroupCommit::run() {
  while (wait_for_work()) {
    const std::scoped_lock lock(work_mutex_);
    serve_group();
  }
  const std::scoped_lock lock(work_mutex_);
  if (!vfs_.sync_failed()) writer_.checkpoint(true);
}

bool GroupCommit::poll_for_jobs(std::size_t above) {
  const auto end = steady_now() + microseconds(poll_micros);
  while (waiting_.load(std::memory_order_acquire) <= above) {
    if (steady_now() >= end) return false;
    std::this_thread::yield();
  }
  return true;
}

/// False when the store is closing and nothing waits.
bool GroupCommit::wait_for_work() {
  if (poll_for_jobs(0)) return true;
  std::unique_lock lock(mutex_);
  while (open_->jobs.empty()) {
    if (stopping_) return false;
    asleep_ = true;
    const auto woken = work_.wait_for(lock, std::chrono::milliseconds(idle_milliseconds));
    asleep_ = false;
    if (woken == std::cv_status::timeout && wal_has_pages_ && open_->jobs.empty() && !stopping_) {
      lock.unlock();
      rest();
      lock.lock();
    }
  }
  return true;
}

void GroupCommit::rest() {
  const std::scoped_lock lock(work_mutex_);
  if (vfs_.sync_failed()) return;
  writer_.checkpoint(true);
  commits_since_checkpoint_ = 0;
  wal_has_pages_ = false;
}

std::vector<GroupCommit::Job*> GroupCommit::more_jobs(std::size_t taken) {
  // Whoever was answered a moment ago is about to come again: without this the next group would be one job, and the
  // one after it all the others.
  if (taken > 0 && taken < last_group_) poll_for_jobs(taken);
  const std::scoped_lock lock(mutex_);
  std::vector<Job*> jobs(open_->jobs.begin() + static_cast<std::ptrdiff_t>(taken), open_->jobs.end());
  if (jobs.empty() || taken + jobs.size() >= jobs_per_group_max) {
    open_ = std::make_shared<Group>();
    waiting_ = 0;
  }
  return jobs;
}

void GroupCommit::serve_group() {
  std::shared_ptr<Group> group;
  {
    const std::scoped_lock lock(mutex_);
    group = open_;
  }
  std::vector<Job*> jobs;
  const auto committed = run_jobs(jobs);
  {
    // After an error the group may still be open: whoever has joined it since gets the same answer.
    const std::scoped_lock lock(mutex_);
    if (open_ == group) {
      open_ = std::make_shared<Group>();
      waiting_ = 0;
    }
    jobs = group->jobs;
  }
  answer(*group, jobs, committed);
  last_group_ = jobs.size();
  if (!committed || vfs_.sync_failed()) return;
  wal_has_pages_ = true;
  if (++commits_since_checkpoint_ >= commits_per_checkpoint_) {
    writer_.checkpoint(false);
    commits_since_checkpoint_ = 0;
  }
}

Result<void> GroupCommit::run_jobs(std::vector<Job*>& all) {
  if (vfs_.sync_failed()) return stopped();
  TRY_VOID(writer_.begin());
  for (auto jobs = more_jobs(0); !jobs.empty(); jobs = more_jobs(all.size())) {
    for (auto* job : jobs) {
      if (auto* prepared = std::get_if<Prepared>(&job->what)) {
        job->answer = writer_.append(*prepared);
      } else if (auto rows = writer_.write_rows(std::get<std::vector<TableWrite>>(job->what)); !rows) {
        job->answer = tl::unexpected(rows.error());
      }
      all.push_back(job);
      if (!job->answer && LogWriter::ends_transaction(job->answer.error())) {
        writer_.roll_back();
        return tl::unexpected(job->answer.error());
      }
    }
    if (all.size() >= jobs_per_group_max) break;
  }
  return writer_.commit();
}

void GroupCommit::answer(Group& group, const std::vector<Job*>& jobs, const Result<void>& committed) {
  if (committed) {
    wake(jobs);
  } else {
    // Refusals go too: they were decided by what now is not there.
    const auto error = vfs_.sync_failed() ? stopped().value() : committed.error();
    for (auto* job : jobs) job->answer = tl::unexpected(error);
  }
  group.done.store(1, std::memory_order_release);
  group.done.notify_all();
}

void GroupCommit::wake(const std::vector<Job*>& jobs) {
  if (!wake_) return;
  std::vector<Event> events;
  for (auto* job : jobs) {
    auto* prepared = std::get_if<Prepared>(&job->what);
    if (prepared == nullptr || !job->answer || job->answer->replayed) continue;
    events.insert(events.end(), std::make_move_iterator(prepared->events.begin()),
                  std::make_move_iterator(prepared->events.end()));
  }
  if (!events.empty()) wake_(events);
}

}  // namespace kulla::eventlog::sqlite
