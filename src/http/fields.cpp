#include "http/fields.hpp"

#include <algorithm>
#include <cstdint>

namespace kulla::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the piece up to `mark` off the front of `rest`.
std::string_view take_piece(std::string_view& rest, char mark) {
  const auto end = rest.find(mark);
  const auto piece = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trimmed(piece);
}

// A weight as RFC 9110, 12.4.2 writes it, in thousandths; a broken one counts as nothing, which refuses.
int weight_of(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int value = (text[0] - '0') * 1'000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(value, 1'000);
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

std::size_t Fields::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(lines_, [&](const auto& line) { return same_name(line.first, name); }));
}

std::optional<std::string_view> Fields::once(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& [own, value] : lines_) {
    if (!same_name(own, name)) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

std::optional<std::string_view> cookie_of(const Fields& fields, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [own, value] : fields) {
    if (!same_name(own, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto pair = take_piece(rest, ';');
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

void each_weighted(const Fields& fields, std::string_view field,
                   const std::function<void(std::string_view item, int weight)>& see) {
  for (const auto& [own, value] : fields) {
    if (!same_name(own, field)) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      auto parts = take_piece(rest, ',');
      const auto item = take_piece(parts, ';');
      int weight = 1'000;
      while (!parts.empty()) {
        const auto part = take_piece(parts, ';');
        if (part.starts_with("q=") || part.starts_with("Q=")) weight = weight_of(part.substr(2));
      }
      if (!item.empty()) see(item, weight);
    }
  }
}

bool accepts(const Fields& fields, std::string_view type) {
  if (fields.count("Accept") == 0) return true;
  const auto family = std::string(type.substr(0, type.find('/'))) + "/*";
  int closeness = -1;  // the most particular range decides: the type itself, then its family, then */*
  int weight = 0;
  each_weighted(fields, "Accept", [&](std::string_view item, int its_weight) {
    const int its = same_name(item, type) ? 2 : same_name(item, family) ? 1 : item == "*/*" ? 0 : -1;
    if (its < closeness || its < 0) return;
    weight = its > closeness ? its_weight : std::max(weight, its_weight);
    closeness = its;
  });
  return weight > 0;
}

int coding_weight(const Fields& fields, std::string_view coding) {
  int own = -1;
  int star = 0;
  each_weighted(fields, "Accept-Encoding", [&](std::string_view item, int weight) {
    if (same_name(item, coding)) own = weight;
    if (item == "*") star = weight;
  });
  return own >= 0 ? own : star;
}

}  // namespace kulla::http
