#include "procedure/draft.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/suggest.hpp"

namespace kulla::procedure {
namespace {

constexpr std::size_t listed_max = 8;  // known words named in a remedy

std::string_view words_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::text:
      return "a text in quotes";
    case Node::Kind::number:
      return "a whole number";
    case Node::Kind::truth:
      return "true or false";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::other:
      return "something else";
  }
  return "";
}

std::vector<std::string> strings(std::initializer_list<std::string_view> from) { return {from.begin(), from.end()}; }

// What a slip of the hand meant: "1H", "pt1h", "1 hour" become "PT1H".
std::string duration_meant(std::string_view text) {
  std::string digits, unit;
  for (const char c : text)
    if (c >= '0' && c <= '9')
      digits += c;
    else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      unit += static_cast<char>(c | 0x20);
  if (digits.empty() || digits.size() > 4) return "PT1H";
  if (unit.starts_with("pt")) unit.erase(0, 2);
  if (unit.starts_with('p') && unit.size() > 1) unit.erase(0, 1);
  if (unit.starts_with('d')) return "P" + digits + "D";
  if (unit.starts_with("w")) return digits + " working days";
  if (unit.starts_with('m')) return "PT" + digits + "M";
  if (unit.starts_with('s')) return "PT" + digits + "S";
  return "PT" + digits + "H";
}

}  // namespace

bool is_seen(ItemKind from, ItemKind of) {
  if (of == ItemKind::case_file || from == ItemKind::case_file || from == of) return true;
  const auto hers = [](ItemKind kind) { return kind == ItemKind::victim || kind == ItemKind::appointment; };
  return hers(from) && hers(of);
}

Draft::Draft(std::string_view file, const Vocabulary& words, const Neighbour& files, const Procedure* earlier)
    : vocabulary(words), neighbour(files), before(earlier), file_(file) {
  for (const auto& word : words.events) event_words.push_back(word.name);
  for (const auto& word : words.fields) field_words.push_back(word.name);
  if (before == nullptr) return;
  // The earlier version's codes stay; what this file does not name again is left not present.
  made = *before;
  made.steps.assign(before->steps.size(), Step{});
  for (auto& fact : made.facts) {
    fact.present = false;
    std::fill(fact.rank.begin(), fact.rank.end(), std::uint16_t{0xffff});
  }
  made.parties.assign(before->parties.size(), Party{});
  made.payloads.assign(before->payloads.size(), Payload{});
  made.calendars.assign(before->calendars.size(), Calendar{});
  made.closes_with = {};
  made.ends_victim_with = {};
}

void Draft::say(const Place& place, std::string_view code, std::string message, std::string remedy) {
  defects.push_back({file_, place.line, std::string(code), place.where, std::move(message), std::move(remedy)});
}

void Draft::say_unknown(const Place& place, std::string_view code, std::string_view what, std::string_view word,
                        const std::vector<std::string>& known) {
  const auto close = nearest(word, known);
  std::string remedy;
  if (close)
    remedy = fmt::format("did you mean \"{}\"?", *close);
  else if (known.empty())
    remedy = fmt::format("define the {} first", what);
  else if (known.size() <= listed_max)
    remedy = fmt::format("write one of: {}", fmt::join(known, ", "));
  else
    remedy = fmt::format("see docs/procedure-format.md for the list, or define the {}", what);
  say(place, code, fmt::format("\"{}\" is not a known {}", word, what), std::move(remedy));
}

void Draft::only_keys(const Node& table, const std::string& where, std::initializer_list<std::string_view> known) {
  for (const auto& member : table.members)
    if (std::find(known.begin(), known.end(), member.key) == known.end())
      say_unknown({where, member.line}, "unknown-key", "key", member.key, strings(known));
}

const Node* Draft::get(const Node& table, const Place& place, std::string_view key, Node::Kind kind) {
  const auto* found = table.find(key);
  if (found == nullptr || found->kind == kind) return found;
  say({place.where, found->line}, "wrong-type", fmt::format("{} is {}", key, words_of(found->kind)),
      fmt::format("write {}", words_of(kind)));
  return nullptr;
}

const Node* Draft::need(const Node& table, const Place& place, std::string_view key, Node::Kind kind) {
  if (table.find(key) == nullptr) {
    say(place, "missing-key", fmt::format("{} is missing", key), fmt::format("add {} = {}", key, words_of(kind)));
    return nullptr;
  }
  return get(table, place, key, kind);
}

std::string Draft::text(const Node& table, const Place& place, std::string_view key) {
  const auto* found = get(table, place, key, Node::Kind::text);
  return found == nullptr ? std::string() : found->text;
}

