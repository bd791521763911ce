// The server's own log: one JSON object a line, one write a line. Fields are typed, and a string has no type of its
// own: what is logged is a code, an id, a number, a time. So no name, no query string and no piece of a body slips in.
//
//   log.info("request", {{"route", Code{route.pattern}}, {"status", 200}, {"took", Millis{span}}});
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/id.hpp"

namespace kulla {

/// A word of the code itself: route, error code, policy. Letters, digits and -._:/{}[]<>=,+ alone, at most 200 of them;
/// anything else is written as "not-a-code", so a name taken for a code does not come through whole.
struct Code {
  std::string_view text;
};
struct Millis {
  Duration span;
};

class LogValue {
 public:
  LogValue(Code code) : value_(std::string(code.text)) {}
  template <class Tag>
  LogValue(const Id<Tag>& id) : value_(id.text()) {}
  LogValue(bool yes) : value_(yes) {}
  template <std::integral Number>
    requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
  LogValue(Number number) : value_(static_cast<std::int64_t>(number)) {}
  LogValue(Millis span) : value_(span) {}
  LogValue(Instant at) : value_(at) {}
  LogValue(const char*) = delete;  // say Code{...}, and mean it
  LogValue(const std::string&) = delete;
  LogValue(std::string_view) = delete;

  /// As JSON.
  void write_to(std::string& line) const;

 private:
  std::variant<std::string, bool, std::int64_t, Millis, Instant> value_;
};

struct LogField {
  std::string_view name;
  LogValue value;
};

class Log {
 public:
  /// Lines go to this descriptor, which stays the caller's. -1 writes nothing.
  Log(int descriptor, const Clock& clock) : descriptor_(descriptor), clock_(clock) {}
  /// `what` is a code: "request", "clock-jumped".
  void info(std::string_view what, std::initializer_list<LogField> fields = {}) { line("info", what, fields); }
  void warning(std::string_view what, std::initializer_list<LogField> fields = {}) { line("warning", what, fields); }
  void error(std::string_view what, std::initializer_list<LogField> fields = {}) { line("error", what, fields); }

 private:
  void line(std::string_view level, std::string_view what, std::initializer_list<LogField> fields);
  const int descriptor_;
  const Clock& clock_;
  std::mutex mutex_;  // a line that the kernel takes in two pieces stays whole
};

}  // namespace kulla
