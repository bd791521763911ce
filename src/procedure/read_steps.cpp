// The steps of a file, line by line; what shows only between steps is found in sound.cpp.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "procedure/draft.hpp"

namespace kulla::procedure {
namespace {

constexpr std::string_view not_listed = "put it in a list: [{ ... }]";

class StepReader {
 public:
  StepReader(Draft& draft, const std::string& key, int line, const Node& node, Step& step)
      : draft_(draft), place_{fmt::format("step {}", key), line}, node_(node), step_(step) {}

  void read() {
    draft_.only_keys(node_, place_.where,
                     {"for", "kind", "start", "again", "applies", "owed_by", "owed", "within", "done", "inform",
                      "pause", "ask_before", "waive", "ladder", "forbids", "survives", "clock", "calendar"});
    step_.kind = draft_.choice(node_, place_, "kind", {"task", "period"}) == 1 ? Step::Kind::period : Step::Kind::task;
    step_.clock = draft_.choice(node_, place_, "clock", {"recorded", "occurred"}) == 1 ? Step::ClockFrom::occurred
                                                                                       : Step::ClockFrom::recorded;
    step_.owed = draft_.choice(node_, place_, "owed", {"all", "any"}) == 1 ? Step::Owed::any : Step::Owed::all;
    calendar_ = draft_.text(node_, place_, "calendar");
    if (!calendar_.empty() && !draft_.made.calendar(calendar_).known())
      draft_.say_unknown(at("calendar"), "unknown-calendar", "calendar", calendar_, draft_.calendar_keys);
    draft_.need(node_, place_, "start", Node::Kind::text);
    step_.start = condition(node_, "start");
    step_.again = condition(node_, "again");
    step_.applies = condition(node_, "applies");
    owed();
    within();
    done();
    inform();
    pause();
    ask_before();
    waive();
    ladder();
    forbids_and_survives();
  }

 private:
  Place at(std::string_view key) const {
    const auto* found = node_.find(key);
    return {place_.where, found == nullptr ? place_.line : found->line};
  }
  Place here(const Node& node) const { return {place_.where, node.line}; }

  Condition condition(const Node& table, std::string_view key) {
    const auto* found = draft_.get(table, here(table), key, Node::Kind::text);
    return found == nullptr ? Condition{} : draft_.condition(here(*found), key, found->text, step_.item);
  }

  // The tables of a list; a single table is told to be put in one.
  std::vector<const Node*> tables(std::string_view key) {
    std::vector<const Node*> rows;
    const auto* list = node_.find(key);
    if (list == nullptr) return rows;
    if (list->kind != Node::Kind::list) {
      draft_.say(here(*list), "wrong-type", fmt::format("{} is not a list", key), std::string(not_listed));
      return rows;
    }
    for (const auto& item : list->items)
      if (item.kind == Node::Kind::table)
        rows.push_back(&item);
      else
        draft_.say(here(item), "wrong-type", fmt::format("{} holds something that is no table", key), "write { ... }");
    return rows;
  }

  PartyId party_of(const Node& table, std::string_view key) {
    const auto* found = draft_.need(table, here(table), key, Node::Kind::text);
    return found == nullptr ? PartyId{} : draft_.party(here(*found), found->text);
  }

  void owed() {
    for (const auto& name : draft_.texts(node_, place_, "owed_by"))
      if (const auto party = draft_.party(at("owed_by"), name); party.known()) step_.owed_by.push_back(party);
    if (node_.find("owed_by") == nullptr)
      draft_.say(place_, "missing-key", "owed_by is missing: nobody owes the step",
                 "name its parties: owed_by = [\"...\"]");
  }

  void within() {
    const auto rows = tables("within");
    if (rows.empty())
      draft_.say(at("within"), "missing-key", "within is missing: the step has no time",
                 "add within = [{ time = \"PT24H\", basis = \"default\" }]");
    for (const auto* row : rows) step_.within.push_back(within_row(*row));
    if (!rows.empty() && !step_.within.back().when.always())
      draft_.say(here(*rows.back()), "last-within-conditional",
                 "the last row of within has a condition: a case that meets none would have no time",
                 "add a last row without when");
  }

