#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "cases/cases.hpp"
#include "cases/report.hpp"
#include "cases/rows.hpp"
#include "directory/people.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;
using casefile::CaseFile;
using casefile::Facts;
using casefile::Scenery;
using directory::Agency;
using directory::Place;
using eventlog::NewEvent;

/// The groups that a report's sections are sealed to.
struct Readers {
  GroupId owner;       // the region's anti-trafficking unit
  GroupId statistics;  // opens `coded` and nothing else; nil while the house has none
};

Result<Readers> readers_of(const eventlog::Snapshot& snapshot, Code region) {
  const auto owner = TRY(directory::group_at(snapshot, Place{Agency::police, "anti-trafficking", region}));
  if (!owner) return refuse("region-without-unit", "/region");
  const auto statistics = TRY(directory::group_at(snapshot, Place{Agency::statistics, {}, directory::headquarters}));
  return Readers{.owner = owner->id, .statistics = statistics ? statistics->id : GroupId{}};
}

std::vector<keys::Recipient> for_coded(const Readers& readers) {
  std::vector<keys::Recipient> all{{readers.owner, "owner"}};
  if (!readers.statistics.is_nil()) all.push_back({readers.statistics, "statistics"});
  return all;
}

struct Writing {
  const Cases& cases;
  const change::Asking& asking;
  const Report& report;
  const Scenery& scenery;
  Readers readers;
};

NewEvent event_on(StreamId stream, eventlog::StreamKind kind, eventlog::EventType type, eventlog::OpenText open,
                  Instant now) {
  return {.stream = stream,
          .kind = kind,
          .type = type,
          .occurred_at = now,
          .occurred_precision = Precision::second,
          .open = std::move(open),
          .sections = {},
          .cause = std::nullopt};
}

Result<NewEvent> case_reported(const Writing& at, const Reference& reference) {
  casefile::CaseReported reported{
      .open = {.reference = reference,
               .region = at.report.region,
               .procedure = eventlog::code_from_log(at.cases.procedure->key),
               .procedure_version = casefile::Count{static_cast<std::uint16_t>(at.cases.procedure->version)},
               .danger = at.report.danger,
               .owner = at.readers.owner,
               .reporter = at.asking.asker.groups.front()}};
  const auto stream = at.scenery.file.id().as<StreamTag>();
  auto event = event_on(stream, eventlog::StreamKind::case_file, casefile::CaseReported::type,
                        eventlog::encode_open(reported.open), at.scenery.now);
  const keys::Place body{stream, 1, casefile::CaseReported::type, "body"};
  const keys::Recipient owner[] = {{at.readers.owner, "owner"}};
  event.sections.push_back(
      TRY(at.scenery.sealer.seal(body, "body", 1, bytes_of(body_section(at.report).view()), owner)));
  const keys::Place coded{stream, 1, casefile::CaseReported::type, "coded"};
  event.sections.push_back(
      TRY(at.scenery.sealer.seal(coded, "coded", 1, bytes_of(coded_section(at.report).view()), for_coded(at.readers))));
  return event;
}

/// A strand for one person counted: hers in the case's stream, what describes her in her own.
Result<void> add_person(const Writing& at, const Observed& observed, std::uint16_t number, Facts& facts) {
  const auto victim = VictimId::make(at.scenery.now, at.cases.house().chance);
  casefile::VictimAdded added{
      .open = {
          .victim = victim, .number = casefile::Count{number}, .child = observed.child, .danger = at.report.danger}};
  facts.events.push_back(event_on(at.scenery.file.id().as<StreamTag>(), eventlog::StreamKind::case_file,
                                  casefile::VictimAdded::type, eventlog::encode_open(added.open), at.scenery.now));
  casefile::VictimDescribed described{.open = {.case_id = at.scenery.file.id()}};
  auto hers = event_on(victim.as<StreamTag>(), eventlog::StreamKind::victim, casefile::VictimDescribed::type,
                       eventlog::encode_open(described.open), at.scenery.now);
  const keys::Place place{hers.stream, 1, casefile::VictimDescribed::type, "coded"};
  hers.sections.push_back(
      TRY(at.scenery.sealer.seal(place, "coded", 1, bytes_of(coded_section(observed).view()), for_coded(at.readers))));
  facts.expect.push_back({hers.stream, 0});
  facts.events.push_back(std::move(hers));
  return {};
}

