#include "app/session_routes.hpp"

#include <boost/json.hpp>

#include "app/gatekeeper.hpp"
#include "base/encode.hpp"
#include "change/names.hpp"
#include "directory/staff.hpp"
#include "http/decode.hpp"

namespace kulla::app {
namespace {

namespace json = boost::json;
using access::Policy;
using directory::word_of;

constexpr std::size_t password_code_points_max = 1'024;

json::object house_facts(const SessionDoor& door) {
  return {{"name", door.config.house.name},
          {"training", door.training},
          {"duty_line", door.config.house.duty_line},
          {"emergency", door.config.house.emergency},
          {"special_prosecution", door.config.house.special_prosecution},
          {"language", door.config.house.language},
          {"zone", door.zone}};
}

/// What this account's role may do at all, so that a page offers nothing that would be refused.
json::array may(const access::Asker& asker) {
  json::array allowed;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Policy::count); ++i) {
    const auto policy = static_cast<Policy>(i);
    if (!access::needs_session(policy) || access::is_about_a_record(policy)) continue;
    const access::Relation none[] = {access::Relation::none};
    if (access::ask(policy, asker, none, access::RecordState::none)) allowed.emplace_back(access::policy_code(policy));
  }
  return allowed;
}

Result<json::object> session_answer(const SessionDoor& door, const change::Asking& asking,
                                    const eventlog::Snapshot& snapshot) {
  const auto now = door.house.clock.now();
  change::Names names(door.house, asking, snapshot);
  json::array groups;
  json::array duties;
  for (const auto& id : asking.asker.groups) {
    const auto group = TRY(directory::group(snapshot, id));
    if (group) groups.push_back({{"id", id.text()}, {"label", names.office(group->unit_id)}});
  }
  for (const auto& shift : TRY(directory::duties_of(snapshot, asking.asker.account, now)))
    duties.push_back({{"duty", word_of(shift.duty)}, {"until", to_rfc3339(shift.ends_at)}});
  return json::object{{"account", asking.asker.account.text()},
                      {"name", names.person(asking.asker.account)},
                      {"role", word_of(asking.asker.role)},
                      {"agency", word_of(asking.asker.place.agency)},
                      {"unit", asking.asker.place.unit.text()},
                      {"region", asking.asker.place.region.text()},
                      {"groups", std::move(groups)},
                      {"duties", std::move(duties)},
                      {"locked", false},
                      {"expires_at", to_rfc3339(asking.session->expires_at())},
                      {"idle_after_seconds", 900},
                      {"now", to_rfc3339(now)},
                      {"house", house_facts(door)},
                      {"may", may(asking.asker)}};
}

/// Of a covered screen: whose it is, by open facts; a name needs keys.
Result<json::object> covered_answer(const SessionDoor& door, const keys::SessionGlance& glance,
                                    const eventlog::Snapshot& snapshot) {
  const auto asker = TRY(change::asker_now(snapshot, glance.account));
  return json::object{{"account", asker.account.text()},
                      {"name", ""},
                      {"role", word_of(asker.role)},
                      {"agency", word_of(asker.place.agency)},
                      {"unit", asker.place.unit.text()},
                      {"region", asker.place.region.text()},
                      {"groups", json::array()},
                      {"duties", json::array()},
                      {"locked", true},
                      {"expires_at", to_rfc3339(glance.expires_at)},
                      {"idle_after_seconds", 900},
                      {"now", to_rfc3339(door.house.clock.now())},
                      {"house", house_facts(door)},
                      {"may", json::array()}};
}

Result<http::Response> answer_for(const SessionDoor& door, std::shared_ptr<const keys::Session> session) {
  const auto snapshot = TRY(door.house.store.snapshot());
  auto asker = TRY(change::asker_now(*snapshot, session->account()));
  const change::Asking asking{.session = std::move(session), .asker = std::move(asker)};
  return http::json(TRY(session_answer(door, asking, *snapshot)));
}

Result<http::Response> sign_in(const SessionDoor& door, const http::Request& request) {
  const auto body = TRY(request.json());
  http::Decoder in(body);
  const auto name = in.required_text("name", {.code_points_max = 64});
  const auto password = in.required_text("password", {.code_points_max = password_code_points_max});
  TRY_VOID(in.finish());

  const auto snapshot = TRY(door.house.store.snapshot());
  const auto folded = directory::fold_sign_in_name(name);
  // A name that cannot be one takes the same road: hashed, looked up, stretched, refused.
  const auto hash = door.house.keys.house.name_hash(folded ? std::string_view(*folded)
                                                           : std::string_view("\x01"
                                                                              "none"));
  auto signed_in = TRY(door.sessions.sign_in({.account = TRY(directory::account_by_name(*snapshot, hash)),
                                              .name = hash,
                                              .source = request.source,
                                              .password = password}));
  auto answer = TRY(answer_for(door, signed_in.session));
  answer.with_cookie(cookie_name, signed_in.token);
  return answer;
}

Result<http::Response> unlock(const SessionDoor& door, const http::Request& request) {
  const auto body = TRY(request.json());
  http::Decoder in(body);
  const auto password = in.required_text("password", {.code_points_max = password_code_points_max});
  TRY_VOID(in.finish());
  const auto token = request.cookie(cookie_name);
  if (!token) return fail(ErrorKind::unauthenticated, "no-session");
  const auto snapshot = TRY(door.house.store.snapshot());
  const auto glance = TRY(door.sessions.glance(*snapshot, *token));
  const auto name = TRY(directory::name_hash_of(*snapshot, glance.account));
  return answer_for(door, TRY(door.sessions.unlock(*token, name.value_or(keys::NameHash{}), request.source, password)));
}

Result<http::Response> sign_out(const SessionDoor& door, const http::Request& request) {
  // No policy could say no to leaving, and leaving twice is leaving.
  if (const auto token = request.cookie(cookie_name)) {
    const auto snapshot = TRY(door.house.store.snapshot());
    if (const auto glance = door.sessions.glance(*snapshot, *token)) door.hub.close(to_hex(glance->id));
    TRY_VOID(door.sessions.sign_out(*token));
  }
  auto answer = http::no_content();
  answer.without_cookie(cookie_name).clearing_site_data();
  return answer;
}

}  // namespace

void add_session_routes(http::Router& router, const SessionDoor& door) {
  router.post("/api/v1/session", Policy::sign_in, [door](const http::Request& r) { return sign_in(door, r); },
              {.tag = "session",
               .summary = "sign-in",
               .body = "SignIn",
               .answer = "Session",
               .success = 200,
               .needs_idempotency_key = false,
               .open = true});
  router.get("/api/v1/session", Policy::own_session,
             [door](const http::Request& r) -> Result<http::Response> {
               const auto snapshot = TRY(door.house.store.snapshot());
               if (const auto* covered = std::any_cast<keys::SessionGlance>(&r.session))
                 return http::json(TRY(covered_answer(door, *covered, *snapshot)));
               return http::json(TRY(session_answer(door, asking_of(r), *snapshot)));
             },
             {.tag = "session", .summary = "who-am-i", .answer = "Session"});
  router.post("/api/v1/session/unlock", Policy::sign_in, [door](const http::Request& r) { return unlock(door, r); },
              {.tag = "session",
               .summary = "unlock",
               .body = "Unlock",
               .answer = "Session",
               .success = 200,
               .needs_idempotency_key = false});
  router.del("/api/v1/session", Policy::sign_in, [door](const http::Request& r) { return sign_out(door, r); },
             {.tag = "session", .summary = "sign-out"});
}

}  // namespace kulla::app
