#include <cctype>
#include <set>

#include "directory/commands.hpp"
#include "directory/real_house.hpp"
#include "keys/doctor.hpp"
#include "keys/opener.hpp"
#include "keys/sealer.hpp"

namespace kulla::directory {
namespace {

using test::must;
using test::RealHouse;
using test::refusal;

const Place atu_prizren{Agency::police, Code{"anti-trafficking"}, Code{"prizren"}};
const Place atu_peja{Agency::police, Code{"anti-trafficking"}, Code{"peja"}};

class Membership : public testing::Test {
 protected:
  AccountState state_of(AccountId account) { return must(person(*house.now(), account))->state; }
  std::string invitation_refused(AccountId by, const Invite& command) {
    return refusal(house.ask_for(by, [&](const Desk& desk, const Ask& ask) { return invite(desk, ask, command); }));
  }
  std::string acceptance_refused(std::string_view code, std::string_view password = RealHouse::password) {
    return refusal(accept(*house.now(), house.room(), house.ask(), code, password, crypto::lowest_password_cost,
                          house.clock().now()));
  }
  std::string admission_refused(AccountId by, AccountId account, std::string_view words) {
    return refusal(house.perform(
        by, [&](const Desk& desk, const Ask& ask) { return admit(desk, ask, {.account = account, .words = words}); }));
  }
  Result<eventlog::Committed> leaves(AccountId by, AccountId leaver, GroupId group) {
    return house.perform(by, [&](const Desk& desk, const Ask& ask) { return leave(desk, ask, leaver, group); });
  }
  std::string words_of(AccountId account) {
    std::string words;
    for (const auto& word : must(words_of_proposal(*house.now(), house.room(), account))) words += word + " ";
    return words;
  }
  RealHouse house;
};

TEST_F(Membership, a_newcomer_is_invited_accepts_is_admitted_and_then_is_a_member) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  const auto invited = house.invite(office.members[0], office.group, Role::officer);
  EXPECT_EQ(state_of(invited.account), AccountState::invited);
  EXPECT_EQ(must(person(*house.now(), invited.account))->invited_until, house.clock().now() + invitation_holds);

  EXPECT_EQ(house.accept(invited.code), invited.account);
  EXPECT_EQ(state_of(invited.account), AccountState::accepted);
  EXPECT_FALSE(must(person(*house.now(), invited.account))->invited_until);

  must(house.admit(office.members[0], invited.account));
  const auto newcomer = *must(person(*house.now(), invited.account));
  EXPECT_EQ(newcomer.state, AccountState::admitted);
  EXPECT_EQ(newcomer.groups, std::vector{office.group});
  EXPECT_EQ(newcomer.place, atu_prizren);
  EXPECT_EQ(newcomer.admitted_at, house.clock().now());
}

TEST_F(Membership, the_first_member_of_an_office_is_vouched_for_by_an_administrator_and_makes_its_key) {
  const auto opened = house.open_without_members(atu_prizren);
  const auto invited = house.invite(house.administrator(), opened.group, Role::commander);
  EXPECT_EQ(invited.account, opened.first_member);
  house.accept(invited.code);
  must(house.admit(house.administrator(1), opened.first_member));
  EXPECT_EQ(state_of(opened.first_member), AccountState::accepted) << "there is no key that she could hold yet";

  const auto make_key = [&](const Desk& desk, const Ask& ask) { return make_group_key(desk, ask, opened.group); };
  EXPECT_EQ(refusal(house.perform(house.administrator(), make_key)), "not-the-first-member");
  must(house.perform(opened.first_member, make_key));
  EXPECT_EQ(state_of(opened.first_member), AccountState::admitted);
  EXPECT_EQ(must(group(*house.now(), opened.group))->epoch, 1);
  EXPECT_EQ(refusal(house.perform(opened.first_member, make_key)), "group-has-a-key");
}

TEST_F(Membership, an_office_without_a_key_has_one_invitation_at_a_time) {
  const auto opened = house.open_without_members(atu_prizren);
  const auto lost = house.invite(house.administrator(), opened.group, Role::officer);
  const Invite second{.group = opened.group, .role = Role::officer, .sign_in_name = "dua", .name = "Dua"};
  EXPECT_EQ(invitation_refused(house.administrator(), second), "first-member-not-admitted /group");

  house.clock().advance(invitation_holds);
  const auto other = house.invite(house.administrator(), opened.group, Role::officer);
  EXPECT_EQ(other.account, opened.first_member) << "one who never answered is replaced";
  EXPECT_EQ(acceptance_refused(lost.code), "invitation-unknown");
  EXPECT_EQ(house.accept(other.code), opened.first_member);
}

TEST_F(Membership, an_invitation_says_what_is_wrong_with_it) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  const auto stranger = house.open(atu_peja, Role::officer, 1).members[0];
  const auto by = house.administrator();
  const Invite right{.group = office.group, .role = Role::officer, .sign_in_name = "dua", .name = "Dua"};

