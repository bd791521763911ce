#include "casefile/projection.hpp"

#include <set>

#include "casefile/tables.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::casefile {
namespace {

using eventlog::Event;
using eventlog::Row;
using eventlog::TableWrite;
using eventlog::Value;

Value micros(Instant at) { return at.micros; }
Value micros(const std::optional<Instant>& at) { return at ? Value(at->micros) : Value(); }
template <class Enum>
Value number(Enum value) {
  return static_cast<std::int64_t>(value);
}
Value text(std::string_view value) { return std::string(value); }

/// Rows by table and key, so that two states can be compared.
using Rows = std::map<std::pair<const eventlog::Table*, Row>, Row>;

void put(Rows& rows, const eventlog::Table& table, Row row) {
  Row key(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(table.key_columns));
  rows[{&table, std::move(key)}] = std::move(row);
}

void head_row(Rows& rows, const CaseFile& file) {
  put(rows, case_head_table,
      {file.id().to_bytes(), text(file.reference().text()), text(file.region().text()), file.owner().to_bytes(),
       number(file.state()), micros(file.reported_at()), file.version()});
}

void notice_rows(Rows& rows, const CaseFile& file) {
  for (const auto& [id, notice] : file.notices())
    put(rows, notice_table,
        {id.to_bytes(), file.id().to_bytes(), text(notice.step.text()), number(notice.item.kind),
         std::int64_t{notice.item.number}, std::int64_t{notice.epoch}, text(notice.party.text()),
         notice.rung ? Value(std::int64_t{*notice.rung}) : Value(), notice.to_group.to_bytes(),
         notice.disclosure.to_bytes(), micros(notice.sent_at), micros(notice.delivered_at), micros(notice.seen_at),
         micros(notice.acknowledged_at)});
}

/// The offices of a party; one nil office where the house has none, so that the duty has its row all the same.
std::vector<GroupId> offices_of(const Offices::Groups& groups, procedure::PartyId party) {
  if (party.index < groups.size() && !groups[party.index].empty()) return groups[party.index];
  return {GroupId{}};
}

void duty_rows(Rows& rows, const CaseFile& file, const Offices::Groups& groups) {
  const auto& procedure = file.track().procedure();
  for (const auto& duty : file.track().duties()) {
    if (duty.state == DutyState::waiting) continue;
    bool first = true;  // only one row of a duty carries the next rung: it fires once
    std::int64_t fired = 0;
    for (const auto& rung : duty.rungs) fired += rung.fired_at ? 1 : 0;
    for (const auto& part : duty.parts) {
      if (!part.owed) continue;
      // A part that is given is no longer this office's to do, while the duty may still run for others.
      const auto state = duty.owed() && part.given_at ? DutyState::met : duty.state;
      for (const auto& office : offices_of(groups, part.party)) {
        put(rows, obligation_table,
            {file.id().to_bytes(), text(procedure.name(duty.step)), number(duty.item.kind),
             std::int64_t{duty.item.number}, text(procedure.name(part.party)), office.to_bytes(), Value(),
             number(state), std::int64_t{duty.epoch}, micros(duty.started_at), micros(duty.due_at),
             first && duty.owed() && duty.next ? micros(duty.next->at) : Value(), fired, micros(duty.paused_at),
             micros(duty.met_at ? duty.met_at : part.given_at)});
        first = false;
        break;  // the key is the party; where it is several offices (neighbours), the nearest one's queue holds it
      }
    }
  }
}

void participation_rows(Rows& rows, const CaseFile& file, const Offices::Groups& groups) {
  const auto add = [&](GroupId group, std::string_view relation, Instant since) {
    if (group.is_nil()) return;
    put(rows, participation_table, {file.id().to_bytes(), group.to_bytes(), text(relation), micros(since), Value()});
  };
  add(file.owner(), "owner", file.reported_at());
  add(file.reporter(), "reporter", file.reported_at());
  for (const auto& [id, notice] : file.notices())
    add(notice.to_group, notice.rung ? "told-rung" : "told-party", notice.sent_at);
  for (const auto& duty : file.track().duties()) {
    if (!duty.owed()) continue;
    for (const auto& part : duty.parts)
      if (part.owed && !part.given_at && part.party.index < groups.size())
        for (const auto& group : groups[part.party.index])
          add(group, "owes", duty.started_at.value_or(file.reported_at()));
  }
}

Rows all_rows(const CaseFile& file, const Offices::Groups& groups) {
  Rows rows;
  if (!file.exists()) return rows;
  head_row(rows, file);
  notice_rows(rows, file);
  duty_rows(rows, file, groups);
  participation_rows(rows, file, groups);
  return rows;
}

}  // namespace

