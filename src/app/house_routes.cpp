#include "app/house_routes.hpp"

#include <boost/json.hpp>

#include "access/policy.hpp"
#include "base/encode.hpp"
#include "base/invariant.hpp"
#include "base/json.hpp"
#include "crypto/hash.hpp"
#include "notify/waker.hpp"

namespace kulla::app {
namespace {

namespace json = boost::json;
using access::Policy;

/// Public facts: what forms offer. Names of places in every language; other words stand in the catalogues.
json::object dictionary_object(const dictionary::Dictionary& dictionary) {
  const auto names = [](const dictionary::Names& of) {
    return json::object{{"sq", of.sq}, {"sr-Latn", of.sr_latn}, {"sr-Cyrl", of.sr_cyrl}};
  };
  json::array regions;
  for (const auto& region : dictionary.regions())
    regions.push_back({{"code", region.code},
                       {"name", region.names.sq},
                       {"names", names(region.names)},
                       {"neighbours", json::array(region.neighbours.begin(), region.neighbours.end())}});
  json::array municipalities;
  for (const auto& place : dictionary.municipalities())
    municipalities.push_back(
        {{"code", place.code}, {"name", place.names.sq}, {"names", names(place.names)}, {"region", place.region}});
  json::object lists;
  for (const auto& list : dictionary.lists())
    lists.emplace(list.name, json::array(list.codes.begin(), list.codes.end()));
  const auto& signs = dictionary.list("sign")->codes;
  return {{"regions", std::move(regions)},
          {"municipalities", std::move(municipalities)},
          {"signs", json::array(signs.begin(), signs.end())},
          {"lists", std::move(lists)}};
}

Result<http::Response> events(OpenHouse& house, const http::Request& request) {
  const auto* glance = std::any_cast<keys::SessionGlance>(&request.session);
  invariant(glance != nullptr, "the stream of notices needs a session");
  const auto snapshot = TRY(house.store().snapshot());
  const auto asker = TRY(change::asker_now(*snapshot, glance->account));
  http::Subscription subscription{.subscriber = to_hex(glance->id), .account = glance->account.text(), .topics = {}};
  subscription.topics.push_back(notify::topic_of(glance->account));
  for (const auto& group : asker.groups) subscription.topics.push_back(notify::topic_of(group));
  return http::event_stream(std::move(subscription));
}

}  // namespace

void add_house_routes(http::Router& router, const HouseDoor& door) {
  auto text = to_json_text(dictionary_object(door.house.dictionary()));
  auto tag = to_hex(ByteView(crypto::sha256(bytes_of(text))).first(16));
  router.get("/api/v1/dictionary", Policy::anyone,
             [text = std::move(text), tag = std::move(tag)](const http::Request& request) -> Result<http::Response> {
               if (http::none_match_names(request, tag)) return http::not_modified(tag);
               auto answer = http::json_text(text);
               answer.caching = http::Caching::revalidate;
               return answer.with_etag(tag);
             },
             {.tag = "house", .summary = "dictionary", .open = true});
  router.get("/api/v1/events", Policy::hear_events,
             [&house = door.house](const http::Request& request) { return events(house, request); },
             {.tag = "house", .summary = "events", .streams = true});
  router.get(
      "/api/openapi.json", Policy::anyone,
      [openapi = door.openapi](const http::Request&) -> Result<http::Response> { return http::json_text(openapi()); },
      {.tag = "house", .summary = "openapi", .open = true});
  router.get("/livez", Policy::anyone,
             [](const http::Request&) -> Result<http::Response> { return http::json(json::object{{"live", true}}); },
             {.tag = "house", .summary = "livez", .open = true});
  router.get("/readyz", Policy::anyone,
             [ready = door.ready](const http::Request&) -> Result<http::Response> {
               if (!ready()) return fail(ErrorKind::unavailable, "not-ready");
               return http::json(json::object{{"ready", true}});
             },
             {.tag = "house", .summary = "readyz", .open = true});
}

}  // namespace kulla::app
