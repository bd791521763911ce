#include "directory/staff.hpp"

#include <fstream>

#include "directory/projection.hpp"
#include "directory/real_house.hpp"
#include "directory/tables.hpp"
#include "keys/tables.hpp"

namespace kulla::directory {
namespace {

using test::at;
using test::must;
using test::RealHouse;
using test::refusal;

TEST(sign_in_name, is_lowered_and_never_mended) {
  EXPECT_EQ(fold_sign_in_name("Arta.Krasniqi-2")->view(), "arta.krasniqi-2");
  for (const auto* name : {"", "a", ".arta", "arta.", "-a", "a b", " arta", "arta\n", "arta@police", "Fatmirë", "a_b"})
    EXPECT_FALSE(fold_sign_in_name(name)) << name;
  EXPECT_TRUE(fold_sign_in_name(std::string(64, 'a')));
  EXPECT_FALSE(fold_sign_in_name(std::string(65, 'a')));
}

class StaffOfAHouse : public testing::TestWithParam<test::Keeps> {
 protected:
  Result<std::optional<StaffNames>> names(AccountId reader, AccountId of) {
    Staff staff;
    return staff.of(*house.now(), house.room(), house.keys_of(reader), of, house.clock().now());
  }
  RealHouse house{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(kept_by, StaffOfAHouse, testing::Values(test::Keeps::memory, test::Keeps::sqlite));

TEST_P(StaffOfAHouse, every_group_reads_the_names_of_every_other_also_one_that_came_later) {
  const auto first = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 2);
  const auto later = house.open({Agency::csw, {}, Code{"peja"}}, Role::social_worker, 2);
  for (const auto reader : {first.members[0], first.members[1], later.members[0], later.members[1]})
    for (const auto of : {house.administrator(), first.members[1], later.members[1]}) {
      const auto found = names(reader, of);
      ASSERT_TRUE(found.has_value()) << refusal(found);
      ASSERT_TRUE(found->has_value());
      EXPECT_FALSE((*found)->name.empty());
    }
  EXPECT_FALSE(must(names(first.members[0], AccountId::make(at(8), house.room().chance))));
}

TEST_P(StaffOfAHouse, a_group_reads_nothing_until_it_was_given_the_staff_key) {
  const auto opened = house.open_without_members({Agency::csw, {}, Code{"peja"}});
  house.accept(house.invite(house.administrator(), opened.group, Role::social_worker).code);
  must(house.admit(house.administrator(), opened.first_member));
  must(house.perform(opened.first_member,
                     [&](const Desk& desk, const Ask& ask) { return make_group_key(desk, ask, opened.group); }));
  EXPECT_EQ(must(groups_without_staff_key(*house.now(), house.room())), std::vector{opened.group});
  EXPECT_EQ(refusal(names(opened.first_member, house.administrator())), "key-not-held");

  const auto share = [](const Desk& desk, const Ask& ask) { return share_staff_key(desk, ask); };
  EXPECT_EQ(refusal(house.perform(opened.first_member, share)), "key-not-held") << "one cannot take it oneself";
  must(house.perform(house.administrator(), share));
  EXPECT_TRUE(must(groups_without_staff_key(*house.now(), house.room())).empty());
  EXPECT_EQ(must(names(opened.first_member, house.administrator()))->name.view(), "Arta Krasniqi");

  const auto size = house.now()->head().size;
  must(house.perform(house.administrator(), share));
  EXPECT_EQ(house.now()->head().size, size) << "nothing is left to do";
}

TEST_P(StaffOfAHouse, after_somebody_left_a_new_group_still_reads_every_name) {
  const auto first = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 3);
  const auto leaver = first.members[2];
  must(house.perform(first.members[0],
                     [&](const Desk& desk, const Ask& ask) { return leave(desk, ask, leaver, first.group); }));
  // A name written now lies under a new staff key; the others' still under the old one.
  must(house.perform(first.members[0], [&](const Desk& desk, const Ask& ask) {
    return describe_staff(desk, ask, first.members[0], "Written after", "044 111 222");
  }));
  const auto later = house.open({Agency::csw, {}, Code{"peja"}}, Role::social_worker, 2);
  for (const auto of : {house.administrator(), first.members[0], first.members[1], leaver})
    EXPECT_TRUE(must(names(later.members[1], of)).has_value());
  EXPECT_EQ(refusal(names(leaver, first.members[0])), "key-not-held");
}

TEST_P(StaffOfAHouse, a_contact_is_read_by_the_running_server_and_stands_in_one_place) {
  const auto office = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 2);
  const auto [one, other] = std::pair(office.members[0], office.members[1]);
  const auto sets = [&](AccountId by, AccountId of, std::string_view phone, std::string_view mail) {
    return refusal(
        house.perform(by, [&](const Desk& desk, const Ask& ask) { return set_contact(desk, ask, of, phone, mail); }));
  };
  EXPECT_EQ(sets(other, one, "044 1", ""), "not-yours");
  EXPECT_EQ(sets(one, one, std::string(phone_bytes_max + 1, '1'), ""), "text-too-long /phone");
  EXPECT_EQ(sets(one, one, "", std::string(mail_bytes_max + 1, 'm')), "text-too-long /mail");
  EXPECT_FALSE(must(contact_of(*house.now(), house.room().house, one)));
  EXPECT_EQ(sets(one, one, "044 123 123", "one@example.org"), "nothing was refused");
  EXPECT_EQ(sets(house.administrator(), other, "044 321 321", ""), "nothing was refused");
  EXPECT_EQ(must(contact_of(*house.now(), house.room().house, one))->mail.view(), "one@example.org");
  EXPECT_EQ(must(contact_of(*house.now(), house.room().house, other))->phone.view(), "044 321 321");

