// Everything of a file but its steps: head, calendars, facts, parties, payloads.
#include <algorithm>

#include <fmt/format.h>

#include "procedure/draft.hpp"

namespace kulla::procedure {
namespace {

// A word of the grammar at the front of a value or a fact would make `status is not ...` read two ways.
constexpr std::string_view grammar_words[] = {"or", "and", "is", "not", "any", "happened", "closed"};

void no_grammar_word(Draft& draft, const Place& place, std::string_view name, std::string_view what) {
  const auto first = name.substr(0, name.find('-'));
  if (std::find(std::begin(grammar_words), std::end(grammar_words), first) != std::end(grammar_words))
    draft.say(place, "grammar-word",
              fmt::format("{} \"{}\" begins with \"{}\", a word of the grammar", what, name, first),
              "choose another word");
}

// Each member of the table `section`, which itself may be absent.
template <class Read>
void each(Draft& draft, const Node& root, std::string_view section, const Read& read) {
  const auto* table = draft.get(root, {std::string(section), root.line}, section, Node::Kind::table);
  if (table == nullptr) return;
  for (const auto& member : table->members) {
    const Place place{fmt::format("{} {}", section, member.key), member.line};
    draft.name_form(place, member.key);
    read(place, member.key, member.value);
  }
}

template <class T>
T& entry(std::vector<T>& list, std::uint16_t index) {
  if (list.size() <= index) list.resize(std::size_t{index} + 1);
  return list[index];
}

void read_holidays(Draft& draft, const Place& place, const std::string& path, Calendar& calendar) {
  const auto text = draft.neighbour ? draft.neighbour(path) : std::nullopt;
  if (!text) {
    draft.say(place, "no-such-file", fmt::format("holidays = \"{}\" cannot be read", path),
              "write the path of a file beside the procedure");
    return;
  }
  const auto document = parse_document(*text);
  if (document.broken) {
    draft.say(place, "toml-syntax", fmt::format("{}:{}: {}", path, document.line, document.problem), "mend that file");
    return;
  }
  const Place there{place.where, place.line};
  draft.only_keys(document.root, fmt::format("{}", path), {"holiday"});
  const auto* list = draft.need(document.root, there, "holiday", Node::Kind::list);
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    const auto* date = item.find("date");
    const auto day = date != nullptr && date->kind == Node::Kind::date ? day_of(date->text) : std::nullopt;
    if (day)
      calendar.holidays.push_back(*day);
    else
      draft.say(place, "holiday-date", fmt::format("{}:{}: a holiday without a date", path, item.line),
                "write date = 2026-11-28");
  }
  std::sort(calendar.holidays.begin(), calendar.holidays.end());
}

}  // namespace

void read_head(Draft& draft, const Node& root) {
  draft.only_keys(root, "the file", {"procedure", "calendar", "fact", "party", "payload", "step"});
  const auto* head = draft.need(root, {"the file", 1}, "procedure", Node::Kind::table);
  if (head == nullptr) return;
  const Place place{"procedure", head->line};
  draft.only_keys(*head, "procedure", {"key", "version", "zone", "calendar", "closes_with", "ends_victim_with"});
  if (const auto* key = draft.need(*head, place, "key", Node::Kind::text)) {
    draft.name_form({"procedure", key->line}, key->text);
    if (draft.before != nullptr && draft.before->key != key->text)
      draft.say({"procedure", key->line}, "another-procedure",
                fmt::format("key = \"{}\", but the version before is \"{}\"", key->text, draft.before->key),
                "keep the key; a version takes over cases of its own procedure alone");
    draft.made.key = key->text;
  }
  if (const auto* version = draft.need(*head, place, "version", Node::Kind::number)) {
    if (version->number < 1 || version->number > 1'000'000)
      draft.say({"procedure", version->line}, "version-range", fmt::format("version = {}", version->number),
                "count versions from 1");
    else if (draft.before != nullptr && version->number <= draft.before->version)
      draft.say({"procedure", version->line}, "version-range",
                fmt::format("version = {} does not follow {}", version->number, draft.before->version),
                fmt::format("write version = {}", draft.before->version + 1));
    else
      draft.made.version = static_cast<int>(version->number);
  }
  if (const auto* zone = draft.need(*head, place, "zone", Node::Kind::text)) {
    if (auto loaded = Zone::load(zone->text))
      draft.made.zone = std::move(*loaded);
    else
      draft.say({"procedure", zone->line}, "unknown-zone", fmt::format("zone = \"{}\" is not a time zone", zone->text),
                "write one of the IANA list, such as \"Europe/Belgrade\"");
  }
  draft.default_calendar = "always";
  if (const auto* calendar = draft.get(*head, place, "calendar", Node::Kind::text)) {
    draft.default_calendar = calendar->text;
    auto known = draft.calendar_keys;
    known.emplace_back("always");
    if (std::find(known.begin(), known.end(), calendar->text) == known.end())
      draft.say_unknown({"procedure", calendar->line}, "unknown-calendar", "calendar", calendar->text, known);
  }
}

