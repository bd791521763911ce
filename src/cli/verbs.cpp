#include "cli/verbs.hpp"

#include <array>
#include <cstdlib>

#include "app/founding.hpp"

namespace kulla::cli {
namespace {

using Kind = Option::Kind;

const Option account{.kind = Kind::positional,
                     .name = "account",
                     .what = "ACCOUNT",
                     .meaning = "a sign-in name, or an account's id",
                     .needed = true};
const Option group{.kind = Kind::positional,
                   .name = "group",
                   .what = "OFFICE",
                   .meaning = "AGENCY/REGION or AGENCY/UNIT/REGION, or the group's id",
                   .needed = true};
const Option by_name{.name = "name", .what = "NAME", .meaning = "who does it (KULLA_NAME); asks for the password"};
const Option duty{.name = "duty", .what = "DUTY", .meaning = "on-call, back-up or focal-point", .needed = true};
const Option from{.name = "from", .what = "TIME", .meaning = "RFC 3339: 2026-11-25T08:00:00+01:00", .needed = true};

/// A verb in somebody's own session.
Verb in_person(std::string_view name, std::string_view summary, std::string_view examples, std::vector<Option> options,
               std::string_view next = {}) {
  options.push_back(by_name);
  return {.name = name,
          .summary = summary,
          .examples = examples,
          .options = std::move(options),
          .run = run_at_house,
          .gives_data = true,
          .asks = Verb::Asks::person,
          .next = next};
}

/// A name that only holds others: `user`, `log`.
Verb holder(std::string_view name, std::string_view summary, std::string_view examples) {
  return {.name = name, .summary = summary, .examples = examples, .options = {}};
}

std::vector<Verb> house_verbs() {
  return {
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
      {.name = "demo",
       .summary = "Make a demo house under a clock that can be moved, or list who signs in there",
       .examples = "kulla demo --data .kulla/demo\nkulla demo --accounts --json --data .kulla/demo",
       .options = {{.kind = Kind::flag, .name = "accounts", .what = "", .meaning = "list names, passwords and duties"}},
       .run = run_demo,
       .gives_data = true},
      {.name = "demo advance",
       .summary = "Move a demo house's clock on; what falls due fires (sessions keep real time)",
       .examples = "kulla demo advance PT20M\nkulla demo advance P1D --json",
       .options = {{.kind = Kind::positional,
                    .name = "by",
                    .what = "DURATION",
                    .meaning = "ISO 8601: PT20M, P1DT2H",
                    .needed = true}},
       .run = run_at_house,
       .gives_data = true},
  };
}

std::vector<Verb> people_verbs() {
  return {
      holder("user", "People: invite, admit, roles, leaving", "kulla user list --name arta.krasniqi"),
      in_person("user list", "Everybody who has an account", "kulla user list --name arta.krasniqi", {}),
      in_person("user invite", "Invite somebody into an office; prints a one-time code",
                "kulla user invite luan.berisha --group police/anti-trafficking/prizren --role officer"
                " --full-name 'Luan Berisha' --name arta.krasniqi",
                {{.kind = Kind::positional,
                  .name = "sign-in-name",
                  .what = "NAME",
                  .meaning = "what the invited person will sign in with",
                  .needed = true},
                 {.name = "group", .what = "OFFICE", .meaning = "AGENCY/REGION or AGENCY/UNIT/REGION", .needed = true},
                 {.name = "role", .what = "ROLE", .meaning = "officer, commander, prosecutor, ...", .needed = true},
                 {.name = "full-name", .what = "TEXT", .meaning = "the name as colleagues read it", .needed = true},
                 {.name = "work-phone", .what = "TEXT", .meaning = "the number at work"}},
                "Hand the code over in person; it holds for 48 hours. Then: kulla user accept"),
      in_person("user invite-again", "A new code for somebody whose code was lost or overdue",
                "kulla user invite-again luan.berisha --name arta.krasniqi", {account},
                "Hand the code over in person; it holds for 48 hours. Then: kulla user accept"),
      {.name = "user accept",
       .summary = "Accept an invitation: the code, then a password; prints six words",
       .examples = "kulla user accept",
       .options = {},
       .run = run_at_house,
       .gives_data = true,
       .asks = Verb::Asks::invitee,
       .next = "Read the six words out to a member of your office, who admits you: kulla user admit"},
      in_person(
          "user admit", "Vouch for somebody whose six words you have heard",
          "kulla user admit luan.berisha --words 'able acid ...' --name arta.krasniqi",
          {account,
           {.name = "words", .what = "WORDS", .meaning = "the six words, as the person read them out", .needed = true}},
          "A new office's first member now runs: kulla group key"),
      in_person("user leave", "Somebody leaves an office; what is written there from now on opens to her no more",
                "kulla user leave luan.berisha --group police/anti-trafficking/prizren --name arta.krasniqi",
                {account, {.name = "group", .what = "OFFICE", .meaning = "which office", .needed = true}}),
      in_person("user close", "Close the account of somebody who has left every office",
                "kulla user close luan.berisha --name arta.krasniqi", {account}),
      in_person("user role", "Give somebody another role; ends her sessions",
                "kulla user role luan.berisha --role commander --name arta.krasniqi",
                {account, {.name = "role", .what = "ROLE", .meaning = "officer, commander, ...", .needed = true}}),
      holder("group", "Offices, each with one key", "kulla group list --name arta.krasniqi"),
      in_person("group list", "Every office, its members and the epoch of its key",
                "kulla group list --name arta.krasniqi", {}),
      in_person("group open", "Open an office; its first member is invited next",
                "kulla group open csw/peja --office-name 'Social Work Peja' --phone '039 100' --name arta.krasniqi",
                {group,
                 {.name = "office-name", .what = "TEXT", .meaning = "as people call it", .needed = true},
                 {.name = "phone", .what = "TEXT", .meaning = "the number to call", .needed = true}},
                "Next: kulla user invite --group ..."),
      in_person("group key", "Make the office's key: by its first member",
                "kulla group key csw/peja --name luan.berisha", {group},
                "Next, by an administrator: kulla group share"),
      in_person("group share", "Let every office that has a key read colleagues' names",
                "kulla group share --name arta.krasniqi", {}),
      in_person("group join", "Let somebody of another office join yours",
                "kulla group join police/prizren luan.berisha --name arta.krasniqi", {group, account}),
      holder("roster", "Who is on duty", "kulla roster list police/anti-trafficking/prizren --name arta.krasniqi"),
      in_person("roster list", "Shifts of an office for the next fourteen days",
                "kulla roster list police/anti-trafficking/prizren --name arta.krasniqi", {group}),
      in_person("roster set", "Put somebody on duty",
                "kulla roster set prosecution/prizren luan.berisha --duty on-call --from 2026-11-25T08:00:00+01:00"
                " --to 2026-11-25T20:00:00+01:00 --name arta.krasniqi",
                {group, account, duty, from, {.name = "to", .what = "TIME", .meaning = "its end", .needed = true}}),
      in_person(
          "roster withdraw", "Take a shift back; one that runs ends now",
          "kulla roster withdraw prosecution/prizren luan.berisha --duty on-call --from 2026-11-25T08:00:00+01:00",
          {group, account, duty, from}),
  };
}

std::vector<Verb> upkeep_verbs() {
  return {
      holder("procedure", "Procedure files", "kulla procedure check procedures/kosovo.toml"),
      {.name = "procedure check",
       .summary = "Say everything that is wrong with a procedure file, each with its line and remedy",
       .examples = "kulla procedure check procedures/kosovo.toml",
       .options = {{.kind = Kind::positional,
                    .name = "file",
                    .what = "FILE",
                    .meaning = "a file, or the name of a shipped procedure",
                    .needed = true}},
       .run = run_procedure_check,
       .gives_data = true},
      {.name = "rebuild",
       .summary = "Make all read tables anew from the log, without a key; the server is stopped meanwhile",
       .examples = "kulla rebuild --data /srv/kulla",
       .options = {},
       .run = run_rebuild,
       .gives_data = true},
      holder("log", "The log: is it whole, and what its head says", "kulla log verify --json"),
      {.name = "log verify",
       .summary = "Recompute every event and hold the log against its checkpoints",
       .examples = "kulla log verify --json\nkulla log verify --checkpoint /media/usb/head",
       .options = {{.name = "checkpoint", .what = "FILE", .meaning = "a head that was kept elsewhere"}},
       .run = run_log_verify,
       .gives_data = true},
      {.name = "log head",
       .summary = "Sign the log's head and print it, to be kept elsewhere",
       .examples = "kulla log head > /media/usb/head",
       .options = {},
       .run = run_log_head,
       .gives_data = true},
      {.name = "trace",
       .summary = "Tell a case without a name: which office did what, and when",
       .examples = "kulla trace 7Q4-KXMV",
       .options = {{.kind = Kind::positional,
                    .name = "reference",
                    .what = "REFERENCE",
                    .meaning = "of the case",
                    .needed = true}},
       .run = run_trace,
       .gives_data = true},
      {.name = "doctor",
       .summary = "Say what is not as it should be, each with the command that mends it",
       .examples = "kulla doctor --data /srv/kulla\nkulla doctor --json",
       .options = {},
       .run = run_doctor,
       .gives_data = true},
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
}

const std::vector<Verb>& list() {
  static const std::vector<Verb> all = [] {
    auto verbs = house_verbs();
    for (auto& more : {people_verbs(), upkeep_verbs()}) verbs.insert(verbs.end(), more.begin(), more.end());
    return verbs;
  }();
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
