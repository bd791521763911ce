#include "http/openapi.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "http/house.hpp"

namespace kulla::http::test {
namespace {

boost::json::value described() {
  Router router;
  router.schema("Report", R"({"type":"object","required":["region"],"properties":{"region":{"type":"string"}}})");
  router.schema("Told", R"({"type":"object"})");
  const Handler nothing = [](const Request&) -> Result<Response> { return no_content(); };
  router.post("/api/v1/reports", "report", nothing,
              {.tag = "cases", .summary = "report-case", .body = "Report", .answer = "Told"});
  router.put("/api/v1/cases/{reference}/sections/{section}", "write", nothing,
             {.body = "Report", .needs_if_match = true});
  router.get("/api/v1/work", "work", nothing, {.summary = "my-work", .answer = "Told", .query = {"after"}});
  router.post("/api/v1/session", "public", nothing, {.body = "Report", .needs_idempotency_key = false, .open = true});
  router.del("/api/v1/session", "own", nothing);
  router.get("/api/v1/events", "own", nothing, {.streams = true});
  router.get("/livez", "public", nothing);
  router.pages("public", nothing);
  EXPECT_TRUE(router.check());
  const auto words = [](std::string_view key) { return "words of " + std::string(key); };
  return strict_parse(openapi_text(router, {.title = "Kulla", .version = "1", .words = words})).value();
}

std::string at(const boost::json::value& document, std::string_view pointer) {
  boost::system::error_code error;
  const auto* found = document.find_pointer(pointer, error);
  return found == nullptr ? "none" : to_json_text(*found);
}

TEST(openapi, the_route_table_tells_paths_parameters_bodies_and_answers) {
  const auto document = described();
  EXPECT_EQ(at(document, "/openapi"), R"("3.1.0")");
  EXPECT_EQ(at(document, "/paths/~1livez"), "none");
  EXPECT_EQ(document.at("paths").as_object().size(), 5U);
  const std::string report = "/paths/~1api~1v1~1reports/post";
  EXPECT_EQ(at(document, report + "/operationId"), R"("report-case")");
  EXPECT_EQ(at(document, report + "/summary"), R"("words of report-case")");
  EXPECT_EQ(at(document, report + "/parameters/0/name"), R"("Idempotency-Key")");
  EXPECT_EQ(at(document, report + "/requestBody/content/application~1json/schema/$ref"),
            R"("#/components/schemas/Report")");
  EXPECT_EQ(at(document, report + "/responses/201/content/application~1json/schema/$ref"),
            R"("#/components/schemas/Told")");
  EXPECT_EQ(at(document, report + "/responses/default/content/application~1problem+json/schema/$ref"),
            R"("#/components/schemas/Problem")");
  EXPECT_EQ(at(document, report + "/x-kulla-policy"), R"("report")");
  const std::string section = "/paths/~1api~1v1~1cases~1{reference}~1sections~1{section}/put";
  EXPECT_EQ(at(document, section + "/parameters/0"),
            R"({"name":"reference","in":"path","required":true,"schema":{"type":"string"}})");
  EXPECT_EQ(at(document, section + "/parameters/2/name"), R"("If-Match")");
  EXPECT_EQ(at(document, section + "/responses/204/description"),
            R"("PUT-api-v1-cases--reference--sections--section-")");
  EXPECT_EQ(at(document, "/paths/~1api~1v1~1work/get/parameters/0/in"), R"("query")");
  EXPECT_NE(at(document, "/paths/~1api~1v1~1events/get/responses/200/content/text~1event-stream"), "none");
}

TEST(openapi, the_session_cookie_is_the_rule_and_open_routes_say_otherwise) {
  const auto document = described();
  EXPECT_EQ(at(document, "/components/securitySchemes/session"),
            R"({"type":"apiKey","in":"cookie","name":"__Host-kulla"})");
  EXPECT_EQ(at(document, "/security"), R"([{"session":[]}])");
  EXPECT_EQ(at(document, "/paths/~1api~1v1~1session/post/security"), "[]");
  EXPECT_EQ(at(document, "/paths/~1api~1v1~1session/delete/security"), "none");
  EXPECT_EQ(at(document, "/paths/~1api~1v1~1session/post/parameters"), "none");
}

// Every reference leads to a schema that is there.
void check_references(const boost::json::value& document, const boost::json::value& value, int& count) {
  if (const auto* list = value.if_array())
    for (const auto& item : *list) check_references(document, item, count);
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& [key, inner] : *object) {
    if (key == "$ref") {
      ++count;
      EXPECT_NE(at(document, std::string(inner.as_string()).substr(1)), "none") << inner.as_string();
    }
    check_references(document, inner, count);
  }
}

TEST(openapi, every_reference_leads_somewhere) {
  const auto document = described();
  int count = 0;
  check_references(document, document, count);
  EXPECT_GT(count, 8);
}

TEST(router, what_is_wrong_with_a_table_stops_the_start_by_name) {
  const Handler nothing = [](const Request&) -> Result<Response> { return no_content(); };
  const auto code = [&](const std::function<void(Router&)>& fill) {
    Router router;
    fill(router);
    const auto checked = router.check();
    return checked ? std::string() : checked.error().code + " " + checked.error().where;
  };
  EXPECT_EQ(code([&](Router& r) { r.get("/a", "p", nothing); }), "");
  EXPECT_EQ(code([&](Router& r) { r.get("/a", {}, nothing); }), "route-without-policy GET /a");
  EXPECT_EQ(code([&](Router& r) { r.pages({}, nothing); }), "route-without-policy GET /{page}");
  EXPECT_EQ(code([&](Router& r) { r.get("a", "p", nothing); }), "route-pattern GET a");
  EXPECT_EQ(code([&](Router& r) { r.get("/{}", "p", nothing); }), "route-pattern GET /{}");
  EXPECT_EQ(code([&](Router& r) { r.get("/a", "p", {}); }), "route-pattern GET /a");
  EXPECT_EQ(code([&](Router& r) {
              r.get("/{a}", "p", nothing);
              r.get("/{b}", "p", nothing);
            }),
            "route-twice GET /{b}");
  EXPECT_EQ(code([&](Router& r) { r.get("/{a}/{a}", "p", nothing); }), "route-key-twice GET /{a}/{a}");
  EXPECT_EQ(code([&](Router& r) { r.post("/a", "p", nothing, {.body = "None"}); }), "route-schema-unknown POST /a");
  EXPECT_EQ(code([&](Router& r) { r.schema("X", "{"); }), "schema-not-json X");
}

TEST(router, a_word_is_nearer_than_a_parameter) {
  const auto answering = [](int status) -> Handler {
    return [status](const Request&) -> Result<Response> { return Response{.status = status}; };
  };
  Router router;
  router.get("/cases/{reference}", "p", answering(1));
  router.get("/cases/late", "p", answering(2));
  router.get("/{what}/late", "p", answering(3));
  const auto chosen = [&](std::vector<std::string> segments) {
    const auto match = router.find(Method::get, "", segments);
    return match.route == nullptr ? 0 : match.route->handler(Request{})->status;
  };
  EXPECT_EQ(chosen({"cases", "7Q4"}), 1);
  EXPECT_EQ(chosen({"cases", "late"}), 2);
  EXPECT_EQ(chosen({"shelters", "late"}), 3);
  EXPECT_EQ(chosen({"cases", ""}), 0);
  EXPECT_EQ(chosen({"cases"}), 0);
}

enum class Policy { read_case };
std::string_view policy_code(Policy) { return "read-case"; }

TEST(router, an_enumeration_of_policies_comes_in_by_its_code) {
  EXPECT_EQ(PolicyName(Policy::read_case).code, "read-case");
}

}  // namespace
}  // namespace kulla::http::test
