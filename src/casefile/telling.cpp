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
Result<NewEvent> disclose(const Scene& scene, const procedure::ToInform& what, const Readers& readers,
                          const PayloadSource& source, DisclosureId id) {
  DisclosureMade made;
  made.open = {.case_id = scene.case_id,
               .item_kind = what.item.kind,
               .item = count(what.item.number),
               .giver = scene.giver,
               .receiver = readers.party.empty() ? GroupId{} : readers.party.front(),
               .rungs = readers.rungs,
               .payload = code_of(scene.procedure.at(what.payload).key)};
  std::vector<keys::Recipient> recipients{{scene.giver, "giver"}};
  const auto add = [&](const std::vector<GroupId>& groups, Code ground) {
    for (const auto& group : groups)
      if (group != scene.giver) recipients.push_back({group, ground});
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
  event.sections.push_back(TRY(scene.sealer.seal({event.stream, 1, DisclosureMade::type, "disclosed"}, "disclosure", 1,
                                                 bytes_of(text.view()), recipients)));
  return event;
}

NewEvent notice_to(const Scene& scene, const procedure::ToInform& what, GroupId group, std::string_view party,
                   DisclosureId disclosure, std::optional<std::size_t> rung) {
  NoticeSent sent;
  sent.open = {.notice = NoticeId::make(scene.now, scene.house.chance),
               .step = code_of(scene.procedure.name(what.step)),
               .item_kind = what.item.kind,
               .item = count(what.item.number),
               .epoch = count(what.epoch),
               .party = code_of(party),
               .to_group = group,
               .disclosure = disclosure,
               .rung = std::nullopt};
  if (rung) sent.open.rung = count(*rung);
  return case_event(scene, sent);
}

/// Nobody answers for the party now: its first rung fires at once, and the one after it if nobody answers for that.
Result<void> climb(const Scene& scene, const procedure::ToInform& what, DisclosureId disclosure, Told& told) {
  std::size_t number = 0;
  for (const auto& rung : scene.procedure.at(what.step).ladder) {
    ++number;
    RungFired fired;
    fired.open = {.step = code_of(scene.procedure.name(what.step)),
                  .item_kind = what.item.kind,
                  .item = count(what.item.number),
                  .epoch = count(what.epoch),
                  .rung = count(number),
                  .party = code_of(scene.procedure.name(rung.party)),
                  .planned_at = scene.now,
                  .nobody_on_duty = true};
    told.events.push_back(case_event(scene, fired));
    const auto resolved =
        TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(rung.party), scene.region, scene.now));
    for (const auto& group : resolved.groups)
      told.events.push_back(notice_to(scene, what, group, scene.procedure.name(rung.party), disclosure, number));
    if (!resolved.nobody_on_duty) return {};
  }
  return {};
}

}  // namespace

Result<Told> tell(const Scene& scene, const procedure::ToInform& what, const PayloadSource& source) {
  Told told;
  const auto readers = TRY(readers_of(scene, what));
  const auto disclosure = DisclosureId::make(scene.now, scene.house.chance);
  told.events.push_back(TRY(disclose(scene, what, readers, source, disclosure)));
  told.expect.push_back({disclosure.as<StreamTag>(), 0});
  for (const auto& group : readers.party)
    told.events.push_back(notice_to(scene, what, group, scene.procedure.name(what.party), disclosure, std::nullopt));
  const auto resolved =
      TRY(resolve(scene.snapshot, scene.house.places, scene.procedure.at(what.party), scene.region, scene.now));
  if (resolved.nobody_on_duty) TRY_VOID(climb(scene, what, disclosure, told));
  return told;
}

}  // namespace kulla::casefile
