#include <boost/json.hpp>

#include "base/json.hpp"
#include "cases/cases.hpp"
#include "cases/model.hpp"
#include "crypto/hash.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;
using access::Policy;
using access::Relation;
using casefile::CaseFile;
using casefile::Facts;
using casefile::Notice;
using casefile::Scenery;

/// The case and the notice that a path names. What does not parse does not exist.
struct Named {
  CaseId id;
  NoticeId notice;
};
Result<Named> named(const http::Request& request, const eventlog::Snapshot& snapshot) {
  const auto reference = Reference::parse(request.parameter("reference"));
  if (!reference) return access::not_found();
  const auto id = TRY(casefile::Casebook::find(snapshot, *reference));
  if (!id) return access::not_found();
  return Named{.id = *id, .notice = TRY(request.id_parameter<NoticeId>("notice"))};
}

/// A notice is opened and answered by the office that it was sent to, whatever else that office is to the case.
casefile::Commands::Relations to_notice(const change::Asking& asking, NoticeId id) {
  return [&asking, id](const eventlog::Snapshot&, const CaseFile& file) -> Result<std::vector<Relation>> {
    const auto* notice = file.notice(id);
    if (notice == nullptr || !asking.asker.is_member_of(notice->to_group)) return std::vector<Relation>{};
    return std::vector{notice->rung ? Relation::told_rung : Relation::told_party};
  };
}

template <class Type>
eventlog::NewEvent notice_event(const CaseFile& file, const Type& event, Instant occurred_at, Precision precision) {
  return {.stream = file.id().as<StreamTag>(),
          .kind = eventlog::StreamKind::case_file,
          .type = Type::type,
          .occurred_at = occurred_at,
          .occurred_precision = precision,
          .open = eventlog::encode_open(event.open),
          .sections = {},
          .cause = std::nullopt};
}

/// What the page itself reports (received, opened) needs no id from the client: once a notice, an account and a kind.
change::RequestKey key_of(std::string_view what, NoticeId notice) {
  Bytes named_bytes;
  append(named_bytes, bytes_of(what));
  append(named_bytes, notice.view());
  const auto hash = crypto::sha256(named_bytes);
  change::RequestKey key{.id = {}, .body = hash};
  std::copy_n(hash.begin(), key.id.size(), key.id.begin());
  return key;
}

json::object states_of(const Notice& notice) {
  json::object states{{"sent_at", to_rfc3339(notice.sent_at)},
                      {"delivered_at", nullptr},
                      {"seen_at", nullptr},
                      {"acknowledged_at", nullptr}};
  if (notice.delivered_at) states["delivered_at"] = to_rfc3339(*notice.delivered_at);
  if (notice.seen_at) states["seen_at"] = to_rfc3339(*notice.seen_at);
  if (notice.acknowledged_at) states["acknowledged_at"] = to_rfc3339(*notice.acknowledged_at);
  return states;
}

Result<void> record_seen(const Cases& cases, const change::Asking& asking, const Named& at) {
  TRY(cases.commands.change(asking, key_of("seen", at.notice), at.id, Policy::read_notice, to_notice(asking, at.notice),
                            "seen", [&](const Scenery& scenery) -> Result<Facts> {
                              Facts facts;
                              const auto* notice = scenery.file.notice(at.notice);
                              if (notice != nullptr && !notice->seen_at)
                                facts.events.push_back(notice_event(scenery.file,
                                                                    casefile::NoticeSeen{.open = {at.notice}},
                                                                    scenery.now, Precision::second));
                              return facts;
                            }));
  return {};
}

/// The payload, opened: the exact copy that was sealed to this office.
Result<json::value> payload_of(const Cases& cases, const change::Asking& asking, const access::Grant& grant,
                               const eventlog::Snapshot& snapshot, DisclosureId id, json::storage_ptr memory) {
  const auto events = TRY(snapshot.stream(id.as<StreamTag>()));
  if (events.empty() || events.front().sections.empty()) return access::not_found();
  const auto& event = events.front();
  const auto& section = event.sections.front();
  change::Looking looking(cases.house(), asking, grant, snapshot);
  const keys::Place place{event.stream, event.version, keys::type_of(event), section.name};
  if (!looking.want(place, access::Compartment::disclosure, section)) return access::not_found();
  const auto opened = TRY(looking.reveal());
  return TRY(strict_parse(opened.front().text(), std::move(memory)));
}

}  // namespace

