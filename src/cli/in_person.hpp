// What a person does from the command line: in her own session, with her own keys, and nothing that the directory
// refuses her.
#pragma once

#include <functional>

#include <boost/json/fwd.hpp>

#include "cli/at_house.hpp"
#include "directory/commands.hpp"

namespace kulla::cli {

/// Signed in by `name` and `password` of what was asked; signed out when it goes.
class InPerson {
 public:
  static Result<InPerson> sign_in(const AtHouse& at, const boost::json::object& asked);
  InPerson(InPerson&&) = default;
  InPerson& operator=(InPerson&&) = delete;
  ~InPerson();

  const keys::Unlocked& keys() const { return signed_in_.session->keys(); }
  AccountId account() const { return signed_in_.session->account(); }
  /// Decides on a fresh snapshot and appends, again while somebody else is first.
  Result<eventlog::Committed> change(
      const std::function<Result<eventlog::Batch>(const directory::Desk&, const directory::Ask&)>& decide) const;

 private:
  InPerson(app::OpenHouse& house, keys::SignedIn signed_in) : house_(&house), signed_in_(std::move(signed_in)) {}
  app::OpenHouse* house_;
  keys::SignedIn signed_in_;
};

/// By sign-in name or by id. Refuses `account-unknown`.
Result<AccountId> account_of(const AtHouse& at, const eventlog::Snapshot& snapshot, const std::string& text);
/// police/anti-trafficking/prizren, csw/peja. Refuses `agency-unknown`, `not-a-code`, `region-unknown`.
Result<directory::Place> place_of(const AtHouse& at, const std::string& text);
std::string to_text(const directory::Place& place);
/// By place or by id. Refuses `group-unknown`.
Result<directory::Group> group_of(const AtHouse& at, const eventlog::Snapshot& snapshot, const std::string& text);
Result<directory::Role> role_of(const std::string& text);

}  // namespace kulla::cli