  Within within_row(const Node& row) {
    draft_.only_keys(row, place_.where, {"when", "time", "before", "lead", "target", "basis"});
    Within made;
    made.when = condition(row, "when");
    const auto* time = draft_.get(row, here(row), "time", Node::Kind::text);
    const auto* before = draft_.get(row, here(row), "before", Node::Kind::text);
    if ((time == nullptr) == (before == nullptr))
      draft_.say(here(row), "time-or-before", "a row of within has either time, or before and lead",
                 "write time = \"PT24H\"");
    else if (time != nullptr)
      made.time = draft_.span(here(*time), "time", time->text, calendar_);
    if (before != nullptr) {
      made.before = true;
      if (before->text != "appointment.at")
        draft_.say_unknown(here(*before), "unknown-value", "instant", before->text, {"appointment.at"});
      else if (step_.item != ItemKind::appointment)
        draft_.say(here(*before), "no-instant",
                   fmt::format("a {} has no instant to count back from", word_of(step_.item)),
                   "write for = \"appointment\", or a time");
      if (const auto* lead = draft_.need(row, here(row), "lead", Node::Kind::text))
        made.lead = draft_.elapsed(here(*lead), "lead", lead->text);
    } else if (const auto* lead = row.find("lead")) {
      draft_.say(here(*lead), "time-or-before", "lead stands without before", "write before = \"appointment.at\"");
    }
    if (const auto* target = draft_.get(row, here(row), "target", Node::Kind::text))
      made.target = draft_.elapsed(here(*target), "target", target->text);
    basis(row, made);
    return made;
  }

  void basis(const Node& row, Within& made) {
    const auto* found = draft_.get(row, here(row), "basis", Node::Kind::text);
    if (found == nullptr) return;
    const auto colon = found->text.find(':');
    const auto kind = found->text.substr(0, colon);
    if (kind == "text")
      made.basis = Basis::text;
    else if (kind == "law")
      made.basis = Basis::law;
    else if (kind == "sop")
      made.basis = Basis::sop;
    else if (kind != "default")
      draft_.say_unknown(here(*found), "unknown-value", "basis", kind, {"text", "law", "sop", "default"});
    if (colon == std::string::npos) return;
    const auto words = found->text.find_first_not_of(' ', colon + 1);
    if (words != std::string::npos) made.basis_words = found->text.substr(words);
  }

  void done() {
    const auto rows = tables("done");
    if (rows.empty())
      draft_.say(at("done"), "missing-key", "done is missing: nothing would ever meet the step",
                 "add done = [{ event = \"...\" }]");
    if (rows.size() > done_max)
      draft_.say(at("done"), "too-many", "done has too many alternatives", fmt::format("use at most {}", done_max));
    for (const auto* row : rows) {
      if (step_.done.size() == done_max) break;
      draft_.only_keys(*row, place_.where, {"event", "by", "kinds", "fact"});
      step_.done.push_back(done_row(*row));
    }
  }

  Done done_row(const Node& row) {
    Done made;
    const auto* event = draft_.get(row, here(row), "event", Node::Kind::text);
    const auto* fact = draft_.get(row, here(row), "fact", Node::Kind::text);
    if ((event == nullptr) == (fact == nullptr))
      draft_.say(here(row), "event-or-fact", "a row of done has either event or fact", "write event = \"...\"");
    if (event != nullptr) made.event = draft_.event(here(*event), event->text, step_.item);
    if (fact != nullptr) {
      made.fact = condition(row, "fact");
      if (made.fact.events.any() || made.fact.steps.any())
        draft_.say(here(*fact), "event-or-fact", "fact = reads more than facts", "name the event by event = \"...\"");
    }
    made.by = draft_.party_set(here(row), draft_.texts(row, here(row), "by"));
    for (const auto& name : draft_.texts(row, here(row), "kinds")) {
      const auto& known = draft_.vocabulary.kinds;
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        draft_.say_unknown(here(row), "unknown-kind", "kind of service", name, known);
        continue;
      }
      if (draft_.made.kind_names.size() >= kinds_max && !draft_.made.kind(name).known()) continue;
      made.kinds.set(draft_.made.kind_names.intern(name));
    }
    if (event == nullptr && (made.by.any() || made.kinds.any()))
      draft_.say(here(row), "event-or-fact", "by and kinds belong to an event", "write event = \"...\"");
    // Owed by several, each gives its part; where one suffices, anyone's record of the fact does.
    if (made.event.known() && made.by.none() && step_.owed == Step::Owed::all && step_.owed_by.size() > 1)
      for (const auto party : step_.owed_by) made.by.set(party.index);
    return made;
  }

