// The verbs that need the house, from their command line to what is printed.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/procedures.hpp"
#include "app/rebuild.hpp"
#include "base/json.hpp"
#include "cli/at_house.hpp"
#include "cli/rows.hpp"
#include "dictionary/check.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  if (!stream || !(text << stream.rdbuf())) return fail(ErrorKind::malformed, "config-unreadable", path);
  return text.str();
}

Result<void> add_person(json::object& request, const Asked& asked, Terminal& terminal) {
  const char* variable = std::getenv("KULLA_NAME");
  auto name = asked.get("name");
  if (name.empty() && variable != nullptr) name = variable;
  if (name.empty()) name = TRY(terminal.ask("Sign-in name"));
  request["name"] = name;
  request["password"] = TRY(terminal.ask_password(fmt::format("Password of {}", name), "KULLA_PASSWORD")).view();
  return {};
}

Result<void> add_invitee(json::object& request, Terminal& terminal) {
  request["code"] = TRY(terminal.ask_password("One-time code", "")).view();
  const auto password = TRY(terminal.ask_password("New password, 12 characters at least", "KULLA_PASSWORD"));
  if (terminal.is_interactive() && std::getenv("KULLA_PASSWORD") == nullptr &&
      TRY(terminal.ask_password("Once more", "")) != password)
    return refuse("passwords-differ");
  request["password"] = password.view();
  return {};
}

Result<json::object> ask(const Asked& asked, Terminal& terminal, Verb::Asks who, bool check_pages = false) {
  const auto config = TRY(config_of(asked));
  terminal.speak(config.house.language);
  json::object request{{"verb", asked.verb}};
  for (const auto& [name, value] : asked.values) request[name] = value;
  if (asked.has("checkpoint")) request["outside"] = TRY(read_text_file(asked.get("checkpoint")));
  if (who == Verb::Asks::person) TRY_VOID(add_person(request, asked, terminal));
  if (who == Verb::Asks::invitee) TRY_VOID(add_invitee(request, terminal));
  return ask_house(config, request, check_pages);
}

Exit no(const Error& error, Terminal& terminal) {
  terminal.say(error);
  return exit_of(error);
}

const Verb& plan_of(std::string_view name) { return *std::ranges::find(verbs(), name, &Verb::name); }

}  // namespace

Exit run_at_house(const Asked& asked, Terminal& terminal) {
  const auto& plan = plan_of(asked.verb);
  const auto answer = ask(asked, terminal, plan.asks);
  if (!answer) return no(answer.error(), terminal);
  if (const auto* rows = answer->if_contains("rows"); rows != nullptr && rows->is_array())
    print_rows(rows->get_array(), asked.json, terminal);
  else
    print_rows({json::value(*answer)}, asked.json, terminal);
  if (!plan.next.empty() && !asked.json) terminal.note(plan.next);
  return Exit::done;
}

Exit run_log_verify(const Asked& asked, Terminal& terminal) {
  const auto verdict = ask(asked, terminal, Verb::Asks::nobody);
  if (!verdict) return no(verdict.error(), terminal);
  const bool holds = verdict->at("holds").get_bool();
  if (asked.json) {
    terminal.line(to_json_text(*verdict));
  } else {
    terminal.line(fmt::format("size {}\nroot {}", to_json_text(verdict->at("size")), text_of(*verdict, "root")));
    print_rows(verdict->at("findings").get_array(), false, terminal);
  }
  if (!holds)
    terminal.complain("the log does not hold", "stop the server, keep this folder as it is, restore the backup");
  return holds ? Exit::done : Exit::findings;
}

Exit run_log_head(const Asked& asked, Terminal& terminal) {
  const auto head = ask(asked, terminal, Verb::Asks::nobody);
  if (!head) return no(head.error(), terminal);
  if (asked.json) {
    terminal.line(to_json_text(*head));
    return Exit::done;
  }
  auto note = text_of(*head, "note");
  if (note.ends_with('\n')) note.pop_back();  // a note ends in one, and so does a line
  terminal.line(note);
  return Exit::done;
}