  // Whoever writes into the database puts one's number in the other's place.
  const eventlog::Row key{one.to_bytes(), std::string("contact")};
  auto moved = *must(house.now()->get(section_table, {other.to_bytes(), std::string("contact")}));
  moved[0] = key[0];
  must(house.store().rebuild([&](const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer) -> Result<void> {
    TRY_VOID(rebuild(snapshot, writer));
    return writer.write({eventlog::TableWrite::Kind::put, &section_table, moved});
  }));
  EXPECT_EQ(refusal(contact_of(*house.now(), house.room().house, one)), "not-authentic");
}

/// All bytes that the house has stored: events, sections, rows of every table, files.
std::string everything_stored(RealHouse& house) {
  std::string all;
  const auto snapshot = house.now();
  must(snapshot->log(1, [&](const eventlog::Event& event) {
    all += event.type + '\n' + event.ground + '\n' + event.open.text() + '\n';
    for (const auto& section : event.sections) all.append(section.name).append(text_of(section.cipher));
    return true;
  }));
  std::vector<const eventlog::Table*> every{tables().begin(), tables().end()};
  every.insert(every.end(), keys::tables().begin(), keys::tables().end());
  for (const auto* table : every)
    for (const auto& row : must(snapshot->scan({.table = table,
                                                .index = {},
                                                .equal = {},
                                                .from = std::nullopt,
                                                .before = std::nullopt,
                                                .limit = 100'000})))
      for (const auto& value : row) {
        if (const auto* text = std::get_if<std::string>(&value)) all += *text + '\n';
        if (const auto* bytes = std::get_if<Bytes>(&value)) all.append(text_of(*bytes)).append("\n");
      }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house.folder()))
    if (entry.is_regular_file()) all += kulla::test::read_file(entry.path());
  return all;
}

TEST_P(StaffOfAHouse, no_name_number_address_code_or_password_is_stored_in_clear) {
  const auto office = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 2);
  std::vector<std::string> planted{std::string(RealHouse::password), std::string(RealHouse::office_phone),
                                   "Arta Krasniqi", "arta.krasniqi", "044 100 100"};
  for (int i = 0; i < 20; ++i) {
    const auto number = std::to_string(1000 + i);
    const std::string sign_in = "planted-" + number;
    const std::string name = "Përparim Žarković " + number;
    const std::string phone = "+383 49 77" + number;
    const std::string mail = "box" + number + "@kulla.example";
    auto invited = must(house.ask_for(office.members[0], [&](const Desk& desk, const Ask& ask) {
      return invite(
          desk, ask,
          {.group = office.group, .role = Role::officer, .sign_in_name = sign_in, .name = name, .work_phone = phone});
    }));
    must(house.store().append(std::move(invited.batch)));
    must(house.perform(house.administrator(), [&](const Desk& desk, const Ask& ask) {
      return set_contact(desk, ask, invited.account, phone + "9", mail);
    }));
    planted.insert(planted.end(), {sign_in, name, phone, mail, std::string(invited.code.view())});
  }
  const auto stored = everything_stored(house);
  ASSERT_EQ(planted.size(), 105U);
  for (const auto& word : planted) EXPECT_EQ(stored.find(word), std::string::npos) << word;
  EXPECT_NE(stored.find("prizren"), std::string::npos) << "what is open is found, or nothing was looked at";
}

TEST_P(StaffOfAHouse, a_real_house_rebuilt_without_keys_is_the_house_that_lived) {
  const auto office = house.open({Agency::police, {}, Code{"prizren"}}, Role::officer, 3);
  must(house.perform(office.members[0], [&](const Desk& desk, const Ask& ask) {
    return set_duties(desk, ask, office.unit, {{Duty::on_call, office.members[1], at(9), at(17)}});
  }));
  must(house.perform(office.members[0], [&](const Desk& desk, const Ask& ask) {
    return leave(desk, ask, office.members[2], office.group);
  }));
  const auto contents = [&] {
    std::vector<std::vector<eventlog::Row>> all;
    for (const auto* table : tables())
      all.push_back(must(house.now()->scan(
          {.table = table, .index = {}, .equal = {}, .from = std::nullopt, .before = std::nullopt, .limit = 100'000})));
    return all;
  };
  const auto live = contents();
  for (const auto& rows : live) EXPECT_FALSE(rows.empty());
  must(house.store().rebuild(rebuild));
  EXPECT_EQ(contents(), live);
}

}  // namespace
}  // namespace kulla::directory
