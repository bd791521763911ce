// The API's description, OpenAPI 3.1, made from the route table: it cannot differ from what is served.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace kulla::http {

struct ApiAbout {
  std::string title;
  std::string version;
  std::string cookie = "__Host-kulla";
  /// A route's line, from its summary key; the key itself without one.
  std::function<std::string(std::string_view summary)> words{};
};

/// JSON text. Describes routes under /api/ only; the router has passed `check`.
std::string openapi_text(const Router& router, const ApiAbout& about);

}  // namespace kulla::http
