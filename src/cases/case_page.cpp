// The case page: open facts, the procedure's rail with every duty's state, the timeline, who takes part, who has
// looked; and those sections that the ground opens. What is not opened is named, never greyed out.
#include <algorithm>

#include <boost/json.hpp>

#include "access/events.hpp"
#include "base/json.hpp"
#include "cases/rows.hpp"
#include "cases/sections.hpp"
#include "directory/people.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;
using access::Policy;
using access::Relation;
using casefile::CaseFile;
using casefile::Duty;
using casefile::DutyState;
using eventlog::Snapshot;

struct Page {
  const Cases& cases;
  const http::Request& request;
  const change::Asking& asking;
  const Snapshot& snapshot;
  const CaseFile& file;
  const access::Grant& grant;
  change::Names& names;
  const std::vector<std::vector<GroupId>>& groups;
};

bool is_closed(const Duty& duty) {
  return duty.state == DutyState::met || duty.state == DutyState::waived || duty.state == DutyState::lapsed;
}

json::object procedure_of(const CaseFile& file) {
  std::int64_t closed = 0;
  const auto duties = file.track().duties();
  for (const auto& duty : duties) closed += is_closed(duty) ? 1 : 0;
  return {{"key", file.procedure().text()},
          {"version", file.procedure_version()},
          {"closed", closed},
          {"total", duties.size()}};
}

json::array strands_of(const Page& page) {
  std::vector<casefile::Item> items{{}};
  for (const auto& victim : page.file.victims()) items.push_back({casefile::ItemKind::victim, victim.number});
  const auto duties = page.file.track().duties();
  for (const auto& duty : duties)
    if (std::find(items.begin(), items.end(), duty.item) == items.end()) items.push_back(duty.item);
  json::array strands;
  for (const auto& item : items) {
    json::array obligations;
    std::int64_t closed = 0;
    for (const auto& duty : duties) {
      if (duty.item != item) continue;
      if (is_closed(duty)) ++closed;
      obligations.push_back(duty_object(page.file, duty, page.groups, page.names));
    }
    json::object facts;
    for (const auto& [fact, value] : page.file.track().facts_of(item)) facts.emplace(fact, value);
    strands.push_back({{"item", item_object(item)},
                       {"facts", std::move(facts)},
                       {"closed", closed},
                       {"total", obligations.size()},
                       {"obligations", std::move(obligations)}});
  }
  return strands;
}

/// Every notice of the case with its four facts: the answer page and the rail draw them.
json::array notices_of(const Page& page) {
  json::array notices;
  for (const auto& [id, notice] : page.file.notices()) {
    auto row = notice_object(page.file, notice);
    row["office"] = page.names.office_of(notice.to_group);
    row["call"] = page.names.phone_of(notice.to_group);
    row["who"] = nullptr;
    if (!notice.acknowledged_by.is_nil()) row["who"] = page.names.person(notice.acknowledged_by);
    notices.push_back(std::move(row));
  }
  return notices;
}

/// Of an event's open part: what the page has words for. Ids stay in the log.
json::object spoken_facts(const json::object& open) {
  json::object facts;
  const auto take = [&](std::string_view name, std::string_view as) {
    const auto* value = open.if_contains(name);
    if (value != nullptr && value->is_string()) facts[as] = *value;
  };
  for (const auto* name : {"step", "party", "child", "danger", "planned_at"}) take(name, name);
  const auto* at_once = open.if_contains("nobody_on_duty");
  if (at_once != nullptr && at_once->is_bool() && at_once->get_bool()) facts["nobody_on_duty"] = "yes";
  const auto* fact = open.if_contains("fact");
  if (fact != nullptr && fact->is_string()) take("value", fact->get_string());
  return facts;
}

json::value item_of(const json::object& open) {
  const auto* kind = open.if_contains("item_kind");
  const auto* number = open.if_contains("item");
  if (kind == nullptr || number == nullptr) return nullptr;
  return json::object{{"kind", *kind}, {"number", *number}};
}

std::string_view agency_of(const Page& page, GroupId group) {
  const auto found = directory::group(page.snapshot, group);
  return found && *found ? directory::word_of((*found)->place.agency) : std::string_view();
}

/// The case's own events, newest first, by their open parts.
Result<json::array> timeline_of(const Page& page) {
  json::array timeline;
  auto events = TRY(page.snapshot.stream(page.file.id().as<StreamTag>()));
  std::reverse(events.begin(), events.end());
  for (const auto& event : events) {
    json::value who;
    if (event.actor.kind == eventlog::Actor::Kind::account)
      who = json::object{{"label", page.names.person(event.actor.account)},
                         {"agency", agency_of(page, event.acting_group)}};
    const auto open = TRY(strict_parse(event.open.text()));
    timeline.push_back({{"position", event.position},
                        {"at", to_rfc3339(event.occurred_at)},
                        {"recorded_at", to_rfc3339(event.recorded_at)},
                        {"type", event.type},
                        {"who", std::move(who)},
                        {"item", item_of(open.get_object())},
                        {"facts", spoken_facts(open.get_object())},
                        {"struck", nullptr}});
  }
  return timeline;
}

/// Until somebody of an office has answered, the office itself is on the case, in the role that its people have.
std::string_view usual_role(std::string_view agency) {
  if (agency == "prosecution") return "prosecutor";
  if (agency == "vau") return "advocate";
  if (agency == "csw") return "social-worker";
  if (agency == "shelter") return "shelter-manager";
  return agency == "police" ? "officer" : "focal-point";
}

