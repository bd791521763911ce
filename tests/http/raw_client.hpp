// A peer that says exactly the bytes it is told to, and reads what comes back as it came.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::http::test {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;
  std::string text;  // all of it
  std::string field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_bytes = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False when the peer has closed.
  bool send(std::string_view bytes);
  void send_end();  // no more from us
  /// The next whole answer, by its Content-Length; nothing when the peer closes first or `wait` is over.
  std::optional<Answer> read_answer(bool to_head = false, std::chrono::milliseconds wait = std::chrono::seconds(5));
  /// Until `mark` has come, the peer closes or `wait` is over: all that has come so far and was not read yet.
  std::string read_until(std::string_view mark, std::chrono::milliseconds wait = std::chrono::seconds(5));
  /// Waits for something to come and lets the kernel throw it away unread: no copy of it is made here. How much.
  std::size_t drop(std::chrono::milliseconds wait = std::chrono::seconds(5));
  /// All until the peer closes. `closed` says whether it did within `wait`.
  std::string read_all(std::chrono::milliseconds wait, bool& closed);

 private:
  bool read_more(std::chrono::steady_clock::time_point until);
  int socket_ = -1;
  bool closed_ = false;
  std::string input_;
};

/// The answers in a stretch of bytes, one behind the other; `rest` is what is left over.
std::vector<Answer> answers_in(std::string_view bytes, std::string& rest);

}  // namespace kulla::http::test