  auto wrong = right;
  wrong.group = GroupId::make(house.clock().now(), house.room().chance);
  EXPECT_EQ(invitation_refused(by, wrong), "group-unknown /group");
  wrong = right;
  wrong.role = Role::administrator;
  EXPECT_EQ(invitation_refused(by, wrong), "role-of-another-office /role");
  wrong.role = Role::analyst;
  EXPECT_EQ(invitation_refused(by, wrong), "role-of-another-office /role");
  wrong = right;
  wrong.group = house.founded().administrators;
  EXPECT_EQ(invitation_refused(by, wrong), "role-of-another-office /role");
  wrong = right;
  wrong.sign_in_name = "Dua Lila";
  EXPECT_EQ(invitation_refused(by, wrong), "sign-in-name-malformed /sign_in_name");
  wrong.sign_in_name = "ARTA.Krasniqi";
  EXPECT_EQ(invitation_refused(by, wrong), "sign-in-name-taken /sign_in_name");
  wrong = right;
  wrong.name = "";
  EXPECT_EQ(invitation_refused(by, wrong), "text-missing /name");
  wrong.name = "D\xC3";
  EXPECT_EQ(invitation_refused(by, wrong), "not-utf8 /name");
  wrong.name = "Dua\nLila";
  EXPECT_EQ(invitation_refused(by, wrong), "text-control /name");
  wrong.name = "Dua Li\u200bla";
  EXPECT_EQ(invitation_refused(by, wrong), "text-invisible /name");
  const std::string endless(name_bytes_max + 1, 'a');
  wrong.name = endless;
  EXPECT_EQ(invitation_refused(by, wrong), "text-too-long /name");
  wrong = right;
  wrong.work_phone = endless;
  EXPECT_EQ(invitation_refused(by, wrong), "text-too-long /work_phone");
  EXPECT_EQ(invitation_refused(stranger, right), "not-an-administrator");
}

TEST_F(Membership, of_two_who_take_one_name_at_the_same_moment_the_second_is_refused) {
  const auto office = house.open(atu_prizren, Role::officer, 2);
  const auto take = [&](const Desk& desk, const Ask& ask) {
    return invite(desk, ask, {.group = office.group, .role = Role::officer, .sign_in_name = "dua", .name = "Dua"});
  };
  auto one = must(house.ask_for(office.members[0], take));
  auto other = must(house.ask_for(office.members[1], take));
  must(house.store().append(std::move(one.batch)));
  EXPECT_EQ(refusal(house.store().append(std::move(other.batch))), "row-exists");
}

TEST_F(Membership, a_code_works_once_for_two_days_and_until_the_next_one) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  const auto invited = house.invite(office.members[0], office.group, Role::officer);
  EXPECT_EQ(acceptance_refused("AAAA"), "invitation-unknown");
  EXPECT_EQ(acceptance_refused(invited.code, "short"), "password-too-short /password");
  house.clock().advance(invitation_holds + microseconds(1));
  EXPECT_EQ(acceptance_refused(invited.code), "invitation-unknown");

  const auto again = [&](const Desk& desk, const Ask& ask) { return invite_again(desk, ask, invited.account); };
  auto second = must(house.ask_for(house.administrator(), again));
  must(house.store().append(std::move(second.batch)));
  EXPECT_EQ(acceptance_refused(invited.code), "invitation-unknown");
  house.clock().advance(invitation_holds);
  EXPECT_EQ(house.accept(second.code), invited.account);
  EXPECT_EQ(acceptance_refused(second.code), "invitation-unknown");

  must(house.admit(office.members[0], invited.account));
  EXPECT_EQ(refusal(house.ask_for(house.administrator(), again)), "account-has-a-key");
}

