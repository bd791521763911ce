// One of the two files that see Asio and say co_await: accepting, reading, answering. The rules for g++ 12 (docs:
// stack): one co_await a statement, all it takes named before, parameters by value, no lambda with captures and no
// aggregate made inside it. No lock is held across one: all but `work` runs on the one thread of input and output.
//
// Invariants, which the tests name:
//   1. Of one connection, one request is at work at a time; answers leave in the order of the requests, once each.
//   2. After an answer to a request whose end is doubtful, or whose body was not read, the connection is closed.
//   3. Every wait for the peer has a deadline, set once for the phase.
//   4. What a person sent or was sent is wiped from the connection's buffers once the answer has left.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string.h>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/invariant.hpp"
#include "http/chunked.hpp"
#include "http/events.hpp"
#include "http/exchange.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"
#include "http/workers.hpp"

namespace kulla::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr auto sweep_every = std::chrono::milliseconds(100);  // how exactly deadlines are kept
constexpr std::size_t read_bytes = 16 * 1024;

}  // namespace

class Connection;

class Server::Impl {
 public:
  Impl(Options chosen, Router table, House around);
  ~Impl() { stop(); }

  Result<void> listen();
  void start();
  void stop();

  void leave(Connection& connection) { connections_.erase(&connection); }
  bool stopping() const { return stopping_; }

  Office office;
  std::uint16_t port = 0;
  Workers workers;
  std::atomic<std::size_t> open_connections{0};

 private:
  friend class kulla::http::Server;
  asio::awaitable<void> accept_all();
  asio::awaitable<void> sweep_all();
  void accept_one(tcp::socket socket);
  void turn_away(tcp::socket& socket);
  std::shared_ptr<void> token(const std::string& source);
  bool wait_for_end(Duration span);

  std::atomic<bool> stopping_{false};
  std::mutex mutex_;  // guards nothing but the wait for the last connection
  std::condition_variable ended_;
  std::set<Connection*> connections_;
  std::map<std::string, std::size_t> by_source_;

 public:
  // The last members: the coroutines' frames die with `io`, while all that they refer to still stands.
  asio::io_context io{1};
  EventStreams streams;

 private:
  tcp::acceptor acceptor_;
  std::thread thread_;
};

/// One peer. Lives as long as its coroutine, or the worker that answers for it.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Server::Impl& server, tcp::socket socket, std::string source, std::shared_ptr<void> token)
      : server_(server),
        socket_(std::move(socket)),
        answered_(server.io),
        token_(std::move(token)),
        exchange_(server.office, std::move(source)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    wipe(input_);
    server_.leave(*this);
  }

  asio::awaitable<void> serve(std::shared_ptr<Connection> self);

  void sweep(Duration now) {
    if (until_ == Duration{} || now <= until_) return;
    expired_ = true;
    cancel();
  }
  void stop_if_idle() {
    if (idle_) cancel();
  }
  void cancel() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

 private:
  enum class Next : std::uint8_t { go_on, close };

  asio::awaitable<bool> read_more();
  asio::awaitable<bool> read_head_bytes();
  asio::awaitable<bool> take_head();
  asio::awaitable<bool> read_body(std::size_t body_bytes_max);
  asio::awaitable<Next> answer_one();
  asio::awaitable<void> ask_worker();
  asio::awaitable<bool> send(bool keep_alive);
  asio::awaitable<void> linger();

  bool become_stream();
  const Options& options() const { return server_.office.options; }
  void wait_at_most(Duration span) {
    until_ = steady_now() + span;
    expired_ = false;
  }
  // What is used of input_ goes, and leaves nothing behind in its memory.
  void consume(std::size_t size) {
    std::string rest = input_.substr(size);
    wipe(input_);
    if (!rest.empty()) input_ = std::move(rest);
  }

  Server::Impl& server_;
  tcp::socket socket_;
  asio::steady_timer answered_;  // never runs out: the worker's post cancels it
  std::shared_ptr<void> token_;  // while it lives the server counts this connection

  std::array<char, read_bytes> chunk_{};
  std::string input_;          // read and not yet used
  std::size_t head_size_ = 0;  // of the head at the front of input_
  std::size_t served_ = 0;
  const Route* route_ = nullptr;  // that answers once the body is there
  Duration until_{};              // steady time; zero while nothing is waited for
  bool expired_ = false;
  bool idle_ = false;
  bool worked_ = false;

  Exchange exchange_;
};

