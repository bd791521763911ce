// A small country for the cases' tests: a house with real keys, the offices that the Kosovo procedure tells, people on
// duty in them, and the wing's own routes called as the server calls them.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "access/trail.hpp"
#include "casefile/commands.hpp"
#include "casefile/tables.hpp"
#include "cases/cases.hpp"
#include "change/road.hpp"
#include "directory/real_house.hpp"
#include "keys/sessions.hpp"

namespace kulla::cases::test {

class Town {
 public:
  explicit Town(directory::test::Keeps keeps = directory::test::Keeps::memory);

  using Office = directory::test::RealHouse::Office;
  Office police;        // anti-trafficking, Prizren
  Office other_police;  // anti-trafficking, Peja
  Office headquarters;
  Office prosecution;  // Prizren
  Office special_prosecution;
  Office vau;
  Office csw;  // Prizren
  Office statistics;

  struct Answer {
    int status = 0;
    std::string code;  // of a refusal
    boost::json::value body;
    std::string pointer;  // of its first finding
  };
  Answer report(AccountId by, std::string_view json, int request = 1);
  Answer work(AccountId by);
  Answer page(AccountId by, std::string_view reference);
  Answer read(AccountId by, std::string_view reference, std::string_view notice);
  Answer deliver(AccountId by, std::string_view reference, std::string_view notice);
  Answer acknowledge(AccountId by, std::string_view reference, std::string_view notice, std::string_view json = "",
                     int request = 1);
  int fire() { return directory::test::must(commands_->fire_due(house.clock().now())); }

  directory::test::RealHouse house;
  casefile::Commands& commands() { return *commands_; }
  casefile::Offices& offices() { return *offices_; }
  std::shared_ptr<const procedure::Procedure> procedure;
  /// The account's access stream.
  std::vector<eventlog::Event> looks(AccountId account);

 private:
  using Handler = Result<http::Response> (*)(const Cases&, const http::Request&);
  Answer call(AccountId by, Handler handler, http::Request request);
  change::Asking asking(AccountId by);
  void put_on_duty(const Office& office, directory::Duty duty, std::size_t member);
  dictionary::Dictionary dictionary_;
  directory::Places places_;
  std::unique_ptr<access::Trail> trail_;
  std::unique_ptr<keys::Sessions> sessions_;
  std::unique_ptr<change::House> change_house_;
  std::unique_ptr<change::Road> road_;
  std::unique_ptr<casefile::Casebook> book_;
  std::unique_ptr<casefile::Offices> offices_;
  std::unique_ptr<casefile::Commands> commands_;
  std::unique_ptr<Cases> cases_;
  std::map<AccountId, std::shared_ptr<const keys::Session>> signed_in_;
  std::map<AccountId, std::string> sign_in_names_;
};

}  // namespace kulla::cases::test
