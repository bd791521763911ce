#include "http/target.hpp"

#include <algorithm>
#include <optional>

#include "base/encode.hpp"

namespace kulla::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent-decoding to UTF-8 without control characters; nothing when it is anything else.
std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    plain += c;
  }
  if (!is_utf8(plain)) return std::nullopt;
  return plain;
}

bool read_segments(std::string_view path, Target& target) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    auto segment = decoded(path.substr(0, end), false);
    path.remove_prefix(end);
    if (!segment || *segment == "." || *segment == ".." || segment->find_first_of("/\\") != std::string::npos)
      return false;
    if (segment->empty() && !path.empty()) return false;
    target.segments.push_back(std::move(*segment));
  }
  return true;
}

std::optional<Stop> read_query(std::string_view query, Target& target) {
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals), true);
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value || name->empty() || target.query.size() == query_pairs_max)
      return Stop{400, "target-malformed"};
    if (std::ranges::find(target.query, *name, &std::pair<std::string, std::string>::first) != target.query.end())
      return Stop{400, "parameter-twice"};
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return std::nullopt;
}

}  // namespace

std::variant<Target, Stop> read_target(std::string_view text) {
  const auto mark = std::min(text.find('?'), text.size());
  Target target;
  target.path = text.substr(0, mark);
  if (!target.path.starts_with('/') || !read_segments(target.path, target)) return Stop{400, "target-malformed"};
  if (const auto stop = read_query(text.substr(std::min(mark + 1, text.size())), target)) return *stop;
  return target;
}

}  // namespace kulla::http
