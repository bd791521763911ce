// One of the two files that see Asio and say co_await. The rules for g++ 12 (docs: stack): one co_await a statement,
// all it takes named before, parameters by value, no lambda with captures and no aggregate made inside it.
#include "http/events.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace kulla::http {

namespace asio = boost::asio;

namespace {
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
}

class EventStreams::Stream {
 public:
  explicit Stream(asio::io_context& context) : io(context), socket(context), wait(context) {}

  // Both lead to the end of the coroutine at its next step.
  void cut() {
    gone = true;
    wait.cancel();
    boost::system::error_code ignored;
    socket.cancel(ignored);
  }
  void wake() {
    if (listener && listener->over()) return cut();  // also out of a write that does not move
    wait.cancel();
  }

  asio::io_context& io;
  asio::ip::tcp::socket socket;
  asio::steady_timer wait;
  std::unique_ptr<Hub::Listener> listener;
  Duration write_until{};  // steady time; zero while nothing is written
  bool gone = false;
  std::array<char, 64> unread{};  // a listener has nothing to say
};

namespace {

using Stream = EventStreams::Stream;

std::string now_frame(Instant now) { return "event: now\ndata: {\"now\":\"" + to_rfc3339(now) + "\"}\n\n"; }

// Ends with the peer's close, its reset, or its first byte: it has nothing to say on a stream.
void watch_peer(const std::shared_ptr<Stream>& stream) {
  stream->socket.async_read_some(asio::buffer(stream->unread),
                                 [stream](const boost::system::error_code&, std::size_t) { stream->cut(); });
}

asio::awaitable<void> send_events(std::shared_ptr<Stream> stream, std::string batch, StreamTimes times,
                                  const Clock* clock, std::shared_ptr<void> keep) {
  auto heartbeat_at = steady_now() + times.heartbeat;
  while (!stream->gone && !stream->listener->over()) {
    if (batch.empty()) batch = stream->listener->take();
    const auto now = steady_now();
    if (batch.empty() && now >= heartbeat_at) {
      batch = now_frame(clock->now());
      heartbeat_at = now + times.heartbeat;
    }
    if (batch.empty()) {
      stream->wait.expires_after(std::chrono::microseconds((heartbeat_at - now).micros));
      [[maybe_unused]] const auto [woken] = co_await stream->wait.async_wait(quietly);
      continue;
    }
    stream->write_until = now + times.write_time;
    const auto bytes = asio::buffer(batch);
    const auto [error, written] = co_await asio::async_write(stream->socket, bytes, quietly);
    stream->write_until = Duration{};
    batch.clear();
    if (error) break;
  }
  stream->listener.reset();
  boost::system::error_code ignored;
  stream->socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream->socket.close(ignored);
  keep.reset();
}

}  // namespace

EventStreams::EventStreams(asio::io_context& io, Hub& hub, StreamTimes times) : io_(io), hub_(hub), times_(times) {}

EventStreams::~EventStreams() = default;

Result<std::shared_ptr<EventStreams::Stream>> EventStreams::open(Subscription subscription,
                                                                 std::optional<ByteArray<16>> last_event_id) {
  auto stream = std::make_shared<Stream>(io_);
  // Publishers call this under the hub's lock, so it only posts; the last hand on a stream is never theirs.
  auto wake = [weak = std::weak_ptr<Stream>(stream)] {
    auto strong = weak.lock();
    if (!strong) return;
    auto& io = strong->io;
    asio::post(io, [held = std::move(strong)] { held->wake(); });
  };
  stream->listener = TRY(hub_.listen(std::move(subscription), last_event_id, std::move(wake)));
  return stream;
}

void EventStreams::run(std::shared_ptr<Stream> stream, int socket, bool is_ipv6, std::string head,
                       std::shared_ptr<void> keep) {
  boost::system::error_code error;
  stream->socket.assign(is_ipv6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), socket, error);
  if (error) {
    ::close(socket);
    return stream->listener.reset();
  }
  std::erase_if(streams_, [](const auto& weak) { return weak.expired(); });
  streams_.push_back(stream);
  watch_peer(stream);
  head += now_frame(hub_.clock().now());  // the page sets its clock by it, and knows that the stream stands
  asio::co_spawn(io_, send_events(std::move(stream), std::move(head), times_, &hub_.clock(), std::move(keep)),
                 asio::detached);
}

void EventStreams::sweep(Duration now) {
  for (const auto& weak : streams_) {
    const auto stream = weak.lock();
    if (stream && stream->write_until != Duration{} && now > stream->write_until) stream->cut();
  }
}

void EventStreams::cut() {
  for (const auto& weak : streams_)
    if (const auto stream = weak.lock()) stream->cut();
}

}  // namespace kulla::http
