#include "keys/house.hpp"

#include <fstream>

#include "keys/town.hpp"

namespace kulla::keys::test {
namespace {

namespace fs = std::filesystem;

class house : public testing::Test {
 public:
  Founding two_officers() {
    Founding founding{.officers = {}, .administrators = GroupId::make({}, chance), .demo = false, .cost = cheap};
    for (int i = 0; i < 2; ++i)
      founding.officers.push_back({AccountId::make({}, chance), StreamId::make({}, chance),
                                   crypto::WipingString(std::string_view("quiet river stones"))});
    return founding;
  }
  Result<Founded> found(const Founding& founding) { return found_house(data, root, founding, Instant{}, chance); }
  SeededChance chance{kulla::test::seed()};
  kulla::test::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const fs::path root = folder.path() / "root.key";
};

TEST_F(house, is_opened_as_it_was_founded) {
  const auto founded = found(two_officers()).value();
  const auto opened = HouseKeys::open(data).value();
  EXPECT_EQ(opened.id(), founded.keys.id());
  EXPECT_EQ(opened.root(), founded.keys.root());
  EXPECT_EQ(opened.is_demo(), false);
  EXPECT_TRUE(opened.master() == founded.keys.master());
  EXPECT_TRUE(opened.server_key() == founded.keys.server_key());
  EXPECT_EQ(opened.log_key().public_key(), founded.keys.log_key().public_key());
  EXPECT_EQ(opened.name_hash("drita"), founded.keys.name_hash("drita"));
  EXPECT_NE(opened.name_hash("drita"), opened.name_hash("luan"));
}

TEST_F(house, keeps_its_root_key_nowhere_but_in_the_file_taken_away) {
  ASSERT_TRUE(found(two_officers()).has_value());
  const auto text = kulla::test::read_file(root);
  const auto seed = text.substr(text.find("seed ") + 5, 43);
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(kulla::test::read_file(entry.path()).find(seed), std::string::npos) << entry.path();
    EXPECT_EQ(fs::status(entry.path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
  EXPECT_EQ(files, 4);
  EXPECT_EQ(fs::status(root).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(house, is_refused_one_officer_one_person_twice_and_one_agency) {
  auto founding = two_officers();
  founding.officers[1].agency = founding.officers[0].agency;
  EXPECT_EQ(code_of(found(founding)), "officers-of-one-agency");
  founding = two_officers();
  founding.officers[1].account = founding.officers[0].account;
  EXPECT_EQ(code_of(found(founding)), "too-few-officers");
  founding.officers.pop_back();
  EXPECT_EQ(code_of(found(founding)), "too-few-officers");
  founding = two_officers();
  founding.officers[1].password = std::string_view("eleven-long");
  EXPECT_EQ(code_of(found(founding)), "password-too-short");
  EXPECT_FALSE(fs::exists(data / "keys"));
  EXPECT_FALSE(fs::exists(root));
}

TEST_F(house, is_not_founded_over_another_nor_with_its_root_key_inside) {
  EXPECT_EQ(code_of(found_house(data, data / "root.key", two_officers(), Instant{}, chance)), "root-key-file-inside");
  EXPECT_EQ(code_of(found_house(data, data / "x" / ".." / "root.key", two_officers(), Instant{}, chance)),
            "root-key-file-inside");
  ASSERT_TRUE(found(two_officers()).has_value());
  EXPECT_EQ(code_of(found(two_officers())), "house-exists");
  EXPECT_EQ(code_of(found_house(folder.path() / "second", root, two_officers(), Instant{}, chance)),
            "root-key-file-exists");
}

TEST_F(house, whose_files_others_may_read_is_not_opened) {
  ASSERT_TRUE(found(two_officers()).has_value());
  for (const auto* name : {"house", "server", "master", "log"}) {
    const auto path = data / "keys" / name;
    fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
    const auto opened = HouseKeys::open(data);
    ASSERT_EQ(code_of(opened), "key-file-readable");
    EXPECT_EQ(opened.error().where, path.string());
    fs::permissions(path, fs::perms::group_read, fs::perm_options::remove);
  }
  fs::permissions(data / "keys", fs::perms::others_exec, fs::perm_options::add);
  EXPECT_EQ(code_of(HouseKeys::open(data)), "key-file-readable");
}

TEST_F(house, with_a_missing_or_damaged_file_says_which) {
  EXPECT_EQ(code_of(HouseKeys::open(data)), "no-house");
  ASSERT_TRUE(found(two_officers()).has_value());
  for (const auto* name : {"house", "server", "master", "log"}) {
    const auto path = data / "keys" / name;
    const auto right = kulla::test::read_file(path);
    for (const auto& wrong : {std::string(), right.substr(0, right.size() / 2), "x" + right}) {
      std::ofstream(path, std::ios::binary) << wrong;
      const auto opened = HouseKeys::open(data);
      EXPECT_EQ(code_of(opened), "key-file-damaged") << name;
      EXPECT_EQ(opened ? "" : opened.error().where, path.string());
    }
    std::ofstream(path, std::ios::binary) << right;
    EXPECT_EQ(code_of(HouseKeys::open(data)), "granted");
  }
}

TEST_F(house, counts_a_passwords_characters_and_not_its_bytes) {
  EXPECT_EQ(code_of(check_password("пароль-пар")), "password-too-short");  // ten characters, nineteen bytes
  EXPECT_EQ(code_of(check_password("пароль-пароль")), "granted");
  EXPECT_EQ(code_of(check_password(std::string(11, 'x'))), "password-too-short");
  EXPECT_EQ(code_of(check_password(std::string(12, 'x'))), "granted");
  EXPECT_EQ(code_of(check_password(std::string(1025, 'x'))), "password-too-long");
}

}  // namespace
}  // namespace kulla::keys::test
