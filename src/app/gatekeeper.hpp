// The door of every route: which session asks, and is its account still what it was? Rights end with the assignment, at
// the next request (invariant 6).
#pragma once

#include "change/road.hpp"
#include "http/server.hpp"
#include "keys/sessions.hpp"

namespace kulla::app {

inline constexpr std::string_view cookie_name = "__Host-kulla";

/// Sets request.session to a change::Asking for routes that need one, to a keys::SessionGlance for the stream of
/// notices (which goes on while the screen is covered), and to nothing for open routes.
http::Gatekeeper gatekeeper(change::House& house, keys::Sessions& sessions);

/// What the gatekeeper found. Asking for it on an open route is a bug.
const change::Asking& asking_of(const http::Request& request);

}  // namespace kulla::app