std::vector<std::string> Draft::texts(const Node& table, const Place& place, std::string_view key) {
  const auto* found = table.find(key);
  if (found == nullptr) return {};
  if (found->kind == Node::Kind::text) return {found->text};
  std::vector<std::string> list;
  if (get(table, place, key, Node::Kind::list) == nullptr) return list;
  for (const auto& item : found->items)
    if (item.kind == Node::Kind::text)
      list.push_back(item.text);
    else
      say({place.where, item.line}, "wrong-type", fmt::format("{} holds {}", key, words_of(item.kind)),
          "write texts in quotes");
  return list;
}

std::size_t Draft::choice(const Node& table, const Place& place, std::string_view key,
                          std::initializer_list<std::string_view> options) {
  const auto* found = get(table, place, key, Node::Kind::text);
  if (found == nullptr) return 0;
  const auto* at = std::find(options.begin(), options.end(), found->text);
  if (at != options.end()) return static_cast<std::size_t>(at - options.begin());
  say_unknown({place.where, found->line}, "unknown-value", fmt::format("value of {}", key), found->text,
              strings(options));
  return 0;
}

void Draft::name_form(const Place& place, std::string_view name) {
  bool good = !name.empty() && name.size() <= 64 && name.front() != '-' && name.back() != '-';
  char last = 0;
  for (const char c : name) {
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && last != '-'));
    last = c;
  }
  if (!good)
    say(place, "name-form", fmt::format("\"{}\" is not a name", name),
        "use lower-case letters, digits and single hyphens");
}

PartyId Draft::party(const Place& place, std::string_view name) {
  if (std::find(party_keys.begin(), party_keys.end(), name) != party_keys.end()) return made.party(name);
  say_unknown(place, "unknown-party", "party", name, party_keys);
  return {};
}

PartySet Draft::party_set(const Place& place, const std::vector<std::string>& names) {
  PartySet set;
  for (const auto& name : names)
    if (const auto found = party(place, name); found.known()) set.set(found.index);
  return set;
}

EventId Draft::event(const Place& place, std::string_view name, ItemKind seen_from) {
  const auto word = std::find_if(vocabulary.events.begin(), vocabulary.events.end(),
                                 [&](const auto& known) { return known.name == name; });
  if (word == vocabulary.events.end()) {
    say_unknown(place, "unknown-event", "event", name, event_words);
    return {};
  }
  if (std::none_of(word->of.begin(), word->of.end(), [&](ItemKind of) { return is_seen(seen_from, of); }))
    say(place, "event-elsewhere",
        fmt::format("{} is recorded for a {}, which a step for a {} does not see", name, word_of(word->of.front()),
                    word_of(seen_from)),
        fmt::format("write for = \"{}\", or name another event", word_of(word->of.front())));
  if (made.event_names.size() >= events_max && !made.event(name).known()) {
    say(place, "too-many", fmt::format("this is event number {}", events_max + 1),
        fmt::format("name at most {} events", events_max));
    return {};
  }
  return {made.event_names.intern(name)};
}

Span Draft::span(const Place& place, std::string_view key, std::string_view written, std::string_view calendar) {
  Span made_span;
  made_span.text = std::string(written);
  const auto no = [&] {
    say(place, "not-a-duration", fmt::format("{} = \"{}\" is not a duration", key, written),
        fmt::format("write \"{}\"", duration_meant(written)));
    return made_span;
  };
  if (const auto blank = written.find(' '); blank != std::string_view::npos) {
    const auto unit = written.substr(blank + 1);
    const auto [end, problem] = std::from_chars(written.data(), written.data() + blank, made_span.days);
    if (problem != std::errc{} || end != written.data() + blank || made_span.days < 1 || made_span.days > 1000 ||
        (unit != "working days" && unit != "working day"))
      return no();
    made_span.measure = Span::Measure::working_days;
    std::string name(calendar.empty() ? default_calendar : calendar);
    if (name == "always" && calendar_keys.size() == 1) name = calendar_keys.front();
    if (name == "always") {
      say(place, "which-calendar", fmt::format("{} = \"{}\" counts by no calendar", key, written),
          "name one: calendar = \"office\", and define [calendar.office]");
      return made_span;
    }
    made_span.calendar = made.calendar(name);
    return made_span;
  }
  const auto whole = parse_duration(written);
  if (!whole || *whole == Duration{}) return no();
  int days = 0;
  if (const auto mark = written.find('D'); mark != std::string_view::npos)
    std::from_chars(written.data() + 1, written.data() + mark, days);
  made_span.measure = days > 0 ? Span::Measure::local_days : Span::Measure::elapsed;
  made_span.days = days;
  made_span.elapsed = *whole - kulla::days(days);
  return made_span;
}

Duration Draft::elapsed(const Place& place, std::string_view key, std::string_view written) {
  const auto whole = parse_duration(written);
  if (whole && *whole > Duration{}) return *whole;
  say(place, "not-a-duration", fmt::format("{} = \"{}\" is not a duration", key, written),
      fmt::format("write \"{}\"", duration_meant(written)));
  return {};
}

}  // namespace kulla::procedure