  void inform() {
    for (const auto* row : tables("inform")) {
      draft_.only_keys(*row, place_.where, {"party", "payload"});
      Inform made{party_of(*row, "party"), {}};
      if (const auto* payload = draft_.need(*row, here(*row), "payload", Node::Kind::text)) {
        const auto& known = draft_.payload_keys;
        if (std::find(known.begin(), known.end(), payload->text) == known.end())
          draft_.say_unknown(here(*payload), "unknown-payload", "payload", payload->text, known);
        else
          made.payload = {draft_.made.payload_names.find(payload->text)};
      }
      step_.inform.push_back(made);
    }
  }

  void pause() {
    const auto* row = draft_.get(node_, place_, "pause", Node::Kind::table);
    if (row == nullptr) return;
    draft_.only_keys(*row, place_.where, {"reasons", "longest", "then"});
    Pause made;
    for (const auto& reason : draft_.texts(*row, here(*row), "reasons")) {
      draft_.name_form(here(*row), reason);
      made.reasons.push_back({draft_.made.reason_names.intern(reason)});
    }
    if (made.reasons.empty())
      draft_.say(here(*row), "missing-key", "a pause without a listed reason", "add reasons = [\"...\"]");
    if (const auto* longest = draft_.need(*row, here(*row), "longest", Node::Kind::text))
      made.longest = draft_.span(here(*longest), "longest", longest->text, calendar_);
    made.then = party_of(*row, "then");
    if (std::any_of(step_.within.begin(), step_.within.end(), [](const Within& w) { return w.before; }))
      draft_.say(here(*row), "pause-of-instant", "a step that counts back from an instant cannot be paused",
                 "take pause out, or move the appointment");
    step_.pause = std::move(made);
  }

  void ask_before() {
    for (const auto* row : tables("ask_before")) {
      draft_.only_keys(*row, place_.where, {"when", "need", "by"});
      AskBefore made;
      made.when = condition(*row, "when");
      if (const auto* need = draft_.need(*row, here(*row), "need", Node::Kind::text))
        made.need = draft_.event(here(*need), need->text, step_.item);
      made.by = draft_.party_set(here(*row), draft_.texts(*row, here(*row), "by"));
      step_.ask_before.push_back(std::move(made));
    }
  }

  void waive() {
    const auto* row = draft_.get(node_, place_, "waive", Node::Kind::table);
    if (row == nullptr) return;
    draft_.only_keys(*row, place_.where, {"by", "reason"});
    step_.waive_by = party_of(*row, "by");
    const auto* reason = draft_.need(*row, here(*row), "reason", Node::Kind::truth);
    if (reason != nullptr && reason->number == 0)
      draft_.say(here(*reason), "waive-reason", "a waiver without a reason", "write reason = true");
  }

  void ladder() {
    const auto rows = tables("ladder");
    if (rows.empty() && step_.kind == Step::Kind::task)
      draft_.say(at("ladder"), "no-ladder", "the ladder is missing: when nobody answers, nobody is told",
                 "add ladder = [{ at = \"due\", party = \"...\" }]");
    if (rows.size() > rungs_max)
      draft_.say(at("ladder"), "too-many", "the ladder has too many rungs", fmt::format("use at most {}", rungs_max));
    for (const auto* row : rows) {
      if (step_.ladder.size() == rungs_max) break;
      draft_.only_keys(*row, place_.where, {"at", "party"});
      Rung made;
      made.party = party_of(*row, "party");
      if (const auto* when = draft_.need(*row, here(*row), "at", Node::Kind::text))
        rung_time(here(*when), when->text, made);
      step_.ladder.push_back(std::move(made));
    }
    number_rungs();
  }

  void rung_time(const Place& place, std::string_view written, Rung& rung) {
    rung.text = std::string(written);
    if (!written.starts_with("due")) {
      rung.offset = draft_.span(place, "at", written, calendar_);
      return;
    }
    rung.from = Rung::From::due;
    const auto rest = written.substr(3);
    if (rest.empty()) return;
    if (rest[0] != '+' && rest[0] != '-')
      return draft_.say(place, "not-a-duration", fmt::format("at = \"{}\" is not a time of the ladder", written),
                        "write \"due\", \"due+PT1H\" or \"due-P1D\"");
    rung.sign = rest[0] == '-' ? -1 : 1;
    rung.offset = draft_.span(place, "at", rest.substr(1), calendar_);
    if (rung.offset.measure == Span::Measure::working_days && rung.sign < 0)
      draft_.say(place, "not-a-duration", fmt::format("at = \"{}\" counts working days backwards", written),
                 "write days: \"due-P1D\"");
  }

