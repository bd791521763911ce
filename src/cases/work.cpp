// My work: what I owe, overdue first; whom I wait for; what came. Index ranges of `obligation` and `notice` for each of
// my offices, merged; then the cases of the rows shown, folded, for what stands beside them.
#include <algorithm>

#include <boost/json.hpp>

#include "casefile/tables.hpp"
#include "cases/rows.hpp"
#include "cases/sections.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;
using casefile::CaseFile;
using casefile::Duty;
using eventlog::Snapshot;

constexpr std::size_t rows_max = 50;  // a page; counts are capped at 99+
constexpr std::size_t counted_max = 100;

/// A duty of one of my offices, as the index has it.
struct Owed {
  CaseId case_id;
  std::string step;
  casefile::Item item;
  std::int64_t due_at = INT64_MAX;  // none: last
  auto operator<=>(const Owed&) const = default;
};

Result<std::vector<Owed>> owed_by(const Snapshot& snapshot, GroupId group) {
  std::vector<Owed> found;
  for (const auto& row : TRY(snapshot.scan({.table = &casefile::obligation_table,
                                            .index = "obligation_by_party",
                                            .equal = {group.to_bytes()},
                                            .from = std::nullopt,
                                            .before = std::nullopt,
                                            .descending = false,
                                            .limit = counted_max}))) {
    const auto id = CaseId::from_bytes(std::get<Bytes>(row.at(0)));
    if (!id) return fail(ErrorKind::broken, "row-damaged", "obligation");
    Owed owed{.case_id = *id,
              .step = std::get<std::string>(row.at(1)),
              .item = {.kind = static_cast<casefile::ItemKind>(std::get<std::int64_t>(row.at(2))),
                       .number = static_cast<std::uint16_t>(std::get<std::int64_t>(row.at(3)))}};
    if (const auto* due = std::get_if<std::int64_t>(&row.at(10))) owed.due_at = *due;
    found.push_back(std::move(owed));
  }
  return found;
}

const Duty* duty_of(const std::vector<Duty>& duties, const CaseFile& file, const Owed& owed) {
  for (const auto& duty : duties)
    if (duty.owed() && duty.item == owed.item && file.track().procedure().name(duty.step) == owed.step) return &duty;
  return nullptr;
}

struct Lists {
  json::array owed;
  json::array waiting;
  std::int64_t overdue = 0;
  std::int64_t today = 0;
};

/// A step that only somebody else's answer meets is waited for, until it is late: then it is this office's to act on.
bool waits_for_others(const CaseFile& file, const Duty& duty, Instant now) {
  const bool informs = !file.track().procedure().at(duty.step).inform.empty();
  return informs && duty.due_at && *duty.due_at > now;
}

/// Opens the handles of these rows' cases, all under one access event.
Result<void> add_handles(const Cases& cases, const http::Request& request, const Snapshot& snapshot, Lists& lists) {
  const auto& asking = asking_of(request);
  std::vector<std::pair<std::string, std::pair<StoredSection, StoredSection>>> found;  // by reference
  for (auto* list : {&lists.owed, &lists.waiting})
    for (const auto& row : *list) {
      const std::string reference(row.at("reference").get_string());
      const bool known =
          std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.first == reference; });
      if (known || found.size() == rows_max) continue;
      const auto id = TRY(casefile::Casebook::find(snapshot, *Reference::parse(reference)));
      const auto file = TRY(cases.commands.book().load(snapshot, *id));
      if (!asking.asker.is_member_of(file->owner())) continue;
      auto body = TRY(section_now(snapshot, id->as<StreamTag>(), "body"));
      auto coded = TRY(section_now(snapshot, id->as<StreamTag>(), "coded"));
      if (body && coded) found.emplace_back(reference, std::pair{std::move(*body), std::move(*coded)});
    }
  if (found.empty()) return {};
  const access::Relation owner[] = {access::Relation::owner_unit};
  const auto grant = access::ask(access::Policy::see_case, asking.asker, owner, access::RecordState::open);
  if (!grant) return {};
  change::Looking looking(cases.house(), asking, *grant, snapshot);
  std::vector<std::string> opened_for;
  for (const auto& [reference, sections] : found) {
    if (!looking.want(sections.first.place(), access::Compartment::body, sections.first.section)) continue;
    if (!looking.want(sections.second.place(), access::Compartment::coded, sections.second.section))
      return fail(ErrorKind::broken, "key-missing", "coded");
    opened_for.push_back(reference);
  }
  const auto opened = TRY(looking.reveal());
  for (std::size_t i = 0; i < opened_for.size(); ++i) {
    const auto handle = handle_of(cases, request.language, opened[2 * i].text(), opened[2 * i + 1].text());
    for (auto* list : {&lists.owed, &lists.waiting})
      for (auto& row : *list)
        if (row.at("reference").get_string() == opened_for[i]) row.get_object()["handle"] = handle;
  }
  return {};
}

