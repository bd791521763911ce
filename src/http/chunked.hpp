// A chunked body (RFC 9112, 7.1), read strictly: sizes of one to eight hexadecimal digits, CRLF, no extensions, no
// trailers. Nobody who talks to this server sends the last two; each has carried smuggled requests elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/gate.hpp"

namespace kulla::http {

class ChunkedReader {
 public:
  explicit ChunkedReader(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  /// Takes what belongs to this body off the front of `input`, appends its data to `body`, and says how many bytes it
  /// took. Less than all of them only when the body is done or refused.
  std::size_t feed(std::string_view input, std::string& body);
  bool done() const { return state_ == State::done; }
  /// 400 `chunk-malformed`, 413 `body-too-large`.
  const std::optional<Stop>& stop() const { return stop_; }

 private:
  enum class State : std::uint8_t { size, size_end, data, data_cr, data_lf, last_cr, last_lf, done };
  bool take(char c);
  const std::size_t body_bytes_max_;
  State state_ = State::size;
  std::size_t left_ = 0;   // of the chunk at hand
  std::size_t taken_ = 0;  // of the whole body
  int digits_ = 0;
  std::optional<Stop> stop_;
};

}  // namespace kulla::http
