#include "app/demo/demo.hpp"

#include <fstream>
#include <map>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "app/demo/live_cases.hpp"
#include "app/founding.hpp"
#include "app/open_house.hpp"
#include "app/procedures.hpp"
#include "casefile/casebook.hpp"
#include "directory/founding.hpp"
#include "directory/people.hpp"
#include "directory/staff.hpp"
#include "eventlog/checkpoint.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "keys/house.hpp"
#include "support/shared_data.hpp"

namespace kulla::app {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_line(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Config config_in(const std::filesystem::path& folder) {
  Config config;
  config.data.dir = folder.string();
  return config;
}

Instant now() { return SystemClock().now(); }

/// Made once for all tests, which only look at it.
class demo_house : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_at_ = now();
    folder_ = std::make_unique<test::TemporaryFolder>();
    const auto made = make_demo(config_in(folder()), made_at_, [](std::string_view, std::size_t now_made, std::size_t) {
      told_ = std::max(told_, now_made);
    });
    ASSERT_TRUE(made) << to_line(made.error());
    auto config = must(load_config(folder() / house_config_file, {}));
    config.data.dir = folder().string();
    house_ = must(OpenHouse::open(config));
    head_ = snapshot()->head();
  }
  static void TearDownTestSuite() {
    house_.reset();
    folder_.reset();
  }

  static std::filesystem::path folder() { return folder_->path() / "house"; }
  static OpenHouse& house() { return *house_; }
  static std::unique_ptr<eventlog::Snapshot> snapshot() { return must(house_->store().snapshot()); }
  static std::vector<DemoAccount> accounts() { return must(demo_accounts(made_at_)); }
  static AccountId account_of(const std::string& sign_in_name) {
    const auto hash = house().house_keys().name_hash(sign_in_name);
    return must(directory::account_by_name(*snapshot(), hash)).value_or(AccountId{});
  }
  static Result<keys::SignedIn> sign_in(const DemoAccount& account) {
    return house().sessions().sign_in({.account = account_of(account.sign_in_name),
                                       .name = house().house_keys().name_hash(account.sign_in_name),
                                       .source = "127.0.0.1",
                                       .password = account.password});
  }

  struct Told {
    std::shared_ptr<const casefile::CaseFile> file;
    casefile::Duty prosecutor;  // inform-prosecutor
  };
  /// The demo's cases as the log has them, the oldest first.
  static std::vector<Told> cases() {
    const auto procedure = must(open_procedure({}, house().dictionary(), house().places()));
    casefile::Casebook book([procedure](eventlog::Code, std::uint16_t) { return procedure; });
    const auto at = snapshot();
    std::vector<Told> all;
    for (const auto& stream : must(at->streams(eventlog::StreamKind::case_file))) {
      auto file = must(book.load(*at, stream.as<CaseTag>()));
      for (const auto& duty : file->track().duties())
        if (procedure->name(duty.step) == "inform-prosecutor") all.push_back({file, duty});
    }
    return all;
  }
  static std::size_t rungs_of(const Told& told) {
    return static_cast<std::size_t>(
        std::ranges::count(told.file->rungs(), eventlog::Code("inform-prosecutor"), &casefile::FiredRung::step));
  }

  static inline Instant made_at_;
  static inline std::size_t told_ = 0;
  static inline eventlog::Head head_;  // as it was left
  static inline std::unique_ptr<test::TemporaryFolder> folder_;
  static inline std::unique_ptr<OpenHouse> house_;
};

std::vector<std::vector<std::string>> rows_of(const std::vector<DemoAccount>& accounts) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : accounts)
    rows.push_back(
        {one.sign_in_name, one.name, one.password, one.role, one.group, one.agency, one.unit, one.region, one.duty});
  return rows;
}

TEST_F(demo_house, the_list_of_sign_ins_is_the_same_each_time) {
  const auto at = must(parse_rfc3339("2026-11-24T12:00:00Z"));
  EXPECT_EQ(rows_of(must(demo_accounts(at))), rows_of(must(demo_accounts(at))));
  EXPECT_EQ(rows_of(must(demo_accounts(at))), rows_of(must(demo_accounts(at + days(2)))));
  EXPECT_NE(rows_of(must(demo_accounts(at))), rows_of(must(demo_accounts(at + days(1))))) << "turns change each day";
}

