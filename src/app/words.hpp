// The words that people read, from messages/<language>.json: one set for server and browser. A message may name facts
// in braces and choose by number:
//   "Overdue by {minutes, plural, one {# minute} other {# minutes}}"
// web/check-messages.mjs holds the catalogues complete; a key that is missing here all the same is shown as itself.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace kulla::app {

using Facts = std::vector<std::pair<std::string, std::string>>;

class Words {
 public:
  /// `catalogues`: language -> JSON text of flat keys. Refuses `catalogue-broken`.
  static Result<Words> open(const std::vector<std::pair<std::string, std::string_view>>& catalogues);

  /// The message in that language, else in English, else the key.
  std::string say(std::string_view language, std::string_view key, const Facts& facts = {}) const;
  bool has(std::string_view language, std::string_view key) const;

 private:
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> catalogues_;
};

/// Fills a message's braces. A fact that is missing leaves its braces standing, so that a test sees it.
std::string fill_message(std::string_view message, const Facts& facts);

}  // namespace kulla::app
