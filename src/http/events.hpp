// Sending event streams: each takes a connection's socket over once its answer turned out to be a stream. For
// connection.cpp alone; all functions are called on the thread of input and output.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "http/hub.hpp"

namespace boost::asio {
class io_context;
}

namespace kulla::http {

struct StreamTimes {
  Duration heartbeat;
  Duration write_time;
};

class EventStreams {
 public:
  class Stream;

  EventStreams(boost::asio::io_context& io, Hub& hub, StreamTimes times);
  ~EventStreams();

  /// Joins the hub. Refuses what Hub::listen refuses; then the connection still has its socket, and answers.
  Result<std::shared_ptr<Stream>> open(Subscription subscription, std::optional<ByteArray<16>> last_event_id);
  /// Takes the socket over, sends `head`, then events until the peer goes or the hub ends it. `keep` is let go at the
  /// end: the server counts connections by it.
  void run(std::shared_ptr<Stream> stream, int socket, bool is_ipv6, std::string head, std::shared_ptr<void> keep);
  /// Cuts the streams whose write is past its deadline.
  void sweep(Duration now);
  /// Cuts all.
  void cut();

 private:
  boost::asio::io_context& io_;
  Hub& hub_;
  const StreamTimes times_;
  std::vector<std::weak_ptr<Stream>> streams_;
};

}  // namespace kulla::http
