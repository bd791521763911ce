// The house's configuration: one TOML file; every key is also an environment variable (KULLA_ and the key in capitals,
// dots and hyphens as underscores) and the variable wins. An unknown key, in the file or as a variable, is an error
// with a suggestion: a misspelt limit must not pass as the default. `config_keys()` is the one list of keys; the
// reader, docs/configure.md and the suggestions are made from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace kulla::app {

struct Config {
  struct House {
    std::string name = "Kulla";
    std::string language = "en";       // en | sq: of pages before anyone has chosen, and of the command line
    std::string duty_line;             // the number that answers day and night; stands on every page
    std::string emergency = "112";     // the number for danger now
    std::string special_prosecution;   // whom to call instead when an official may be involved
    std::string procedure = "kosovo";  // a shipped procedure's name, or the path of a file
  } house;
  struct Listen {
    std::string address = "127.0.0.1";  // loopback alone until TLS comes
    std::int64_t port = 8420;           // 0: a free one
  } listen;
  struct Data {
    std::string dir = ".kulla/house";
  } data;
  struct Passwords {  // Argon2id; the floor is OWASP's minimum, the default takes a third of a second
    std::int64_t memory_kib = 65'536;
    std::int64_t passes = 3;
  } passwords;
  struct Limits {
    std::int64_t workers = 32;             // requests worked on at once
    std::int64_t connections = 2'000;      // open connections in all
    std::int64_t body_bytes = 262'144;     // of a request
    std::int64_t streams_per_account = 8;  // open pages that listen
  } limits;
};

/// One key: its name, what it is for, its range. `docs/configure.md` prints these.
struct ConfigKey {
  std::string_view name;  // "listen.port"
  std::string_view meaning;
  std::string_view range;                                      // in words: "1 to 65535, or 0 for a free one"
  std::function<Result<void>(Config&, std::string_view)> set;  // from text
  std::function<std::string(const Config&)> get;
};
std::span<const ConfigKey> config_keys();
/// KULLA_LISTEN_PORT for "listen.port".
std::string environment_name(std::string_view key);

using Environment = std::vector<std::pair<std::string, std::string>>;
/// The variables of this process that begin with KULLA_.
Environment kulla_environment();

/// Reads the file (if there is one), then the variables. Refuses `config-unreadable`, `config-syntax`,
/// `config-unknown-key` (facts: key, did-you-mean), `config-value` (facts: key, range); `where` is file:line or the
/// variable's name.
Result<Config> load_config(const std::optional<std::filesystem::path>& file, const Environment& environment);

}  // namespace kulla::app
