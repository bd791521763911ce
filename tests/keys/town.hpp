// A small town for the tests of this room: a house of two administrators of two agencies, and groups of two, made by
// the real functions in the order in which people would. Names are invented.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "eventlog/open_json.hpp"
#include "eventlog/store.hpp"
#include "keys/membership.hpp"
#include "keys/opener.hpp"
#include "keys/sessions.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::keys::test {

using eventlog::Batch;
using eventlog::Section;

enum class StoreKind : std::uint8_t { memory, sqlite };
std::vector<StoreKind> stores_at_hand();
std::string name_of(StoreKind kind);

struct Noted {  // a section of text, and nothing open
  static constexpr eventlog::EventType type{"test.noted", 1};
  struct Open {
    static constexpr std::tuple<> fields{};
  } open;
};

/// A section that was written, and where.
struct Written {
  StreamId stream;
  eventlog::Version version = 0;
  std::string section;
  Section stored;
  std::vector<LeftOut> left_out;
  SealingCost cost;
  Place place() const { return {.stream = stream, .version = version, .type = Noted::type, .section = section}; }
};

inline constexpr crypto::PasswordCost cheap = crypto::lowest_password_cost;

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? std::string("granted") : result.error().code;
}

class Town {
 public:
  explicit Town(StoreKind kind = StoreKind::memory);

  eventlog::Store& store() { return *store_; }
  KeyRoom& room() { return *room_; }
  const HouseKeys& house() const { return *house_; }
  ManualClock& clock() { return clock_; }
  Chance& chance() { return chance_; }
  Instant now() const { return clock_.now(); }
  std::filesystem::path data_folder() const { return folder_.path() / "data"; }
  std::filesystem::path root_file() const { return folder_.path() / "root.key"; }
  std::unique_ptr<Snapshot> snapshot() { return store_->snapshot().value(); }

  GroupId administrators, police, prosecution;
  AccountId mira, arben;   // administrators, of two agencies
  AccountId drita, luan;   // police
  AccountId vesa, blerim;  // prosecution

  template <class IdType>
  IdType make() {
    return IdType::make(now(), chance_);
  }
  static std::string password(AccountId account) { return "pass phrase of " + account.text(); }

  Result<eventlog::Committed> try_append(AccountId by, KeyChange change);
  /// Throws when refused: a test that goes on would prove nothing.
  void append(AccountId by, KeyChange change);
  /// Opened by the password, and kept.
  const Unlocked& keys(AccountId account);
  /// The server stops and starts: what was only in memory is gone.
  void restart();

  AccountId invite_and_accept(GroupId group, AccountId inviter);
  AccountId add_member(GroupId group, AccountId admitted_by);
  GroupId add_group(int members, std::vector<AccountId>* accounts = nullptr);
  void leave_group(AccountId by, AccountId leaver, GroupId group);

  Recipient to(Principal who) const { return {.who = who, .ground = "owner"}; }
  Written write(AccountId by, StreamId stream, std::string_view section, std::string_view compartment,
                std::string_view text, std::vector<Principal> readers);
  /// The text, or the code of the refusal.
  std::string read(AccountId by, const Written& written);
  std::string read_as(const Unlocked& keys, const Place& place, const Section& section);
  /// Rows of read tables, past everything: what the database's administrator can do.
  void forge(std::vector<TableWrite> rows);
  eventlog::NewEvent noted(StreamId stream, std::vector<Section> sections = {}) const;

 private:
  kulla::test::TemporaryFolder folder_;
  ManualClock clock_{Instant{1'796'000'000'000'000}};
  SeededChance chance_{kulla::test::seed()};
  std::unique_ptr<HouseKeys> house_;
  std::unique_ptr<eventlog::Store> store_;
  std::unique_ptr<KeyRoom> room_;
  std::map<AccountId, std::unique_ptr<Unlocked>> unlocked_;
};

class OnEachStore : public testing::TestWithParam<StoreKind> {
 public:
  OnEachStore() : town(GetParam()) {}
  Town town;
};
#define ON_EACH_STORE(fixture)                                                                        \
  INSTANTIATE_TEST_SUITE_P(stores, fixture, testing::ValuesIn(::kulla::keys::test::stores_at_hand()), \
                           [](const auto& of) { return ::kulla::keys::test::name_of(of.param); })

}  // namespace kulla::keys::test
