// What `kulla init` is told: by a file, or by answers at the terminal.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/config.hpp"

namespace kulla::cli {

struct FounderTold {
  std::string agency;  // a word of the directory: "police"
  std::string sign_in_name;
  std::string name;
  std::string work_phone;
  std::string password_file;  // empty: asked for
};
struct FoundingTold {
  std::vector<std::pair<std::string, std::string>> house;  // configuration keys: "house.duty-line" -> "038 000 111"
  std::string office_name;
  std::string office_phone;
  std::vector<FounderTold> officers;
};

/// [house] as in the configuration; [office] name, phone; [[officer]] agency, sign-in-name, name, work-phone,
/// password-file. Refuses `config-unreadable`, `config-syntax`, `config-unknown-key`, `config-value`.
Result<FoundingTold> read_founding_file(const std::filesystem::path& file);

/// The house's own configuration file: what the founding said, as TOML.
std::string config_text(const FoundingTold& told);

}  // namespace kulla::cli