// ---- reading

asio::awaitable<bool> Connection::read_more() {
  const auto room = asio::buffer(chunk_);
  const auto [error, size] = co_await socket_.async_read_some(room, quietly);
  if (error || expired_) co_return false;
  input_.append(chunk_.data(), size);
  ::explicit_bzero(chunk_.data(), size);
  co_return true;
}

// True with a whole head at the front of input_. False: over, or refused and answered.
asio::awaitable<bool> Connection::read_head_bytes() {
  if (input_.empty()) {
    wait_at_most(served_ == 0 ? options().header_time : options().idle_time);
    idle_ = true;
    if (server_.stopping()) co_return false;
    const bool more = co_await read_more();
    idle_ = false;
    if (!more) co_return false;
  }
  exchange_.began = steady_now();
  wait_at_most(options().header_time);
  std::size_t seen = 0;
  while (true) {
    const auto end = input_.find("\r\n\r\n", seen < 3 ? 0 : seen - 3);
    head_size_ = end == std::string::npos ? input_.size() : end + 4;
    const auto part = std::string_view(input_).substr(0, head_size_);
    if (const auto stop = check_part(part, seen, server_.office.head_limits)) {
      exchange_.refuse(*stop);
      co_return false;
    }
    if (end != std::string::npos) co_return true;
    seen = input_.size();
    const bool more = co_await read_more();
    if (more) continue;
    if (expired_) exchange_.refuse(Stop{408, "header-too-slow"});
    co_return false;
  }
}

asio::awaitable<bool> Connection::read_body(std::size_t body_bytes_max) {
  wait_at_most(options().body_time);
  if (exchange_.head.expects_continue && input_.empty()) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto bytes = asio::buffer(go_on);
    const auto [error, size] = co_await asio::async_write(socket_, bytes, quietly);
    if (error) co_return false;
  }
  ChunkedReader chunks(body_bytes_max);
  const auto length = static_cast<std::size_t>(exchange_.head.content_length.value_or(0));
  if (!exchange_.head.chunked) exchange_.request.body.reserve(length);
  while (true) {
    std::size_t used = 0;
    if (exchange_.head.chunked) {
      used = chunks.feed(input_, exchange_.request.body);
    } else {
      used = std::min(input_.size(), length - exchange_.request.body.size());
      exchange_.request.body.append(input_, 0, used);
    }
    if (used > 0) consume(used);
    if (chunks.stop()) {
      exchange_.refuse(*chunks.stop());
      co_return false;
    }
    if (exchange_.head.chunked ? chunks.done() : exchange_.request.body.size() == length) co_return true;
    const bool more = co_await read_more();
    if (more) continue;
    if (expired_) exchange_.refuse(Stop{408, "body-too-slow"});
    co_return false;
  }
}

// ---- answering

asio::awaitable<void> Connection::ask_worker() {
  worked_ = false;
  until_ = Duration{};  // a handler has its time: it ends when the store has answered
  // The worker lets go of the connection by the post itself: its last hand is always this thread's.
  Workers::Job job = [self = shared_from_this()]() mutable {
    self->exchange_.work();
    auto& io = self->server_.io;
    asio::post(io, [held = std::move(self)] {
      held->worked_ = true;
      held->answered_.cancel();
    });
  };
  const bool taken = server_.workers.offer(std::move(job));
  if (!taken) {
    Error busy{.kind = ErrorKind::unavailable, .code = "too-busy", .where = {}, .findings = {}};
    exchange_.refuse(std::move(busy));
    co_return;
  }
  answered_.expires_at(asio::steady_timer::time_point::max());
  while (!worked_) {
    [[maybe_unused]] const auto [error] = co_await answered_.async_wait(quietly);
  }
}

