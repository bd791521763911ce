#include "notify/waker.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "casefile/events.hpp"
#include "casefile/tables.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::notify {
namespace {

using eventlog::Event;
using eventlog::Snapshot;

struct CaseTopics {
  std::string reference;
  std::vector<std::string> topics;  // of all who take part
};

Result<std::optional<CaseTopics>> topics_of_case(const Snapshot& snapshot, StreamId stream) {
  const auto head = TRY(snapshot.get(casefile::case_head_table, {stream.to_bytes()}));
  if (!head) return std::nullopt;
  CaseTopics found{.reference = std::get<std::string>(head->at(1)), .topics = {}};
  // Participants of one case: offices, not persons; the limit is far above what a procedure can name.
  const auto rows = TRY(snapshot.scan({.table = &casefile::participation_table,
                                       .index = {},
                                       .equal = {stream.to_bytes()},
                                       .from = std::nullopt,
                                       .before = std::nullopt,
                                       .descending = false,
                                       .limit = 500}));
  for (const auto& row : rows) {
    if (!std::holds_alternative<std::monostate>(row.at(4))) continue;
    const auto group = GroupId::from_bytes(std::get<Bytes>(row.at(1)));
    if (!group) return fail(ErrorKind::broken, "row-damaged", "participation");
    found.topics.push_back(topic_of(*group));
  }
  std::sort(found.topics.begin(), found.topics.end());
  found.topics.erase(std::unique(found.topics.begin(), found.topics.end()), found.topics.end());
  return found;
}

// A reference and codes need no escaping in JSON.
std::string data_of(const std::string& reference, std::string_view name, std::string_view value) {
  std::string data = "{\"reference\":\"" + reference + "\",\"";
  return data.append(name).append("\":").append(value).append("}");
}

Result<std::optional<Wake>> notice_wake(const Event& event, const CaseTopics& about) {
  if (event.type != casefile::NoticeSent::type.name) return std::nullopt;
  const auto open = TRY(eventlog::decode_open<casefile::NoticeSent::Open>(event.type, event.open));
  return Wake{.topics = {topic_of(open.to_group)},
              .event = "notice",
              .data = data_of(about.reference, "notice", "\"" + open.notice.text() + "\"")};
}

}  // namespace

std::string topic_of(GroupId group) { return "group:" + group.text(); }
std::string topic_of(AccountId account) { return "account:" + account.text(); }

Result<std::vector<Wake>> wakes_of(const Snapshot& snapshot, std::span<const Event> events) {
  std::vector<Wake> wakes;
  std::map<StreamId, std::optional<CaseTopics>> cases;
  std::map<StreamId, eventlog::Version> changed;
  for (const auto& event : events) {
    if (event.kind != eventlog::StreamKind::case_file) continue;
    if (!cases.contains(event.stream)) cases[event.stream] = TRY(topics_of_case(snapshot, event.stream));
    const auto& about = cases[event.stream];
    if (!about) continue;
    if (auto wake = TRY(notice_wake(event, *about))) wakes.push_back(std::move(*wake));
    changed[event.stream] = event.version;
  }
  for (const auto& [stream, version] : changed) {
    const auto& about = cases[stream];
    wakes.push_back({about->topics, "case", data_of(about->reference, "version", std::to_string(version))});
  }
  return wakes;
}

Waker::Waker(const eventlog::Store& store, http::Hub& hub) : store_(store), hub_(hub), thread_([this] { run(); }) {}

Waker::~Waker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Waker::committed(std::span<const Event> events) {
  bool any = false;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& event : events) {
      if (event.kind != eventlog::StreamKind::case_file) continue;
      auto& kept = waiting_.emplace_back(event);
      kept.sections.clear();  // nothing sealed is needed here
      any = true;
    }
  }
  if (any) wake_.notify_one();
}

void Waker::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::vector<Event> batch(waiting_.begin(), waiting_.end());
    waiting_.clear();
    lock.unlock();
    // A snapshot that cannot be had loses a hint, not a fact: pages ask again when they reconnect.
    if (const auto snapshot = store_.snapshot()) {
      if (const auto wakes = wakes_of(**snapshot, batch))
        for (const auto& wake : *wakes) hub_.publish(wake.topics, wake.event, wake.data);
    }
    lock.lock();
  }
}

}  // namespace kulla::notify