Result<std::shared_ptr<const Offices::Groups>> Offices::of(const eventlog::Snapshot& snapshot,
                                                           const procedure::Procedure& procedure, Code region) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find({&procedure, region});
    if (found != kept_.end()) return found->second;
  }
  auto groups = std::make_shared<Groups>(procedure.parties.size());
  for (std::size_t i = 0; i < procedure.parties.size(); ++i) {
    const auto& party = procedure.parties[i];
    if (!party.present) continue;
    // Offices do not depend on the hour, people on duty do; so any instant gives the same groups.
    (*groups)[i] = TRY(resolve(snapshot, places_, party, region, Instant{})).groups;
  }
  const std::lock_guard lock(mutex_);
  kept_[{&procedure, region}] = groups;
  return std::shared_ptr<const Groups>(std::move(groups));
}

void Offices::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

Result<std::vector<TableWrite>> rows_of(const CaseFile* before, const CaseFile& after, const Offices::Groups& groups) {
  const auto old_rows = before != nullptr ? all_rows(*before, groups) : Rows{};
  const auto new_rows = all_rows(after, groups);
  std::vector<TableWrite> writes;
  for (const auto& [key, row] : new_rows) {
    const auto found = old_rows.find(key);
    if (found == old_rows.end() || found->second != row) writes.push_back({TableWrite::Kind::put, key.first, row});
  }
  for (const auto& [key, row] : old_rows)
    if (!new_rows.contains(key)) writes.push_back({TableWrite::Kind::erase, key.first, key.second});
  return writes;
}

Result<std::vector<TableWrite>> rows_of_sections(std::span<const Event> events) {
  std::vector<TableWrite> writes;
  for (const auto& event : events) {
    using eventlog::StreamKind;
    const bool of_a_case = event.kind == StreamKind::case_file || event.kind == StreamKind::victim ||
                           event.kind == StreamKind::witness || event.kind == StreamKind::disclosure;
    if (!of_a_case) continue;
    for (const auto& section : event.sections)
      writes.push_back({TableWrite::Kind::put,
                        &section_current_table,
                        {event.stream.to_bytes(), section.name, event.position, event.version, event.type,
                         std::int64_t{event.type_version}, section.data_key.to_bytes(), section.cipher}});
    if (event.type == DisclosureMade::type.name) {
      const auto open = TRY(eventlog::decode_open<DisclosureMade::Open>(event.type, event.open));
      constexpr std::int64_t live = 1;
      writes.push_back(
          {TableWrite::Kind::put,
           &disclosure_head_table,
           {event.stream.to_bytes(), open.giver.to_bytes(), open.receiver.to_bytes(), open.case_id.to_bytes(),
            number(open.item_kind), std::int64_t{open.item.value}, text(open.payload.text()), live, Value()}});
    }
  }
  return writes;
}

Result<void> project_into(eventlog::Batch& batch, const eventlog::Snapshot& snapshot, Offices& offices,
                          std::shared_ptr<const CaseFile> before) {
  // The case's procedure and region are known from its first event, which may be in this very batch.
  auto probe = *before;
  for (const auto& event : batch.events)
    if (event.stream == before->id().as<StreamTag>() && !probe.exists()) {
      Event first;
      first.stream = event.stream;
      first.kind = event.kind;
      first.version = 1;
      first.type = std::string(event.type.name);
      first.open = event.open;
      TRY_VOID(probe.apply(first));
    }
  if (!probe.exists()) return {};
  auto groups = TRY(offices.of(snapshot, probe.track().procedure(), probe.region()));
  batch.project = [earlier = std::move(batch.project), before = std::move(before),
                   groups = std::move(groups)](std::span<const Event> events) -> Result<std::vector<TableWrite>> {
    auto writes = earlier ? TRY(earlier(events)) : std::vector<TableWrite>{};
    auto after = *before;
    for (const auto& event : events)
      if (event.stream == before->id().as<StreamTag>()) TRY_VOID(after.apply(event));
    for (auto& write : TRY(rows_of(before->exists() ? before.get() : nullptr, after, *groups)))
      writes.push_back(std::move(write));
    for (auto& write : TRY(rows_of_sections(events))) writes.push_back(std::move(write));
    return writes;
  };
  return {};
}

Result<void> rebuild(const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer, Casebook& book,
                     Offices& offices) {
  std::set<CaseId> cases;
  Result<void> outcome;
  TRY_VOID(snapshot.log(1, [&](const Event& event) {
    if (event.kind == eventlog::StreamKind::case_file) cases.insert(event.stream.as<CaseTag>());
    const auto rows = rows_of_sections({&event, 1});
    if (!rows) {
      outcome = tl::unexpected(rows.error());
      return false;
    }
    for (const auto& row : *rows)
      if (outcome = writer.write(row); !outcome) return false;
    return true;
  }));
  TRY_VOID(outcome);
  for (const auto& id : cases) {
    const auto file = TRY(book.load(snapshot, id));
    const auto groups = TRY(offices.of(snapshot, file->track().procedure(), file->region()));
    for (const auto& write : TRY(rows_of(nullptr, *file, *groups))) TRY_VOID(writer.write(write));
  }
  return {};
}

}  // namespace kulla::casefile
