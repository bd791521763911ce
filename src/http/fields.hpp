// Header fields as they came: names in any case, values without the white space around them. The gate (gate.hpp) has
// already refused what hides a length, so a field here is one line of printable text.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kulla::http {

/// Are these the same field name? ASCII alone, as RFC 9110 has it.
bool same_name(std::string_view left, std::string_view right);

class Fields {
 public:
  void add(std::string_view name, std::string_view value) { lines_.emplace_back(name, value); }
  std::size_t count(std::string_view name) const;
  std::size_t size() const { return lines_.size(); }
  /// The value of a field that stands exactly once; nothing when it is missing or stands twice: which of two a proxy
  /// took is anyone's guess, so neither is taken here.
  std::optional<std::string_view> once(std::string_view name) const;
  auto begin() const { return lines_.begin(); }
  auto end() const { return lines_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

/// A cookie's value, if exactly one of that name was sent: a second one may have been planted from elsewhere.
std::optional<std::string_view> cookie_of(const Fields& fields, std::string_view name);

/// The items of a weighted list ("a, b;q=0.5"), each with its weight, 0 to 1000; a broken weight counts as 0.
void each_weighted(const Fields& fields, std::string_view field,
                   const std::function<void(std::string_view item, int weight)>& see);

/// May the answer have this media type ("application/json")? True without an Accept field.
bool accepts(const Fields& fields, std::string_view type);

/// The weight of a content coding ("br", "gzip") in Accept-Encoding, 0 to 1000; 0 is refused or not named.
int coding_weight(const Fields& fields, std::string_view coding);

}  // namespace kulla::http
