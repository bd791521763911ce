#include "app/demo/demo.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/open_house.hpp"
#include "cli/rows.hpp"
#include "cli/verbs.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;

Result<json::array> accounts(const app::Config& config) {
  const auto keys = TRY(keys::HouseKeys::open(config.data.dir));
  if (!keys.is_demo()) return refuse("not-a-demo-house");
  json::array rows;
  const auto now = SystemClock().now() + app::demo_clock_shift(config);
  for (const auto& account : TRY(app::demo_accounts(now)))
    rows.push_back(json::object{{"sign_in_name", account.sign_in_name},
                                {"password", account.password},
                                {"role", account.role},
                                {"group", account.group},
                                {"region", account.region},
                                {"duty", account.duty},
                                {"name", account.name},
                                {"agency", account.agency},
                                {"unit", account.unit}});
  return rows;
}

/// Told at a terminal alone: in a file each step would be a line.
app::DemoProgress progress(Terminal& terminal) {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [&terminal](std::string_view office, std::size_t made, std::size_t all) {
    terminal.note(fmt::format("{} of {}  {}", made, all, office));
  };
}

Exit no(const Error& error, Terminal& terminal) {
  terminal.say(error);
  return exit_of(error);
}

}  // namespace

Exit run_demo(const Asked& asked, Terminal& terminal) {
  const auto config = config_of(asked);
  if (!config) return no(config.error(), terminal);
  terminal.speak(config->house.language);
  if (asked.has("accounts")) {
    const auto rows = accounts(*config);
    if (!rows) return no(rows.error(), terminal);
    print_rows(*rows, asked.json, terminal);
    return Exit::done;
  }
  if (const auto made = app::make_demo(*config, SystemClock().now(), progress(terminal)); !made)
    return no(made.error(), terminal);
  terminal.line(fmt::format("The demo house is in {}.", config->data.dir));
  terminal.note(fmt::format("Next: kulla serve --data {}", config->data.dir));
  return Exit::done;
}

}  // namespace kulla::cli