TEST_F(demo_house, turns_change_at_seven_on_the_wall) {
  const auto before = must(demo_accounts(must(parse_rfc3339("2026-11-24T06:59:59+01:00"))));
  const auto after = must(demo_accounts(must(parse_rfc3339("2026-11-24T07:00:00+01:00"))));
  const auto night = must(demo_accounts(must(parse_rfc3339("2026-11-23T22:00:00+01:00"))));
  EXPECT_NE(rows_of(before), rows_of(after));
  EXPECT_EQ(rows_of(before), rows_of(night));
  EXPECT_EQ(rows_of(must(demo_accounts(must(parse_rfc3339("2026-07-01T06:59:59+02:00"))))),
            rows_of(must(demo_accounts(must(parse_rfc3339("2026-06-30T22:00:00+02:00"))))));
}

TEST_F(demo_house, sign_in_names_and_passwords_are_each_one_persons_own) {
  std::set<std::string> names;
  std::set<std::string> people;
  std::set<std::string> passwords;
  for (const auto& one : accounts()) {
    EXPECT_TRUE(names.insert(one.sign_in_name).second) << one.sign_in_name;
    EXPECT_TRUE(people.insert(one.name).second) << one.name;
    EXPECT_TRUE(passwords.insert(one.password).second) << one.password;
    EXPECT_GE(one.password.size(), 12U) << one.password;
    const auto folded = directory::fold_sign_in_name(one.sign_in_name);
    EXPECT_TRUE(folded && folded->view() == one.sign_in_name) << one.sign_in_name;
  }
  EXPECT_GE(names.size(), 80U);
  EXPECT_EQ(told_, names.size());
}

TEST_F(demo_house, every_group_has_two_members_and_a_key) {
  const auto at = snapshot();
  const auto groups = must(directory::groups(*at));
  std::map<std::string, std::size_t> listed;
  for (const auto& one : accounts()) ++listed[one.group];
  EXPECT_EQ(groups.size(), listed.size());
  std::size_t members = 0;
  for (const auto& group : groups) {
    const auto present = must(directory::members(*at, group.id));
    EXPECT_GE(present.size(), 2U) << group.id.text();
    EXPECT_GT(group.epoch, 0) << group.id.text();
    members += present.size();
  }
  EXPECT_EQ(members, accounts().size()) << "nobody sits in two groups";
  for (const auto& [group, count] : listed) EXPECT_GE(count, 2U) << group;
}

TEST_F(demo_house, each_region_has_its_three_offices_and_headquarters_the_rest) {
  const auto at = snapshot();
  using directory::Agency;
  std::size_t regions = 0;
  for (const auto& region : house().places().regions()) {
    if (region == directory::headquarters) continue;
    ++regions;
    EXPECT_TRUE(must(directory::group_at(*at, {Agency::police, "anti-trafficking", region}))) << region.text();
    EXPECT_TRUE(must(directory::group_at(*at, {Agency::prosecution, {}, region}))) << region.text();
    EXPECT_TRUE(must(directory::group_at(*at, {Agency::csw, {}, region}))) << region.text();
  }
  EXPECT_EQ(regions, 6U);
  for (const auto& place : {directory::Place{Agency::police, "anti-trafficking", directory::headquarters},
                            {Agency::prosecution, {}, directory::headquarters},
                            {Agency::vau, {}, directory::headquarters},
                            {Agency::iom, {}, directory::headquarters},
                            {Agency::statistics, {}, directory::headquarters},
                            {Agency::administration, {}, directory::headquarters}})
    EXPECT_TRUE(must(directory::group_at(*at, place))) << word_of(place.agency);
  EXPECT_EQ(must(directory::groups_of(*at, Agency::shelter)).size(), 5U);
  EXPECT_EQ(must(directory::groups_of(*at, Agency::ngo)).size(), 2U);
}

