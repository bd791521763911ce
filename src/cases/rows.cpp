#include "cases/rows.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace kulla::cases {
namespace {

namespace json = boost::json;
using casefile::CaseFile;
using casefile::Duty;
using casefile::DutyState;
using casefile::Notice;

// In the order of procedure::LapsedBy.
constexpr std::array<std::string_view, 4> lapse_words{"applies", "end-of-victim", "closing", "procedure"};

json::array owes_array(const CaseFile& file, const Duty& duty, const std::vector<std::vector<GroupId>>& groups,
                       change::Names& names) {
  json::array owes;
  for (const auto& part : duty.parts) {
    if (!part.owed) continue;
    GroupId group;
    if (part.party.index < groups.size() && !groups[part.party.index].empty()) group = groups[part.party.index].front();
    owes.push_back({{"party", file.track().procedure().name(part.party)},
                    {"group", group.is_nil() ? json::value() : json::value(group.text())},
                    {"label", group.is_nil() ? std::string() : names.office_of(group)},
                    {"given_at", time_or_null(part.given_at)}});
  }
  return owes;
}

json::array parts_array(const CaseFile& file, const Duty& duty) {
  json::array parts;
  for (const auto& part : duty.parts)
    parts.push_back({{"party", file.track().procedure().name(part.party)}, {"given_at", time_or_null(part.given_at)}});
  return parts;
}

/// The events that would meet it, by name: the page says them in words.
json::array done_words(const CaseFile& file, const Duty& duty) {
  json::array words;
  const auto& procedure = file.track().procedure();
  for (const auto& done : procedure.at(duty.step).done)
    if (done.event.known()) words.emplace_back(procedure.name(done.event));
  return words;
}

json::array rungs_array(const CaseFile& file, const Duty& duty) {
  json::array rungs;
  for (const auto& rung : duty.rungs)
    rungs.push_back({{"party", file.track().procedure().name(rung.party)},
                     {"at", to_rfc3339(rung.planned_at)},
                     {"fired_at", time_or_null(rung.fired_at)}});
  return rungs;
}

/// Was anybody on that duty when the step began? Nobody: its first rung fired at once.
bool somebody_on_duty(const CaseFile& file, const Notice& notice) {
  return std::none_of(file.rungs().begin(), file.rungs().end(), [&](const auto& rung) {
    return rung.rung == 1 && rung.nobody_on_duty && rung.planned_at == notice.sent_at && rung.step == notice.step &&
           rung.item == notice.item && rung.epoch == notice.epoch;
  });
}

/// The notice by which somebody else can meet this duty, if it informs anyone.
const Notice* notice_of(const CaseFile& file, const Duty& duty) {
  for (const auto& [id, notice] : file.notices())
    if (!notice.rung && notice.item == duty.item && notice.epoch == duty.epoch &&
        notice.step.text() == file.track().procedure().name(duty.step))
      return &notice;
  return nullptr;
}

}  // namespace

json::value time_or_null(const std::optional<Instant>& at) {
  if (!at) return nullptr;
  return json::value(to_rfc3339(*at));
}

json::object item_object(const casefile::Item& item) {
  return {{"kind", words_of(item.kind)[static_cast<std::size_t>(item.kind)]}, {"number", item.number}};
}

json::object duty_object(const CaseFile& file, const Duty& duty, const std::vector<std::vector<GroupId>>& groups,
                         change::Names& names) {
  const auto& procedure = file.track().procedure();
  json::object row{{"reference", file.reference().text()},
                   {"region", file.region().text()},
                   {"step", procedure.name(duty.step)},
                   {"item", item_object(duty.item)},
                   {"state", procedure::word_of(duty.state)},
                   {"epoch", duty.epoch},
                   {"started_at", time_or_null(duty.started_at)},
                   {"due_at", time_or_null(duty.due_at)},
                   {"target_at", time_or_null(duty.target_at)},
                   {"met_at", time_or_null(duty.met_at)},
                   {"short_notice", duty.short_notice},
                   {"owes", owes_array(file, duty, groups, names)},
                   {"rungs", rungs_array(file, duty)},
                   {"met_by", nullptr},
                   {"met_after", nullptr},
                   {"lapsed_by", nullptr},
                   {"done_words", done_words(file, duty)},
                   {"parts", parts_array(file, duty)},
                   {"handle", nullptr},
                   {"call", nullptr},
                   {"action", nullptr},
                   {"basis", nullptr},
                   {"span", nullptr},
                   {"notice", nullptr},
                   {"pause", nullptr}};
  const bool is_period = procedure.at(duty.step).kind == procedure::Step::Kind::period;
  row["kind"] = is_period ? "period" : "task";
  if (duty.met_at && duty.started_at) row["met_after"] = to_iso8601(*duty.met_at - *duty.started_at);
  if (duty.lapsed_by) row["lapsed_by"] = lapse_words[static_cast<std::size_t>(*duty.lapsed_by)];
  // Of a step that still waits, the time that it has without any condition: the last row of the file.
  const auto& rows = procedure.at(duty.step).within;
  const auto* within = duty.within != nullptr || rows.empty() ? duty.within : &rows.back();
  if (within != nullptr) {
    row["basis"] = json::object{{"kind", procedure::word_of(within->basis)}, {"words", within->basis_words}};
    row["span"] = within->before ? to_iso8601(within->lead) : within->time.text;
  }
  if (const auto* notice = notice_of(file, duty)) {
    row["notice"] = notice->id.text();
    row["states"] = notice_object(file, *notice);
    row["call"] = names.phone_of(notice->to_group);
  }
  if (duty.paused_at)
    row["pause"] = json::object{{"since", to_rfc3339(*duty.paused_at)}, {"until", nullptr}, {"reason", nullptr}};
  return row;
}

json::object notice_object(const CaseFile& file, const Notice& notice) {
  json::object object{{"notice", notice.id.text()},
                      {"reference", file.reference().text()},
                      {"region", file.region().text()},
                      {"step", notice.step.text()},
                      {"item", item_object(notice.item)},
                      {"epoch", notice.epoch},
                      {"party", notice.party.text()},
                      {"rung", notice.rung ? json::value(notice.party.text()) : json::value()},
                      {"sent_at", to_rfc3339(notice.sent_at)},
                      {"delivered_at", time_or_null(notice.delivered_at)},
                      {"seen_at", time_or_null(notice.seen_at)},
                      {"acknowledged_at", time_or_null(notice.acknowledged_at)},
                      {"state", notice.acknowledged_at ? "acknowledged"
                                : notice.seen_at       ? "seen"
                                : notice.delivered_at  ? "delivered"
                                                       : "sent"},
                      {"on_duty", somebody_on_duty(file, notice)},
                      {"due_at", nullptr},
                      {"climbs", nullptr}};
  for (const auto& duty : file.track().duties()) {
    if (file.track().procedure().name(duty.step) != notice.step.text() || duty.item != notice.item ||
        duty.epoch != notice.epoch)
      continue;
    object["due_at"] = time_or_null(duty.due_at);
    if (duty.next && duty.next->party.known())
      object["climbs"] =
          json::object{{"party", file.track().procedure().name(duty.next->party)}, {"at", to_rfc3339(duty.next->at)}};
  }
  return object;
}

}  // namespace kulla::cases
