#include "http/chunked.hpp"

#include <algorithm>

namespace kulla::http {
namespace {

constexpr int size_digits_max = 8;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::size_t ChunkedReader::feed(std::string_view input, std::string& body) {
  std::size_t at = 0;
  while (at < input.size() && !done() && !stop_) {
    if (state_ == State::data) {
      const auto piece = std::min(left_, input.size() - at);
      body.append(input.substr(at, piece));
      at += piece;
      left_ -= piece;
      if (left_ == 0) state_ = State::data_cr;
    } else if (take(input[at])) {
      ++at;
    } else if (!stop_) {
      stop_ = Stop{400, "chunk-malformed"};
    }
  }
  return at;
}

// One character of the framing; false when it may not stand here.
bool ChunkedReader::take(char c) {
  switch (state_) {
    case State::size: {
      if (const int value = hex_value(c); value >= 0 && digits_ < size_digits_max) {
        left_ = left_ * 16 + static_cast<std::size_t>(value);
        ++digits_;
        return true;
      }
      if (c != '\r' || digits_ == 0) return false;
      if (left_ > body_bytes_max_ - taken_) {
        stop_ = Stop{413, "body-too-large"};
        return false;
      }
      state_ = State::size_end;
      return true;
    }
    case State::size_end:
      if (c != '\n') return false;
      taken_ += left_;
      digits_ = 0;
      state_ = left_ == 0 ? State::last_cr : State::data;
      return true;
    case State::data_cr:
      state_ = State::data_lf;
      return c == '\r';
    case State::data_lf:
      state_ = State::size;
      return c == '\n';
    case State::last_cr:
      state_ = State::last_lf;
      return c == '\r';
    case State::last_lf:
      state_ = State::done;
      return c == '\n';
    case State::data:
    case State::done:
      return false;
  }
  return false;
}

}  // namespace kulla::http
