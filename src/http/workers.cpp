#include "http/workers.hpp"

#include <utility>

namespace kulla::http {

Workers::Workers(std::size_t count, std::size_t queue_max) : queue_max_(queue_max) {
  threads_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() { stop(); }

bool Workers::offer(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_ + free_) return false;
    queue_.push_back(std::move(job));
  }
  offered_.notify_one();
  return true;
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  offered_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++free_;
    offered_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --free_;
    if (queue_.empty()) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what it holds goes before the next one is waited for
    lock.lock();
  }
}

}  // namespace kulla::http
