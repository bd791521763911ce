// Signing in and out, the cover after fifteen idle minutes, and who I am.
#pragma once

#include "app/config.hpp"
#include "change/road.hpp"
#include "directory/staff.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "keys/sessions.hpp"

namespace kulla::app {

struct SessionDoor {
  change::House& house;
  keys::Sessions& sessions;
  http::Hub& hub;
  const Config& config;
  bool training = false;
};

void add_session_routes(http::Router& router, const SessionDoor& door);

/// Names on screens: opened with the session's own keys for this one request.
struct Names {
  change::House& house;
  const change::Asking& asking;
  const eventlog::Snapshot& snapshot;
  /// The name of a person, or an empty text where the session cannot open it.
  std::string person(AccountId account);
  std::string office(directory::UnitId unit);
  std::string office_phone(directory::UnitId unit);

 private:
  directory::Staff staff_;

 public:
  Names(change::House& h, const change::Asking& a, const eventlog::Snapshot& s) : house(h), asking(a), snapshot(s) {}
};

}  // namespace kulla::app
