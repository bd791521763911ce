#include "directory/party.hpp"

#include <algorithm>
#include <set>

namespace kulla::directory {
namespace {

/// Of one agency's groups those of the party's unit in each region: the named one; or the office without a unit, and
/// where a region has none such, whatever the agency has there. A group that has no key yet cannot be told anything.
std::vector<Group> of_unit(std::vector<Group> groups, const PartyQuery& party) {
  std::erase_if(groups, [](const Group& group) { return group.epoch == 0; });
  if (!party.unit.empty()) {
    std::erase_if(groups, [&](const Group& group) { return group.place.unit != party.unit; });
    return groups;
  }
  std::set<Code> with_an_office;
  for (const auto& group : groups)
    if (group.place.unit.empty()) with_an_office.insert(group.place.region);
  std::erase_if(groups, [&](const Group& group) {
    return !group.place.unit.empty() && with_an_office.contains(group.place.region);
  });
  return groups;
}

std::vector<Group> in_region(const std::vector<Group>& groups, Code region) {
  std::vector<Group> found;
  std::ranges::copy_if(groups, std::back_inserter(found),
                       [&](const Group& group) { return group.place.region == region; });
  return found;
}

Result<std::vector<Group>> by_place(const Snapshot& snapshot, const Places& places, const PartyQuery& party,
                                    Code case_region) {
  const auto groups = of_unit(TRY(groups_of(snapshot, party.agency)), party);
  switch (party.region) {
    case PartyQuery::Region::any:
      return groups;
    case PartyQuery::Region::of_case:
      return in_region(groups, case_region);
    case PartyQuery::Region::named:
      return in_region(groups, party.region_name);
    case PartyQuery::Region::neighbours:
      break;
  }
  std::vector<Group> near;
  for (const auto& neighbour : places.neighbours(case_region))
    for (const auto& group : in_region(groups, neighbour)) near.push_back(group);
  return near;
}

/// Groups that care chose; one of another agency is not this party.
Result<std::vector<Group>> by_care(const Snapshot& snapshot, const PartyQuery& party,
                                   const std::vector<GroupId>& chosen) {
  std::vector<Group> groups;
  for (const auto& id : chosen)
    if (const auto found = TRY(group(snapshot, id)); found && found->place.agency == party.agency && found->epoch > 0)
      groups.push_back(*found);
  return groups;
}

Result<std::vector<Group>> groups_for(const Snapshot& snapshot, const Places& places, const PartyQuery& party,
                                      Code case_region, const PartyContext& context) {
  switch (party.of) {
    case PartyQuery::Of::place:
      break;
    case PartyQuery::Of::placement:
      return by_care(snapshot, party, context.placement);
    case PartyQuery::Of::next_fit:
      return by_care(snapshot, party, context.next_fit);
    case PartyQuery::Of::service:
      return by_care(snapshot, party, context.service);
  }
  return by_place(snapshot, places, party, case_region);
}

/// Who of this group has the duty at that instant, and when that next changes.
Result<std::vector<AccountId>> those_on_duty(const Snapshot& snapshot, const Group& group, Duty duty, Instant at,
                                             std::optional<Instant>& until) {
  const auto now = TRY(duty_now(snapshot, group.unit_id, duty, at));
  if (now.until) until = until ? std::min(*until, *now.until) : *now.until;
  std::vector<AccountId> accounts;
  for (const auto& shift : now.shifts) accounts.push_back(shift.account);
  return accounts;
}

}  // namespace

Result<Resolved> resolve(const Snapshot& snapshot, const Places& places, const PartyQuery& party, Code case_region,
                         Instant at, const PartyContext& context) {
  Resolved resolved;
  std::set<AccountId> once;
  for (const auto& group : TRY(groups_for(snapshot, places, party, case_region, context))) {
    resolved.groups.push_back(group.id);
    const auto present = TRY(members(snapshot, group.id));
    const auto candidates = party.duty ? TRY(those_on_duty(snapshot, group, *party.duty, at, resolved.until)) : present;
    for (const auto& account : candidates) {
      if (std::ranges::find(present, account) == present.end()) continue;
      if (party.role) {
        const auto someone = TRY(person(snapshot, account));
        if (!someone || someone->role != *party.role) continue;
      }
      if (once.insert(account).second) resolved.accounts.push_back(account);
    }
  }
  resolved.nobody_on_duty = resolved.accounts.empty();
  return resolved;
}

}  // namespace kulla::directory
