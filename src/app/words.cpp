#include "app/words.hpp"

#include <optional>

#include <boost/json.hpp>

#include "base/json.hpp"

namespace kulla::app {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

const std::string* find_fact(const Facts& facts, std::string_view name) {
  for (const auto& [key, value] : facts)
    if (key == name) return &value;
  return nullptr;
}

// The place of the brace that closes the one at `open`, or npos.
std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  for (auto at = open; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

// "one {# minute} other {# minutes}": the branch for this number. English and Albanian both say "one" for 1 alone.
std::optional<std::string_view> branch(std::string_view branches, std::string_view number) {
  const std::string_view wanted = number == "1" ? "one" : "other";
  std::optional<std::string_view> other;
  while (true) {
    branches = trimmed(branches);
    const auto open = branches.find('{');
    if (open == std::string_view::npos) return other;
    const auto close = closing(branches, open);
    if (close == std::string_view::npos) return other;
    const auto name = trimmed(branches.substr(0, open));
    const auto body = branches.substr(open + 1, close - open - 1);
    if (name == wanted) return body;
    if (name == "other") other = body;
    branches.remove_prefix(close + 1);
  }
}

std::string with_number(std::string_view body, std::string_view number) {
  std::string text;
  for (const char c : body) {
    if (c == '#')
      text += number;
    else
      text += c;
  }
  return text;
}

}  // namespace

std::string fill_message(std::string_view message, const Facts& facts) {
  std::string text;
  for (std::size_t at = 0; at < message.size();) {
    if (message[at] != '{') {
      text += message[at++];
      continue;
    }
    const auto close = closing(message, at);
    if (close == std::string_view::npos) return text.append(message.substr(at));
    const auto inner = message.substr(at + 1, close - at - 1);
    const auto comma = inner.find(',');
    const auto* fact = find_fact(facts, trimmed(inner.substr(0, comma)));
    if (fact == nullptr) {
      text.append(message.substr(at, close - at + 1));
    } else if (comma == std::string_view::npos) {
      text += *fact;
    } else {
      const auto rest = inner.substr(comma + 1);
      const auto second = rest.find(',');
      const bool plural = second != std::string_view::npos && trimmed(rest.substr(0, second)) == "plural";
      const auto chosen = plural ? branch(rest.substr(second + 1), *fact) : std::nullopt;
      text += chosen ? fill_message(with_number(*chosen, *fact), facts) : *fact;
    }
    at = close + 1;
  }
  return text;
}

Result<Words> Words::open(const std::vector<std::pair<std::string, std::string_view>>& catalogues) {
  Words words;
  for (const auto& [language, text] : catalogues) {
    const auto parsed = strict_parse(text);
    if (!parsed || !parsed->is_object()) return fail(ErrorKind::broken, "catalogue-broken", language);
    auto& catalogue = words.catalogues_[language];
    for (const auto& [key, value] : parsed->get_object()) {
      if (!value.is_string()) return fail(ErrorKind::broken, "catalogue-broken", language + ": " + std::string(key));
      catalogue.emplace(std::string(key), std::string(value.get_string()));
    }
  }
  return words;
}

bool Words::has(std::string_view language, std::string_view key) const {
  const auto catalogue = catalogues_.find(language);
  return catalogue != catalogues_.end() && catalogue->second.contains(key);
}

std::string Words::say(std::string_view language, std::string_view key, const Facts& facts) const {
  for (const auto choice : {language, std::string_view("en")}) {
    const auto catalogue = catalogues_.find(choice);
    if (catalogue == catalogues_.end()) continue;
    const auto found = catalogue->second.find(key);
    if (found != catalogue->second.end()) return fill_message(found->second, facts);
  }
  return std::string(key);
}

}  // namespace kulla::app
