#include "procedure/check.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <tuple>

#include <fmt/format.h>

#include "procedure/draft.hpp"

namespace kulla::procedure {
namespace {

constexpr std::size_t file_bytes_max = 1'048'576;

// Names first, so that what stands above may name what stands below.
void declare(Draft& draft, const Node& root) {
  const auto section = [&](std::string_view key, Names& names, std::vector<std::string>& keys, std::size_t most) {
    const auto* table = root.find(key);
    if (table == nullptr || table->kind != Node::Kind::table) return;
    for (const auto& member : table->members) {
      if (names.size() >= most && names.find(member.key) == 0xffff) {
        draft.say({fmt::format("{} {}", key, member.key), member.line}, "too-many",
                  fmt::format("too many of [{}]", key), fmt::format("use at most {}, over all versions", most));
        break;
      }
      names.intern(member.key);
      keys.push_back(member.key);
    }
  };
  section("step", draft.made.step_names, draft.step_keys, steps_max);
  section("fact", draft.made.fact_names, draft.fact_keys, facts_max);
  section("party", draft.made.party_names, draft.party_keys, parties_max);
  section("payload", draft.made.payload_names, draft.payload_keys, 1000);
  section("calendar", draft.made.calendar_names, draft.calendar_keys, 100);
  draft.made.steps.resize(draft.made.step_names.size());
  draft.made.facts.resize(draft.made.fact_names.size());
  draft.made.parties.resize(draft.made.party_names.size());
  draft.made.payloads.resize(draft.made.payload_names.size());
  draft.made.calendars.resize(draft.made.calendar_names.size());
}

// Tables that the engine looks things up in.
void index(Procedure& made) {
  made.stands_for.assign(made.parties.size(), {});
  for (const auto& tapped : made.parties)
    for (const auto& party : made.parties)
      if (tapped.present && party.present && tapped.agency == party.agency && tapped.unit == party.unit)
        made.stands_for[tapped.id.index].set(party.id.index);
  made.done_by_event.assign(made.event_names.size(), {});
  for (const auto& step : made.steps)
    for (std::size_t i = 0; step.present && i < step.done.size(); ++i)
      if (step.done[i].event.known())
        made.done_by_event[step.done[i].event.index].push_back({step.id, static_cast<std::uint16_t>(i)});
}

void read_ends(Draft& draft, const Node& root) {
  const auto* head = root.find("procedure");
  if (head == nullptr || head->kind != Node::Kind::table) return;
  const auto one = [&](std::string_view key, ItemKind kind) {
    const auto* found = draft.get(*head, {"procedure", head->line}, key, Node::Kind::text);
    return found == nullptr ? Condition{} : draft.condition({"procedure", found->line}, key, found->text, kind);
  };
  draft.need(*head, {"procedure", head->line}, "closes_with", Node::Kind::text);
  draft.made.closes_with = one("closes_with", ItemKind::case_file);
  draft.made.ends_victim_with = one("ends_victim_with", ItemKind::victim);
}

// Word for word the same finding, from a line that is read twice, is told once.
void tidy(std::vector<Defect>& defects) {
  std::sort(defects.begin(), defects.end(), [](const auto& a, const auto& b) {
    return std::tie(a.line, a.code, a.message) < std::tie(b.line, b.code, b.message);
  });
  const auto same = [](const Defect& a, const Defect& b) {
    return a.line == b.line && a.code == b.code && a.message == b.message && a.where == b.where;
  };
  defects.erase(std::unique(defects.begin(), defects.end(), same), defects.end());
}

}  // namespace

std::string_view word_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::case_file:
      return "case";
    case ItemKind::victim:
      return "victim";
    case ItemKind::witness:
      return "witness";
    case ItemKind::appointment:
      return "appointment";
  }
  return "";
}

std::optional<ItemKind> item_kind_of(std::string_view word) {
  for (const auto kind : {ItemKind::case_file, ItemKind::victim, ItemKind::witness, ItemKind::appointment})
    if (word_of(kind) == word) return kind;
  return std::nullopt;
}

std::string_view word_of(Basis basis) {
  switch (basis) {
    case Basis::text:
      return "text";
    case Basis::law:
      return "law";
    case Basis::sop:
      return "sop";
    case Basis::by_default:
      return "default";
  }
  return "";
}

std::string to_line(const Defect& defect) {
  return fmt::format("kulla: {}:{}: {}: {}; {}", defect.file, defect.line, defect.where, defect.message, defect.remedy);
}

Checked check(std::string_view file, std::string_view text, const Vocabulary& vocabulary, const Neighbour& neighbour,
              const Procedure* before) {
  Draft draft(file, vocabulary, neighbour, before);
  if (text.size() > file_bytes_max) {
    draft.say({"the file", 1}, "too-large", "the file is larger than 1 MB", "a procedure is a few pages; split it");
    return {std::nullopt, std::move(draft.defects)};
  }
  const auto document = parse_document(text);
  if (document.broken) {
    draft.say({"the file", document.line}, "toml-syntax", document.problem, "mend this line first");
    return {std::nullopt, std::move(draft.defects)};
  }
  declare(draft, document.root);
  read_calendars(draft, document.root);
  read_head(draft, document.root);
  read_parties(draft, document.root);
  read_facts(draft, document.root);
  read_payloads(draft, document.root);
  read_steps(draft, document.root);
  read_ends(draft, document.root);
  find_unsound(draft);
  tidy(draft.defects);
  if (!draft.defects.empty()) return {std::nullopt, std::move(draft.defects)};
  index(draft.made);
  return {std::move(draft.made), {}};
}

Checked check_file(const std::string& path, const Vocabulary& vocabulary, const Procedure* before) {
  const auto read = [](const std::filesystem::path& from) -> std::optional<std::string> {
    std::ifstream file(from, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text(file_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
  };
  const auto text = read(path);
  if (!text)
    return {std::nullopt,
            {{path, 1, "no-such-file", "the file", "it cannot be read", "check the path and its permissions"}}};
  const auto folder = std::filesystem::path(path).parent_path();
  const Neighbour beside = [&](std::string_view name) -> std::optional<std::string> {
    const std::filesystem::path wanted{std::string(name)};
    if (wanted.is_absolute()) return std::nullopt;
    return read(folder / wanted);
  };
  return check(path, *text, vocabulary, beside, before);
}

Result<Procedure> load(const std::string& path, const Vocabulary& vocabulary, const Procedure* before) {
  auto checked = check_file(path, vocabulary, before);
  if (checked.procedure) return std::move(*checked.procedure);
  return fail(ErrorKind::broken, "procedure-defects", to_line(checked.defects.front()));
}

}  // namespace kulla::procedure