Result<json::array> people_of(const Page& page) {
  json::array people;
  const auto add = [&](GroupId group, AccountId account) -> Result<void> {
    const auto agency = agency_of(page, group);
    auto role = usual_role(agency);
    std::string label = page.names.office_of(group);
    if (!account.is_nil()) {
      label = page.names.person(account);
      if (const auto person = TRY(directory::person(page.snapshot, account))) role = directory::word_of(person->role);
    }
    const auto phone = page.names.phone_of(group);
    const bool known = std::any_of(people.begin(), people.end(),
                                   [&](const auto& one) { return one.at("label").get_string() == label; });
    if (!known)
      people.push_back({{"role", role},
                        {"label", label},
                        {"agency", agency},
                        {"phone", phone.empty() ? json::value() : json::value(phone)}});
    return {};
  };
  TRY_VOID(add(page.file.reporter(), page.file.reported_by()));
  for (const auto& [id, notice] : page.file.notices()) TRY_VOID(add(notice.to_group, notice.acknowledged_by));
  return people;
}

/// The sections of this case that an access event names.
Result<json::array> sections_looked_at(const eventlog::Event& event, StreamId stream) {
  const auto open = TRY(eventlog::decode_open<access::RecordOpened::Open>(event.type, event.open));
  json::array sections;
  for (std::size_t i = 0; i < open.streams.size() && i < open.sections.size(); ++i)
    if (open.streams[i] == stream) sections.emplace_back(open.sections[i].text());
  return sections;
}

Result<json::array> looked_of(const Page& page) {
  json::array looked;
  const Relation owner[] = {Relation::owner_unit};
  if (!page.asking.asker.is_member_of(page.file.owner())) return looked;
  if (!access::ask(Policy::see_who_looked, page.asking.asker, owner, page.file.state())) return looked;
  const auto stream = page.file.id().as<StreamTag>();
  for (const auto& look : TRY(access::who_looked(page.snapshot, stream))) {
    const auto event = TRY(page.snapshot.at(look.position));
    if (!event) return fail(ErrorKind::broken, "event-missing", "access_of");
    looked.push_back({{"who", page.names.person(look.account)},
                      {"you", look.account == page.asking.asker.account},
                      {"at", to_rfc3339(event->recorded_at)},
                      {"what", TRY(sections_looked_at(*event, stream))},
                      {"ground", event->ground}});
  }
  return looked;
}

/// Opens what the ground reaches; names what it does not. What is opened stays in the answer's own memory, which wipes.
Result<void> add_sections(const Page& page, json::object& answer) {
  json::object sections(answer.storage());
  json::array sealed;
  change::Looking looking(page.cases.house(), page.asking, page.grant, page.snapshot);
  const auto stream = page.file.id().as<StreamTag>();
  std::vector<StoredSection> wanted;
  wanted.reserve(2);
  for (const auto& [name, compartment] :
       {std::pair{"body", access::Compartment::body}, {"coded", access::Compartment::coded}}) {
    auto section = TRY(section_now(page.snapshot, stream, name));
    if (!section) continue;
    wanted.push_back(std::move(*section));
    if (looking.want(wanted.back().place(), compartment, wanted.back().section)) continue;
    wanted.pop_back();
    sealed.push_back({{"section", name}, {"held_by", agency_of(page, page.file.owner())}});
  }
  const auto opened = TRY(looking.reveal());
  std::string_view body;
  std::string_view coded;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& name = wanted[i].section.name;
    (name == "body" ? body : coded) = opened[i].text();
    json::object section(answer.storage());
    section["etag"] = std::to_string(wanted[i].version);
    section["data"] = TRY(strict_parse(opened[i].text(), answer.storage()));
    sections.emplace(name, std::move(section));
  }
  answer["handle"] = nullptr;
  if (!body.empty() && !coded.empty()) answer["handle"] = handle_of(page.cases, page.request.language, body, coded);
  answer["sections"] = std::move(sections);
  answer["sealed"] = std::move(sealed);
  return {};
}

}  // namespace

Result<http::Response> case_page(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  const auto snapshot = TRY(cases.house().store.snapshot());
  const auto reference = Reference::parse(request.parameter("reference"));
  const auto id = reference ? TRY(casefile::Casebook::find(*snapshot, *reference)) : std::nullopt;
  // What does not exist and what is not yours go down one path: the same question, refused by the same table.
  const auto file = TRY(cases.commands.book().load(*snapshot, id.value_or(CaseId{})));
  const auto relations = TRY(casefile::Casebook::relations(*snapshot, *file, asking.asker));
  std::optional<StreamId> record;
  if (id) record = id->as<StreamTag>();
  const auto grant = TRY(cases.commands.road().ask(asking, Policy::see_case, relations, file->state(), record));
  change::Names names(cases.house(), asking, *snapshot);
  const auto groups = TRY(cases.commands.offices().of(*snapshot, file->track().procedure(), file->region()));
  const Page page{.cases = cases,
                  .request = request,
                  .asking = asking,
                  .snapshot = *snapshot,
                  .file = *file,
                  .grant = grant,
                  .names = names,
                  .groups = *groups};
  json::object answer({{"reference", file->reference().text()},
                       {"region", file->region().text()},
                       {"reported_at", to_rfc3339(file->reported_at())},
                       {"state", words_of(file->state())[static_cast<std::size_t>(file->state())]},
                       {"facts", {{"danger", file->danger().text()}}},
                       {"procedure", procedure_of(*file)},
                       {"strands", strands_of(page)},
                       {"timeline", TRY(timeline_of(page))},
                       {"notices", notices_of(page)},
                       {"people", TRY(people_of(page))},
                       {"now", to_rfc3339(cases.house().clock.now())}},
                      request.plain_storage());
  TRY_VOID(add_sections(page, answer));
  answer["looked"] = TRY(looked_of(page));
  return http::json(std::move(answer));
}

}  // namespace kulla::cases
