// The server: HTTP/1.1 on loopback. One thread does all input and output, a bounded pool of workers runs the handlers.
// TLS comes later; until then any other address than 127.0.0.1 or ::1 is refused, for a password on an open wire is
// worse than no server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "http/assets.hpp"
#include "http/hub.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"

namespace kulla::http {

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0 takes a free one
  /// Names besides the address itself under which browsers reach this server ("localhost" is always one of them).
  std::vector<std::string> names{};
  Language house_language = Language::en;

  // Deadlines, each over a whole phase and set once: a peer that drips a byte a second gains nothing.
  Duration header_time = seconds(10);    // from the first byte to the empty line; a browser needs milliseconds
  Duration body_time = seconds(30);      // the longest body over a poor mobile link
  Duration write_time = seconds(30);     // one answer, or one batch of events
  Duration idle_time = seconds(75);      // between requests: longer than a browser's own patience (60 s)
  Duration linger_time = seconds(2);     // a peer's close after ours: enough for the last answer to arrive
  Duration stop_time = seconds(10);      // running requests at stop; then connections are cut
  Duration heartbeat = seconds(20);      // of event streams: under the 30 s after which routers forget a connection
  std::int64_t retry_after_seconds = 2;  // told with 503: a burst is over by then

  // Limits. Each has a test at n and at n + 1.
  std::size_t header_bytes_max = 16 * 1024;  // a browser's own stay under 4 KiB
  std::size_t target_bytes_max = 4 * 1024;
  std::size_t fields_max = 64;
  std::size_t connections_max = 2'048;             // some 20 kB each
  std::size_t connections_per_source_max = 1'024;  // on loopback everybody is one source, so this stays wide until TLS
  std::size_t requests_per_connection_max = 100'000;
  std::size_t workers = 32;     // a handler waits for a commit; 32 waiters fill one group commit
  std::size_t queue_max = 256;  // requests that wait for a worker; beyond: 503 with Retry-After
};

/// May this request go on to its handler? Runs on a worker before the handler of every route; may set
/// `request.session`. The access room's session check is plugged in here.
using Gatekeeper = std::function<Result<void>(const Route& route, Request& request)>;

/// What the house plugs in. All references outlive the server.
struct House {
  const Clock& clock;
  Chance& chance;  // safe for several threads
  Log& log;
  Hub& hub;
  Words words;
  Gatekeeper gatekeeper{};
  Assets assets{};
  /// Where bodies are parsed to. The app gives memory that is wiped when it is given back; without it, the heap.
  boost::container::pmr::memory_resource* plain_memory = nullptr;
  /// On the worker, once its handler has answered: the place to wipe what parsers left on this thread's stack. Must not
  /// throw.
  std::function<void()> after_request{};
};

class Server {
 public:
  /// Listens and serves until stop. Refuses `listen-not-loopback`, `listen-failed` (unavailable; `where` says why), and
  /// all that Router::check refuses.
  static Result<Server> open(Options options, Router router, House house);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();  // stops

  std::uint16_t port() const;
  /// No new connections; running requests are finished and answered, event streams end; returns when all is done or
  /// `stop_time` is over. A second call does nothing.
  void stop();
  struct Count {
    std::size_t connections = 0;
    std::size_t requests = 0;
    std::size_t refused = 0;  // by the gate or a guard, before any handler
  };
  /// For figures of operation.
  Count count() const;

  class Impl;  // connection.cpp's own

 private:
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kulla::http
