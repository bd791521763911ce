// What a bare handler costs: the ceiling of every figure over HTTP. 32 kept connections on loopback, clients in the
// same process on the same cores, so the server has about half of the machine.
#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/server.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

constexpr int connections = 32;

// A socket that says one thing and waits for as many bytes as the first answer had.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* generic = &address;
    if (::connect(socket_, static_cast<sockaddr*>(generic), sizeof address) != 0) throw std::runtime_error("connect");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void ask(const std::string& request, std::size_t& answer_bytes) {
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) throw std::runtime_error("send");
    char bytes[8 * 1024];
    std::size_t read = 0;
    while (read == 0 || read < answer_bytes) {
      const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
      if (size <= 0) throw std::runtime_error("the server closed");
      read += static_cast<std::size_t>(size);
    }
    answer_bytes = read;  // the answers are all of one length: the clock of this house stands still
  }

 private:
  int socket_;
};

// A server with one handler that does nothing.
struct Bare {
  ManualClock clock{{1'763'945'530'000'000}};
  SeededChance chance{1};
  Log log{-1, clock};
  http::Hub hub{clock, chance};
  http::Server server = open();
  std::string request =
      "GET /api/v1/plain HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\nAccept: */*\r\n\r\n";

  http::Server open() {
    http::Router router;
    router.get("/api/v1/plain", "public",
               [](const http::Request&) -> Result<http::Response> { return http::json_text(R"({"plain":true})"); });
    const auto words = [](http::Language, std::string_view code, const http::Facts&) {
      return http::Wording{std::string(code), std::string(code)};
    };
    auto server_or = http::Server::open({.requests_per_connection_max = SIZE_MAX}, std::move(router),
                                        {clock, chance, log, hub, words});
    if (!server_or) throw std::runtime_error(to_line(server_or.error()));
    return std::move(*server_or);
  }
};

double requests_per_second(const Bare& bare, Duration go) {
  std::atomic<std::int64_t> answered{0};
  const auto began = steady_now();
  const auto end = began + go;
  std::vector<std::thread> clients;
  for (int i = 0; i < connections; ++i)
    clients.emplace_back([&] {
      Client client(bare.server.port());
      std::size_t answer_bytes = 0;
      std::int64_t own = 0;
      for (; steady_now() < end; ++own) client.ask(bare.request, answer_bytes);
      answered += own;
    });
  for (auto& client : clients) client.join();
  return static_cast<double>(answered) * 1e6 / static_cast<double>((steady_now() - began).micros);
}

KULLA_FIGURE(plain_requests, "http-plain-32-connections") {
  const Bare bare;
  return alone("requests/s", std::nullopt, [&](Duration go) { return requests_per_second(bare, go); });
}

KULLA_FIGURE(plain_idle, "http-plain-idle-p50") {
  const Bare bare;
  Client client(bare.server.port());
  auto measured = alone("us", std::nullopt, [&](Duration go) {
    std::vector<double> samples;
    std::size_t answer_bytes = 0;
    for (const auto end = steady_now() + go; samples.empty() || steady_now() < end;) {
      const auto began = steady_now();
      client.ask(bare.request, answer_bytes);
      samples.push_back(static_cast<double>((steady_now() - began).micros));
    }
    return percentile(std::move(samples), 0.5);
  });
  measured.note = "one connection, one request at a time, with the hand-over to a worker and back";
  return measured;
}

}  // namespace
}  // namespace kulla::bench
