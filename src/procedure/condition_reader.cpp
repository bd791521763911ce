// The grammar of conditions:
//   condition = term { "or" term } ;  term = factor { "and" factor } ;
//   factor    = "(" condition ")" | "happened" "(" event ")" | "closed" "(" step ")"
//             | [ "any" ] fact "is" [ "not" ] value { "or" value } ;
// After `is`, an `or` goes on with values as long as a value of that fact follows it and no `is` follows the value.
#include <algorithm>

#include <fmt/format.h>

#include "procedure/draft.hpp"

namespace kulla::procedure {
namespace {

constexpr int depth_max = 16;

class ConditionReader {
 public:
  ConditionReader(Draft& draft, const Place& place, std::string_view key, std::string_view text, ItemKind from)
      : draft_(draft), place_(place), key_(key), text_(text), from_(from) {}

  Condition read() {
    split();
    if (words_.empty()) return broken("nothing stands there"), Condition{};
    while (good_) {
      term(0);
      if (!good_) break;
      made_.term_ends.push_back(static_cast<std::uint16_t>(made_.operations.size()));
      if (at_ == words_.size()) break;
      if (!take("or")) broken(fmt::format("\"{}\" stands where \"and\", \"or\" or the end should be", here()));
    }
    if (good_ && (made_.term_ends.size() > terms_max || made_.operations.size() > operations_max))
      draft_.say(place_, "too-many", fmt::format("{} is too long a condition", key_),
                 fmt::format("use at most {} parts and {} alternatives", operations_max, terms_max));
    return good_ ? made_ : Condition{};
  }

 private:
  void split() {
    std::size_t i = 0;
    while (i < text_.size()) {
      const char c = text_[i];
      if (c == ' ') {
        ++i;
      } else if (c == '(' || c == ')') {
        words_.push_back(text_.substr(i++, 1));
      } else {
        const auto end = std::min(text_.find_first_of(" ()", i), text_.size());
        words_.push_back(text_.substr(i, end - i));
        i = end;
      }
    }
  }