TEST_F(Membership, six_words_are_compared_as_they_were_heard) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  const auto account = house.accept(house.invite(office.members[0], office.group, Role::officer).code);
  const auto right = words_of(account);
  auto swapped = right.substr(right.find(' ') + 1) + right.substr(0, right.find(' '));
  EXPECT_EQ(admission_refused(office.members[0], account, swapped), "wrong-words /words");
  EXPECT_EQ(admission_refused(office.members[0], account, ""), "wrong-words /words");
  EXPECT_EQ(admission_refused(office.members[0], account, right + " more"), "wrong-words /words");
  EXPECT_EQ(state_of(account), AccountState::accepted);

  std::string loud = "\t";
  for (const char c : right)
    loud += c == ' ' ? std::string("  \n") : std::string(1, static_cast<char>(std::toupper(c)));
  EXPECT_EQ(admission_refused(office.members[0], account, loud), "nothing was refused");
  EXPECT_EQ(state_of(account), AccountState::admitted);
}

TEST_F(Membership, members_admit_and_an_administrator_does_not) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  const auto stranger = house.open(atu_peja, Role::officer, 1).members[0];
  const auto account = house.accept(house.invite(house.administrator(), office.group, Role::officer).code);
  EXPECT_EQ(admission_refused(house.administrator(), account, words_of(account)), "not-a-member");
  EXPECT_EQ(admission_refused(stranger, account, words_of(account)), "not-a-member");
  EXPECT_EQ(admission_refused(office.members[0], stranger, "a b c d e f"), "no-proposal");
}

TEST_F(Membership, a_batch_that_comes_twice_is_answered_as_the_first_time) {
  const auto office = house.open(atu_prizren, Role::officer, 1);
  auto invited = must(house.ask_for(house.administrator(), [&](const Desk& desk, const Ask& ask) {
    return invite(desk, ask, {.group = office.group, .role = Role::officer, .sign_in_name = "dua", .name = "Dua"});
  }));
  const auto id = invited.batch.id;
  const auto first = must(house.store().append(invited.batch));
  const auto second = must(house.store().append(invited.batch));
  EXPECT_FALSE(first.replayed);
  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.first, first.first);
  EXPECT_EQ(second.last, first.last);
  EXPECT_EQ(must(house.now()->batch(id))->answer_kind, "invited");
}

TEST_F(Membership, one_who_leaves_reads_nothing_that_is_written_afterwards) {
  const auto office = house.open(atu_prizren, Role::officer, 3);
  const auto leaver = office.members[2];
  EXPECT_TRUE(must(Staff().of(*house.now(), house.room(), house.keys_of(leaver), office.members[0], test::at(8))));
  must(house.perform(leaver, [&](const Desk& desk, const Ask& ask) {
    return set_duties(
        desk, ask, office.unit,
        {{Duty::on_call, leaver, test::at(8), test::at(20)}, {Duty::on_call, leaver, test::at(22), test::at(23)}});
  }));
  house.clock().set(test::at(12));
  must(leaves(office.members[0], leaver, office.group));

  EXPECT_EQ(state_of(leaver), AccountState::left);
  EXPECT_TRUE(must(person(*house.now(), leaver))->groups.empty());
  EXPECT_EQ(must(group(*house.now(), office.group))->epoch, 2);
  EXPECT_TRUE(must(on_duty(*house.now(), office.unit, Duty::on_call, test::at(12))).empty());
  EXPECT_TRUE(must(shifts_of(*house.now(), leaver, test::at(12))).empty());

  must(house.perform(office.members[0], [&](const Desk& desk, const Ask& ask) {
    return describe_office(desk, ask, office.unit, "The office, moved", "038 000 222");
  }));
  Staff hers;
  EXPECT_EQ(refusal(hers.of(*house.now(), house.room(), house.keys_of(leaver), office.unit, test::at(12))),
            "key-not-held");
  for (const auto stays : {office.members[0], office.members[1], house.administrator()}) {
    Staff theirs;
    const auto names = must(theirs.of(*house.now(), house.room(), house.keys_of(stays), office.unit, test::at(12)));
    EXPECT_EQ(names->phone.view(), "038 000 222");
  }
}

