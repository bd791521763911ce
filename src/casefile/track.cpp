#include "casefile/track.hpp"

#include <boost/json.hpp>

#include "base/json.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::casefile {
namespace {

using eventlog::Event;
namespace json = boost::json;

/// The happenings of one event: they take effect together.
class Telling {
 public:
  Telling(const procedure::Procedure& procedure, const Event& event) : procedure_(procedure), event_(event) {}

  template <class What>
  void tell(What what) {
    happenings_.push_back({.position = static_cast<std::uint64_t>(event_.version),
                           .recorded_at = event_.recorded_at,
                           .occurred_at = event_.occurred_at,
                           .what = std::move(what)});
  }
  void fact(std::string_view name, Item item, std::string_view value, std::string_view party = {}) {
    const auto id = procedure_.fact(name);
    if (!id.known()) return;
    tell(procedure::FactLearnt{
        .fact = id, .item = item, .value = procedure_.value(id, value), .by = procedure_.party(party)});
  }
  void happened(Item item, std::string_view party = {}, procedure::KindSet kinds = {}) {
    const auto id = procedure_.event(event_.type);
    if (id.known()) tell(procedure::Happened{.event = id, .item = item, .by = procedure_.party(party), .kinds = kinds});
  }
  std::vector<procedure::Happening>& happenings() { return happenings_; }

 private:
  const procedure::Procedure& procedure_;
  const Event& event_;
  std::vector<procedure::Happening> happenings_;
};

Result<void> victim_added(Telling& telling, const Event& event) {
  const auto open = TRY(eventlog::decode_open<VictimAdded::Open>(event.type, event.open));
  const Item item = procedure::victim(open.number.value);
  telling.tell(procedure::ItemAdded{.item = item, .at = std::nullopt});
  telling.happened(item);
  telling.fact("child", item, open.child.text());
  telling.fact("danger", item, open.danger.text());
  return {};
}

Result<void> rung_fired(Telling& telling, const procedure::Procedure& procedure, const Event& event) {
  const auto open = TRY(eventlog::decode_open<RungFired::Open>(event.type, event.open));
  telling.tell(procedure::RungFired{.step = procedure.step(open.step.text()),
                                    .item = {open.item_kind, open.item.value},
                                    .epoch = open.epoch.value,
                                    .rung = open.rung.value,
                                    .planned_at = open.planned_at});
  return {};
}

/// A wing's own event: its type is what happened; its item, party and kinds stand in fields of these names.
Result<void> wing_event(Telling& telling, const procedure::Procedure& procedure, const Event& event) {
  if (!procedure.event(event.type).known()) return {};
  const auto open = TRY(strict_parse(event.open.text()));
  const auto& fields = open.get_object();
  const auto text = [&](std::string_view name) {
    const auto* value = fields.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
  };
  Item item;
  if (const auto kind = procedure::item_kind_of(text("item_kind"))) {
    item.kind = *kind;
    if (const auto* number = fields.if_contains("item"); number != nullptr && number->is_int64())
      item.number = static_cast<std::uint16_t>(number->get_int64());
  }
  procedure::KindSet kinds;
  if (const auto* list = fields.if_contains("kinds"); list != nullptr && list->is_array())
    for (const auto& kind : list->get_array())
      if (const auto id = procedure.kind(kind.get_string()); id.known()) kinds.set(id.index);
  telling.happened(item, text("party"), kinds);
  return {};
}

}  // namespace

Result<void> Track::add(const Event& event) {
  const auto& procedure = course_.procedure();
  Telling telling(procedure, event);
  const std::string_view type = event.type;
  if (type == VictimAdded::type.name) {
    TRY_VOID(victim_added(telling, event));
  } else if (type == RungFired::type.name) {
    TRY_VOID(rung_fired(telling, procedure, event));
  } else if (type == FactSet::type.name) {
    const auto open = TRY(eventlog::decode_open<FactSet::Open>(event.type, event.open));
    telling.fact(open.fact.text(), {open.item_kind, open.item.value}, open.value.text(),
                 open.party ? open.party->text() : std::string_view());
  } else if (type == NoticeAcknowledged::type.name) {
    const auto open = TRY(eventlog::decode_open<NoticeAcknowledged::Open>(event.type, event.open));
    const auto told = notices_.find(open.notice);
    if (told != notices_.end()) {
      auto answer = told->second;
      answer.event = procedure.event(event.type);
      if (answer.event.known()) telling.tell(answer);
    }
  } else if (type == NoticeSent::type.name) {
    const auto open = TRY(eventlog::decode_open<NoticeSent::Open>(event.type, event.open));
    // An answer to it will count for this step in this epoch, by this party.
    notices_[open.notice] = {.event = {},
                             .item = {open.item_kind, open.item.value},
                             .by = procedure.party(open.party.text()),
                             .kinds = {},
                             .step = procedure.step(open.step.text()),
                             .epoch = open.epoch.value};
  } else if (type == CaseReported::type.name) {
    telling.happened(procedure::the_case());
  } else {
    TRY_VOID(wing_event(telling, procedure, event));
  }
  if (!telling.happenings().empty()) course_.add(telling.happenings());
  return {};
}

std::vector<std::pair<std::string, std::string>> Track::facts_of(const Item& item) const {
  std::vector<std::pair<std::string, std::string>> facts;
  const auto& procedure = course_.procedure();
  for (const auto& known : course_.facts())
    if (known.item == item) facts.emplace_back(procedure.name(known.fact), procedure.name(known.fact, known.value));
  return facts;
}

}  // namespace kulla::casefile