void read_calendars(Draft& draft, const Node& root) {
  each(draft, root, "calendar", [&](const Place& place, const std::string& key, const Node& node) {
    if (key == "always")
      return draft.say(place, "grammar-word", "the calendar \"always\" needs no definition", "choose another name");
    auto& calendar = entry(draft.made.calendars, draft.made.calendar(key).index);
    if (node.kind != Node::Kind::table)
      return draft.say(place, "wrong-type", "a calendar is a table", "write week = [...]");
    draft.only_keys(node, place.where, {"week", "holidays"});
    static constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    draft.need(node, place, "week", Node::Kind::list);
    for (const auto& day : draft.texts(node, place, "week")) {
      const auto* found = std::find(std::begin(days), std::end(days), day);
      if (found == std::end(days))
        draft.say_unknown({place.where, node.find("week")->line}, "unknown-value", "day of the week", day,
                          {std::begin(days), std::end(days)});
      else
        calendar.works[static_cast<std::size_t>(found - days)] = true;
    }
    if (std::none_of(calendar.works.begin(), calendar.works.end(), [](bool works) { return works; }))
      draft.say(place, "no-working-day", "the week has no working day", "name one: week = [\"mon\"]");
    if (const auto* file = draft.get(node, place, "holidays", Node::Kind::text))
      read_holidays(draft, {place.where, file->line}, file->text, calendar);
  });
}

void read_facts(Draft& draft, const Node& root) {
  each(draft, root, "fact", [&](const Place& place, const std::string& key, const Node& node) {
    no_grammar_word(draft, place, key, "the fact");
    const FactId id = draft.made.fact(key);
    auto& fact = entry(draft.made.facts, id.index);
    fact.present = true;
    fact.id = id;
    fact.key = key;
    if (node.kind != Node::Kind::table)
      return draft.say(place, "wrong-type", "a fact is a table", "write { of = ..., values = [...], initial = ... }");
    draft.only_keys(node, place.where, {"of", "values", "initial", "by", "differ"});
    draft.need(node, place, "of", Node::Kind::text);
    fact.of_victim = draft.choice(node, place, "of", {"victim", "case"}) == 0;
    draft.need(node, place, "values", Node::Kind::list);
    std::uint16_t rank = 0;
    for (const auto& value : draft.texts(node, place, "values")) {
      draft.name_form(place, value);
      no_grammar_word(draft, place, value, "the value");
      if (fact.values.size() >= values_max && fact.values.find(value) == 0xffff) {
        draft.say(place, "too-many", "a fact with too many values", fmt::format("use at most {}", values_max));
        break;
      }
      const auto code = fact.values.intern(value);
      if (fact.rank.size() <= code) fact.rank.resize(std::size_t{code} + 1, 0xffff);
      if (fact.rank[code] != 0xffff)
        draft.say(place, "duplicate", fmt::format("the value \"{}\" stands twice", value), "take one out");
      fact.rank[code] = rank++;
    }
    if (const auto* initial = draft.need(node, place, "initial", Node::Kind::text)) {
      fact.initial = {fact.values.find(initial->text)};
      if (!fact.initial.known() || fact.rank[fact.initial.index] == 0xffff)
        draft.say_unknown({place.where, initial->line}, "unknown-value", fmt::format("value of {}", key), initial->text,
                          fact.values.all());
    }
    fact.by = draft.party_set(place, draft.texts(node, place, "by"));
    fact.differ =
        draft.choice(node, place, "differ", {"latest", "highest"}) == 1 ? Fact::Differ::highest : Fact::Differ::latest;
  });
}

void read_parties(Draft& draft, const Node& root) {
  each(draft, root, "party", [&](const Place& place, const std::string& key, const Node& node) {
    const PartyId id = draft.made.party(key);
    auto& party = entry(draft.made.parties, id.index);
    party.present = true;
    party.id = id;
    party.key = key;
    if (node.kind != Node::Kind::table)
      return draft.say(place, "wrong-type", "a party is a table", "write { agency = ... }");
    draft.only_keys(node, place.where, {"agency", "unit", "region", "role", "duty", "of"});
    draft.need(node, place, "agency", Node::Kind::text);
    for (auto [name, field] : {std::pair{"agency", &party.agency},
                               {"unit", &party.unit},
                               {"region", &party.region},
                               {"role", &party.role},
                               {"duty", &party.duty}}) {
      *field = draft.text(node, place, name);
      if (!field->empty()) draft.name_form(place, *field);
    }
    if (node.find("of") != nullptr) {
      draft.choice(node, place, "of", {"placement", "next-fit", "service"});
      party.of = draft.text(node, place, "of");
    }
  });
}

void read_payloads(Draft& draft, const Node& root) {
  each(draft, root, "payload", [&](const Place& place, const std::string& key, const Node&) {
    auto& payload = entry(draft.made.payloads, draft.made.payload_names.find(key));
    payload.present = true;
    payload.key = key;
    payload.fields = draft.texts(*root.find("payload"), place, key);
    if (payload.fields.empty())
      draft.say(place, "missing-key", "a payload without a field", "name at least one field of the dictionary");
    for (const auto& field : payload.fields)
      if (std::find(draft.field_words.begin(), draft.field_words.end(), field) == draft.field_words.end())
        draft.say_unknown(place, "unknown-field", "field of the dictionary", field, draft.field_words);
  });
}

}  // namespace kulla::procedure
