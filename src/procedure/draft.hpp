// A procedure while it is being read: what stands so far, and every defect found. Only the reader's own files include
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "procedure/check.hpp"
#include "procedure/document.hpp"

namespace kulla::procedure {

/// A place in the file, for messages: "step inform-prosecutor".
struct Place {
  std::string where;
  int line = 0;
};

class Draft {
 public:
  Draft(std::string_view file, const Vocabulary& vocabulary, const Neighbour& neighbour, const Procedure* before);

  void say(const Place& place, std::string_view code, std::string message, std::string remedy);
  /// "`word` is not known"; the remedy names the nearest known word, or all of them when they are few.
  void say_unknown(const Place& place, std::string_view code, std::string_view what, std::string_view word,
                   const std::vector<std::string>& known);

  /// Finds keys that are not among `known`, with a suggestion.
  void only_keys(const Node& table, const std::string& where, std::initializer_list<std::string_view> known);
  /// The value of `key` when it is there and of that kind; a value of another kind is a defect.
  const Node* get(const Node& table, const Place& place, std::string_view key, Node::Kind kind);
  /// The same, and its absence is a defect too.
  const Node* need(const Node& table, const Place& place, std::string_view key, Node::Kind kind);
  std::string text(const Node& table, const Place& place, std::string_view key);  // empty when absent
  /// A list of texts; a single text stands for a list of one.
  std::vector<std::string> texts(const Node& table, const Place& place, std::string_view key);
  /// The index of `word` among `options`; a defect and the first one when it is none of them.
  std::size_t choice(const Node& table, const Place& place, std::string_view key,
                     std::initializer_list<std::string_view> options);
  /// Lower-case letters and digits with single hyphens.
  void name_form(const Place& place, std::string_view name);

  PartyId party(const Place& place, std::string_view name);
  PartySet party_set(const Place& place, const std::vector<std::string>& names);
  EventId event(const Place& place, std::string_view name, ItemKind seen_from);
  /// Compiles a condition. `seen_from`: the kind of item whose step reads it.
  Condition condition(const Place& place, std::string_view key, std::string_view text, ItemKind seen_from);
  /// "PT24H", "P5D", "P1DT2H", "5 working days".
  Span span(const Place& place, std::string_view key, std::string_view text, std::string_view calendar = {});
  /// Elapsed time only.
  Duration elapsed(const Place& place, std::string_view key, std::string_view text);

  Procedure made;
  std::vector<Defect> defects;
  const Vocabulary& vocabulary;
  const Neighbour& neighbour;
  const Procedure* before;
  std::vector<std::string> step_keys, fact_keys, party_keys, payload_keys, calendar_keys;  // of this version
  std::vector<std::string> event_words, field_words;
  std::string default_calendar;

 private:
  std::string file_;
};

// The parts of a file, each in its own reader.
void read_head(Draft& draft, const Node& root);
void read_calendars(Draft& draft, const Node& root);
void read_facts(Draft& draft, const Node& root);
void read_parties(Draft& draft, const Node& root);
void read_payloads(Draft& draft, const Node& root);
void read_steps(Draft& draft, const Node& root);
/// What no single line shows: cycles, steps that never start, shadowed rows, payloads that nobody could seal.
void find_unsound(Draft& draft);
/// Whether what is recorded for an item of kind `of` is seen by a step for `from`.
bool is_seen(ItemKind from, ItemKind of);

}  // namespace kulla::procedure
