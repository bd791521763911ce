// The verbs of `kulla`, as data: command_line.cpp reads a command line by them and prints their help from them.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"
#include "cli/terminal.hpp"

namespace kulla::cli {

/// A command line that was understood.
struct Asked {
  std::string verb;                           // "log verify"
  std::map<std::string, std::string> values;  // by the option's name, without hyphens; absent ones left out
  bool json = false;
  std::optional<std::string> data;
  std::optional<std::string> config;

  bool has(const std::string& option) const { return values.contains(option); }
  std::string get(const std::string& option) const {
    const auto found = values.find(option);
    return found == values.end() ? std::string() : found->second;
  }
};

/// Flags, then the environment, then the file, then the defaults. The file: --config, KULLA_CONFIG, or the house's own.
Result<app::Config> config_of(const Asked& asked);

struct Option {
  enum class Kind : std::uint8_t { value, flag, positional } kind = Kind::value;
  std::string_view name;  // "root-key"
  std::string_view what;  // "FILE"; empty for a flag
  std::string_view meaning;
  bool needed = false;
};

struct Verb {
  /// Whose session it runs in: asked for by name and password; or the holder of a one-time code.
  enum class Asks : std::uint8_t { nobody, person, invitee };

  std::string_view name;  // "log verify"; a group of verbs has no `run`
  std::string_view summary;
  std::string_view examples;  // a line each
  std::vector<Option> options;
  Exit (*run)(const Asked& asked, Terminal& terminal) = nullptr;
  bool gives_data = false;  // knows --json
  Asks asks = Asks::nobody;
  std::string_view next = {};  // what a person does after it
};

/// In the order of `kulla --help`.
std::span<const Verb> verbs();

Exit run_init(const Asked& asked, Terminal& terminal);
Exit run_serve(const Asked& asked, Terminal& terminal);
Exit run_openapi(const Asked& asked, Terminal& terminal);
Exit run_version(const Asked& asked, Terminal& terminal);
Exit run_demo(const Asked& asked, Terminal& terminal);
/// Whatever perform() knows: asks the house, prints the rows.
Exit run_at_house(const Asked& asked, Terminal& terminal);
Exit run_log_verify(const Asked& asked, Terminal& terminal);
Exit run_log_head(const Asked& asked, Terminal& terminal);
Exit run_trace(const Asked& asked, Terminal& terminal);
Exit run_doctor(const Asked& asked, Terminal& terminal);
Exit run_rebuild(const Asked& asked, Terminal& terminal);
Exit run_procedure_check(const Asked& asked, Terminal& terminal);

}  // namespace kulla::cli