  // A rung that the earlier version had (the same party, counted where it stands twice) keeps its number.
  void number_rungs() {
    const Step* earlier =
        draft_.before != nullptr && draft_.before->has(step_.id) ? &draft_.before->at(step_.id) : nullptr;
    std::uint16_t next = 0;
    if (earlier != nullptr)
      for (const auto& rung : earlier->ladder) next = std::max<std::uint16_t>(next, rung.number);
    std::vector<std::uint16_t> taken;
    for (auto& rung : step_.ladder) {
      if (earlier != nullptr)
        for (const auto& old : earlier->ladder)
          if (rung.number == 0 && old.party == rung.party &&
              std::find(taken.begin(), taken.end(), old.number) == taken.end())
            rung.number = old.number;
      if (rung.number == 0) rung.number = ++next;
      taken.push_back(rung.number);
      if (rung.number >= 32)
        draft_.say(at("ladder"), "too-many", "the versions of this ladder have used up its numbers",
                   "give the step a new key");
    }
  }

  void forbids_and_survives() {
    step_.forbids = draft_.texts(node_, place_, "forbids");
    const auto& acts = draft_.vocabulary.acts;
    for (const auto& act : step_.forbids)
      if (std::find(acts.begin(), acts.end(), act) == acts.end())
        draft_.say_unknown(at("forbids"), "unknown-value", "act", act, acts);
    for (const auto& what : draft_.texts(node_, place_, "survives"))
      if (what == "closing")
        step_.survives_closing = true;
      else if (what == "end-of-victim")
        step_.survives_end_of_victim = true;
      else
        draft_.say_unknown(at("survives"), "unknown-value", "value of survives", what, {"closing", "end-of-victim"});
  }

  Draft& draft_;
  Place place_;
  const Node& node_;
  Step& step_;
  std::string calendar_;
};

// What its conditions read, so that the engine leaves a step alone when nothing of it has changed.
void note_reads(Step& step) {
  const auto note = [&](const Condition& condition) {
    step.reads_events |= condition.events;
    step.reads_steps |= condition.steps;
    step.reads_facts |= condition.facts;
    step.reads_any_facts |= condition.any_facts;
  };
  for (const auto* condition : {&step.start, &step.again, &step.applies}) note(*condition);
  for (const auto& row : step.within) note(row.when);
  for (const auto& row : step.done) {
    note(row.fact);
    if (row.event.known()) step.reads_events.set(row.event.index);
  }
}

}  // namespace

void read_steps(Draft& draft, const Node& root) {
  const auto* table = draft.need(root, {"the file", 1}, "step", Node::Kind::table);
  if (table == nullptr) return;
  // The item of every step first: a condition may name a step that stands below.
  for (const auto& member : table->members) {
    const Place place{fmt::format("step {}", member.key), member.line};
    draft.name_form(place, member.key);
    const auto id = draft.made.step(member.key);
    if (!id.known()) continue;
    auto& step = draft.made.steps[id.index];
    step.present = member.value.kind == Node::Kind::table;
    step.id = id;
    step.key = member.key;
    step.line = member.line;
    if (!step.present) {
      draft.say(place, "wrong-type", "a step is a table", "write [step." + member.key + "]");
      continue;
    }
    if (draft.need(member.value, place, "for", Node::Kind::text) == nullptr) continue;
    step.item =
        static_cast<ItemKind>(draft.choice(member.value, place, "for", {"case", "victim", "witness", "appointment"}));
    if (draft.before != nullptr && draft.before->has(id) && draft.before->at(id).item != step.item)
      draft.say(place, "another-item", "the version before has this step for another kind of item",
                "give the step a new key");
  }
  for (const auto& member : table->members) {
    const auto id = draft.made.step(member.key);
    if (!draft.made.has(id)) continue;
    auto& step = draft.made.steps[id.index];
    StepReader(draft, member.key, member.line, member.value, step).read();
    note_reads(step);
  }
}

}  // namespace kulla::procedure