  std::string_view here() const { return at_ < words_.size() ? words_[at_] : std::string_view("the end"); }
  std::string_view after() const { return at_ + 1 < words_.size() ? words_[at_ + 1] : std::string_view(); }
  bool take(std::string_view word) {
    if (at_ >= words_.size() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  void broken(std::string message) {
    if (good_)
      draft_.say(place_, "condition-syntax", fmt::format("{} = \"{}\": {}", key_, text_, message),
                 "write, for example, status is presumed or happened(shelter.asked)");
    good_ = false;
  }
  void expect(std::string_view word) {
    if (good_ && !take(word)) broken(fmt::format("\"{}\" stands where \"{}\" should be", here(), word));
  }

  // operands: `or` inside parentheses becomes an operation; at the top it separates terms.
  void alternatives(int depth) {
    term(depth);
    while (good_ && take("or")) {
      term(depth);
      emit({Operation::What::either});
    }
  }
  void term(int depth) {
    factor(depth);
    while (good_ && take("and")) {
      factor(depth);
      emit({Operation::What::both});
    }
  }
  void factor(int depth) {
    if (!good_) return;
    if (depth > depth_max) return broken("parentheses stand too deep");
    if (take("(")) {
      alternatives(depth + 1);
      return expect(")");
    }
    if (here() == "happened" && after() == "(") return happened();
    if (here() == "closed" && after() == "(") return closed();
    fact();
  }

  void emit(Operation op) {
    if (made_.operations.size() <= operations_max)
      made_.operations.push_back(op);
    else
      broken("it is too long");
  }

  void happened() {
    at_ += 2;
    const auto name = here();
    ++at_;
    expect(")");
    if (!good_) return;
    const auto event = draft_.event(place_, name, from_);
    if (event.known()) made_.events.set(event.index);
    emit({Operation::What::happened, event.known() ? event.index : std::uint16_t{0}});
  }

  void closed() {
    at_ += 2;
    const auto name = here();
    ++at_;
    expect(")");
    if (!good_) return;
    const auto& known = draft_.step_keys;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      draft_.say_unknown(place_, "unknown-step", "step", name, known);
      return emit({Operation::What::closed});
    }
    const auto step = draft_.made.step(name);
    const auto kind = draft_.made.at(step).item;
    const bool her_appointment = from_ == ItemKind::appointment && kind == ItemKind::victim;
    if (kind != ItemKind::case_file && kind != from_ && !her_appointment)
      draft_.say(
          place_, "closed-elsewhere",
          fmt::format("{} is a step for a {}, which a step for a {} does not see", name, word_of(kind), word_of(from_)),
          "read a fact with \"any\", or name a step for the same item or for the case");
    made_.steps.set(step.index);
    emit({Operation::What::closed, step.index});
  }

  void fact() {
    const bool any = take("any");
    const auto name = here();
    if (at_ >= words_.size() || name == "(" || name == ")")
      return broken(fmt::format("\"{}\" stands where a fact, happened(...) or closed(...) should be", name));
    ++at_;
    if (!take("is")) return broken(fmt::format("after \"{}\" stands \"{}\", not \"is\"", name, here()));
    const bool negated = take("not");
    const auto id = known_fact(name, any);
    const Fact* found = id.known() ? &draft_.made.facts[id.index] : nullptr;
    std::uint32_t values = value(found, name);
    while (good_ && here() == "or" && goes_on_with_value()) {
      ++at_;
      values |= value(found, name);
    }
    if (!good_) return;
    if (negated) values = ~values;
    if (id.known()) (any ? made_.any_facts : made_.facts).set(id.index);
    emit({any ? Operation::What::any_fact_is : Operation::What::fact_is, id.known() ? id.index : std::uint16_t{0},
          values});
  }

  FactId known_fact(std::string_view name, bool any) {
    const auto& known = draft_.fact_keys;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const auto& fields = draft_.field_words;
      if (name.find('.') != std::string_view::npos || std::find(fields.begin(), fields.end(), name) != fields.end())
        draft_.say(place_, "sealed-field",
                   fmt::format("{} is a field of a record, sealed; rules read only the open vocabulary", name),
                   "name a fact of [fact], or happened(...) or closed(...)");
      else
        draft_.say_unknown(place_, "unknown-fact", "fact", name, known);
      return {};
    }
    const auto id = draft_.made.fact(name);
    const bool of_victim = draft_.made.facts[id.index].of_victim;
    const bool hers = from_ == ItemKind::victim || from_ == ItemKind::appointment;
    if (of_victim && !any && !hers)
      draft_.say(place_, "needs-any",
                 fmt::format("{} is a fact of each victim, and this is read for a {}", name, word_of(from_)),
                 fmt::format("write \"any {} is ...\"", name));
    if (!of_victim && any)
      draft_.say(place_, "any-of-case", fmt::format("{} is a fact of the case: there is one", name),
                 fmt::format("write \"{} is ...\" without any", name));
    return id;
  }

  bool goes_on_with_value() const {
    if (at_ + 1 >= words_.size()) return true;  // a dangling `or`: value() says so
    const auto next = words_[at_ + 1];
    if (next == "(" || next == "any") return false;
    const auto then = at_ + 2 < words_.size() ? words_[at_ + 2] : std::string_view();
    return then != "is" && then != "(";
  }

  std::uint32_t value(const Fact* found, std::string_view fact_name) {
    const auto name = here();
    if (at_ >= words_.size() || name == "(" || name == ")" || name == "or" || name == "and") {
      broken(fmt::format("\"{}\" stands where a value of {} should be", name, fact_name));
      return 0;
    }
    ++at_;
    if (found == nullptr) return 0;
    const auto id = found->values.find(name);
    if (id < found->rank.size() && found->rank[id] != 0xffff) return 1U << id;
    std::vector<std::string> present;
    for (std::size_t i = 0; i < found->rank.size(); ++i)
      if (found->rank[i] != 0xffff) present.emplace_back(found->values.text(static_cast<std::uint16_t>(i)));
    draft_.say_unknown(place_, "unknown-value", fmt::format("value of {}", fact_name), name, present);
    return 0;
  }

  Draft& draft_;
  const Place& place_;
  std::string_view key_, text_;
  ItemKind from_;
  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  bool good_ = true;
  Condition made_;
};

}  // namespace

Condition Draft::condition(const Place& place, std::string_view key, std::string_view written, ItemKind seen_from) {
  return ConditionReader(*this, place, key, written, seen_from).read();
}

}  // namespace kulla::procedure