asio::awaitable<bool> Connection::send(bool keep_alive) {
  wait_at_most(options().write_time);
  const auto head = head_text(exchange_.response, server_.office.date(), keep_alive);
  const auto body = exchange_.request.method == Method::head ? std::string_view{} : body_of(exchange_.response);
  const std::array<asio::const_buffer, 2> bytes{asio::buffer(head), asio::buffer(body)};
  const auto [error, size] = co_await asio::async_write(socket_, bytes, quietly);
  until_ = Duration{};
  co_return !error && !expired_;
}

bool Connection::become_stream() {
  auto stream = server_.streams.open(std::move(*exchange_.response.stream), exchange_.request.last_event_id);
  if (!stream) {
    exchange_.refuse(std::move(stream.error()));
    return false;
  }
  boost::system::error_code error;
  const bool is_ipv6 = socket_.local_endpoint(error).address().is_v6();
  auto head = head_text(exchange_.response, server_.office.date(), false);
  const int descriptor = socket_.release(error);
  server_.streams.run(std::move(*stream), descriptor, is_ipv6, std::move(head), std::move(token_));
  return true;
}

// Reads the next head and opens the exchange; false when it was refused, or there was none.
asio::awaitable<bool> Connection::take_head() {
  const bool whole = co_await read_head_bytes();
  if (!whole) co_return false;
  auto read = read_head(std::string_view(input_).substr(0, head_size_), server_.office.head_limits);
  consume(head_size_);
  if (const auto* stop = std::get_if<Stop>(&read)) {
    exchange_.refuse(*stop);
    co_return false;
  }
  route_ = exchange_.open(std::move(std::get<Head>(read)));
  co_return true;
}

asio::awaitable<Connection::Next> Connection::answer_one() {
  exchange_.begin();
  route_ = nullptr;
  const bool taken = co_await take_head();
  bool keep_alive = taken && exchange_.head.keep_alive && ++served_ < options().requests_per_connection_max;
  bool ready = route_ != nullptr;
  if (taken && exchange_.head.has_body()) {
    if (ready) ready = co_await read_body(route_->terms.body_bytes_max);
    keep_alive = keep_alive && ready;  // invariant 2: behind an unread body stands nobody knows what
  }
  if (ready) co_await ask_worker();
  if (!exchange_.answered()) co_return Next::close;  // the peer is gone
  if (exchange_.response.stream && exchange_.request.method == Method::get && become_stream()) {
    exchange_.log();
    co_return Next::close;
  }
  keep_alive = keep_alive && !server_.stopping();
  const bool sent = co_await send(keep_alive);
  exchange_.log();
  exchange_.wipe_bodies();
  if (sent && keep_alive) co_return Next::go_on;
  if (sent) co_await linger();
  co_return Next::close;
}

// Our side is closed; what the peer still sends is read and dropped for a short while, for a reset in the face of
// unread bytes would take our last answer with it.
asio::awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  wait_at_most(options().linger_time);
  while (true) {
    const bool more = co_await read_more();
    if (!more) co_return;
    wipe(input_);
  }
}

asio::awaitable<void> Connection::serve([[maybe_unused]] std::shared_ptr<Connection> self) {
  auto next = Next::go_on;
  while (next == Next::go_on) next = co_await answer_one();
  wipe(input_);
  boost::system::error_code ignored;
  socket_.close(ignored);
}

// ---- the server

Server::Impl::Impl(Options chosen, Router table, House around)
    : office(std::move(chosen), std::move(table), std::move(around)),
      workers(office.options.workers, office.options.queue_max),
      streams(io, office.house.hub, {office.options.heartbeat, office.options.write_time}),
      acceptor_(io) {}