casefile::PayloadSource payload_of(const Writing& at, const Reference& reference) {
  const auto now = at.scenery.now;
  const auto phone =
      change::Names(at.cases.house(), at.asking, at.scenery.snapshot).work_phone(at.asking.asker.account);
  return [report = at.report, reference, now, phone](std::string_view field, json::object& into) -> Result<void> {
    const auto& counts = report.counts;
    if (field == "case.reference") {
      into.emplace(field, reference.text());
    } else if (field == "case.region") {
      into.emplace(field, report.region.text());
    } else if (field == "case.reported_at") {
      into.emplace(field, to_rfc3339(now));
    } else if (field == "case.counts") {
      into.emplace(field, json::object{{"women", counts.women},
                                       {"men", counts.men},
                                       {"children", counts.children},
                                       {"unsure", counts.unsure},
                                       {"about", counts.about}});
    } else if (field == "case.counts.children") {
      into.emplace(field, counts.children);
    } else if (field == "case.danger") {
      into.emplace(field, report.danger.text());
    } else if (field == "case.indicators") {
      into.emplace(field, json::array(report.signs.begin(), report.signs.end()));
    } else if (field == "case.reporter_phone" && !phone.empty()) {
      into.emplace(field, phone);
    }
    return {};
  };
}

Result<Facts> facts_of(const Cases& cases, const change::Asking& asking, const Report& report, const Scenery& scenery) {
  const auto reference = Reference::make(cases.house().chance);
  const Writing at{.cases = cases,
                   .asking = asking,
                   .report = report,
                   .scenery = scenery,
                   .readers = TRY(readers_of(scenery.snapshot, report.region))};
  Facts facts;
  facts.events.push_back(TRY(case_reported(at, reference)));
  std::uint16_t number = 0;
  for (const auto& person : people_of(report.counts)) TRY_VOID(add_person(at, person, ++number, facts));
  facts.payload = payload_of(at, reference);
  return facts;
}

/// The answer, from what the log holds: a phone that repeats itself gets the same.
Result<json::object> answer_of(const Cases& cases, const change::Asking& asking, const eventlog::Committed& committed) {
  auto& house = cases.house();
  const auto snapshot = TRY(house.store.snapshot());
  const auto first = TRY(snapshot->at(committed.first));
  if (!first) return fail(ErrorKind::broken, "event-missing", "log");
  const auto id = first->stream.as<CaseTag>();
  const auto file = TRY(cases.commands.book().load(*snapshot, id));
  change::Names names(house, asking, *snapshot);
  json::array told;
  std::string office;
  std::string call;
  for (const auto& [notice_id, notice] : file->notices()) {
    if (notice.rung) continue;
    const auto phone = names.phone_of(notice.to_group);
    if (call.empty() || notice.party == Code("prosecutor")) {
      office = names.office_of(notice.to_group);
      call = phone;
    }
    auto row = notice_object(*file, notice);
    row["office"] = names.office_of(notice.to_group);
    row["call"] = phone;
    told.push_back(std::move(row));
  }
  json::array next;
  for (const auto& duty : file->track().duties()) {
    if (!duty.owed() || !duty.due_at) continue;
    next.push_back({{"step", file->track().procedure().name(duty.step)},
                    {"item", item_object(duty.item)},
                    {"due_at", to_rfc3339(*duty.due_at)}});
  }
  return json::object{
      {"case", id.text()},       {"reference", file->reference().text()},
      {"told", std::move(told)}, {"call", {{"office", office}, {"number", call.empty() ? cases.duty_line : call}}},
      {"next", std::move(next)}, {"now", to_rfc3339(house.clock.now())}};
}

}  // namespace

Result<http::Response> report(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  const auto body = TRY(request.json());
  const auto what = TRY(read_report(body, cases.dictionary));
  const auto key = change::request_key(*request.idempotency_key, "POST /api/v1/reports\n" + request.body);
  const auto committed = TRY(cases.commands.open(
      asking, key, access::Policy::report_case, "report",
      [&] { return CaseId::make(cases.house().clock.now(), cases.house().chance); },
      [&](const Scenery& scenery) { return facts_of(cases, asking, what, scenery); }));
  auto answer = TRY(answer_of(cases, asking, committed));
  const auto location = "/api/v1/cases/" + std::string(answer.at("reference").get_string());
  return http::created(answer, location);
}

}  // namespace kulla::cases
