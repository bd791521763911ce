#include <fstream>

#include <fmt/format.h>

#include "app/founding.hpp"
#include "base/encode.hpp"
#include "cli/founding_file.hpp"
#include "cli/verbs.hpp"
#include "crypto/password.hpp"
#include "directory/vocabulary.hpp"
#include "keys/house.hpp"

namespace kulla::cli {
namespace {

Result<FoundingTold> ask_all(Terminal& terminal) {
  FoundingTold told;
  const auto ask_key = [&](std::string_view key, std::string_view question) -> Result<void> {
    const auto answer = TRY(terminal.ask(question));
    if (!answer.empty()) told.house.emplace_back(key, answer);
    return {};
  };
  TRY_VOID(ask_key("house.name", "Name of the house, as pages show it (Kulla)"));
  TRY_VOID(ask_key("house.language", "Language before anyone has chosen, en or sq (en)"));
  TRY_VOID(ask_key("house.duty-line", "The number that answers day and night"));
  TRY_VOID(ask_key("house.emergency", "The number for danger now (112)"));
  TRY_VOID(ask_key("house.special-prosecution", "Whom to call when an official may be involved"));
  told.office_name = TRY(terminal.ask("The administrators' office"));
  told.office_phone = TRY(terminal.ask("Its phone"));
  for (const auto* which : {"First officer", "Second officer, of another agency"}) {
    terminal.note(fmt::format("{}.", which));
    told.officers.push_back({.agency = TRY(terminal.ask("  Agency (police, prosecution, vau, csw, iom, ngo, shelter)")),
                             .sign_in_name = TRY(terminal.ask("  Sign-in name (letters, digits, dots)")),
                             .name = TRY(terminal.ask("  Name, as colleagues read it")),
                             .work_phone = TRY(terminal.ask("  Work phone")),
                             .password_file = {}});
  }
  return told;
}

Result<crypto::WipingString> read_password_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  crypto::WipingString text;
  char c = 0;
  while (stream.get(c) && c != '\n' && text.size() <= crypto::password_bytes_max) text.push_back(c);
  if (text.empty()) return fail(ErrorKind::malformed, "config-unreadable", file);
  return text;
}

Result<crypto::WipingString> password_of(const FounderTold& officer, Terminal& terminal) {
  if (!officer.password_file.empty()) return read_password_file(officer.password_file);
  // KULLA_PASSWORD is one person's; two officers share nothing.
  auto password = TRY(terminal.ask_password(fmt::format("Password of {}", officer.sign_in_name), ""));
  if (!terminal.is_interactive()) return password;
  if (TRY(terminal.ask_password("Once more", "")) != password) return refuse("passwords-differ");
  return password;
}

Result<app::Config> with_house_facts(app::Config config, const FoundingTold& told) {
  for (const auto& [name, value] : told.house)
    for (const auto& key : app::config_keys())
      if (key.name == name && !key.set(config, value))
        return tl::unexpected(
            Error{.kind = ErrorKind::malformed,
                  .code = "config-value",
                  .where = {},
                  .findings = {{"config-value", {}, {{"key", name}, {"range", std::string(key.range)}}}}});
  return config;
}

Result<std::string> init(const Asked& asked, Terminal& terminal) {
  auto config = TRY(config_of(asked));
  terminal.speak(config.house.language);
  const auto told = asked.has("from") ? TRY(read_founding_file(asked.get("from"))) : TRY(ask_all(terminal));
  config = TRY(with_house_facts(std::move(config), told));
  std::vector<crypto::WipingString> passwords;
  directory::Founding founding{.officers = {},
                               .office_name = told.office_name,
                               .office_phone = told.office_phone,
                               .demo = false,
                               .cost = {.memory_kib = static_cast<std::uint32_t>(config.passwords.memory_kib),
                                        .passes = static_cast<std::uint32_t>(config.passwords.passes)}};
  passwords.reserve(told.officers.size());  // the founding keeps views of them
  for (std::size_t i = 0; i < told.officers.size(); ++i) {
    const auto& officer = told.officers[i];
    const auto agency = directory::from_word<directory::Agency>(officer.agency);
    if (!agency) return refuse("agency-unknown", fmt::format("/officers/{}/agency", i));
    passwords.push_back(TRY(password_of(officer, terminal)));
    TRY_VOID(keys::check_password(passwords.back().view(), fmt::format("/officers/{}/password", i)));
    founding.officers.push_back({.agency = *agency,
                                 .sign_in_name = officer.sign_in_name,
                                 .name = officer.name,
                                 .work_phone = officer.work_phone,
                                 .password = passwords.back().view()});
  }
  TRY_VOID(app::found_house(config, config_text(told), asked.get("root-key"), founding));
  return config.data.dir;
}

}  // namespace

Exit run_init(const Asked& asked, Terminal& terminal) {
  const auto founded = init(asked, terminal);
  if (!founded) {
    terminal.say(founded.error());
    return exit_of(founded.error());
  }
  terminal.line(fmt::format("The house is founded in {}.", *founded));
  terminal.note(
      fmt::format("Take {} away now: it is the root of all trust, and nothing here needs it.\n"
                  "Next: kulla serve --data {}",
                  asked.get("root-key"), *founded));
  return Exit::done;
}

}  // namespace kulla::cli
