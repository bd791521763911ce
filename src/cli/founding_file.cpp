#include "cli/founding_file.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/suggest.hpp"
#include "base/toml.hpp"

namespace kulla::cli {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;
using Places = std::vector<std::pair<std::string, std::string*>>;

tl::unexpected<Error> bad(std::string code, std::string where, Facts facts = {}) {
  return tl::unexpected(Error{.kind = ErrorKind::malformed,
                              .code = code,
                              .where = std::move(where),
                              .findings = {{std::move(code), {}, std::move(facts)}}});
}

std::string at(const toml::node& node, const std::string& file) {
  return fmt::format("{}:{}", file, node.source().begin.line);
}

tl::unexpected<Error> unknown(std::string_view key, const std::vector<std::string>& known, std::string where) {
  Facts facts{{"key", std::string(key.substr(0, 80))}};
  if (const auto meant = nearest(key, known)) facts.emplace_back("did-you-mean", *meant);
  return bad("config-unknown-key", std::move(where), std::move(facts));
}

/// Texts of a table into their places; every key must be one of them.
Result<void> take(const toml::table& table, const Places& places, const std::string& file) {
  for (const auto& [key, node] : table) {
    const auto found = std::ranges::find(places, key.str(), &Places::value_type::first);
    if (found == places.end()) {
      std::vector<std::string> known;
      for (const auto& [name, place] : places) known.push_back(name);
      return unknown(key.str(), known, at(node, file));
    }
    const auto* text = node.as_string();
    if (text == nullptr) return bad("config-value", at(node, file), {{"key", found->first}, {"range", "text"}});
    *found->second = text->get();
  }
  return {};
}

Result<void> take_house(FoundingTold& told, const toml::table& table, const std::string& file) {
  std::vector<std::string> known;
  for (const auto& key : app::config_keys())
    if (key.name.starts_with("house.")) known.emplace_back(key.name);
  for (const auto& [key, node] : table) {
    const auto full = "house." + std::string(key.str());
    if (std::ranges::find(known, full) == known.end()) return unknown(full, known, at(node, file));
    const auto* text = node.as_string();
    if (text == nullptr) return bad("config-value", at(node, file), {{"key", full}, {"range", "text"}});
    told.house.emplace_back(full, text->get());
  }
  return {};
}

Result<void> take_officers(FoundingTold& told, const toml::node& node, const std::string& file) {
  const auto* array = node.as_array();
  if (array == nullptr) return bad("config-value", at(node, file), {{"key", "officer"}, {"range", "[[officer]]"}});
  for (const auto& one : *array) {
    const auto* table = one.as_table();
    if (table == nullptr) return bad("config-value", at(one, file), {{"key", "officer"}, {"range", "[[officer]]"}});
    FounderTold officer;
    TRY_VOID(take(*table,
                  {{"agency", &officer.agency},
                   {"sign-in-name", &officer.sign_in_name},
                   {"name", &officer.name},
                   {"work-phone", &officer.work_phone},
                   {"password-file", &officer.password_file}},
                  file));
    told.officers.push_back(std::move(officer));
  }
  return {};
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

Result<FoundingTold> read_founding_file(const std::filesystem::path& path) {
  const auto file = path.string();
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  if (!stream || !(text << stream.rdbuf())) return bad("config-unreadable", file);
  const auto content = text.str();
  auto table = parse_toml(content, file);
  if (!table) return bad("config-syntax", table.error().where, table.error().findings.at(0).facts);
  FoundingTold told;
  for (const auto& [key, node] : *table) {
    const auto* inner = node.as_table();
    if (key.str() == "officer") {
      TRY_VOID(take_officers(told, node, file));
    } else if (inner != nullptr && key.str() == "house") {
      TRY_VOID(take_house(told, *inner, file));
    } else if (inner != nullptr && key.str() == "office") {
      TRY_VOID(take(*inner, {{"name", &told.office_name}, {"phone", &told.office_phone}}, file));
    } else {
      return unknown(key.str(), {"house", "office", "officer"}, at(node, file));
    }
  }
  return told;
}

std::string config_text(const FoundingTold& told) {
  std::string text = "# This house's configuration; every key stands in docs/configure.md. Read at start.\n[house]\n";
  for (const auto& [key, value] : told.house)
    text += fmt::format("{} = {}\n", std::string_view(key).substr(std::string_view("house.").size()), toml_text(value));
  return text;
}

}  // namespace kulla::cli