TEST_F(demo_house, people_of_all_offices_sign_in_and_read_the_names_of_the_house) {
  const auto all = accounts();
  for (std::size_t i = 0; i < all.size(); i += 5) {
    const auto signed_in = sign_in(all[i]);
    ASSERT_TRUE(signed_in) << all[i].sign_in_name << ": " << to_line(signed_in.error());
    directory::Staff staff;
    const auto other = all[(i * 5 + 3) % all.size()];
    const auto names =
        staff.of(*snapshot(), house().key_room(), signed_in->session->keys(), account_of(other.sign_in_name), now());
    ASSERT_TRUE(names) << all[i].sign_in_name << ": " << to_line(names.error());
    ASSERT_TRUE(*names);
    EXPECT_EQ((*names)->name.view(), other.name);
  }
  const auto person = must(directory::person(*snapshot(), account_of(all.back().sign_in_name)));
  ASSERT_TRUE(person);
  EXPECT_EQ(word_of(person->role), all.back().role);
}

TEST_F(demo_house, administrators_hold_the_staff_key_and_no_office) {
  const auto at = snapshot();
  for (const auto& one : accounts()) {
    if (one.role != "administrator") continue;
    const auto session = must(sign_in(one)).session;
    const auto held = must(session->keys().groups(*at));
    ASSERT_EQ(held.size(), 1U);
    for (const auto& group : must(directory::groups(*at))) {
      const auto key = session->keys().key(*at, group.id, static_cast<keys::Epoch>(group.epoch));
      EXPECT_EQ(key.has_value(), group.id == held.front()) << word_of(group.place.agency);
    }
  }
}

/// The duties that the procedure asks for, in the offices that it asks.
bool is_owed(const directory::Group& group, directory::Duty duty) {
  using directory::Agency;
  using directory::Duty;
  const bool of_case = group.place.region != directory::headquarters;
  switch (group.place.agency) {
    case Agency::prosecution:
      return duty == Duty::on_call || (duty == Duty::back_up && of_case);
    case Agency::vau:
    case Agency::csw:
      return duty == Duty::focal_point || duty == Duty::back_up;
    default:
      return false;
  }
}

TEST_F(demo_house, every_hour_from_yesterday_over_sixty_days_somebody_has_each_duty) {
  const auto at = snapshot();
  std::size_t rosters = 0;
  for (const auto& group : must(directory::groups(*at)))
    for (const auto duty : {directory::Duty::on_call, directory::Duty::back_up, directory::Duty::focal_point}) {
      auto instant = made_at_ - days(1);
      const auto until = made_at_ + days(60);
      const auto first = must(directory::duty_now(*at, group.unit_id, duty, instant));
      if (!is_owed(group, duty) && first.shifts.empty()) continue;
      ++rosters;
      // From edge to edge: between them nothing changes.
      std::set<AccountId> people;
      while (instant < until) {
        const auto here = must(directory::duty_now(*at, group.unit_id, duty, instant));
        ASSERT_EQ(here.shifts.size(), 1U) << word_of(group.place.agency) << " " << group.place.region.text() << " "
                                          << word_of(duty) << " " << to_rfc3339(instant);
        people.insert(here.shifts.front().account);
        ASSERT_TRUE(here.until && *here.until > instant);
        instant = *here.until;
      }
      EXPECT_EQ(people.size(), 2U) << "two take turns";
    }
  EXPECT_GE(rosters, 6U * 4U + 1U + 2U);
}

TEST_F(demo_house, the_list_names_who_has_the_duty_in_the_house) {
  const auto at = snapshot();
  for (const auto instant : {made_at_ - days(1), made_at_, made_at_ + days(1), made_at_ + days(59) + hours(5)}) {
    std::size_t on_duty = 0;
    for (const auto& one : must(demo_accounts(instant))) {
      const auto duties = must(directory::duties_of(*at, account_of(one.sign_in_name), instant));
      if (one.duty.empty()) {
        EXPECT_TRUE(duties.empty()) << one.sign_in_name;
        continue;
      }
      ++on_duty;
      ASSERT_EQ(duties.size(), 1U) << one.sign_in_name;
      EXPECT_EQ(word_of(duties.front().duty), one.duty) << one.sign_in_name;
    }
    EXPECT_GT(on_duty, 40U);
  }
}

