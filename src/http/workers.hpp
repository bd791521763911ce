// The threads that run handlers, and the short queue before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kulla::http {

class Workers {
 public:
  using Job = std::function<void()>;

  Workers(std::size_t count, std::size_t queue_max);
  ~Workers();  // stops
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// False when `queue_max` jobs wait already, or after stop: the job is not taken. A job must not throw.
  bool offer(Job job);
  /// Runs what was taken, then ends all threads.
  void stop();

 private:
  void work();
  const std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable offered_;
  std::deque<Job> queue_;
  std::size_t free_ = 0;  // threads that wait: a job one of them will take at once does not count as waiting
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kulla::http
