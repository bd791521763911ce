// Event streams: who listens to what, and what she has not been sent yet. `publish` comes from any thread, by the
// commit's own wake-up; sending is events.cpp's. Events carry no content: a reference, a version, a kind; the page asks
// again by the ordinary road (decisions.md, 5.4).
//
// An event's id is a fresh UUIDv7, not a counter: a counter would tell a listener how much others were sent.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/response.hpp"

namespace kulla::http {

struct HubLimits {
  std::size_t streams_max = 1'024;          // in all; some 20 kB each without TLS
  std::size_t streams_per_account_max = 8;  // a person's screens and telephones
  std::size_t queue_max = 64;               // events a slow listener may owe; then she is dropped and reconnects
  std::size_t ring_max = 1'024;             // events kept for Last-Event-ID
};

class Hub {
 public:
  /// `missed` is the event sent to a listener whose Last-Event-ID is no longer in the ring: her page asks for all
  /// again.
  Hub(const Clock& clock, Chance& chance, HubLimits limits = {}, std::string missed = "work");
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  /// To all who listen to `topic`. `event` is a code ("notice"), `data` JSON text on one line, without content.
  void publish(std::string_view topic, std::string_view event, std::string_view data);
  /// To all who listen to any of `topics`, once each: one person in two groups hears one event.
  void publish(const std::vector<std::string>& topics, std::string_view event, std::string_view data);
  /// Ends all streams of this subscriber: sign-out, revocation.
  void close(std::string_view subscriber);
  /// Ends all streams, and refuses new ones from now on: the server stops.
  void close_all();
  std::size_t listening() const;
  /// How many were dropped because they did not read.
  std::size_t dropped() const;

  // From here on for events.cpp and tests.

  /// One stream. Its functions are called from one thread, `wake` by publishers from any.
  class Listener {
   public:
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    /// All frames that wait, joined; empty when there are none.
    std::string take();
    /// Over: closed from outside, or dropped for being slow.
    bool over() const;

   private:
    friend class Hub;
    Listener(Hub& hub, Subscription subscription, std::function<void()> wake);
    Hub& hub_;
    Subscription subscription_;
    std::function<void()> wake_;
    std::deque<std::shared_ptr<const std::string>> frames_;  // shared: one text for all who hear it
    bool over_ = false;
  };

  /// Refuses (too_many) `too-many-streams`, for the account or in all; (unavailable) `server-stops`.
  Result<std::unique_ptr<Listener>> listen(Subscription subscription, std::optional<ByteArray<16>> last_event_id,
                                           std::function<void()> wake);
  const Clock& clock() const { return clock_; }

 private:
  struct Kept {
    ByteArray<16> id{};
    std::vector<std::string> topics;
    std::shared_ptr<const std::string> frame;
  };
  void leave(Listener& listener);
  void replay(Listener& listener, const ByteArray<16>& after);
  void push(Listener& listener, const std::shared_ptr<const std::string>& frame);

  const Clock& clock_;
  Chance& chance_;
  const HubLimits limits_;
  const std::string missed_;
  mutable std::mutex mutex_;  // guards all below, and every listener's frames_ and over_
  std::set<Listener*> listeners_;
  std::unordered_map<std::string, std::set<Listener*>> by_topic_;
  std::map<std::string, std::size_t> by_account_;
  std::deque<Kept> ring_;
  std::size_t dropped_ = 0;
  bool stopping_ = false;
};

}  // namespace kulla::http
