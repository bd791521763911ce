#include "casefile/commands.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/invariant.hpp"
#include "casefile/tables.hpp"
#include "crypto/hash.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::casefile {
namespace {

using eventlog::Batch;
using eventlog::Committed;
using eventlog::Event;
using eventlog::NewEvent;
using eventlog::Snapshot;

/// The event as it will stand, for folding ahead of the commit. Its recorded time is the decision's own: it is folded
/// anew, with the log's time, by the projection.
Event as_if_recorded(const NewEvent& event, eventlog::Version version, Instant now) {
  Event stored;
  stored.stream = event.stream;
  stored.kind = event.kind;
  stored.version = version;
  stored.type = std::string(event.type.name);
  stored.type_version = event.type.version;
  stored.recorded_at = now;
  stored.occurred_at = event.occurred_at;
  stored.occurred_precision = event.occurred_precision;
  stored.open = event.open;
  return stored;
}

Result<CaseFile> fold_ahead(const CaseFile& before, const std::vector<NewEvent>& events, Instant now) {
  auto after = before;
  for (const auto& event : events)
    if (event.stream == before.id().as<StreamTag>())
      TRY_VOID(after.apply(as_if_recorded(event, after.version() + 1, now)));
  return after;
}

bool is_told(const CaseFile& file, const procedure::ToInform& what) {
  const auto& procedure = file.track().procedure();
  const auto same = [&](const auto& told) {
    return told.step.text() == procedure.name(what.step) && told.item == what.item && told.epoch == what.epoch;
  };
  for (const auto& [id, notice] : file.notices())
    if (same(notice) && !notice.rung && notice.party.text() == procedure.name(what.party)) return true;
  // Where the party has no office, its rungs stand for it.
  return std::any_of(file.rungs().begin(), file.rungs().end(), same);
}

eventlog::BatchId rung_id(const CaseFile& file, std::string_view step, const Duty& duty, std::uint16_t rung) {
  Bytes named;
  append(named, bytes_of("kulla/rung"));
  append(named, file.id().view());
  append(named, bytes_of(step));
  const ByteArray<8> rest{0,
                          static_cast<Byte>(duty.item.kind),
                          static_cast<Byte>(duty.item.number >> 8U),
                          static_cast<Byte>(duty.item.number & 255U),
                          static_cast<Byte>(duty.epoch >> 8U),
                          static_cast<Byte>(duty.epoch & 255U),
                          static_cast<Byte>(rung >> 8U),
                          static_cast<Byte>(rung & 255U)};
  append(named, rest);
  const auto hash = crypto::sha256(named);
  eventlog::BatchId id{};
  std::memcpy(id.data(), hash.data(), id.size());
  return id;
}

}  // namespace

Result<Batch> Commands::batch_of(const Snapshot& snapshot, std::shared_ptr<const CaseFile> before, keys::Sealer& sealer,
                                 GroupId giver, Facts facts, Instant now) {
  Batch batch;
  batch.expect.push_back({before->id().as<StreamTag>(), before->version()});
  batch.expect.insert(batch.expect.end(), facts.expect.begin(), facts.expect.end());
  batch.events = std::move(facts.events);
  const auto after = TRY(fold_ahead(*before, batch.events, now));
  const Scene scene{.house = road_.house(),
                    .snapshot = snapshot,
                    .procedure = after.track().procedure(),
                    .case_id = before->id(),
                    .region = after.region(),
                    .now = now};
  for (const auto& what : after.track().informs()) {
    if (is_told(after, what)) continue;
    invariant(static_cast<bool>(facts.payload), "a command that starts a step which informs gives its payload");
    auto told = TRY(tell(scene, sealer, giver, what, facts.payload));
    for (auto& event : told.events) batch.events.push_back(std::move(event));
    batch.expect.insert(batch.expect.end(), told.expect.begin(), told.expect.end());
  }
  return batch;
}

Result<Committed> Commands::change(const change::Asking& asking, const change::RequestKey& key, CaseId id,
                                   access::Policy policy, const Relations& relations, std::string_view answer_kind,
                                   const Decide& decide) {
  return road_.change(asking, key, [&](const Snapshot& snapshot) -> Result<change::Draft> {
    auto& house = road_.house();
    const auto now = house.clock.now();
    auto before = TRY(book_.load(snapshot, id));
    auto grant = TRY(road_.ask(asking, policy, TRY(relations(snapshot, *before)), before->state(), id.as<StreamTag>()));
    keys::Sealer sealer(house.keys, snapshot, asking.session->keys());
    auto facts = TRY(decide({.snapshot = snapshot, .file = *before, .sealer = sealer, .now = now}));
    auto batch = TRY(batch_of(snapshot, before, sealer, before->owner(), std::move(facts), now));
    batch.answer_kind = std::string(answer_kind);
    std::move(sealer).finish().add_to(batch);
    TRY_VOID(project_into(batch, snapshot, offices_, std::move(before)));
    return change::Draft{.grant = std::move(grant), .batch = std::move(batch)};
  });
}