TEST_F(demo_house, no_name_and_no_password_stands_in_any_file_of_the_house) {
  std::string all;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
    if (!entry.is_regular_file()) continue;
    all += test::read_file(entry.path());
    ++files;
  }
  ASSERT_GE(files, 5U);
  ASSERT_NE(all.find("administrator"), std::string::npos) << "open words are there to be found";
  for (const auto& one : accounts())
    for (const auto& text : {one.sign_in_name, one.name, one.password})
      EXPECT_EQ(all.find(text), std::string::npos) << text;
  EXPECT_EQ(all.find("Anti-Trafficking Unit"), std::string::npos);
  EXPECT_EQ(all.find("044 000 1"), std::string::npos);
}

TEST_F(demo_house, what_was_reported_stands_in_no_file_of_the_house) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder()))
    if (entry.is_regular_file()) all += test::read_file(entry.path());
  std::size_t texts = 0;
  for (const auto& live : demo::live_cases()) {
    const auto body = boost::json::parse({live.body.data(), live.body.size()});
    for (const auto* key : {"place", "note"}) {
      const auto* text = body.as_object().if_contains(key);
      if (text == nullptr) continue;
      ++texts;
      EXPECT_EQ(all.find(text->as_string().c_str()), std::string::npos) << text->as_string();
    }
  }
  EXPECT_GE(texts, 12U);
}

TEST_F(demo_house, a_dozen_were_reported_in_the_last_days_each_at_its_time) {
  const auto all = cases();
  ASSERT_EQ(all.size(), 12U);
  ASSERT_EQ(all.size(), demo::live_cases().size());
  std::set<std::string> references;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].file->reported_at(), made_at_ - demo::live_cases()[i].before);
    EXPECT_EQ(all[i].file->region(), demo::live_cases()[i].region);
    EXPECT_TRUE(references.insert(all[i].file->reference().text()).second);
    EXPECT_FALSE(all[i].file->victims().empty());
  }
  EXPECT_EQ(all[4].file->victims().size(), 33U);
}

TEST_F(demo_house, some_were_answered_at_once_some_late_and_some_not_yet) {
  std::size_t in_time = 0;
  std::size_t late = 0;
  std::size_t overdue = 0;
  std::size_t running = 0;
  for (const auto& told : cases()) {
    const auto& duty = told.prosecutor;
    ASSERT_TRUE(duty.due_at);
    if (duty.met_at)
      ++(*duty.met_at <= *duty.due_at ? in_time : late);
    else
      ++(*duty.due_at < made_at_ ? overdue : running);
  }
  EXPECT_EQ(in_time, 8U);
  EXPECT_EQ(late, 1U);
  EXPECT_EQ(overdue, 2U);
  EXPECT_EQ(running, 1U);
}

TEST_F(demo_house, an_unanswered_notice_climbed_each_rung_at_its_minute) {
  const auto all = cases();
  const auto& nobody = all.at(9);  // Peja, five hours ago
  EXPECT_EQ(rungs_of(nobody), 4U);
  std::size_t looked_at = 0;
  for (const auto& told : all)
    for (const auto& rung : told.file->rungs()) {
      EXPECT_EQ(rung.fired_at, rung.planned_at) << rung.step.text() << " " << rung.rung;
      // Which shelter fits next is care's to say, so nobody answers for it and the rung after it fires at once; every
      // other party has an office with a roster.
      EXPECT_EQ(rung.nobody_on_duty, rung.step == eventlog::Code("shelter") && rung.rung == 2)
          << rung.step.text() << " " << rung.rung;
      ++looked_at;
    }
  EXPECT_GE(looked_at, 20U);
  EXPECT_EQ(rungs_of(all.at(0)), 0U) << "answered after six minutes";
  EXPECT_EQ(rungs_of(all.at(1)), 1U) << "the back-up answered after twenty-six";
  EXPECT_EQ(rungs_of(all.at(10)), 3U) << "seventy-five minutes ago";
  EXPECT_EQ(rungs_of(all.at(11)), 0U) << "twelve minutes ago";
}

