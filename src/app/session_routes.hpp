// Signing in and out, the cover after fifteen idle minutes, and who I am.
#pragma once

#include "app/config.hpp"
#include "change/road.hpp"
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
  std::string zone = "Europe/Belgrade";  // of the procedure: every time on a screen is told in it
};

void add_session_routes(http::Router& router, const SessionDoor& door);

}  // namespace kulla::app
