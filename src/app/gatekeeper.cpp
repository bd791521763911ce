#include "app/gatekeeper.hpp"

#include "base/invariant.hpp"

namespace kulla::app {
namespace {

using access::Policy;

Policy policy_of(const http::Route& route) {
  const auto words = words_of(Policy{});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == route.policy.code) return static_cast<Policy>(i);
  invariant(false, "a route's policy is one of the table's");
  return Policy::count;
}

}  // namespace

http::Gatekeeper gatekeeper(change::House& house, keys::Sessions& sessions) {
  return [&house, &sessions](const http::Route& route, http::Request& request) -> Result<void> {
    const auto policy = policy_of(route);
    if (!access::needs_session(policy)) return {};
    const auto token = request.cookie(cookie_name);
    if (!token) return fail(ErrorKind::unauthenticated, "no-session");
    const auto snapshot = TRY(house.store.snapshot());
    if (policy == Policy::hear_events) {
      auto glance = TRY(sessions.glance(*snapshot, *token));
      TRY(change::asker_now(*snapshot, glance.account));
      request.session = glance;
      return {};
    }
    if (policy == Policy::receive_notice) {  // also from under the cover, and no sign that somebody is there
      const auto glance = TRY(sessions.glance(*snapshot, *token));
      request.session = change::Asking{.session = nullptr, .asker = TRY(change::asker_now(*snapshot, glance.account))};
      return {};
    }
    if (policy == Policy::own_session) {
      const auto glance = TRY(sessions.glance(*snapshot, *token));
      if (glance.locked) {  // who is covered may be told, and nothing else
        request.session = glance;
        return {};
      }
    }
    auto session = TRY(sessions.resume(*snapshot, *token));
    auto asker = TRY(change::asker_now(*snapshot, session->account()));
    request.session = change::Asking{.session = std::move(session), .asker = std::move(asker)};
    return {};
  };
}

const change::Asking& asking_of(const http::Request& request) {
  const auto* asking = std::any_cast<change::Asking>(&request.session);
  invariant(asking != nullptr, "this route needs a session");
  return *asking;
}

}  // namespace kulla::app
