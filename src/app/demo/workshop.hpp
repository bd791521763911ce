// The house while it is made: its store and keys under a clock that is moved by hand, and its people's sessions.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "app/demo/offices.hpp"
#include "base/clock.hpp"
#include "crypto/chance.hpp"
#include "directory/founding.hpp"
#include "eventlog/store.hpp"
#include "keys/sessions.hpp"

namespace kulla::app::demo {

class Workshop {
 public:
  /// Founds the house by its administrators, and names them. The root key is used once and thrown away: nothing is
  /// ever restored in a demo house.
  static Result<std::unique_ptr<Workshop>> found(const std::filesystem::path& folder, Instant begins);

  ManualClock& clock() { return clock_; }
  Chance& chance() { return chance_; }
  eventlog::Store& store() { return *store_; }
  keys::KeyRoom& room() { return *room_; }
  AccountId account(std::string_view sign_in_name) const { return people_.at(std::string(sign_in_name)).account; }
  GroupId administrators() const { return administrators_; }

  /// Signs somebody in who can; once. Her session lasts until the house is finished.
  Result<std::shared_ptr<const keys::Session>> session(std::string_view sign_in_name);
  void remember(std::string_view sign_in_name, AccountId account) {
    people_[std::string(sign_in_name)].account = account;
  }

  directory::Ask ask(GroupId acting_group, eventlog::Code ground);
  /// Each command takes some time of the house's clock.
  Result<eventlog::Committed> append(eventlog::Batch batch);
  /// A command that makes a batch, in somebody's session on a fresh snapshot; appended.
  template <class Command>
  Result<eventlog::Committed> perform(std::string_view by, const directory::Ask& ask, Command command) {
    const auto session = TRY(this->session(by));
    const auto snapshot = TRY(store_->snapshot());
    auto batch = TRY(command(directory::Desk{*snapshot, *room_, session->keys(), clock_.now()}, ask));
    return append(std::move(batch));
  }

  /// Everyone goes home; the log's head is signed. The clock stands at `now`.
  Result<void> finish(Instant now);

 private:
  struct Person {
    AccountId account;
    crypto::WipingString token;
    std::shared_ptr<const keys::Session> session;
  };
  explicit Workshop(Instant begins) : clock_(begins) {}
  ManualClock clock_;
  crypto::SystemChance chance_;
  std::shared_ptr<const keys::HouseKeys> keys_;
  std::unique_ptr<eventlog::Store> store_;
  std::unique_ptr<keys::KeyRoom> room_;
  std::unique_ptr<keys::Sessions> sessions_;
  std::map<std::string, Person> people_;
  GroupId administrators_;
};

/// Opens every office but the administrators', with its people and its turns of duty until `until`.
Result<void> open_offices(Workshop& shop, Instant until,
                          const std::function<void(const Office& office, std::size_t made)>& progress);

}  // namespace kulla::app::demo
