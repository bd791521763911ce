#include "casefile/telling.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "base/json.hpp"
#include "crypto/wiping.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::casefile {
namespace {

using eventlog::NewEvent;

Code code_of(std::string_view checked_name) { return eventlog::code_from_log(checked_name); }

Count count(std::size_t value) { return Count{static_cast<std::uint16_t>(value)}; }

template <class Type>
NewEvent case_event(const Scene& scene, const Type& event) {
  return {.stream = scene.case_id.as<StreamTag>(),
          .kind = eventlog::StreamKind::case_file,
          .type = Type::type,
          .occurred_at = scene.now,
          .occurred_precision = Precision::second,
          .open = eventlog::encode_open(event.open),
          .sections = {},
          .cause = std::nullopt};
}

/// The offices that can open the payload, each with the ground on which it may.
struct Readers {
  std::vector<GroupId> party;
  std::vector<GroupId> rungs;  // without those of the party
};

Result<Readers> readers_of(const Scene& scene, const procedure::ToInform& what) {
  Readers readers;
  readers.party =
      TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(what.party), scene.region, scene.now)).groups;
  for (const auto& rung : scene.procedure.at(what.step).ladder) {
    const auto resolved =
        TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(rung.party), scene.region, scene.now));
    for (const auto& group : resolved.groups) {
      const auto known = [&](const std::vector<GroupId>& list) {
        return std::find(list.begin(), list.end(), group) != list.end();
      };
      if (!known(readers.party) && !known(readers.rungs)) readers.rungs.push_back(group);
    }
  }
  return readers;
}

Result<crypto::WipingString> payload_text(const Scene& scene, const procedure::ToInform& what,
                                          const PayloadSource& source) {
  boost::json::object fields;
  for (const auto& field : scene.procedure.at(what.payload).fields) TRY_VOID(source(field, fields));
  return crypto::WipingString(to_json_text(fields));
}

/// The exact copy, in a stream of its own.
Result<NewEvent> disclose(const Scene& scene, keys::Sealer& sealer, GroupId giver, const procedure::ToInform& what,
                          const Readers& readers, const PayloadSource& source, DisclosureId id) {
  DisclosureMade made;
  made.open = {.case_id = scene.case_id,
               .item_kind = what.item.kind,
               .item = count(what.item.number),
               .giver = giver,
               .receiver = readers.party.empty() ? GroupId{} : readers.party.front(),
               .rungs = readers.rungs,
               .payload = code_of(scene.procedure.at(what.payload).key)};
  std::vector<keys::Recipient> recipients{{giver, "giver"}};
  const auto add = [&](const std::vector<GroupId>& groups, Code ground) {
    for (const auto& group : groups)
      if (group != giver) recipients.push_back({group, ground});
  };
  add(readers.party, "notice");
  add(readers.rungs, "rung");
  const auto text = TRY(payload_text(scene, what, source));
  NewEvent event{.stream = id.as<StreamTag>(),
                 .kind = eventlog::StreamKind::disclosure,
                 .type = DisclosureMade::type,
                 .occurred_at = scene.now,
                 .occurred_precision = Precision::second,
                 .open = eventlog::encode_open(made.open),
                 .sections = {},
                 .cause = std::nullopt};
  event.sections.push_back(TRY(sealer.seal({event.stream, 1, DisclosureMade::type, "disclosed"}, "disclosure", 1,
                                           bytes_of(text.view()), recipients)));
  return event;
}

NewEvent notice_to(const Scene& scene, const RungOf& of, GroupId group, Code party, std::optional<Count> rung) {
  NoticeSent sent;
  sent.open = {.notice = NoticeId::make(scene.now, scene.house.chance),
               .step = code_of(scene.procedure.name(of.step)),
               .item_kind = of.item.kind,
               .item = count(of.item.number),
               .epoch = count(of.epoch),
               .party = party,
               .to_group = group,
               .disclosure = of.disclosure,
               .rung = rung};
  return case_event(scene, sent);
}

/// One rung: a fact for ever, and a notice to each of its offices. Says whether somebody is on duty there.
Result<bool> fire_one(const Scene& scene, const RungOf& of, const procedure::Next& rung, bool nobody_before,
                      std::vector<NewEvent>& events) {
  const auto step = code_of(scene.procedure.name(of.step));
  RungFired fired;
  fired.open = {.step = step,
                .item_kind = of.item.kind,
                .item = count(of.item.number),
                .epoch = count(of.epoch),
                .rung = count(rung.number),
                .party = std::nullopt,
                .planned_at = rung.at,
                .nobody_on_duty = nobody_before};
  if (!rung.party.known()) {
    events.push_back(case_event(scene, fired));
    return true;
  }
  const auto party = code_of(scene.procedure.name(rung.party));
  fired.open.party = party;
  events.push_back(case_event(scene, fired));
  const auto resolved =
      TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(rung.party), scene.region, scene.now));
  for (const auto& group : resolved.groups) events.push_back(notice_to(scene, of, group, party, count(rung.number)));
  return !resolved.nobody_on_duty;
}

/// Nobody answers there now: the rungs after `number` fire at once, until somebody is on duty.
Result<void> climb(const Scene& scene, const RungOf& of, std::uint16_t number, std::vector<NewEvent>& events) {
  for (const auto& rung : scene.procedure.at(of.step).ladder) {
    if (rung.number <= number) continue;
    const procedure::Next next{.number = rung.number, .party = rung.party, .at = scene.now};
    if (TRY(fire_one(scene, of, next, true, events))) return {};
  }
  return {};
}

}  // namespace

Result<Told> tell(const Scene& scene, keys::Sealer& sealer, GroupId giver, const procedure::ToInform& what,
                  const PayloadSource& source) {
  Told told;
  const auto readers = TRY(readers_of(scene, what));
  const RungOf of{.step = what.step,
                  .item = what.item,
                  .epoch = what.epoch,
                  .disclosure = DisclosureId::make(scene.now, scene.house.chance)};
  told.events.push_back(TRY(disclose(scene, sealer, giver, what, readers, source, of.disclosure)));
  told.expect.push_back({of.disclosure.as<StreamTag>(), 0});
  const auto party = code_of(scene.procedure.name(what.party));
  for (const auto& group : readers.party) told.events.push_back(notice_to(scene, of, group, party, std::nullopt));
  const auto resolved =
      TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(what.party), scene.region, scene.now));
  if (resolved.nobody_on_duty) TRY_VOID(climb(scene, of, 0, told.events));
  return told;
}

Result<std::vector<NewEvent>> fire(const Scene& scene, const RungOf& of, const procedure::Next& due) {
  std::vector<NewEvent> events;
  const bool somebody = TRY(fire_one(scene, of, due, false, events));
  const bool of_the_ladder = due.number < procedure::period_end_rung;
  if (!somebody && of_the_ladder) TRY_VOID(climb(scene, of, due.number, events));
  return events;
}

}  // namespace kulla::casefile