Result<Lists> lists_of(const Cases& cases, const change::Asking& asking, const Snapshot& snapshot, change::Names& names,
                       Instant now) {
  std::vector<Owed> all;
  for (const auto& group : asking.asker.groups)
    for (auto& owed : TRY(owed_by(snapshot, group))) all.push_back(std::move(owed));
  std::sort(all.begin(), all.end(), [](const Owed& a, const Owed& b) { return a.due_at < b.due_at; });
  Lists lists;
  for (const auto& owed : all) {
    if (owed.due_at < now.micros) ++lists.overdue;
    if (owed.due_at >= now.micros && owed.due_at < (now + hours(24)).micros) ++lists.today;
    if (lists.owed.size() + lists.waiting.size() >= rows_max) continue;
    const auto file = TRY(cases.commands.book().load(snapshot, owed.case_id));
    const auto duties = file->track().duties();
    const auto* duty = duty_of(duties, *file, owed);
    if (duty == nullptr) continue;
    const auto groups = TRY(cases.commands.offices().of(snapshot, file->track().procedure(), file->region()));
    auto row = duty_object(*file, *duty, *groups, names);
    row["handle"] = nullptr;
    row["action"] = "open";
    (waits_for_others(*file, *duty, now) ? lists.waiting : lists.owed).push_back(std::move(row));
  }
  return lists;
}

Result<json::array> news_of(const Cases& cases, const change::Asking& asking, const Snapshot& snapshot,
                            change::Names& names) {
  std::vector<std::pair<std::int64_t, eventlog::Row>> rows;
  for (const auto& group : asking.asker.groups)
    for (auto& row : TRY(snapshot.scan({.table = &casefile::notice_table,
                                        .index = "notice_waiting",
                                        .equal = {group.to_bytes()},
                                        .from = std::nullopt,
                                        .before = std::nullopt,
                                        .descending = true,
                                        .limit = rows_max})))
      rows.emplace_back(std::get<std::int64_t>(row.at(10)), std::move(row));
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  json::array news;
  for (const auto& [sent, row] : rows) {
    if (news.size() == rows_max) break;
    const auto case_id = CaseId::from_bytes(std::get<Bytes>(row.at(1)));
    const auto notice_id = NoticeId::from_bytes(std::get<Bytes>(row.at(0)));
    if (!case_id || !notice_id) return fail(ErrorKind::broken, "row-damaged", "notice");
    const auto file = TRY(cases.commands.book().load(snapshot, *case_id));
    const auto* notice = file->notice(*notice_id);
    if (notice == nullptr) continue;
    auto object = notice_object(*file, *notice);
    object["danger"] = file->danger().text();
    object["call"] = names.phone_of(file->owner());
    object["from"] = names.office_of(file->owner());
    news.push_back(std::move(object));
  }
  return news;
}

}  // namespace

Result<http::Response> my_work(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  const auto snapshot = TRY(cases.house().store.snapshot());
  const auto now = cases.house().clock.now();
  const access::Relation none[] = {access::Relation::none};
  TRY(cases.commands.road().ask(asking, access::Policy::see_work, none, access::RecordState::none));
  change::Names names(cases.house(), asking, *snapshot);
  auto lists = TRY(lists_of(cases, asking, *snapshot, names, now));
  TRY_VOID(add_handles(cases, request, *snapshot, lists));
  const auto owed = static_cast<std::int64_t>(lists.owed.size());
  const auto waiting = static_cast<std::int64_t>(lists.waiting.size());
  return http::json(json::object{
      {"now", to_rfc3339(now)},
      {"owed", std::move(lists.owed)},
      {"waiting", std::move(lists.waiting)},
      {"news", TRY(news_of(cases, asking, *snapshot, names))},
      {"counts", {{"overdue", lists.overdue}, {"today", lists.today}, {"owed", owed}, {"waiting", waiting}}},
      {"more", {{"owed", owed + waiting >= static_cast<std::int64_t>(rows_max)}, {"waiting", false}}}});
}

}  // namespace kulla::cases
