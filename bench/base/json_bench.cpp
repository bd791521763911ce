// Strict reading of JSON against Boost.JSON's own parser on the same text: what the check of keys and numbers costs.
#include <string>

#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "base/json.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

std::string report_body() {
  return R"({"region":"prizren","municipality":"suhareke","place":"a bar by the road","danger":"yes","women":2,)"
         R"("children":1,"signs":["papers-held","cannot-leave"],"note":"two at the back door, one asked for a doctor"})";
}

KULLA_FIGURE(strict_json, "json-strict-parse") {
  const auto text = report_body();
  return interleaved(
      "bodies/s", std::nullopt,
      [&](Duration go) { return rate(go, [&] { invariant(strict_parse(text).has_value(), "the body is JSON"); }); },
      [&](Duration go) { return rate(go, [&] { invariant(boost::json::parse(text).is_object(), "an object"); }); });
}

}  // namespace
}  // namespace kulla::bench