Result<void> Server::Impl::listen() {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(office.options.address, error);
  if (error || !address.is_loopback())
    return fail(ErrorKind::unavailable, "listen-not-loopback",
                office.options.address + ": until TLS comes Kulla listens on loopback alone; write 127.0.0.1 or ::1");
  const tcp::endpoint wanted(address, office.options.port);
  acceptor_.open(wanted.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(wanted, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(ErrorKind::unavailable, "listen-failed",
                office.options.address + ":" + std::to_string(office.options.port) + ": " + error.message());
  port = acceptor_.local_endpoint().port();
  office.reached_at(address.is_v6() ? "[" + address.to_string() + "]" : address.to_string(), port);
  return {};
}

void Server::Impl::start() {
  asio::co_spawn(io, accept_all(), asio::detached);
  asio::co_spawn(io, sweep_all(), asio::detached);
  thread_ = std::thread([this] { io.run(); });
}

// Counts a connection, in all and of its source, for as long as it or the stream it became holds this.
std::shared_ptr<void> Server::Impl::token(const std::string& source) {
  ++open_connections;
  ++by_source_[source];
  return {this, [source](Impl* self) {
            const auto found = self->by_source_.find(source);
            if (--found->second == 0) self->by_source_.erase(found);
            const std::lock_guard lock(self->mutex_);
            --self->open_connections;
            self->ended_.notify_all();
          }};
}

asio::awaitable<void> Server::Impl::accept_all() {
  asio::steady_timer pause(io);
  while (!stopping_) {
    auto [error, socket] = co_await acceptor_.async_accept(quietly);
    if (stopping_) co_return;
    if (!error) {
      accept_one(std::move(socket));
      continue;
    }
    pause.expires_after(sweep_every);  // out of descriptors: some will come back
    [[maybe_unused]] const auto [woken] = co_await pause.async_wait(quietly);
  }
}

void Server::Impl::accept_one(tcp::socket socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  auto source = peer.address().to_string();
  socket.set_option(tcp::no_delay(true), error);
  const auto of_source = by_source_.find(source);
  if (open_connections >= office.options.connections_max ||
      (of_source != by_source_.end() && of_source->second >= office.options.connections_per_source_max))
    return turn_away(socket);
  auto held = token(source);
  auto connection = std::make_shared<Connection>(*this, std::move(socket), std::move(source), std::move(held));
  connections_.insert(connection.get());
  auto* raw = connection.get();
  asio::co_spawn(io, raw->serve(std::move(connection)), asio::detached);
}

// One write of a few hundred bytes into an empty buffer, or none: nobody waits for a peer that is one too many.
void Server::Impl::turn_away(tcp::socket& socket) {
  const auto text = office.too_many_text();
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> Server::Impl::sweep_all() {
  asio::steady_timer tick(io);
  while (true) {
    tick.expires_after(sweep_every);
    [[maybe_unused]] const auto [woken] = co_await tick.async_wait(quietly);
    const auto now = steady_now();
    for (auto* connection : connections_) connection->sweep(now);
    streams.sweep(now);
    office.tell_refusals(now);
  }
}

bool Server::Impl::wait_for_end(Duration span) {
  std::unique_lock lock(mutex_);
  return ended_.wait_for(lock, std::chrono::microseconds(span.micros), [this] { return open_connections == 0; });
}

void Server::Impl::stop() {
  if (stopping_.exchange(true)) return;
  if (thread_.joinable()) {
    asio::post(io, [this] {
      boost::system::error_code ignored;
      acceptor_.close(ignored);
      for (auto* connection : connections_) connection->stop_if_idle();
    });
    office.house.hub.close_all();
    if (!wait_for_end(office.options.stop_time)) {
      asio::post(io, [this] {
        for (auto* connection : connections_) connection->cancel();
        streams.cut();
      });
      wait_for_end(seconds(1));
    }
  }
  workers.stop();
  io.stop();
  if (thread_.joinable()) thread_.join();
}

Result<Server> Server::open(Options options, Router router, House house) {
  TRY_VOID(router.check());
  auto impl = std::make_unique<Impl>(std::move(options), std::move(router), std::move(house));
  TRY_VOID(impl->listen());
  impl->start();
  return Server(std::move(impl));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->port; }
void Server::stop() { impl_->stop(); }
Server::Count Server::count() const { return {impl_->open_connections, impl_->office.requests, impl_->office.refused}; }

}  // namespace kulla::http
