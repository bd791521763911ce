// Commands about offices and people's particulars (commands.hpp).
#include "directory/events.hpp"
#include "directory/making.hpp"
#include "directory/rows.hpp"
#include "directory/tables.hpp"
#include "keys/membership.hpp"

namespace kulla::directory {
namespace {

using eventlog::Batch;
using eventlog::StreamKind;

Result<void> check_office(std::string_view name, std::string_view phone) {
  TRY_VOID(check_name(name, "/name"));
  return check_phone(phone, "/phone", Needed::yes);
}

/// By herself or an administrator.
Result<void> check_hers(const Desk& desk, AccountId account) {
  if (desk.by.account() == account) return {};
  if (!TRY(desk.room.statements.is_administrator(desk.snapshot, desk.by.account())))
    return fail(ErrorKind::forbidden, "not-yours");
  return {};
}

Result<Person> known_person(const Snapshot& snapshot, AccountId account) {
  auto found = TRY(person(snapshot, account));
  if (!found) return refuse("account-unknown", "/account");
  return *found;
}

Result<AgencyId> agency_id_for(const Desk& desk, Batch& batch, Agency agency) {
  if (const auto row = TRY(desk.snapshot.get(agency_table, {static_cast<std::int64_t>(agency)})))
    return id_at<AgencyId>(*row, 1);
  const auto id = AgencyId::make(desk.now, desk.room.chance);
  batch.events.push_back(event_of(id.as<StreamTag>(), StreamKind::agency, AgencyOpened{{.agency = agency}}, desk.now));
  return id;
}

std::optional<Code> unless_empty(Code code) { return code.empty() ? std::nullopt : std::optional(code); }

}  // namespace

Result<OfficeOpened> open_office(const Desk& desk, const Ask& ask, const OpenOffice& command) {
  TRY_VOID(check_administrator(desk));
  TRY_VOID(check_office(command.name, command.phone));
  const auto& place = command.place;
  if (place.region.empty()) return refuse("region-missing", "/place/region");
  if (TRY(group_at(desk.snapshot, place))) return refuse("office-exists", "/place");

  OfficeOpened made{.batch = batch_for(desk, ask, "office-opened"),
                    .unit = UnitId::make(desk.now, desk.room.chance),
                    .group = GroupId::make(desk.now, desk.room.chance),
                    .first_member = AccountId::make(desk.now, desk.room.chance)};
  auto& batch = made.batch;
  const auto agency_id = TRY(agency_id_for(desk, batch, place.agency));

  const auto unit = made.unit.as<StreamTag>();
  auto opened = event_of(unit, StreamKind::unit,
                         UnitOpened{{.agency_id = agency_id,
                                     .group = made.group,
                                     .agency = place.agency,
                                     .unit = unless_empty(place.unit),
                                     .region = place.region}},
                         desk.now);
  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  opened.sections.push_back(TRY(seal_for_staff(desk.snapshot, desk.room.house, sealer, unit, 1, UnitOpened::type,
                                               office_section, std::array{command.name, command.phone})));
  batch.events.push_back(std::move(opened));

  TRY(keys::open_group(desk.room, desk.snapshot, desk.by, made.group, made.first_member, desk.now)).add_to(batch);
  batch.events.push_back(event_of(
      made.group.as<StreamTag>(), StreamKind::group,
      GroupPlaced{
          {.unit_id = made.unit, .agency = place.agency, .unit = unless_empty(place.unit), .region = place.region}},
      desk.now));
  std::move(sealer).finish().add_to(batch);
  made.batch = TRY(finish(std::move(batch), desk.snapshot));
  return made;
}

Result<Batch> describe_office(const Desk& desk, const Ask& ask, UnitId unit, std::string_view name,
                              std::string_view phone) {
  TRY_VOID(check_of_office(desk, unit));
  TRY_VOID(check_office(name, phone));
  auto batch = batch_for(desk, ask, "office-described");
  const auto stream = unit.as<StreamTag>();
  auto described = event_of(stream, StreamKind::unit, OfficeDescribed{}, desk.now);
  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  described.sections.push_back(TRY(seal_for_staff(desk.snapshot, desk.room.house, sealer, stream,
                                                  TRY(next_version(batch, desk.snapshot, stream)),
                                                  OfficeDescribed::type, office_section, std::array{name, phone})));
  batch.events.push_back(std::move(described));
  std::move(sealer).finish().add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> describe_staff(const Desk& desk, const Ask& ask, AccountId account, std::string_view name,
                             std::string_view work_phone) {
  TRY_VOID(known_person(desk.snapshot, account));
  TRY_VOID(check_hers(desk, account));
  TRY_VOID(check_name(name, "/name"));
  TRY_VOID(check_phone(work_phone, "/work_phone"));
  Staff staff;
  const auto before = TRY(staff.of(desk.snapshot, desk.room, desk.by, account, desk.now));
  if (!before) return refuse("account-unknown", "/account");

  auto batch = batch_for(desk, ask, "staff-described");
  const auto stream = account.as<StreamTag>();
  auto described = event_of(stream, StreamKind::account, StaffDescribed{}, desk.now);
  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  described.sections.push_back(TRY(
      seal_for_staff(desk.snapshot, desk.room.house, sealer, stream, TRY(next_version(batch, desk.snapshot, stream)),
                     StaffDescribed::type, staff_section, std::array{before->sign_in_name.view(), name, work_phone})));
  batch.events.push_back(std::move(described));
  std::move(sealer).finish().add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> set_contact(const Desk& desk, const Ask& ask, AccountId account, std::string_view phone,
                          std::string_view mail) {
  TRY_VOID(known_person(desk.snapshot, account));
  TRY_VOID(check_hers(desk, account));
  TRY_VOID(check_phone(phone, "/phone"));
  TRY_VOID(check_text(mail, mail_bytes_max, "/mail", Needed::no));

  auto batch = batch_for(desk, ask, "contact-set");
  const auto stream = account.as<StreamTag>();
  auto contact = event_of(stream, StreamKind::account, ContactSet{}, desk.now);
  contact.sections.push_back(seal_contact(desk.room.house, stream, TRY(next_version(batch, desk.snapshot, stream)),
                                          ContactSet::type, std::array{phone, mail}, desk.room.chance));
  batch.events.push_back(std::move(contact));
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> give_role(const Desk& desk, const Ask& ask, AccountId account, Role role) {
  TRY_VOID(check_administrator(desk));
  const auto someone = TRY(known_person(desk.snapshot, account));
  const auto into = TRY(group(desk.snapshot, someone.invited_into));
  if (!into) return refuse("group-unknown", "/account");
  TRY_VOID(check_role(into->place.agency, role, "/role"));

  auto batch = batch_for(desk, ask, "role-given");
  TRY_VOID(rests_on(batch, desk.snapshot, account.as<StreamTag>()));
  if (someone.role != role)
    batch.events.push_back(event_of(account.as<StreamTag>(), StreamKind::account, RoleGiven{{.role = role}}, desk.now));
  return finish(std::move(batch), desk.snapshot);
}

}  // namespace kulla::directory
