// Who may do what: default deny, and one table that says yes. A route names a Policy; the table's rows say which role,
// in which relation to the record, in which state of it, may do that, on what ground, and which compartments it opens.
// There is no other source of permission. tests/access/ holds the table against cases written by hand from the domain.
// Source: security.md, invariants 1 to 4 and 6; decisions.md 1.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "directory/people.hpp"
#include "directory/vocabulary.hpp"
#include "eventlog/open.hpp"

namespace kulla::access {

using directory::Role;
using eventlog::Code;

/// What is asked. One for each thing that people do, shared by the routes that do it.
enum class Policy : std::uint8_t {
  anyone,       // pages, dictionary, API description, health: open facts of the house
  sign_in,      // limited per name and source, not by this table
  own_session,  // look at, unlock, end
  report_case,
  see_work,        // what I owe, whom I wait for, what came
  hear_events,     // the stream of references without content
  see_case,        // the case page's open facts, and the sections that the ground opens
  receive_notice,  // my page has it
  read_notice,     // open its payload
  acknowledge_notice,
  set_fact,  // a fact of the open vocabulary
  see_who_looked,
  see_figures,
  count
};
constexpr std::array<std::string_view, static_cast<std::size_t>(Policy::count)> words_of(Policy) {
  return {"anyone",      "sign-in",        "own-session",    "report-case", "see-work",
          "hear-events", "see-case",       "receive-notice", "read-notice", "acknowledge-notice",
          "set-fact",    "see-who-looked", "see-figures"};
}
constexpr std::string_view policy_code(Policy policy) { return words_of(policy)[static_cast<std::size_t>(policy)]; }

/// How a person stands to a record, found by the record's wing from streams and read tables, never from a request.
enum class Relation : std::uint8_t {
  none,        // signed in, no relation: reporting, one's own work
  owner_unit,  // a member of the group that owns the case
  reporter,    // reported it, from another unit
  told_party,  // the office that a notice of the case was sent to as the party itself
  told_rung,   // an office that was told because a rung fired
  owes,        // a member of an office that owes a step of the case now
  count
};
constexpr std::array<std::string_view, static_cast<std::size_t>(Relation::count)> words_of(Relation) {
  return {"none", "owner-unit", "reporter", "told-party", "told-rung", "owes"};
}

enum class RecordState : std::uint8_t { none, open, closed };
constexpr std::array<std::string_view, 3> words_of(RecordState) { return {"none", "open", "closed"}; }

/// A compartment has its own key; a class of sections is opened as a whole or not at all.
enum class Compartment : std::uint8_t {
  coded,
  body,
  identity,
  location,
  health,
  counselling,
  disclosure,
  trail,
  count
};
constexpr std::array<std::string_view, static_cast<std::size_t>(Compartment::count)> words_of(Compartment) {
  return {"coded", "body", "identity", "location", "health", "counselling", "disclosure", "trail"};
}

/// A small set of an enumeration's values.
template <class Enum>
class Set {
 public:
  constexpr Set() = default;
  constexpr Set(std::initializer_list<Enum> values) {
    for (const auto value : values) bits_ |= 1U << static_cast<unsigned>(value);
  }
  constexpr bool has(Enum value) const { return (bits_ >> static_cast<unsigned>(value) & 1U) != 0; }
  constexpr bool operator==(const Set&) const = default;
  constexpr std::uint32_t bits() const { return bits_; }
  static constexpr Set of_bits(std::uint32_t bits) {
    Set set;
    set.bits_ = bits;
    return set;
  }

 private:
  std::uint32_t bits_ = 0;
};

struct Rule {
  Policy policy;
  Set<Role> roles;
  Relation relation;
  Set<RecordState> states;
  Set<Compartment> opens;
  Code ground;  // stands in every event that this row allowed
};

/// The one table.
std::span<const Rule> policy_table();
/// Is this policy about a record, so that "no" must look like "does not exist"?
bool is_about_a_record(Policy policy);
/// Does it need a session at all?
bool needs_session(Policy policy);

/// Who asks, as her account's streams have her at this request: rights end with the assignment, at the next request.
struct Asker {
  AccountId account;
  Role role = Role::officer;
  directory::Place place;
  std::vector<GroupId> groups;
  bool is_member_of(GroupId group) const;
};
Asker asker_of(const directory::Person& person);

/// A yes, with its ground. Only `ask` makes one: what needs a Grant cannot be reached around the table.
class Grant {
 public:
  Policy policy() const { return policy_; }
  Code ground() const { return ground_; }
  bool opens(Compartment compartment) const { return opens_.has(compartment); }

 private:
  friend Result<Grant> ask(Policy policy, const Asker& asker, std::span<const Relation> relations, RecordState state);
  Grant(Policy policy, Code ground, Set<Compartment> opens) : policy_(policy), ground_(ground), opens_(opens) {}
  Policy policy_;
  Code ground_;
  Set<Compartment> opens_;
};

/// Refuses `not-found` (kind missing) for what is about a record, whether it exists or not, and `not-for-your-role`
/// (kind forbidden) for the rest. Several rows may allow: what they open adds up, the first one is the ground.
Result<Grant> ask(Policy policy, const Asker& asker, std::span<const Relation> relations, RecordState state);

/// The one answer for what does not exist and what is not yours (invariant 3).
tl::unexpected<Error> not_found();

}  // namespace kulla::access
