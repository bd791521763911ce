// Embedded files of the front end, each in up to three codings, chosen by Accept-Encoding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace kulla::http {

/// All views lead into the program itself (.incbin) and live as long as it does.
struct Asset {
  std::string_view content_type;
  std::string_view identity;
  std::string_view gzip;    // empty: not there
  std::string_view brotli;  // empty: not there
  std::string_view hash;    // its entity tag; empty: none
  bool immutable = false;   // its name holds its hash: a browser need never ask again
};
using Assets = std::map<std::string, Asset, std::less<>>;  // by path: "/assets/app-3f2a91.js"

/// Nothing when no asset has this path. 304 when the browser has it already.
std::optional<Response> asset_answer(const Assets& assets, const Request& request);

}  // namespace kulla::http