Result<http::Response> confirm_delivery(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  const auto snapshot = TRY(cases.house().store.snapshot());
  const auto at = TRY(named(request, *snapshot));
  TRY(cases.commands.note(
      asking, key_of("delivered", at.notice), at.id, Policy::receive_notice, to_notice(asking, at.notice), "delivered",
      [&](const CaseFile& file, Instant now) -> Result<std::vector<eventlog::NewEvent>> {
        const auto* notice = file.notice(at.notice);
        if (notice == nullptr || notice->delivered_at) return std::vector<eventlog::NewEvent>{};
        return std::vector{notice_event(file, casefile::NoticeDelivered{.open = {at.notice}}, now, Precision::second)};
      }));
  return http::no_content();
}

Result<http::Response> read_notice(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  auto snapshot = TRY(cases.house().store.snapshot());
  const auto at = TRY(named(request, *snapshot));
  auto file = TRY(cases.commands.book().load(*snapshot, at.id));
  const auto relations = TRY(to_notice(asking, at.notice)(*snapshot, *file));
  const auto grant =
      TRY(cases.commands.road().ask(asking, Policy::read_notice, relations, file->state(), at.id.as<StreamTag>()));
  const auto* notice = file->notice(at.notice);
  if (notice == nullptr) return access::not_found();
  auto fields = TRY(payload_of(cases, asking, grant, *snapshot, notice->disclosure, request.plain_storage()));
  if (!notice->seen_at) {
    TRY_VOID(record_seen(cases, asking, at));
    snapshot = TRY(cases.house().store.snapshot());
    file = TRY(cases.commands.book().load(*snapshot, at.id));
    notice = file->notice(at.notice);
  }
  json::object answer({{"reference", file->reference().text()},
                       {"notice", at.notice.text()},
                       {"step", notice->step.text()},
                       {"epoch", notice->epoch},
                       {"fields", std::move(fields)},
                       {"states", states_of(*notice)},
                       {"now", to_rfc3339(cases.house().clock.now())}},
                      request.plain_storage());
  return http::json(std::move(answer));
}

Result<http::Response> acknowledge(const Cases& cases, const http::Request& request) {
  const auto& asking = asking_of(request);
  AcknowledgeNotice command{.notice = {}, .occurred_at = cases.house().clock.now()};
  bool told = false;
  if (!request.body.empty()) {
    const auto body = TRY(request.json());
    TRY_VOID(cases.dictionary.validate("acknowledgement", body));
    if (const auto* at = body.get_object().if_contains("occurred_at"); at != nullptr && at->is_string()) {
      command.occurred_at = TRY(parse_rfc3339(at->get_string(), "/occurred_at"));
      told = true;
    }
  }
  const auto snapshot = TRY(cases.house().store.snapshot());
  const auto at = TRY(named(request, *snapshot));
  command.notice = at.notice;
  const auto key = change::request_key(*request.idempotency_key, "POST " + request.path + "\n" + request.body);
  TRY(cases.commands.change(asking, key, at.id, Policy::acknowledge_notice, to_notice(asking, at.notice),
                            "acknowledged", [&](const Scenery& scenery) -> Result<Facts> {
                              Facts facts;
                              if (const auto event = TRY(decide(scenery.file, command, scenery.now)))
                                facts.events.push_back(notice_event(scenery.file, *event, command.occurred_at,
                                                                    told ? Precision::minute : Precision::second));
                              return facts;
                            }));
  const auto after = TRY(cases.house().store.snapshot());
  const auto file = TRY(cases.commands.book().load(*after, at.id));
  const auto* notice = file->notice(at.notice);
  if (notice == nullptr || !notice->acknowledged_at) return fail(ErrorKind::broken, "event-missing", "log");
  bool met = false;
  for (const auto& duty : file->track().duties())
    if (file->track().procedure().name(duty.step) == notice->step.text() && duty.item == notice->item &&
        duty.epoch == notice->epoch)
      met = duty.state == casefile::DutyState::met;
  change::Names names(cases.house(), asking, *after);
  return http::created(json::object{{"notice", at.notice.text()},
                                    {"reference", file->reference().text()},
                                    {"acknowledged_at", to_rfc3339(*notice->acknowledged_at)},
                                    {"met", met},
                                    {"call", names.phone_of(file->owner())},
                                    {"now", to_rfc3339(cases.house().clock.now())}});
}

}  // namespace kulla::cases