Exit run_trace(const Asked& asked, Terminal& terminal) {
  const auto told = ask(asked, terminal, Verb::Asks::nobody);
  if (!told) return no(told.error(), terminal);
  const auto& rows = told->at("rows").get_array();
  if (asked.json) {
    print_rows(rows, true, terminal);
    return Exit::done;
  }
  terminal.line(fmt::format("{}  version {}  {}", text_of(*told, "reference"), to_json_text(told->at("version")),
                            text_of(*told, "procedure")));
  std::string day;
  json::array lines;
  for (const auto& row : rows) {
    const auto at = text_of(row.get_object(), "recorded_at");
    const auto what = text_of(row.get_object(), "what");
    const auto who = text_of(row.get_object(), "who");
    const bool same = day == at.substr(0, 10);
    day = at.substr(0, 10);
    lines.push_back(json::object{{"day", same ? std::string(10, ' ') : day},
                                 {"at", at.substr(11, 8)},
                                 {"type", text_of(row.get_object(), "type")},
                                 {"told", what.empty() ? who : who + "; " + what}});
  }
  print_rows(lines, false, terminal);
  return Exit::done;
}

Exit run_doctor(const Asked& asked, Terminal& terminal) {
  json::array rows;
  const auto add = [&](const Error& error) {
    rows.push_back(json::object{
        {"level", "fault"}, {"code", error.code}, {"where", error.where}, {"mend", terminal.remedy(error)}});
  };
  if (const auto dictionary = app::open_dictionary(); !dictionary) add(dictionary.error());
  // A house that does not open is what a doctor is asked about most.
  auto examined = ask(asked, terminal, Verb::Asks::nobody, true);
  if (!examined)
    add(examined.error());
  else
    for (const auto& row : examined->at("rows").get_array()) rows.push_back(row);
  print_rows(rows, asked.json, terminal);
  const bool sound =
      std::ranges::none_of(rows, [](const auto& row) { return text_of(row.get_object(), "level") == "fault"; });
  if (!asked.json) terminal.note(sound ? "Nothing is at fault." : "Mend what is at fault, then run this again.");
  return sound ? Exit::done : Exit::findings;
}

Exit run_rebuild(const Asked& asked, Terminal& terminal) {
  const auto config = config_of(asked);
  if (!config) return no(config.error(), terminal);
  terminal.speak(config->house.language);
  const auto rebuilt = app::rebuild_read_tables(*config);
  if (!rebuilt) return no(rebuilt.error(), terminal);
  print_rows({json::object{{"events", rebuilt->events}, {"rows", rebuilt->rows}}}, true, terminal);
  return Exit::done;
}

Exit run_procedure_check(const Asked& asked, Terminal& terminal) {
  app::Config config;
  config.house.procedure = asked.get("file");
  const auto dictionary = app::open_dictionary();
  if (!dictionary) return no(dictionary.error(), terminal);
  const auto checked = app::check_procedure(config, *dictionary);
  json::array rows;
  for (const auto& defect : checked.defects) {
    if (!asked.json) terminal.line(procedure::to_line(defect));
    rows.push_back(json::object{{"file", defect.file},
                                {"line", defect.line},
                                {"code", defect.code},
                                {"where", defect.where},
                                {"message", defect.message},
                                {"remedy", defect.remedy}});
  }
  if (asked.json) print_rows(rows, true, terminal);
  if (!checked.defects.empty()) return Exit::findings;
  if (!checked.procedure) {
    const auto unknown = fail(ErrorKind::missing, "procedure-unknown", config.house.procedure);
    return no(unknown.value(), terminal);
  }
  const auto places = app::places_of(*dictionary);
  if (!places) return no(places.error(), terminal);
  if (const auto whole = app::open_procedure(config, *dictionary, *places); !whole) return no(whole.error(), terminal);
  if (!asked.json)
    terminal.note(fmt::format("{} {}: {} steps, no defect", checked.procedure->key, checked.procedure->version,
                              checked.procedure->steps.size()));
  return Exit::done;
}

}  // namespace kulla::cli