Result<Committed> Commands::note(const change::Asking& asking, const change::RequestKey& key, CaseId id,
                                 access::Policy policy, const Relations& relations, std::string_view answer_kind,
                                 const Note& note) {
  return road_.change(asking, key, [&](const Snapshot& snapshot) -> Result<change::Draft> {
    const auto now = road_.house().clock.now();
    auto file = TRY(book_.load(snapshot, id));
    auto grant = TRY(road_.ask(asking, policy, TRY(relations(snapshot, *file)), file->state(), id.as<StreamTag>()));
    Batch batch;
    batch.expect.push_back({id.as<StreamTag>(), file->version()});
    batch.events = TRY(note(*file, now));
    batch.answer_kind = std::string(answer_kind);
    TRY_VOID(project_into(batch, snapshot, offices_, std::move(file)));
    return change::Draft{.grant = std::move(grant), .batch = std::move(batch)};
  });
}

Result<Committed> Commands::open(const change::Asking& asking, const change::RequestKey& key, access::Policy policy,
                                 std::string_view answer_kind, const std::function<CaseId()>& make_id,
                                 const Decide& decide) {
  return road_.change(asking, key, [&](const Snapshot& snapshot) -> Result<change::Draft> {
    auto& house = road_.house();
    const auto now = house.clock.now();
    const access::Relation none[] = {access::Relation::none};
    auto grant = TRY(road_.ask(asking, policy, none, access::RecordState::none));
    auto before = std::make_shared<const CaseFile>(book_.fresh(make_id()));
    keys::Sealer sealer(house.keys, snapshot, asking.session->keys());
    auto facts = TRY(decide({.snapshot = snapshot, .file = *before, .sealer = sealer, .now = now}));
    const auto giver = asking.asker.groups.empty() ? GroupId{} : asking.asker.groups.front();
    auto batch = TRY(batch_of(snapshot, before, sealer, giver, std::move(facts), now));
    batch.answer_kind = std::string(answer_kind);
    std::move(sealer).finish().add_to(batch);
    TRY_VOID(project_into(batch, snapshot, offices_, std::move(before)));
    return change::Draft{.grant = std::move(grant), .batch = std::move(batch)};
  });
}

Result<Batch> Commands::rung_batch(const Snapshot& snapshot, std::shared_ptr<const CaseFile> file, const Duty& duty,
                                   const procedure::Next& next, Instant now) {
  const auto& procedure = file->track().procedure();
  const auto stream = file->id().as<StreamTag>();
  RungOf of{.step = duty.step, .item = duty.item, .epoch = duty.epoch, .disclosure = {}};
  for (const auto& [id, notice] : file->notices())
    if (notice.step.text() == procedure.name(duty.step) && notice.item == duty.item && notice.epoch == duty.epoch)
      of.disclosure = notice.disclosure;
  const Scene scene{.house = road_.house(),
                    .snapshot = snapshot,
                    .procedure = procedure,
                    .case_id = file->id(),
                    .region = file->region(),
                    .now = now};
  Batch batch;
  batch.expect.push_back({stream, file->version()});
  batch.answer_kind = "rung-fired";
  batch.events = TRY(fire(scene, of, next));
  TRY_VOID(project_into(batch, snapshot, offices_, std::move(file)));
  return batch;
}

Result<int> Commands::fire_due(Instant now) {
  auto& house = road_.house();
  int count = 0;
  // One rung at a time, the longest overdue first: the next one of the same duty is known only once this has fired.
  constexpr int most_at_once = 10'000;  // the rest at the next turn, a second later
  while (count < most_at_once) {
    const auto look = TRY(house.store.snapshot());
    const auto due = TRY(look->scan({.table = &obligation_table,
                                     .index = "obligation_next",
                                     .equal = {},
                                     .from = std::nullopt,
                                     .before = eventlog::Value(now.micros + 1),
                                     .descending = false,
                                     .limit = 1}));
    if (due.empty()) return count;
    const auto id = CaseId::from_bytes(std::get<Bytes>(due.front().at(0)));
    if (!id) return fail(ErrorKind::broken, "row-damaged", "obligation");
    const auto file = TRY(book_.load(*look, *id));
    const auto& step = std::get<std::string>(due.front().at(1));
    const Item item{.kind = static_cast<ItemKind>(std::get<std::int64_t>(due.front().at(2))),
                    .number = static_cast<std::uint16_t>(std::get<std::int64_t>(due.front().at(3)))};
    bool fired = false;
    for (const auto& duty : file->track().duties()) {
      if (file->track().procedure().name(duty.step) != step || duty.item != item || !duty.owed()) continue;
      if (!duty.next || duty.next->at > now) continue;
      const auto planned = *duty.next;
      TRY(road_.by_clock(rung_id(*file, step, duty, planned.number), [&](const Snapshot& snapshot) -> Result<Batch> {
        auto current = TRY(book_.load(snapshot, *id));
        for (const auto& again : current->track().duties())
          if (again.step == duty.step && again.item == duty.item && again.epoch == duty.epoch && again.owed())
            if (again.next && again.next->number == planned.number)
              return rung_batch(snapshot, current, again, *again.next, now);
        return fail(ErrorKind::conflict, "rung-overtaken");  // answered in the meantime
      }));
      fired = true;
      ++count;
    }
    if (!fired) return fail(ErrorKind::broken, "rung-without-duty", "obligation: kulla rebuild");
  }
  return count;
}

}  // namespace kulla::casefile
