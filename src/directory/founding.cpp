#include "directory/founding.hpp"

#include <map>
#include <set>

#include "crypto/hash.hpp"
#include "directory/events.hpp"
#include "directory/making.hpp"
#include "keys/house.hpp"

namespace kulla::directory {
namespace {

using eventlog::Batch;
using eventlog::StreamKind;

std::string pointer_to(std::size_t officer, std::string_view field) {
  return "/officers/" + std::to_string(officer) + "/" + std::string(field);
}

Result<void> check(const Founding& founding) {
  std::set<crypto::WipingString> names;  // folded
  for (std::size_t i = 0; i < founding.officers.size(); ++i) {
    const auto& officer = founding.officers[i];
    const auto folded = fold_sign_in_name(officer.sign_in_name);
    if (!folded) return refuse("sign-in-name-malformed", pointer_to(i, "sign_in_name"));
    if (!names.insert(*folded).second) return refuse("sign-in-name-taken", pointer_to(i, "sign_in_name"));
    TRY_VOID(check_name(officer.name, pointer_to(i, "name")));
    TRY_VOID(check_phone(officer.work_phone, pointer_to(i, "work_phone")));
  }
  TRY_VOID(check_name(founding.office_name, "/office/name"));
  return check_phone(founding.office_phone, "/office/phone", Needed::yes);
}

/// One for each agency that has a part in the founding.
std::map<Agency, AgencyId> agencies_of(const Founding& founding, Instant now, Chance& chance) {
  std::map<Agency, AgencyId> ids{{Agency::administration, AgencyId::make(now, chance)}};
  for (const auto& officer : founding.officers)
    if (!ids.contains(officer.agency)) ids[officer.agency] = AgencyId::make(now, chance);
  return ids;
}

void add_events(Batch& batch, const Founding& founding, const HouseFounded& made,
                const std::map<Agency, AgencyId>& agencies, Instant now) {
  for (const auto& [agency, id] : agencies)
    batch.events.push_back(event_of(id.as<StreamTag>(), StreamKind::agency, AgencyOpened{{.agency = agency}}, now));
  batch.events.push_back(event_of(made.unit.as<StreamTag>(), StreamKind::unit,
                                  UnitOpened{{.agency_id = agencies.at(Agency::administration),
                                              .group = made.administrators,
                                              .agency = Agency::administration,
                                              .unit = std::nullopt,
                                              .region = headquarters}},
                                  now));
  batch.events.push_back(event_of(
      made.administrators.as<StreamTag>(), StreamKind::group,
      GroupPlaced{
          {.unit_id = made.unit, .agency = Agency::administration, .unit = std::nullopt, .region = headquarters}},
      now));
  for (std::size_t i = 0; i < made.officers.size(); ++i) {
    auto registered = event_of(made.officers[i].as<StreamTag>(), StreamKind::account,
                               AccountRegistered{{.group = made.administrators,
                                                  .agency = founding.officers[i].agency,
                                                  .unit = std::nullopt,
                                                  .region = headquarters,
                                                  .role = Role::administrator}},
                               now);
    const auto folded = fold_sign_in_name(founding.officers[i].sign_in_name);
    registered.sections.push_back(name_hash_section(*made.keys, made.keys->name_hash(folded->view())));
    batch.events.push_back(std::move(registered));
  }
}

}  // namespace

Result<HouseFounded> found(const std::filesystem::path& data_folder, const std::filesystem::path& root_key_file,
                           const Founding& founding, Instant now, Chance& chance) {
  TRY_VOID(check(founding));
  const auto agencies = agencies_of(founding, now, chance);
  HouseFounded made{.keys = nullptr,
                    .batch = {},
                    .unit = UnitId::make(now, chance),
                    .administrators = GroupId::make(now, chance),
                    .officers = {}};
  keys::Founding for_keys{
      .officers = {}, .administrators = made.administrators, .demo = founding.demo, .cost = founding.cost};
  for (const auto& officer : founding.officers) {
    made.officers.push_back(AccountId::make(now, chance));
    for_keys.officers.push_back({.account = made.officers.back(),
                                 .agency = agencies.at(officer.agency).as<StreamTag>(),
                                 .password = crypto::WipingString(officer.password)});
  }
  auto founded = TRY(keys::found_house(data_folder, root_key_file, for_keys, now, chance));
  made.keys = std::make_shared<const keys::HouseKeys>(std::move(founded.keys));

  auto& batch = made.batch;
  const auto id = crypto::sha256({bytes_of("kulla/founding"), made.keys->id().view()});
  std::copy_n(id.begin(), batch.id.size(), batch.id.begin());
  batch.body_hash = id;
  batch.actor = eventlog::Actor::the_house();
  batch.ground = "founding";
  batch.answer_kind = "house-founded";
  std::move(founded.change).add_to(batch);
  add_events(batch, founding, made, agencies, now);
  for (const auto& event : batch.events)
    if (std::ranges::none_of(batch.expect, [&](const auto& one) { return one.stream == event.stream; }))
      batch.expect.push_back({event.stream, 0});
  project_onto_nothing(batch);
  return made;
}

Result<Batch> describe_founders(const Desk& desk, const Ask& ask, const HouseFounded& founded,
                                const Founding& founding) {
  auto batch = batch_for(desk, ask, "founders-described");
  keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
  const auto add = [&](StreamId stream, StreamKind kind, const auto& fact, std::string_view section,
                       std::span<const std::string_view> texts) -> Result<void> {
    auto event = event_of(stream, kind, fact, desk.now);
    event.sections.push_back(
        TRY(seal_for_staff(desk.snapshot, desk.room.house, sealer, stream,
                           TRY(next_version(batch, desk.snapshot, stream)), event.type, section, texts)));
    batch.events.push_back(std::move(event));
    return {};
  };
  TRY_VOID(add(founded.unit.as<StreamTag>(), StreamKind::unit, OfficeDescribed{}, office_section,
               std::array{founding.office_name, founding.office_phone}));
  for (std::size_t i = 0; i < founded.officers.size(); ++i) {
    const auto& officer = founding.officers.at(i);
    const auto folded = fold_sign_in_name(officer.sign_in_name);
    TRY_VOID(add(founded.officers[i].as<StreamTag>(), StreamKind::account, StaffDescribed{}, staff_section,
                 std::array{folded->view(), officer.name, officer.work_phone}));
  }
  std::move(sealer).finish().add_to(batch);
  return finish(std::move(batch), desk.snapshot);
}

}  // namespace kulla::directory
