#include "cli/verbs.hpp"

#include <array>
#include <cstdlib>

#include "app/founding.hpp"

namespace kulla::cli {
namespace {

using Kind = Option::Kind;

const std::vector<Verb>& list() {
  static const std::vector<Verb> all{
      {.name = "init",
       .summary = "Found a house: its keys, its database, its first two officers",
       .examples = "kulla init --data /srv/kulla --root-key /media/usb/kulla-root-key\n"
                   "kulla init --data /srv/kulla --root-key /media/usb/kulla-root-key --from founding.toml",
       .options = {{.name = "root-key",
                    .what = "FILE",
                    .meaning = "where the house's root key is written; outside the house, to be taken away",
                    .needed = true},
                   {.name = "from", .what = "FILE", .meaning = "answers instead of questions (docs/operate.md)"}},
       .run = run_init},
      {.name = "serve",
       .summary = "Run the house until SIGTERM",
       .examples = "kulla serve --data /srv/kulla\nkulla serve --data /srv/kulla --port 0",
       .options = {{.name = "port", .what = "N", .meaning = "the port; 0 takes a free one (KULLA_LISTEN_PORT)"}},
       .run = run_serve},
      {.name = "openapi",
       .summary = "Print the API's description, OpenAPI 3.1",
       .examples = "kulla openapi > openapi.json",
       .options = {},
       .run = run_openapi},
      {.name = "version",
       .summary = "Print the version of this program and of what it stands on",
       .examples = "kulla version\nkulla version --json",
       .options = {},
       .run = run_version,
       .gives_data = true},
  };
  return all;
}

}  // namespace

std::span<const Verb> verbs() { return list(); }

Result<app::Config> config_of(const Asked& asked) {
  auto environment = app::kulla_environment();
  if (asked.data) {
    std::erase_if(environment, [](const auto& entry) { return entry.first == "KULLA_DATA_DIR"; });
    environment.emplace_back("KULLA_DATA_DIR", *asked.data);
  }
  if (asked.has("port")) {
    std::erase_if(environment, [](const auto& entry) { return entry.first == "KULLA_LISTEN_PORT"; });
    environment.emplace_back("KULLA_LISTEN_PORT", asked.get("port"));
  }
  const char* variable = std::getenv("KULLA_CONFIG");
  if (asked.config) return app::load_config(*asked.config, environment);
  if (variable != nullptr) return app::load_config(variable, environment);
  const auto plain = TRY(app::load_config(std::nullopt, environment));
  const auto own = std::filesystem::path(plain.data.dir) / app::house_config_file;
  std::error_code problem;
  if (!std::filesystem::exists(own, problem)) return plain;
  return app::load_config(own, environment);
}

}  // namespace kulla::cli
