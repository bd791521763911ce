// How a new group comes to read names (commands.hpp). All staff and office sections lie under one data key of the
// house's stream; a group that has left it, or came later, changes who holds it.
#include <map>
#include <set>

#include "directory/events.hpp"
#include "directory/making.hpp"
#include "directory/rows.hpp"
#include "directory/tables.hpp"

namespace kulla::directory {
namespace {

using eventlog::Batch;
using eventlog::StreamKind;

struct Sealed {
  StreamId stream;
  std::string section;
  DataKeyId data_key;
};

/// Every section that people read names from.
Result<std::vector<Sealed>> staff_sections(const Snapshot& snapshot) {
  std::vector<Sealed> all;
  for (const auto& row : TRY(snapshot.scan({.table = &section_table,
                                            .index = {},
                                            .equal = {},
                                            .from = std::nullopt,
                                            .before = std::nullopt,
                                            .limit = all_rows}))) {
    auto name = std::get<std::string>(row.at(1));
    if (name == staff_section || name == office_section)
      all.push_back({id_at<StreamId>(row, 0), std::move(name), id_at<DataKeyId>(row, 6)});
  }
  return all;
}

/// Groups to which this data key was sealed, in whichever of their epochs: a later one opens what an earlier one held.
Result<std::set<GroupId>> holders(const Snapshot& snapshot, keys::KeyRoom& room, DataKeyId data_key) {
  std::set<GroupId> groups;
  for (const auto& wrap : TRY(room.tables.wraps_of(snapshot, data_key)))
    if (const auto envelope = TRY(room.tables.envelope(snapshot, wrap.envelope));
        envelope && envelope->recipient.kind == keys::PrincipalKind::group)
      groups.insert(envelope->recipient.group());
  return groups;
}

struct Standing {
  std::vector<Sealed> sections;
  std::set<DataKeyId> data_keys;
  std::vector<GroupId> missing;
};
Result<Standing> standing(const Snapshot& snapshot, keys::KeyRoom& room) {
  Standing found{.sections = TRY(staff_sections(snapshot)), .data_keys = {}, .missing = {}};
  for (const auto& section : found.sections) found.data_keys.insert(section.data_key);
  std::map<DataKeyId, std::set<GroupId>> held_by;
  for (const auto& data_key : found.data_keys) held_by[data_key] = TRY(holders(snapshot, room, data_key));
  for (const auto& group : TRY(groups(snapshot)))
    if (group.epoch > 0 &&
        std::ranges::any_of(held_by, [&](const auto& one) { return !one.second.contains(group.id); }))
      found.missing.push_back(group.id);
  return found;
}

/// The same words once more, under a key that everyone holds who is there now.
Result<void> seal_again(const Desk& desk, Batch& batch, keys::Sealer& sealer, StaffReader& reader,
                        const Sealed& section) {
  const auto version = TRY(next_version(batch, desk.snapshot, section.stream));
  if (section.section == office_section) {
    const auto office = TRY(reader.of(section.stream.as<UnitTag>()));
    invariant(office.has_value(), "a section that was listed is there");
    auto event = event_of(section.stream, StreamKind::unit, OfficeDescribed{}, desk.now);
    event.sections.push_back(
        TRY(seal_for_staff(desk.snapshot, desk.room.house, sealer, section.stream, version, OfficeDescribed::type,
                           office_section, std::array{office->name.view(), office->phone.view()})));
    batch.events.push_back(std::move(event));
    return {};
  }
  const auto names = TRY(reader.of(section.stream.as<AccountTag>()));
  invariant(names.has_value(), "a section that was listed is there");
  auto event = event_of(section.stream, StreamKind::account, StaffDescribed{}, desk.now);
  event.sections.push_back(TRY(seal_for_staff(
      desk.snapshot, desk.room.house, sealer, section.stream, version, StaffDescribed::type, staff_section,
      std::array{names->sign_in_name.view(), names->name.view(), names->work_phone.view()})));
  batch.events.push_back(std::move(event));
  return {};
}

}  // namespace

Result<std::vector<GroupId>> groups_without_staff_key(const Snapshot& snapshot, keys::KeyRoom& room) {
  return TRY(standing(snapshot, room)).missing;
}

Result<Batch> share_staff_key(const Desk& desk, const Ask& ask) {
  auto batch = batch_for(desk, ask, "staff-key-shared");
  const auto now = TRY(standing(desk.snapshot, desk.room));
  if (now.missing.empty()) return batch;

  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  const auto house = staff_key_stream(desk.room.house);
  const auto latest = TRY(desk.room.tables.last_data_key(desk.snapshot, house, staff_compartment));
  if (latest && latest->state == keys::DataKeyState::live && now.data_keys == std::set{latest->id}) {
    for (const auto& group : now.missing)
      TRY_VOID(sealer.add_recipient(house, staff_compartment, {.who = group, .ground = "staff"}));
  } else {
    Staff staff;
    StaffReader reader(staff, desk.snapshot, desk.room, desk.by, desk.now);
    for (const auto& section : now.sections) TRY_VOID(seal_again(desk, batch, sealer, reader, section));
  }
  std::move(sealer).finish().add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

}  // namespace kulla::directory
