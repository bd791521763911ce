#include "http/raw_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kulla::http::test {
namespace {

// Takes one whole answer off the front of `input`, or nothing.
std::optional<Answer> take_answer(std::string& input, bool to_head) {
  const auto end = input.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  Answer answer;
  answer.status = std::stoi(input.substr(9, 3));
  for (auto from = input.find("\r\n") + 2; from < end;) {
    const auto stop = input.find("\r\n", from);
    const auto line = input.substr(from, stop - from);
    const auto colon = line.find(": ");
    auto name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.fields[name] = line.substr(colon + 2);
    from = stop + 2;
  }
  std::size_t length = 0;
  if (const auto text = answer.field("content-length"); !text.empty() && !to_head) length = std::stoul(text);
  if (input.size() < end + 4 + length) return std::nullopt;
  answer.body = input.substr(end + 4, length);
  answer.text = input.substr(0, end + 4 + length);
  input.erase(0, end + 4 + length);
  return answer;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_bytes > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void* generic = &address;
  if (::connect(socket_, static_cast<sockaddr*>(generic), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect to the server under test");
  }
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::send_end() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::read_more(std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  if (closed_ || left.count() <= 0) return false;
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, static_cast<int>(left.count())) <= 0) return false;
  char bytes[16 * 1024];
  const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
  if (size <= 0) {
    closed_ = true;
    return false;
  }
  input_.append(bytes, static_cast<std::size_t>(size));
  return true;
}

std::optional<Answer> RawClient::read_answer(bool to_head, std::chrono::milliseconds wait) {
  const auto until = std::chrono::steady_clock::now() + wait;
  while (true) {
    if (auto answer = take_answer(input_, to_head)) return answer;
    if (!read_more(until)) return std::nullopt;
  }
}

std::string RawClient::read_until(std::string_view mark, std::chrono::milliseconds wait) {
  const auto until = std::chrono::steady_clock::now() + wait;
  while (input_.find(mark) == std::string::npos && read_more(until)) {
  }
  return std::exchange(input_, {});
}

std::size_t RawClient::drop(std::chrono::milliseconds wait) {
  pollfd ready{socket_, POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) return 0;
  char unused = 0;
  const auto size = ::recv(socket_, &unused, 64 * 1024, MSG_TRUNC);  // tcp(7): thrown away, not copied
  return size <= 0 ? 0 : static_cast<std::size_t>(size);
}

std::string RawClient::read_all(std::chrono::milliseconds wait, bool& closed) {
  const auto until = std::chrono::steady_clock::now() + wait;
  while (read_more(until)) {
  }
  closed = closed_;
  return std::exchange(input_, {});
}

std::vector<Answer> answers_in(std::string_view bytes, std::string& rest) {
  std::vector<Answer> answers;
  rest = bytes;
  while (auto answer = take_answer(rest, false)) answers.push_back(std::move(*answer));
  return answers;
}

}  // namespace kulla::http::test
