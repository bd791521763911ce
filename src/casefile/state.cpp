#include "casefile/state.hpp"

#include "eventlog/open_json.hpp"

namespace kulla::casefile {
namespace {

using eventlog::Event;

template <class Type>
Result<typename Type::Open> open_of(const Event& event) {
  return eventlog::decode_open<typename Type::Open>(event.type, event.open);
}

Item item_of(ItemKind kind, Count number) { return {.kind = kind, .number = number.value}; }

}  // namespace

const Notice* CaseFile::notice(NoticeId id) const {
  const auto found = notices_.find(id);
  return found == notices_.end() ? nullptr : &found->second;
}

Result<void> CaseFile::report(const CaseReported::Open& open, const Event& event) {
  reference_ = open.reference;
  region_ = open.region;
  procedure_ = open.procedure;
  procedure_version_ = open.procedure_version.value;
  danger_ = open.danger;
  owner_ = open.owner;
  reporter_ = open.reporter;
  reported_by_ = event.actor.account;
  reported_at_ = event.recorded_at;
  auto procedure = procedures_(open.procedure, procedure_version_);
  if (!procedure) return fail(ErrorKind::broken, "procedure-unknown", open.procedure.text());
  track_.emplace(std::move(procedure));
  return {};
}

Result<void> CaseFile::apply(const Event& event) {
  version_ = event.version;
  TRY_VOID(apply_own(event));
  return track_ ? track_->add(event) : Result<void>{};
}

Result<void> CaseFile::apply_own(const Event& event) {
  const std::string_view type = event.type;
  if (type == CaseReported::type.name) {
    return report(TRY(open_of<CaseReported>(event)), event);
  } else if (type == VictimAdded::type.name) {
    const auto open = TRY(open_of<VictimAdded>(event));
    victims_.push_back({.id = open.victim, .number = open.number.value, .added_at = event.recorded_at});
  } else if (type == NoticeSent::type.name) {
    const auto open = TRY(open_of<NoticeSent>(event));
    Notice notice{.id = open.notice,
                  .step = open.step,
                  .item = item_of(open.item_kind, open.item),
                  .epoch = open.epoch.value,
                  .party = open.party,
                  .rung = std::nullopt,
                  .to_group = open.to_group,
                  .disclosure = open.disclosure,
                  .sent_at = event.recorded_at,
                  .delivered_at = std::nullopt,
                  .seen_at = std::nullopt,
                  .acknowledged_at = std::nullopt,
                  .acknowledged_by = {}};
    if (open.rung) notice.rung = open.rung->value;
    notices_.emplace(open.notice, notice);
  } else if (type == NoticeDelivered::type.name) {
    const auto found = notices_.find(TRY(open_of<NoticeDelivered>(event)).notice);
    if (found != notices_.end()) found->second.delivered_at = event.recorded_at;
  } else if (type == NoticeSeen::type.name) {
    const auto found = notices_.find(TRY(open_of<NoticeSeen>(event)).notice);
    if (found != notices_.end()) found->second.seen_at = event.recorded_at;
  } else if (type == NoticeAcknowledged::type.name) {
    const auto found = notices_.find(TRY(open_of<NoticeAcknowledged>(event)).notice);
    if (found != notices_.end()) {
      found->second.acknowledged_at = event.occurred_at;
      found->second.acknowledged_by = event.actor.account;
    }
  } else if (type == RungFired::type.name) {
    const auto open = TRY(open_of<RungFired>(event));
    rungs_.push_back({.step = open.step,
                      .item = item_of(open.item_kind, open.item),
                      .epoch = open.epoch.value,
                      .rung = open.rung.value,
                      .party = open.party,
                      .planned_at = open.planned_at,
                      .fired_at = event.recorded_at,
                      .nobody_on_duty = open.nobody_on_duty});
  }
  return {};
}

}  // namespace kulla::casefile
