// Commands about duty (commands.hpp).
#include "directory/events.hpp"
#include "directory/making.hpp"

namespace kulla::directory {
namespace {

using eventlog::Batch;
using eventlog::StreamKind;

std::string pointer_to(std::size_t shift, std::string_view field) {
  return "/shifts/" + std::to_string(shift) + "/" + std::string(field);
}

/// One shift by itself.
Result<void> check_span(const SetDuty& shift, Instant now, std::size_t index) {
  if (shift.ends_at <= shift.starts_at) return refuse("ends-before-it-starts", pointer_to(index, "ends_at"));
  if (shift.ends_at - shift.starts_at > shift_max)
    return refuse("shift-too-long", pointer_to(index, "ends_at"), {{"longest", to_iso8601(shift_max)}});
  if (shift.starts_at < floor_to_minute(now)) return refuse("roster-in-the-past", pointer_to(index, "starts_at"));
  return {};
}

bool clash(const Shift& one, const Shift& other) {
  return one.duty == other.duty && one.account == other.account && one.starts_at < other.ends_at &&
         other.starts_at < one.ends_at;
}

}  // namespace

Result<Group> check_of_office(const Desk& desk, UnitId unit) {
  const auto office = TRY(group_of(desk.snapshot, unit));
  if (!office) return refuse("unit-unknown", "/unit");
  const auto me = TRY(person(desk.snapshot, desk.by.account()));
  if ((!me || !me->is_member_of(office->id)) &&
      !TRY(desk.room.statements.is_administrator(desk.snapshot, desk.by.account())))
    return fail(ErrorKind::forbidden, "not-of-this-office");
  return *office;
}

Result<Batch> set_duties(const Desk& desk, const Ask& ask, UnitId unit, const std::vector<SetDuty>& shifts) {
  const auto office = TRY(check_of_office(desk, unit));
  if (shifts.size() > shifts_a_batch_max)
    return refuse("too-many-shifts", "/shifts", {{"max", std::to_string(shifts_a_batch_max)}});
  const auto present = TRY(members(desk.snapshot, office.id));

  // What stands and what is asked for, by duty and person: neither may overlap itself.
  std::vector<Shift> standing;
  for (std::size_t duty = 0; duty < words_of(Duty{}).size(); ++duty)
    for (const auto& shift : TRY(shifts_ending_after(desk.snapshot, unit, static_cast<Duty>(duty), desk.now)))
      standing.push_back(shift);

  auto batch = batch_for(desk, ask, "duties-set");
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const auto& asked = shifts[i];
    if (std::ranges::find(present, asked.account) == present.end())
      return refuse("not-a-member", pointer_to(i, "account"));
    TRY_VOID(check_span(asked, desk.now, i));
    const Shift shift{unit, asked.duty, asked.account, asked.starts_at, asked.ends_at};
    if (std::ranges::any_of(standing, [&](const Shift& other) { return clash(shift, other); }))
      return refuse("already-on-this-duty", pointer_to(i, "starts_at"));
    standing.push_back(shift);
    batch.events.push_back(event_of(
        unit.as<StreamTag>(), StreamKind::unit,
        DutySet{{.duty = asked.duty, .account = asked.account, .starts_at = asked.starts_at, .ends_at = asked.ends_at}},
        desk.now));
  }
  TRY_VOID(rests_on(batch, desk.snapshot, unit.as<StreamTag>()));
  TRY_VOID(rests_on(batch, desk.snapshot, office.id.as<StreamTag>()));  // nobody has left meanwhile
  return finish(std::move(batch), desk.snapshot);
}

Result<Batch> withdraw_duty(const Desk& desk, const Ask& ask, UnitId unit, const WithdrawDuty& command) {
  TRY_VOID(check_of_office(desk, unit));
  const auto row = TRY(shift_at(desk.snapshot, unit, command.duty, command.account, command.starts_at));
  if (!row) return refuse("shift-unknown", "/starts_at");
  if (row->ends_at <= desk.now) return refuse("roster-in-the-past", "/starts_at");

  auto batch = batch_for(desk, ask, "duty-withdrawn");
  batch.events.push_back(withdrawn(*row, desk.now));
  return finish(std::move(batch), desk.snapshot);
}

eventlog::NewEvent withdrawn(const Shift& shift, Instant now) {
  return event_of(shift.unit_id.as<StreamTag>(), StreamKind::unit,
                  DutyWithdrawn{{.duty = shift.duty,
                                 .account = shift.account,
                                 .starts_at = shift.starts_at,
                                 .ends_at = std::max(shift.starts_at, now)}},
                  now);
}

}  // namespace kulla::directory
