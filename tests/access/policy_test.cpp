#include "access/policy.hpp"

#include <set>

#include <gtest/gtest.h>

namespace kulla::access {
namespace {

Asker person(Role role) {
  Asker asker;
  asker.role = role;
  return asker;
}

TEST(policy, what_the_table_does_not_allow_is_refused) {
  // Every role in every state, without any relation, may do nothing to a record.
  for (std::size_t p = 0; p < static_cast<std::size_t>(Policy::count); ++p) {
    const auto policy = static_cast<Policy>(p);
    if (!is_about_a_record(policy)) continue;
    for (int role = 0; role <= static_cast<int>(Role::administrator); ++role)
      for (const auto state : {RecordState::none, RecordState::open, RecordState::closed}) {
        const Relation none[] = {Relation::none};
        EXPECT_FALSE(ask(policy, person(static_cast<Role>(role)), none, state)) << policy_code(policy);
        EXPECT_FALSE(ask(policy, person(static_cast<Role>(role)), {}, state)) << policy_code(policy);
      }
  }
}

TEST(policy, a_no_about_a_record_looks_like_a_record_that_is_not_there) {
  const Relation owner[] = {Relation::owner_unit};
  const auto not_yours = ask(Policy::see_case, person(Role::officer), {}, RecordState::open);
  const auto not_there = ask(Policy::see_case, person(Role::officer), owner, RecordState::none);
  ASSERT_FALSE(not_yours);
  ASSERT_FALSE(not_there);
  EXPECT_EQ(not_yours.error().kind, ErrorKind::missing);
  EXPECT_EQ(to_line(not_yours.error()), to_line(not_there.error()));
}

TEST(policy, an_administrator_and_an_analyst_reach_no_case_by_any_relation) {
  for (std::size_t p = 0; p < static_cast<std::size_t>(Policy::count); ++p)
    for (std::size_t r = 0; r < static_cast<std::size_t>(Relation::count); ++r)
      for (const auto role : {Role::administrator, Role::analyst}) {
        const auto policy = static_cast<Policy>(p);
        if (!is_about_a_record(policy)) continue;
        const Relation relation[] = {static_cast<Relation>(r)};
        EXPECT_FALSE(ask(policy, person(role), relation, RecordState::open)) << policy_code(policy);
      }
}

TEST(policy, only_the_owning_unit_opens_what_was_written_and_never_health) {
  const Relation owner[] = {Relation::owner_unit};
  const auto grant = ask(Policy::see_case, person(Role::officer), owner, RecordState::open);
  ASSERT_TRUE(grant);
  EXPECT_TRUE(grant->opens(Compartment::body));
  EXPECT_FALSE(grant->opens(Compartment::health));
  EXPECT_FALSE(grant->opens(Compartment::counselling));
  EXPECT_FALSE(grant->opens(Compartment::location));
  for (const auto relation : {Relation::reporter, Relation::told_party, Relation::told_rung, Relation::owes}) {
    const Relation one[] = {relation};
    const auto other = ask(Policy::see_case, person(Role::officer), one, RecordState::open);
    ASSERT_TRUE(other) << words_of(relation)[static_cast<std::size_t>(relation)];
    for (std::size_t c = 0; c < static_cast<std::size_t>(Compartment::count); ++c)
      EXPECT_FALSE(other->opens(static_cast<Compartment>(c)));
  }
}

TEST(policy, a_told_office_opens_its_payload_and_nothing_else) {
  const Relation told[] = {Relation::told_party};
  const auto grant = ask(Policy::read_notice, person(Role::prosecutor), told, RecordState::open);
  ASSERT_TRUE(grant);
  EXPECT_TRUE(grant->opens(Compartment::disclosure));
  EXPECT_FALSE(grant->opens(Compartment::body));
  EXPECT_FALSE(grant->opens(Compartment::coded));
  const Relation owner[] = {Relation::owner_unit};
  EXPECT_FALSE(ask(Policy::read_notice, person(Role::officer), owner, RecordState::open));
}

TEST(policy, each_row_has_a_ground_and_no_row_stands_twice) {
  std::set<std::tuple<int, int, std::uint32_t, std::uint32_t>> seen;
  for (const auto& rule : policy_table()) {
    EXPECT_FALSE(rule.ground.empty());
    EXPECT_TRUE(needs_session(rule.policy));
    EXPECT_TRUE(seen.emplace(static_cast<int>(rule.policy), static_cast<int>(rule.relation), rule.roles.bits(),
                             rule.states.bits())
                    .second)
        << policy_code(rule.policy);
  }
}

TEST(policy, what_needs_a_session_and_has_no_row_is_for_nobody) {
  for (std::size_t p = 0; p < static_cast<std::size_t>(Policy::count); ++p) {
    const auto policy = static_cast<Policy>(p);
    bool has_row = false;
    for (const auto& rule : policy_table()) has_row = has_row || rule.policy == policy;
    EXPECT_EQ(has_row, needs_session(policy)) << policy_code(policy);
  }
}

}  // namespace
}  // namespace kulla::access
