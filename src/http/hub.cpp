#include "http/hub.hpp"

#include <algorithm>

#include "base/id.hpp"
#include "base/invariant.hpp"

namespace kulla::http {
namespace {

bool is_one_line(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

std::string frame_of(std::string_view id, std::string_view event, std::string_view data) {
  std::string frame = "id: ";
  frame.append(id).append("\nevent: ").append(event).append("\ndata: ").append(data).append("\n\n");
  return frame;
}

}  // namespace

Hub::Hub(const Clock& clock, Chance& chance, HubLimits limits, std::string missed)
    : clock_(clock), chance_(chance), limits_(limits), missed_(std::move(missed)) {}

Hub::~Hub() = default;

void Hub::publish(std::string_view topic, std::string_view event, std::string_view data) {
  publish(std::vector<std::string>{std::string(topic)}, event, data);
}

void Hub::publish(const std::vector<std::string>& topics, std::string_view event, std::string_view data) {
  invariant(is_one_line(event) && is_one_line(data), "an event of a stream stands on one line");
  const std::lock_guard lock(mutex_);
  const auto id = make_uuid7(clock_.now(), chance_);
  const auto frame = std::make_shared<const std::string>(frame_of(uuid_to_text(id), event, data));
  ring_.push_back({id, topics, frame});
  if (ring_.size() > limits_.ring_max) ring_.pop_front();
  std::set<Listener*> hearing;
  for (const auto& topic : topics)
    if (const auto found = by_topic_.find(topic); found != by_topic_.end())
      hearing.insert(found->second.begin(), found->second.end());
  for (auto* listener : hearing) push(*listener, frame);
}

// Under the mutex. Wakes only once for any number of frames not yet taken.
void Hub::push(Listener& listener, const std::shared_ptr<const std::string>& frame) {
  if (listener.over_) return;
  const bool asleep = listener.frames_.empty();
  if (listener.frames_.size() >= limits_.queue_max) {
    listener.over_ = true;  // she reconnects with her last id; the server's memory is not hers to fill
    ++dropped_;
    listener.wake_();
    return;
  }
  listener.frames_.push_back(frame);
  if (asleep) listener.wake_();
}

void Hub::close(std::string_view subscriber) {
  const std::lock_guard lock(mutex_);
  for (auto* listener : listeners_) {
    if (listener->subscription_.subscriber != subscriber || listener->over_) continue;
    listener->over_ = true;
    listener->wake_();
  }
}

void Hub::close_all() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  for (auto* listener : listeners_) {
    if (listener->over_) continue;
    listener->over_ = true;
    listener->wake_();
  }
}

std::size_t Hub::listening() const {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}

std::size_t Hub::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

Result<std::unique_ptr<Hub::Listener>> Hub::listen(Subscription subscription,
                                                   std::optional<ByteArray<16>> last_event_id,
                                                   std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return fail(ErrorKind::unavailable, "server-stops");
  auto& of_account = by_account_[subscription.account];
  if (listeners_.size() >= limits_.streams_max || of_account >= limits_.streams_per_account_max) {
    if (of_account == 0) by_account_.erase(subscription.account);
    return fail(ErrorKind::too_many, "too-many-streams");
  }
  ++of_account;
  std::unique_ptr<Listener> listener(new Listener(*this, std::move(subscription), std::move(wake)));
  listeners_.insert(listener.get());
  for (const auto& topic : listener->subscription_.topics) by_topic_[topic].insert(listener.get());
  if (last_event_id) replay(*listener, *last_event_id);
  return listener;
}

// Under the mutex, before the stream has begun: no need to wake.
void Hub::replay(Listener& listener, const ByteArray<16>& after) {
  auto at = std::ranges::find(ring_, after, &Kept::id);
  const bool known = at != ring_.end();
  std::deque<std::shared_ptr<const std::string>> missed;
  for (auto next = known ? at + 1 : ring_.end(); next != ring_.end(); ++next) {
    const bool hers = std::ranges::any_of(next->topics, [&](const auto& topic) {
      return std::ranges::find(listener.subscription_.topics, topic) != listener.subscription_.topics.end();
    });
    if (hers) missed.push_back(next->frame);
  }
  if (!known || missed.size() > limits_.queue_max) {
    missed.clear();
    missed.push_back(std::make_shared<const std::string>("event: " + missed_ + "\ndata: {}\n\n"));
  }
  listener.frames_ = std::move(missed);
}

void Hub::leave(Listener& listener) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(&listener);
  for (const auto& topic : listener.subscription_.topics) {
    const auto found = by_topic_.find(topic);
    if (found == by_topic_.end()) continue;
    found->second.erase(&listener);
    if (found->second.empty()) by_topic_.erase(found);
  }
  const auto account = by_account_.find(listener.subscription_.account);
  if (account != by_account_.end() && --account->second == 0) by_account_.erase(account);
}

Hub::Listener::Listener(Hub& hub, Subscription subscription, std::function<void()> wake)
    : hub_(hub), subscription_(std::move(subscription)), wake_(std::move(wake)) {}

Hub::Listener::~Listener() { hub_.leave(*this); }

std::string Hub::Listener::take() {
  const std::lock_guard lock(hub_.mutex_);
  std::string joined;
  for (const auto& frame : frames_) joined += *frame;
  frames_.clear();
  return joined;
}

bool Hub::Listener::over() const {
  const std::lock_guard lock(hub_.mutex_);
  return over_;
}

}  // namespace kulla::http
