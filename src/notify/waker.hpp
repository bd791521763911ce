// From commits to open screens: for each event of a case, those who take part hear that something changed: a reference,
// a version and a kind, and no content (decisions.md 5.4). Runs on a thread of its own, behind the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

#include "eventlog/store.hpp"
#include "http/hub.hpp"

namespace kulla::notify {

/// Whom to tell of one event: topics of the hub, the event's name and its data (JSON without content).
struct Wake {
  std::vector<std::string> topics;
  std::string event;
  std::string data;
};
std::string topic_of(GroupId group);
std::string topic_of(AccountId account);

/// What follows from these committed events. Reads references and participants from the snapshot.
Result<std::vector<Wake>> wakes_of(const eventlog::Snapshot& snapshot, std::span<const eventlog::Event> events);

class Waker {
 public:
  Waker(const eventlog::Store& store, http::Hub& hub);
  ~Waker();  // tells what is waiting, then stops
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  /// For Store::on_commit: takes what concerns cases and returns at once.
  void committed(std::span<const eventlog::Event> events);

 private:
  void run();
  const eventlog::Store& store_;
  http::Hub& hub_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<eventlog::Event> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kulla::notify
