#include "access/policy.hpp"

#include <algorithm>
#include <optional>

namespace kulla::access {
namespace {

constexpr Set<Role> everyone{Role::officer,         Role::commander,     Role::prosecutor,
                             Role::advocate,        Role::social_worker, Role::focal_point,
                             Role::shelter_manager, Role::analyst,       Role::administrator};
// Those who work on cases. Analysts see figures and no rows; administrators see accounts and no cases.
constexpr Set<Role> caseworkers{Role::officer,       Role::commander,   Role::prosecutor,     Role::advocate,
                                Role::social_worker, Role::focal_point, Role::shelter_manager};
constexpr Set<Role> police{Role::officer, Role::commander};

constexpr Set<RecordState> no_record{RecordState::none};
constexpr Set<RecordState> any_case{RecordState::open, RecordState::closed};
constexpr Set<RecordState> open_case{RecordState::open};

constexpr Set<Compartment> nothing{};
// The owner's compartments, as decisions.md 1 has them: health and counselling belong to who gives the care.
constexpr Set<Compartment> own_record{Compartment::coded, Compartment::body, Compartment::identity};
constexpr Set<Compartment> the_payload{Compartment::disclosure};

// clang-format off
constexpr std::array table{
    Rule{Policy::own_session,        everyone,    Relation::none,         no_record, nothing,     "own-session"},
    Rule{Policy::report_case,        police,      Relation::none,         no_record, nothing,     "police-report"},
    Rule{Policy::see_work,           caseworkers, Relation::none,         no_record, nothing,     "own-work"},
    Rule{Policy::hear_events,        everyone,    Relation::none,         no_record, nothing,     "own-notices"},
    Rule{Policy::see_figures,        Set<Role>({Role::commander, Role::analyst}),
                                                  Relation::none,         no_record, nothing,     "figures-of-operation"},

    Rule{Policy::see_case,           police,      Relation::owner_unit,   any_case,  own_record,  "owner-unit"},
    Rule{Policy::see_case,           police,      Relation::reporter,     open_case, nothing,     "reporter"},
    Rule{Policy::see_case,           caseworkers,  Relation::told_party,   any_case,  nothing,     "told-party"},
    Rule{Policy::see_case,           caseworkers,  Relation::told_rung,    open_case, nothing,     "told-rung"},
    Rule{Policy::see_case,           caseworkers,  Relation::owes,         open_case, nothing,     "owes-a-step"},

    Rule{Policy::receive_notice,     caseworkers,  Relation::told_party,   any_case,  nothing,     "told-party"},
    Rule{Policy::receive_notice,     caseworkers,  Relation::told_rung,    any_case,  nothing,     "told-rung"},
    Rule{Policy::read_notice,        caseworkers,  Relation::told_party,   any_case,  the_payload, "told-party"},
    Rule{Policy::read_notice,        caseworkers,  Relation::told_rung,    any_case,  the_payload, "told-rung"},
    Rule{Policy::acknowledge_notice, caseworkers,  Relation::told_party,   any_case,  nothing,     "told-party"},
    Rule{Policy::acknowledge_notice, caseworkers,  Relation::told_rung,    any_case,  nothing,     "told-rung"},

    Rule{Policy::set_fact,           police,      Relation::owner_unit,   open_case, nothing,     "owner-unit"},
    Rule{Policy::see_who_looked,     police,      Relation::owner_unit,   any_case,  nothing,     "owner-unit"},
};
// clang-format on

}  // namespace

std::span<const Rule> policy_table() { return table; }

bool needs_session(Policy policy) { return policy != Policy::anyone && policy != Policy::sign_in; }

bool is_about_a_record(Policy policy) {
  return std::any_of(table.begin(), table.end(),
                     [&](const Rule& rule) { return rule.policy == policy && rule.relation != Relation::none; });
}

bool Asker::is_member_of(GroupId group) const { return std::find(groups.begin(), groups.end(), group) != groups.end(); }

Asker asker_of(const directory::Person& person) {
  return {.account = person.account, .role = person.role, .place = person.place, .groups = person.groups};
}

tl::unexpected<Error> not_found() { return fail(ErrorKind::missing, "not-found"); }

Result<Grant> ask(Policy policy, const Asker& asker, std::span<const Relation> relations, RecordState state) {
  std::optional<Code> ground;
  std::uint32_t opens = 0;
  for (const auto& rule : table) {
    if (rule.policy != policy || !rule.roles.has(asker.role) || !rule.states.has(state)) continue;
    if (std::find(relations.begin(), relations.end(), rule.relation) == relations.end()) continue;
    if (!ground) ground = rule.ground;
    opens |= rule.opens.bits();
  }
  if (ground) return Grant(policy, *ground, Set<Compartment>::of_bits(opens));
  if (is_about_a_record(policy)) return not_found();
  return fail(ErrorKind::forbidden, "not-for-your-role");
}

}  // namespace kulla::access
