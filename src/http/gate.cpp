#include "http/gate.hpp"

#include <algorithm>
#include <charconv>

namespace kulla::http {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t length_digits_max = 18;  // fits 64 bits; a longer number is a trick, not a length

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

// RFC 9110 allows more in a name; the fields that browsers send need no more, and an underscore is how a name is made
// to look like another one behind a gateway.
bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_value(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); });
}

// RFC 3986: pchar, "/" and "?". A fragment is never sent.
bool is_target(std::string_view target) {
  constexpr std::string_view marks = "-._~!$&'()*+,;=:@%/?";
  return target.starts_with('/') && std::ranges::all_of(target, [&](char c) {
           return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
         });
}

// host or host:port; brackets for IPv6.
bool is_host(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find(line_end);
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), line.size() + line_end.size()));
  return line;
}

std::optional<Stop> read_request_line(std::string_view line, Head& head, const HeadLimits& limits) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Stop{400, "request-line-malformed"};
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (method.empty() || !std::ranges::all_of(method, is_upper)) return Stop{400, "request-line-malformed"};
  if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
      !is_digit(version[7]))
    return Stop{400, "request-line-malformed"};
  if (version != "HTTP/1.1") return Stop{505, "version-not-supported"};
  if (target.size() > limits.target_bytes_max) return Stop{414, "target-too-long"};
  if (!is_target(target)) return Stop{400, "target-malformed"};
  head.method = method;
  head.target = target;
  return std::nullopt;
}

std::optional<Stop> read_field_line(std::string_view line, Head& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return Stop{400, "field-malformed"};
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_name(name) || !is_value(value)) return Stop{400, "field-malformed"};  // a folded line begins with a space
  head.fields.add(name, value);
  return std::nullopt;
}

// Where does this request end? RFC 9112, 6.3, and nothing that two readers could answer differently.
std::optional<Stop> read_length(Head& head) {
  const auto codings = head.fields.count("Transfer-Encoding");
  const auto lengths = head.fields.count("Content-Length");
  if (codings > 1 || lengths > 1 || (codings > 0 && lengths > 0)) return Stop{400, "length-ambiguous"};
  if (codings == 1) {
    if (!same_name(*head.fields.once("Transfer-Encoding"), "chunked")) return Stop{400, "transfer-coding-unknown"};
    head.chunked = true;
  }
  if (lengths == 1) {
    const auto text = *head.fields.once("Content-Length");
    if (text.empty() || text.size() > length_digits_max || !std::ranges::all_of(text, is_digit))
      return Stop{400, "length-malformed"};
    std::uint64_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    head.content_length = length;
  }
  if ((head.method == "GET" || head.method == "HEAD") && head.has_body()) return Stop{400, "body-not-expected"};
  return std::nullopt;
}

std::optional<Stop> read_connection(Head& head) {
  if (head.fields.count("Host") != 1 || !is_host(*head.fields.once("Host"))) return Stop{400, "host-malformed"};
  each_weighted(head.fields, "Connection", [&](std::string_view item, int) {
    if (same_name(item, "close")) head.keep_alive = false;
  });
  if (head.fields.count("Expect") == 0) return std::nullopt;
  const auto expect = head.fields.once("Expect");
  if (!expect || !same_name(*expect, "100-continue")) return Stop{417, "expectation-failed"};
  head.expects_continue = head.has_body();
  return std::nullopt;
}

}  // namespace

std::optional<Stop> check_part(std::string_view part, std::size_t from, const HeadLimits& limits) {
  if (!part.empty() && !is_upper(part.front())) return Stop{400, "request-line-malformed"};
  for (std::size_t i = from; i < part.size(); ++i) {
    const char c = part[i];
    if (c == '\n' && (i == 0 || part[i - 1] != '\r')) return Stop{400, "line-end-malformed"};
    if (c != '\n' && i > 0 && part[i - 1] == '\r') return Stop{400, "line-end-malformed"};
    if (c != '\r' && c != '\n' && !is_value({&c, 1})) return Stop{400, "character-not-allowed"};
  }
  if (part.size() <= limits.header_bytes_max) return std::nullopt;
  return part.find(line_end) == std::string_view::npos ? Stop{414, "target-too-long"} : Stop{431, "fields-too-large"};
}

std::variant<Head, Stop> read_head(std::string_view block, const HeadLimits& limits) {
  if (!block.ends_with("\r\n\r\n")) return Stop{400, "request-line-malformed"};
  if (const auto stop = check_part(block, 0, limits)) return *stop;
  block.remove_suffix(line_end.size());
  Head head;
  if (const auto stop = read_request_line(take_line(block), head, limits)) return *stop;
  while (!block.empty()) {
    if (head.fields.size() == limits.fields_max) return Stop{431, "fields-too-many"};
    if (const auto stop = read_field_line(take_line(block), head)) return *stop;
  }
  if (const auto stop = read_length(head)) return *stop;
  if (const auto stop = read_connection(head)) return *stop;
  return head;
}

}  // namespace kulla::http
