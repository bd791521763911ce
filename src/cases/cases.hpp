// The cases wing: report, notices, my work, the case page. Its routes are its door (routes.cpp).
#pragma once

#include <functional>
#include <string>

#include <boost/json/fwd.hpp>

#include "casefile/commands.hpp"
#include "change/names.hpp"
#include "dictionary/dictionary.hpp"
#include "http/router.hpp"

namespace kulla::cases {

/// A word of the catalogues, with its facts filled in.
using Say = std::function<std::string(http::Language, std::string_view key,
                                      const std::vector<std::pair<std::string, std::string>>& facts)>;

/// What the wing stands on. Outlives the server.
struct Cases {
  casefile::Commands& commands;
  const dictionary::Dictionary& dictionary;
  /// The procedure that new cases follow.
  std::shared_ptr<const procedure::Procedure> procedure;
  Say say;
  std::string duty_line;  // the number where an office has none

  change::House& house() const { return commands.road().house(); }
};

/// What the gatekeeper found (app/gatekeeper.hpp sets it).
const change::Asking& asking_of(const http::Request& request);

void add_routes(http::Router& router, const Cases& cases);

// One file each.
Result<http::Response> report(const Cases& cases, const http::Request& request);
Result<http::Response> confirm_delivery(const Cases& cases, const http::Request& request);
Result<http::Response> read_notice(const Cases& cases, const http::Request& request);
Result<http::Response> acknowledge(const Cases& cases, const http::Request& request);
Result<http::Response> my_work(const Cases& cases, const http::Request& request);
Result<http::Response> case_page(const Cases& cases, const http::Request& request);

}  // namespace kulla::cases
