// From a party of the procedure to the groups that a payload is sealed to, and the people whose duty it is now. Agency,
// unit and region choose the key groups; role and duty choose accounts inside them and never another key.
// Source: decisions.md 2, "who is a key group", "duty roster"; 4.6, "nobody on duty".
#pragma once

#include <optional>
#include <vector>

#include "directory/people.hpp"
#include "directory/vocabulary.hpp"

namespace kulla::directory {

/// A [party] of the procedure file, its words found in this house's vocabulary.
struct PartyQuery {
  /// Whose region: that of the case, its neighbours, one by name, or any.
  enum class Region : std::uint8_t { any, of_case, neighbours, named };
  /// Whose group, where care decides it: the shelter that holds the bed, the next that fits, who gives the service.
  enum class Of : std::uint8_t { place, placement, next_fit, service };

  Agency agency = Agency::police;
  Code unit = {};  // empty: the office that has no unit; where a region has none such, all of the agency there
  Region region = Region::any;
  Code region_name = {};  // for `named`
  std::optional<Role> role = std::nullopt;
  std::optional<Duty> duty = std::nullopt;
  Of of = Of::place;
  auto operator<=>(const PartyQuery&) const = default;
};

/// What only care knows. Groups of another agency than the party's are left out.
struct PartyContext {
  std::vector<GroupId> placement = {};
  std::vector<GroupId> next_fit = {};
  std::vector<GroupId> service = {};
};

struct Resolved {
  std::vector<GroupId> groups;      // key groups: seal to these. Neighbours in the order of the house's data
  std::vector<AccountId> accounts;  // on that duty at that instant; of that role; else all members. Each once
  bool nobody_on_duty = true;       // no account: the next rung fires at once
  std::optional<Instant> until;     // when the roster next changes who it is; nothing for a party without duty
  auto operator<=>(const Resolved&) const = default;
};

/// A party that no group answers is no error: it is nobody on duty. `case_region` is one of the house's.
Result<Resolved> resolve(const Snapshot& snapshot, const Places& places, const PartyQuery& party, Code case_region,
                         Instant at, const PartyContext& context = {});

}  // namespace kulla::directory
