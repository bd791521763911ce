// A house on paper: its events are written as commands write them, but with no key behind them. For questions that are
// answered from open columns, where a real key for each of many people would only take time.
#pragma once

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "directory/events.hpp"
#include "directory/people.hpp"
#include "directory/projection.hpp"
#include "directory/said.hpp"
#include "directory/tables.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/open_json.hpp"
#include "keys/events.hpp"
#include "support/seed.hpp"

namespace kulla::directory::test {

using eventlog::StreamKind;

class PaperHouse {
 public:
  struct Office {
    UnitId unit;
    GroupId group;
  };

  eventlog::Store& store() { return *store_; }
  std::unique_ptr<eventlog::Snapshot> now() { return must(store_->snapshot()); }
  ManualClock& clock() { return clock_; }
  SeededChance& chance() { return chance_; }

  template <class Type>
  void add(StreamId stream, StreamKind kind, const Type& fact, std::vector<eventlog::Section> sections = {}) {
    waiting_.push_back({.stream = stream,
                        .kind = kind,
                        .type = Type::type,
                        .occurred_at = clock_.now(),
                        .open = eventlog::encode_open(fact.open),
                        .sections = std::move(sections),
                        .cause = std::nullopt});
  }
  /// Appends all that was added, as one batch.
  Result<eventlog::Committed> append() {
    const auto snapshot = now();
    eventlog::Batch batch;
    chance_.fill(batch.id);
    batch.ground = "test";
    batch.events = std::exchange(waiting_, {});
    for (const auto& event : batch.events)
      if (std::ranges::find(batch.expect, event.stream, &eventlog::Expectation::stream) == batch.expect.end())
        batch.expect.push_back({event.stream, must(snapshot->version(event.stream))});
    TRY_VOID(project_into(batch, *snapshot));
    return store_->append(std::move(batch));
  }

  Office open(const Place& place, bool with_key = true) {
    const Office office{UnitId::make(clock_.now(), chance_), GroupId::make(clock_.now(), chance_)};
    const auto unit = place.unit.empty() ? std::nullopt : std::optional(place.unit);
    add(office.unit.as<StreamTag>(), StreamKind::unit,
        UnitOpened{{AgencyId::make(clock_.now(), chance_), office.group, place.agency, unit, place.region}});
    add(office.group.as<StreamTag>(), StreamKind::group, GroupPlaced{{office.unit, place.agency, unit, place.region}});
    if (with_key) state_key(office.group, 1);
    must(append());
    return office;
  }
  void state_key(GroupId group, std::uint16_t epoch) {
    keys::KeyStated stated;
    stated.open.principal = keys::PrincipalKind::group;
    stated.open.epoch = {epoch};
    add(group.as<StreamTag>(), StreamKind::group, stated);
  }

  /// Someone who is a member already.
  AccountId member(const Office& office, Role role) {
    const auto place = must(group(*now(), office.group))->place;
    const auto account = AccountId::make(clock_.now(), chance_);
    add(account.as<StreamTag>(), StreamKind::account,
        AccountRegistered{{office.group, place.agency, place.unit.empty() ? std::nullopt : std::optional(place.unit),
                           place.region, role}},
        {name_hash()});
    const auto present = must(members(*now(), office.group));
    if (present.empty()) {
      keys::GroupOpened opened;
      opened.open.first_member = account;
      add(office.group.as<StreamTag>(), StreamKind::group, opened);
    }
    keys::MemberAdmitted admitted;
    admitted.open = {account, present.empty() ? account : present.front()};
    add(office.group.as<StreamTag>(), StreamKind::group, admitted);
    must(append());
    return account;
  }
  void leave(const Office& office, AccountId account) {
    keys::MemberLeft left;
    left.open.account = account;
    add(office.group.as<StreamTag>(), StreamKind::group, left);
    must(append());
  }
  void on_duty_from(const Office& office, Duty duty, AccountId account, Instant from, Instant until) {
    add(office.unit.as<StreamTag>(), StreamKind::unit, DutySet{{duty, account, from, until}});
    must(append());
  }

  eventlog::Section name_hash() {
    eventlog::Section section{
        .name = std::string(sign_in_section), .data_key = {house_.bytes}, .cipher = Bytes(32), .hash = {}};
    chance_.fill(section.cipher);
    return section;
  }

 private:
  ManualClock clock_{midnight()};
  SeededChance chance_{kulla::test::seed()};
  HouseId house_ = HouseId::make(midnight(), chance_);
  std::unique_ptr<eventlog::Store> store_ = eventlog::open_memory_store(
      {.house = house_, .clock = &clock_, .chance = &chance_, .tables = {tables().begin(), tables().end()}});
  std::vector<eventlog::NewEvent> waiting_;
};

}  // namespace kulla::directory::test