TEST_F(demo_house, whoever_answered_had_the_duty_at_that_moment) {
  const auto at = snapshot();
  std::size_t answered = 0;
  for (const auto& told : cases())
    for (const auto& [id, notice] : told.file->notices()) {
      if (!notice.acknowledged_at) continue;
      ++answered;
      EXPECT_TRUE(notice.delivered_at && notice.seen_at);
      const auto held = must(directory::duties_of(*at, notice.acknowledged_by, *notice.acknowledged_at));
      EXPECT_EQ(held.size(), 1U) << notice.party.text();
    }
  std::size_t written = 0;
  for (const auto& live : demo::live_cases()) written += live.answers.size();
  EXPECT_EQ(answered, written);
}

TEST_F(demo_house, nothing_that_fell_due_is_left_unfired) {
  for (const auto& told : cases())
    for (const auto& duty : told.file->track().duties())
      if (duty.owed() && duty.next) {
        EXPECT_GT(duty.next->at, made_at_) << told.file->reference().text();
      }
}

TEST_F(demo_house, it_is_marked_for_ever_and_its_log_holds) {
  EXPECT_TRUE(house().house_keys().is_demo());
  const auto verdict = must(eventlog::verify_log(*snapshot(), must(house().log_verifier()), {}));
  EXPECT_TRUE(verdict.holds());
  EXPECT_GT(verdict.size, 1'000);
  EXPECT_GE(verdict.checkpoints, 1);
}

TEST_F(demo_house, its_past_begins_days_ago_and_ends_when_it_was_made) {
  const auto at = snapshot();
  EXPECT_LT(must(at->at(1))->recorded_at, made_at_ - days(7));
  EXPECT_EQ(head_.last_recorded_at, made_at_);
}

TEST_F(demo_house, its_configuration_lies_beside_it_and_names_no_folder) {
  const auto path = folder() / house_config_file;
  const auto config = must(load_config(path, {}));
  EXPECT_EQ(config.house.duty_line, "038 000 111");
  EXPECT_EQ(config.house.emergency, "192");
  EXPECT_EQ(config.house.special_prosecution, "038 000 999");
  EXPECT_EQ(config.data.dir, Config{}.data.dir);
  EXPECT_EQ(test::read_file(path).find(folder_->path().string()), std::string::npos);
}

TEST_F(demo_house, its_folder_is_its_owners_alone) {
  EXPECT_EQ(std::filesystem::status(folder()).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(demo_house, no_root_key_is_left_behind) {
  for (const auto& entry : std::filesystem::directory_iterator(folder_->path()))
    EXPECT_EQ(entry.path().filename(), "house") << entry.path();
}

TEST_F(demo_house, nothing_is_made_where_a_house_stands_or_anything_else) {
  const auto again = make_demo(config_in(folder()), now());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "house-exists");
  EXPECT_GE(snapshot()->head().size, head_.size) << "what stood there stands";

  const test::TemporaryFolder other;
  std::ofstream(other.path() / "letter.txt") << "mine";
  const auto beside = make_demo(config_in(other.path()), now());
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().code, "folder-not-empty");
  EXPECT_EQ(test::read_file(other.path() / "letter.txt"), "mine");
}

TEST_F(demo_house, a_real_house_is_never_turned_into_a_demo) {
  const test::TemporaryFolder real;
  const auto place = real.path() / "house";
  crypto::SystemChance chance;
  must(directory::found(
      place, real.path() / "root-key",
      {.officers = {{directory::Agency::police, "one.officer", "One Officer", "", "some long words"},
                    {directory::Agency::vau, "other.officer", "Other Officer", "", "some other words"}},
       .office_name = "Administration",
       .office_phone = "038 000 200",
       .demo = false,
       .cost = crypto::lowest_password_cost},
      now(), chance));
  const auto made = make_demo(config_in(place), now());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "house-exists");
  EXPECT_FALSE(must(keys::HouseKeys::open(place)).is_demo());
}

TEST_F(demo_house, a_making_that_fails_leaves_the_folder_empty) {
  const test::TemporaryFolder other;
  auto config = config_in(other.path() / "house");
  config.house.procedure = "no-such-procedure";  // found out late, when the offices stand
  const auto made = make_demo(config, now());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "procedure-unknown");
  EXPECT_TRUE(std::filesystem::is_empty(other.path() / "house"));
  EXPECT_FALSE(std::filesystem::exists(other.path() / "house.root-key"));
}

}  // namespace
}  // namespace kulla::app
