#include "base/log.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace kulla {
namespace {

constexpr std::size_t code_bytes_max = 200;

bool is_code(std::string_view text) {
  constexpr std::string_view marks = "-._:/{}[]<>=,+";
  return !text.empty() && text.size() <= code_bytes_max && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
  });
}

void put_code(std::string& line, std::string_view text) {
  line += '"';
  line += is_code(text) ? text : "not-a-code";  // a code needs no escaping: none of its letters does
  line += '"';
}

// Milliseconds with three digits behind the point: 0.042.
std::string millis_text(std::int64_t micros) {
  const bool negative = micros < 0;
  if (negative) micros = -micros;
  auto rest = std::to_string(micros % 1'000);
  rest.insert(0, 3 - rest.size(), '0');
  return (negative ? "-" : "") + std::to_string(micros / 1'000) + "." + rest;
}

}  // namespace

void LogValue::write_to(std::string& line) const {
  if (const auto* text = std::get_if<std::string>(&value_)) return put_code(line, *text);
  if (const auto* yes = std::get_if<bool>(&value_)) {
    line += *yes ? "true" : "false";
    return;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value_)) {
    line += std::to_string(*number);
    return;
  }
  if (const auto* span = std::get_if<Millis>(&value_)) {
    line += millis_text(span->span.micros);
    return;
  }
  put_code(line, to_rfc3339(std::get<Instant>(value_)));
}

void Log::line(std::string_view level, std::string_view what, std::initializer_list<LogField> fields) {
  if (descriptor_ < 0) return;
  std::string line = R"({"at":")" + to_rfc3339(clock_.now()) + R"(","level":)";
  put_code(line, level);
  line += R"(,"what":)";
  put_code(line, what);
  for (const auto& field : fields) {
    line += ',';
    put_code(line, field.name);
    line += ':';
    field.value.write_to(line);
  }
  line += "}\n";
  const std::lock_guard lock(mutex_);
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // a log that cannot be written stops nobody's work; the disk's alarm is the store's
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace kulla
