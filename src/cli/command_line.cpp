#include "cli/command_line.hpp"

#include <algorithm>
#include <list>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/suggest.hpp"

namespace kulla::cli {
namespace {

constexpr std::string_view about = "Kulla: the work on cases of human trafficking, from the report to the escort.";
constexpr std::string_view exits =
    "exit codes: 0 done, 1 refused, 2 usage or configuration, 3 store, keys or machine unusable, 4 findings";

/// Option values as CLI11 writes them.
struct Slots {
  std::map<std::string, std::string> texts;
  std::map<std::string, bool> flags;
  bool json = false;
};

/// "kulla log verify"
std::string path_of(const CLI::App* app) {
  std::string path;
  for (; app != nullptr; app = app->get_parent()) path = app->get_name() + (path.empty() ? "" : " " + path);
  return path;
}

/// Examples first: who asks for help wants to copy one.
class ExamplesFirst final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    const auto* parent = app->get_parent();
    const auto path = parent == nullptr ? name : path_of(app);
    return app->get_footer() + "\n" + CLI::Formatter::make_help(app, path, mode);
  }
  std::string make_footer(const CLI::App* app) const override {
    return app->get_parent() == nullptr ? std::string(exits) + "\n" : std::string();
  }
};

std::string examples_of(const Verb& verb) {
  std::string text;
  for (std::string_view rest = verb.examples; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    text += fmt::format("  {}\n", rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

void add_option(CLI::App& app, const Option& option, Slots& slots) {
  const std::string name(option.name);
  CLI::Option* made = nullptr;
  switch (option.kind) {
    case Option::Kind::flag:
      made = app.add_flag("--" + name, slots.flags[name], std::string(option.meaning));
      break;
    case Option::Kind::value:
      made = app.add_option("--" + name, slots.texts[name], std::string(option.meaning));
      break;
    case Option::Kind::positional:
      made = app.add_option(name, slots.texts[name], std::string(option.meaning));
      break;
  }
  if (!option.what.empty()) made->type_name(std::string(option.what));
  if (option.needed) made->required();
}

void add_globals(CLI::App& app, Asked& asked) {
  app.add_option("--data", asked.data, "the house's folder (KULLA_DATA_DIR)")->type_name("DIR");
  app.add_option("--config", asked.config, "its configuration (KULLA_CONFIG; else DIR/kulla.toml)")->type_name("FILE");
}

struct Line {
  CLI::App app{std::string(about), "kulla"};
  Asked asked;
  std::list<std::pair<const Verb*, Slots>> slots;
  std::vector<std::pair<CLI::App*, std::pair<const Verb*, Slots>*>> by_app;

  Line() {
    const auto formatter = std::make_shared<ExamplesFirst>();
    app.formatter(formatter);
    app.footer(
        "  kulla init --data /srv/kulla --root-key /media/usb/root-key\n  kulla serve --data /srv/kulla\n"
        "  kulla doctor --data /srv/kulla\n");
    add_globals(app, asked);
    for (const auto& verb : verbs()) add(verb);
  }

  void add(const Verb& verb) {
    auto* parent = &app;
    auto name = std::string(verb.name);
    if (const auto space = name.find(' '); space != std::string::npos) {
      parent = app.get_subcommand(name.substr(0, space));
      name = name.substr(space + 1);
    }
    auto* own = parent->add_subcommand(name, std::string(verb.summary));
    own->footer(examples_of(verb));
    add_globals(*own, asked);
    slots.emplace_back(&verb, Slots{});
    auto& mine = slots.back();
    for (const auto& option : verb.options) add_option(*own, option, mine.second);
    if (verb.gives_data) own->add_flag("--json", mine.second.json, "one JSON object a line");
    by_app.emplace_back(own, &mine);
  }

  /// The verb that was named, the innermost; nothing where a group was named alone.
  const std::pair<CLI::App*, std::pair<const Verb*, Slots>*>* named() const {
    for (auto at = by_app.rbegin(); at != by_app.rend(); ++at)
      if (at->first->parsed() && at->first->get_subcommands().empty()) return &*at;
    return nullptr;
  }
};

std::string help_hint(const CLI::App* app) { return path_of(app) + " --help"; }

/// Who types a verb wrongly is told the nearest one.
bool suggest_verb(const Line& line, std::span<const char* const> arguments, Terminal& terminal) {
  const CLI::App* at = &line.app;
  for (const std::string word : arguments) {
    if (word.starts_with("-")) return false;
    const auto children = at->get_subcommands([](const CLI::App*) { return true; });
    if (children.empty()) return false;
    const auto found = std::ranges::find(children, word, &CLI::App::get_name);
    if (found != children.end()) {
      at = *found;
      continue;
    }
    std::vector<std::string> known;
    for (const auto* child : children) known.push_back(child->get_name());
    const auto meant = nearest(word, known);
    terminal.complain(fmt::format("'{}' is no verb of {}", word.substr(0, 40), path_of(at)),
                      meant ? fmt::format("did you mean '{}'?", *meant) : help_hint(at));
    return true;
  }
  return false;
}

Exit usage_error(const Line& line, std::span<const char* const> arguments, const CLI::ParseError& error,
                 Terminal& terminal) {
  if (suggest_verb(line, arguments, terminal)) return Exit::usage;
  const CLI::App* at = &line.app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  terminal.complain(error.what(), help_hint(at));
  return Exit::usage;
}

}  // namespace

Exit run(std::span<const char* const> arguments, Terminal& terminal) {
  Line line;
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    line.app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    const CLI::App* at = &line.app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    terminal.line(at->help());
    return Exit::done;
  } catch (const CLI::ParseError& error) {
    return usage_error(line, arguments, error, terminal);
  }
  const auto* named = line.named();
  if (named == nullptr || named->second->first->run == nullptr) {
    const auto* at = named == nullptr ? &line.app : named->first;
    terminal.note(at->help());
    return Exit::usage;
  }
  auto& asked = line.asked;
  const auto& [verb, slots] = *named->second;
  asked.verb = std::string(verb->name);
  asked.json = slots.json;
  for (const auto& option : verb->options) {
    const std::string name(option.name);
    const auto* made = named->first->get_option_no_throw(option.kind == Option::Kind::positional ? name : "--" + name);
    if (made == nullptr || made->count() == 0) continue;
    asked.values[name] = option.kind == Option::Kind::flag ? "yes" : slots.texts.at(name);
  }
  return verb->run(asked, terminal);
}

}  // namespace kulla::cli
