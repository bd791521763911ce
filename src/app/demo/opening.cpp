// How the demo's offices come to be: as docs/directory.md has it, a command each.
#include <functional>

#include "app/demo/duty_days.hpp"
#include "app/demo/workshop.hpp"
#include "base/invariant.hpp"

namespace kulla::app::demo {
namespace {

using directory::Ask;
using directory::Desk;

struct Opened {
  const Office* office = nullptr;
  directory::UnitId unit;
  GroupId group;
  std::size_t first_number = 0;  // of its first worker among all
};

/// In whose session a command runs, for which group and by which right.
struct As {
  std::string_view by;
  GroupId group;
  eventlog::Code ground;
};

As administrator(const Workshop& shop) {
  return {offices().front().workers.front().sign_in_name, shop.administrators(), "administrator"};
}
As first_member(const Opened& of) { return {of.office->workers.front().sign_in_name, of.group, "own-office"}; }

/// A command that makes more than its batch: it is run here, and what it made is handed back.
template <class Command>
auto run(Workshop& shop, const As& as, Command command)
    -> decltype(command(std::declval<const Desk&>(), std::declval<const Ask&>())) {
  const auto session = TRY(shop.session(as.by));
  const auto snapshot = TRY(shop.store().snapshot());
  auto made =
      TRY(command(Desk{*snapshot, shop.room(), session->keys(), shop.clock().now()}, shop.ask(as.group, as.ground)));
  TRY(shop.append(std::move(made.batch)));
  return made;
}

template <class Command>
Result<void> perform(Workshop& shop, const As& as, Command command) {
  TRY(shop.perform(as.by, shop.ask(as.group, as.ground), command));
  return {};
}

/// She chooses her password and reads out the six words.
Result<std::string> accept(Workshop& shop, const Worker& worker, GroupId group, std::string_view code) {
  const auto password = password_of(worker.sign_in_name);
  const auto snapshot = TRY(shop.store().snapshot());
  auto accepted = TRY(directory::accept(*snapshot, shop.room(), shop.ask(group, "invitation"), code, password,
                                        crypto::lowest_password_cost, shop.clock().now()));
  TRY(shop.append(std::move(accepted.batch)));
  std::string words;
  const auto after = TRY(shop.store().snapshot());
  for (const auto& word : TRY(directory::words_of_proposal(*after, shop.room(), accepted.account))) words += word + " ";
  return words;
}

/// From the invitation until whoever invited her has admitted her.
Result<void> bring_in(Workshop& shop, const Opened& into, std::size_t index, const As& as) {
  const auto& worker = into.office->workers[index];
  const auto phone = work_phone(into.first_number + index);
  const auto invited = TRY(run(shop, as, [&](const Desk& desk, const Ask& ask) {
    return directory::invite(desk, ask,
                             {.group = into.group,
                              .role = worker.role,
                              .sign_in_name = worker.sign_in_name,
                              .name = worker.name,
                              .work_phone = phone});
  }));
  shop.remember(worker.sign_in_name, invited.account);
  const auto words = TRY(accept(shop, worker, into.group, invited.code));
  return perform(shop, as, [&](const Desk& desk, const Ask& ask) {
    return directory::admit(desk, ask, {.account = invited.account, .words = words});
  });
}

Result<Opened> open_with_first_member(Workshop& shop, const Office& office, std::size_t first_number) {
  const auto opened = TRY(run(shop, administrator(shop), [&](const Desk& desk, const Ask& ask) {
    return directory::open_office(desk, ask, {.place = office.place, .name = office.name, .phone = office.phone});
  }));
  const Opened made{.office = &office, .unit = opened.unit, .group = opened.group, .first_number = first_number};
  TRY_VOID(bring_in(shop, made, 0, administrator(shop)));
  TRY_VOID(perform(shop, first_member(made), [&](const Desk& desk, const Ask& ask) {
    return directory::make_group_key(desk, ask, opened.group);
  }));
  return made;
}

/// Every turn from now on until that instant; the one that runs begins this minute.
std::vector<directory::SetDuty> shifts_of(Workshop& shop, const Office& office, const DutyDays& days, Instant until) {
  std::vector<directory::SetDuty> shifts;
  const auto now = floor_to_minute(shop.clock().now());
  for (const auto& turns : office.turns)
    for (auto day = days.of(now); days.begins(day) < until; ++day) {
      const auto& worker = office.workers[DutyDays::worker(turns, day)];
      shifts.push_back({.duty = turns.duty,
                        .account = shop.account(worker.sign_in_name),
                        .starts_at = std::max(days.begins(day), now),
                        .ends_at = days.begins(day + 1)});
    }
  invariant(shifts.size() <= directory::shifts_a_batch_max, "an office's turns fit one batch");
  return shifts;
}

}  // namespace

Result<void> open_offices(Workshop& shop, Instant until,
                          const std::function<void(const Office& office, std::size_t made)>& progress) {
  const auto days = TRY(DutyDays::load());
  std::size_t made = offices().front().workers.size();
  std::size_t number = made;
  std::vector<Opened> opened;
  for (const auto& office : offices()) {
    if (&office == &offices().front()) continue;
    opened.push_back(TRY(open_with_first_member(shop, office, number)));
    number += office.workers.size();
    progress(office, ++made);
  }
  // One batch gives all of them the names to read.
  TRY_VOID(perform(shop, administrator(shop),
                   [](const Desk& desk, const Ask& ask) { return directory::share_staff_key(desk, ask); }));
  for (const auto& one : opened) {
    for (std::size_t i = 1; i < one.office->workers.size(); ++i) {
      TRY_VOID(bring_in(shop, one, i, first_member(one)));
      progress(*one.office, ++made);
    }
    const auto shifts = shifts_of(shop, *one.office, days, until);
    if (shifts.empty()) continue;
    TRY_VOID(perform(shop, first_member(one), [&](const Desk& desk, const Ask& ask) {
      return directory::set_duties(desk, ask, one.unit, shifts);
    }));
  }
  return {};
}

}  // namespace kulla::app::demo
