// What belongs to the house and to no wing: its dictionary, the stream of notices, the API's description, its health.
#pragma once

#include <functional>

#include "app/open_house.hpp"
#include "http/router.hpp"

namespace kulla::app {

/// `ready`: may requests be answered? `openapi`: the API's description, made once all routes are there.
struct HouseDoor {
  OpenHouse& house;
  std::function<bool()> ready;
  std::function<const std::string&()> openapi;
};
void add_house_routes(http::Router& router, const HouseDoor& door);

}  // namespace kulla::app
