// A case told without a name: which office did what, when, from the open part of its events alone.
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/json.hpp"
#include "base/reference.hpp"
#include "casefile/casebook.hpp"
#include "cli/at_house.hpp"
#include "directory/people.hpp"

namespace kulla::cli {
namespace {

namespace json = boost::json;

/// "21 min 52 s", "2 h 05 min", "3 d 4 h".
std::string in_words(Duration span) {
  const auto all = span.micros / 1'000'000;
  if (all < 60) return fmt::format("{} s", all);
  if (all < 3'600) return fmt::format("{} min {} s", all / 60, all % 60);
  if (all < 86'400) return fmt::format("{} h {:02} min", all / 3'600, all / 60 % 60);
  return fmt::format("{} d {} h", all / 86'400, all / 3'600 % 24);
}

struct Told {
  std::string step;
  Instant sent_at;
};

class Tracing {
 public:
  explicit Tracing(const eventlog::Snapshot& snapshot) : snapshot_(snapshot) {}

  Result<json::object> row(const eventlog::Event& event) {
    const auto open = TRY(strict_parse(event.open.text()));
    const auto& facts = open.get_object();
    return json::object{{"version", event.version},
                        {"recorded_at", to_rfc3339(event.recorded_at)},
                        {"occurred_at", to_rfc3339(event.occurred_at)},
                        {"type", event.type},
                        {"who", TRY(who(event))},
                        {"what", what(event, facts)}};
  }

 private:
  Result<std::string> who(const eventlog::Event& event) const {
    if (event.actor.kind == eventlog::Actor::Kind::clock) return "the clock";
    if (event.acting_group.is_nil()) return "the house";
    const auto group = TRY(directory::group(snapshot_, event.acting_group));
    if (!group) return "an office";
    std::string text(directory::word_of(group->place.agency));
    if (!group->place.unit.empty()) text += fmt::format(" {}", group->place.unit.text());
    return text + ", " + std::string(group->place.region.text());
  }

  std::string what(const eventlog::Event& event, const json::object& facts) {
    const auto text = [&](std::string_view key) { return text_of(facts, key); };
    const auto notice = text("notice");
    if (event.type == "notice.sent") {
      told_[notice] = {text("step"), event.recorded_at};
      return fmt::format("{}: {}{}", text("step"), text("party"), item_of(facts));
    }
    if (const auto found = told_.find(notice); !notice.empty() && found != told_.end())
      return fmt::format("{}, after {}", found->second.step, in_words(event.recorded_at - found->second.sent_at));
    if (event.type == "rung.fired") {
      const auto* alone = facts.if_contains("nobody_on_duty");
      const bool nobody = alone != nullptr && alone->is_bool() && alone->get_bool();
      return fmt::format("{}: {}{}{}", text("step"), text("party"), item_of(facts),
                         nobody ? ", nobody on duty" : ", unanswered");
    }
    if (const auto fact = text("fact"); !fact.empty())
      return fmt::format("{} = {}{}", fact, text("value"), item_of(facts));
    if (const auto step = text("step"); !step.empty()) return step + item_of(facts);
    if (const auto procedure = text("procedure"); !procedure.empty()) return procedure;
    return item_of(facts).empty() ? std::string() : item_of(facts).substr(2);
  }

  static std::string item_of(const json::object& facts) {
    const auto kind = text_of(facts, "item_kind");
    const auto* number = facts.if_contains("item");
    if (kind.empty() || kind == "case" || number == nullptr || !number->is_number()) return {};
    return fmt::format(", {} {}", kind, number->to_number<std::int64_t>());
  }

  const eventlog::Snapshot& snapshot_;
  std::map<std::string, Told> told_;
};

}  // namespace

Result<json::object> trace(const AtHouse& at, const json::object& asked) {
  const auto reference = Reference::parse(text_of(asked, "reference"));
  if (!reference) return fail(ErrorKind::missing, "not-found");
  const auto snapshot = TRY(at.house.store().snapshot());
  const auto id = TRY(casefile::Casebook::find(*snapshot, *reference));
  if (!id) return fail(ErrorKind::missing, "not-found");
  Tracing tracing(*snapshot);
  json::array rows;
  std::string procedure;
  for (const auto& event : TRY(snapshot->stream(id->as<StreamTag>()))) {
    rows.push_back(TRY(tracing.row(event)));
    if (event.type != "case.reported") continue;
    const auto open = TRY(strict_parse(event.open.text()));
    const auto* version = open.get_object().if_contains("procedure_version");
    procedure = fmt::format("{} {}", text_of(open.get_object(), "procedure"),
                            version == nullptr ? 0 : version->to_number<std::int64_t>());
  }
  return json::object{{"reference", reference->text()},
                      {"version", TRY(snapshot->version(id->as<StreamTag>()))},
                      {"procedure", procedure},
                      {"rows", std::move(rows)}};
}

}  // namespace kulla::cli
