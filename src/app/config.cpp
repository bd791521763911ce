#include "app/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include "base/encode.hpp"
#include "base/suggest.hpp"
#include "base/toml.hpp"

namespace kulla::app {
namespace {

// Variables of the build and of tests, which are no keys of the configuration.
constexpr std::array<std::string_view, 8> not_keys{"KULLA_CONFIG", "KULLA_SEED",          "KULLA_SHARED_DATA",
                                                   "KULLA_ACCEPT", "KULLA_BENCH_SECONDS", "KULLA_PASSWORD",
                                                   "KULLA_NAME",   "KULLA_TEST"};

Error bad(std::string code, std::string where, std::vector<std::pair<std::string, std::string>> facts) {
  return Error{.kind = ErrorKind::malformed,
               .code = code,
               .where = std::move(where),
               .findings = {{std::move(code), {}, std::move(facts)}}};
}

template <class Part>
ConfigKey text_key(std::string_view name, std::string_view meaning, std::string_view range, Part Config::* part,
                   std::string Part::* field, std::function<bool(std::string_view)> good) {
  return {name, meaning, range,
          [=](Config& config, std::string_view value) -> Result<void> {
            if (!is_utf8(value) || value.size() > 1'000 || !good(value))
              return fail(ErrorKind::malformed, "config-value");
            config.*part.*field = std::string(value);
            return {};
          },
          [=](const Config& config) { return config.*part.*field; }};
}

template <class Part>
ConfigKey number_key(std::string_view name, std::string_view meaning, std::string_view range, Part Config::* part,
                     std::int64_t Part::* field, std::int64_t least, std::int64_t most) {
  return {name, meaning, range,
          [=](Config& config, std::string_view value) -> Result<void> {
            std::int64_t number = 0;
            const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
            if (problem != std::errc{} || end != value.data() + value.size() || number < least || number > most)
              return fail(ErrorKind::malformed, "config-value");
            config.*part.*field = number;
            return {};
          },
          [=](const Config& config) { return std::to_string(config.*part.*field); }};
}

bool is_number_to_call(std::string_view text) {
  return !text.empty() && text.size() <= 24 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' ' || c == '+'; });
}

const std::vector<ConfigKey>& keys() {
  using C = Config;
  const auto some = [](std::string_view text) { return !text.empty(); };
  static const std::vector<ConfigKey> list{
      text_key("house.name", "What the house is called at the head of each page.", "text, at most 40 characters",
               &C::house, &C::House::name, [](std::string_view t) { return !t.empty() && t.size() <= 40; }),
      text_key("house.language", "Language of pages before anyone has chosen, and of the command line.", "en or sq",
               &C::house, &C::House::language, [](std::string_view t) { return t == "en" || t == "sq"; }),
      text_key("house.duty-line", "The number that answers day and night; it stands on every page before any script.",
               "a number to call", &C::house, &C::House::duty_line, is_number_to_call),
      text_key("house.emergency", "The number to call when somebody is in danger now.", "a number to call", &C::house,
               &C::House::emergency, is_number_to_call),
      text_key("house.special-prosecution", "Whom to call instead of reporting when an official may be involved.",
               "a number to call", &C::house, &C::House::special_prosecution, is_number_to_call),
      text_key("house.procedure", "The procedure that new cases follow.", "kosovo, or the path of a file", &C::house,
               &C::House::procedure, some),
      text_key("listen.address", "Where the server listens. Until TLS comes, loopback alone.", "127.0.0.1 or ::1",
               &C::listen, &C::Listen::address, some),
      number_key("listen.port", "The port.", "1 to 65535, or 0 for a free one", &C::listen, &C::Listen::port, 0,
                 65'535),
      text_key("data.dir", "The house's folder: its database and its keys.", "a folder on a local disk", &C::data,
               &C::Data::dir, some),
      number_key("passwords.memory-kib", "Argon2id: memory for one password, in KiB.", "19456 to 4194304",
                 &C::passwords, &C::Passwords::memory_kib, 19'456, 4'194'304),
      number_key("passwords.passes", "Argon2id: passes over that memory.", "2 to 100", &C::passwords,
                 &C::Passwords::passes, 2, 100),
      number_key("limits.workers", "Requests that are worked on at once.", "2 to 256", &C::limits, &C::Limits::workers,
                 2, 256),
      number_key("limits.connections", "Open connections in all.", "16 to 20000", &C::limits, &C::Limits::connections,
                 16, 20'000),
      number_key("limits.body-bytes", "The largest request body.", "16384 to 8388608", &C::limits,
                 &C::Limits::body_bytes, 16'384, 8'388'608),
      number_key("limits.streams-per-account", "Open pages of one account that listen for notices.", "1 to 100",
                 &C::limits, &C::Limits::streams_per_account, 1, 100),
  };
  return list;
}

const ConfigKey* find_key(std::string_view name) {
  for (const auto& key : keys())
    if (key.name == name) return &key;
  return nullptr;
}

tl::unexpected<Error> unknown(std::string_view name, std::string where, bool as_variable) {
  std::vector<std::string> known;
  for (const auto& key : keys()) known.push_back(as_variable ? environment_name(key.name) : std::string(key.name));
  std::vector<std::pair<std::string, std::string>> facts{{"key", std::string(name.substr(0, 80))}};
  if (const auto meant = nearest(name, known)) facts.emplace_back("did-you-mean", *meant);
  return tl::unexpected(bad("config-unknown-key", std::move(where), std::move(facts)));
}

Result<void> set(Config& config, const ConfigKey& key, std::string_view value, std::string where) {
  if (key.set(config, value)) return {};
  return tl::unexpected(
      bad("config-value", std::move(where), {{"key", std::string(key.name)}, {"range", std::string(key.range)}}));
}

// A value of the file as text; nothing for what is neither text nor a whole number.
std::optional<std::string> text_of_node(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  return std::nullopt;
}

Result<void> read_table(Config& config, const toml::table& table, const std::string& prefix, const std::string& file) {
  for (const auto& [name, node] : table) {
    const auto full = prefix.empty() ? std::string(name.str()) : prefix + "." + std::string(name.str());
    const auto where = file + ":" + std::to_string(node.source().begin.line);
    if (const auto* inner = node.as_table(); inner != nullptr && prefix.empty()) {
      const bool is_part =
          std::any_of(keys().begin(), keys().end(), [&](const auto& key) { return key.name.starts_with(full + "."); });
      if (!is_part) return unknown(full, where, false);
      TRY_VOID(read_table(config, *inner, full, file));
      continue;
    }
    const auto* key = find_key(full);
    if (key == nullptr) return unknown(full, where, false);
    const auto text = text_of_node(node);
    if (!text) return tl::unexpected(bad("config-value", where, {{"key", full}, {"range", std::string(key->range)}}));
    TRY_VOID(set(config, *key, *text, where));
  }
  return {};
}

Result<void> read_file(Config& config, const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  if (!stream || !(text << stream.rdbuf())) return tl::unexpected(bad("config-unreadable", file.string(), {}));
  const auto content = text.str();
  auto table = parse_toml(content, file.native());
  if (!table) return tl::unexpected(bad("config-syntax", table.error().where, table.error().findings.at(0).facts));
  return read_table(config, *table, "", file.string());
}

}  // namespace

std::span<const ConfigKey> config_keys() { return keys(); }

std::string environment_name(std::string_view key) {
  std::string name = "KULLA_";
  for (const char c : key)
    name += c == '.' || c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

Environment kulla_environment() {
  Environment found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (text.starts_with("KULLA_") && equals != std::string_view::npos)
      found.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<Config> load_config(const std::optional<std::filesystem::path>& file, const Environment& environment) {
  Config config;
  if (file) TRY_VOID(read_file(config, *file));
  for (const auto& [name, value] : environment) {
    if (std::find(not_keys.begin(), not_keys.end(), name) != not_keys.end()) continue;
    const auto found =
        std::find_if(keys().begin(), keys().end(), [&](const auto& key) { return environment_name(key.name) == name; });
    if (found == keys().end()) return unknown(name, name, true);
    TRY_VOID(set(config, *found, value, name));
  }
  return config;
}

}  // namespace kulla::app