TEST_F(Membership, leaving_says_what_is_wrong_with_it) {
  const auto office = house.open(atu_prizren, Role::officer, 2);
  const auto elsewhere = house.open(atu_peja, Role::officer, 1);
  const auto [one, other] = std::pair(office.members[0], office.members[1]);
  EXPECT_EQ(refusal(leaves(one, other, office.group)), "two-members-must-stay /account");
  EXPECT_EQ(refusal(leaves(elsewhere.members[0], other, office.group)), "not-a-member");
  EXPECT_EQ(refusal(leaves(one, elsewhere.members[0], office.group)), "member-unknown /account");
  const auto third = house.newcomer(office, Role::officer);
  EXPECT_EQ(refusal(leaves(third, third, office.group)), "not-a-member") << "somebody else lets her go";
  must(leaves(one, third, office.group));
  EXPECT_EQ(refusal(leaves(one, third, office.group)), "member-unknown /account");
}

TEST_F(Membership, an_account_is_closed_once_it_has_left) {
  const auto office = house.open(atu_prizren, Role::officer, 3);
  const auto leaver = office.members[2];
  const auto close = [&](const Desk& desk, const Ask& ask) { return close_account(desk, ask, leaver); };
  EXPECT_EQ(refusal(house.perform(house.administrator(), close)), "still-a-member");
  must(leaves(office.members[0], leaver, office.group));
  EXPECT_EQ(refusal(house.perform(office.members[0], close)), "not-an-administrator");
  must(house.perform(house.administrator(), close));
  EXPECT_FALSE(must(house.room().tables.account_secret(*house.now(), leaver, keys::Factor::password)));
  EXPECT_EQ(state_of(leaver), AccountState::left);
}

TEST_F(Membership, one_joins_a_further_group_by_its_members_hand_but_administrators_and_analysts_do_not) {
  const auto prizren = house.open(atu_prizren, Role::officer, 2);
  const auto peja = house.open(atu_peja, Role::officer, 1);
  const auto figures = house.open({Agency::statistics, {}, headquarters}, Role::analyst, 1);
  const auto joins = [&](AccountId by, AccountId account, GroupId into) {
    return refusal(house.perform(by, [&](const Desk& desk, const Ask& ask) { return join(desk, ask, account, into); }));
  };
  EXPECT_EQ(joins(peja.members[0], figures.members[0], peja.group), "holds-no-other-group /account");
  EXPECT_EQ(joins(peja.members[0], house.administrator(), peja.group), "holds-no-other-group /account");
  EXPECT_EQ(joins(figures.members[0], peja.members[0], figures.group), "holds-no-other-group /account");
  EXPECT_EQ(joins(house.administrator(), prizren.members[1], peja.group), "not-a-member");
  EXPECT_EQ(joins(peja.members[0], prizren.members[1], peja.group), "nothing was refused");
  EXPECT_EQ(joins(peja.members[0], prizren.members[1], peja.group), "already-a-member");
  const auto both = *must(person(*house.now(), prizren.members[1]));
  EXPECT_TRUE(both.is_member_of(prizren.group));
  EXPECT_TRUE(both.is_member_of(peja.group));
  EXPECT_EQ(both.place, atu_prizren) << "her own office stays hers";
}

TEST_F(Membership, an_administrator_holds_the_staff_key_and_no_other) {
  const auto office = house.open(atu_prizren, Role::officer, 2);
  // Something of a case, which the office holds.
  const auto case_stream = StreamId::make(house.clock().now(), house.room().chance);
  must(house.perform(office.members[0], [&](const Desk& desk, const Ask& ask) -> Result<eventlog::Batch> {
    eventlog::Batch batch;
    batch.id = ask.id;
    batch.actor = eventlog::Actor::person(office.members[0]);
    batch.ground = "test";
    keys::Sealer sealer(desk.room, desk.snapshot, desk.by);
    const keys::Recipient owner{.who = office.group, .ground = "owner"};
    eventlog::NewEvent event;
    event.stream = case_stream;
    event.type = {"test.written", 1};
    event.sections.push_back(TRY(
        sealer.seal({case_stream, 1, event.type, "body"}, "body", 1, bytes_of("what was seen"), std::span(&owner, 1))));
    batch.events.push_back(std::move(event));
    std::move(sealer).finish().add_to(batch);
    return batch;
  }));
  const auto compartments = [&](AccountId account) {
    std::set<std::string> held;
    for (const auto& key : must(keys::everything_held(house.room(), *house.now(), house.keys_of(account), test::at(8))))
      held.insert(key.compartment);
    return held;
  };
  EXPECT_EQ(compartments(house.administrator()), std::set<std::string>{"staff"});
  EXPECT_EQ(compartments(office.members[1]), (std::set<std::string>{"body", "staff"}));
}

}  // namespace
}  // namespace kulla::directory
