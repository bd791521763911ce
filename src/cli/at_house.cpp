#include "cli/at_house.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "app/control.hpp"

namespace kulla::cli {
namespace {

using Performer = Result<boost::json::object> (*)(const AtHouse&, const boost::json::object&);

constexpr std::array<std::pair<std::string_view, Performer>, 21> performers{{{"log verify", verify_log},
                                                                             {"log head", log_head},
                                                                             {"demo advance", advance_demo},
                                                                             {"trace", trace},
                                                                             {"doctor", examine},
                                                                             {"user list", list_users},
                                                                             {"user invite", invite_user},
                                                                             {"user invite-again", invite_user_again},
                                                                             {"user accept", accept_invitation},
                                                                             {"user admit", admit_user},
                                                                             {"user leave", user_leaves},
                                                                             {"user close", close_user},
                                                                             {"user role", give_role},
                                                                             {"group list", list_groups},
                                                                             {"group open", open_group},
                                                                             {"group key", make_group_key},
                                                                             {"group share", share_names},
                                                                             {"group join", join_group},
                                                                             {"roster list", list_roster},
                                                                             {"roster set", set_roster},
                                                                             {"roster withdraw", withdraw_roster}}};

}  // namespace

std::string text_of(const boost::json::object& asked, std::string_view key) {
  const auto* value = asked.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string());
}

crypto::WipingString secret_of(const boost::json::object& asked, std::string_view key) {
  const auto* value = asked.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return crypto::WipingString(std::string_view(value->get_string()));
}

Result<boost::json::object> perform(const AtHouse& at, const boost::json::object& asked) {
  const auto verb = text_of(asked, "verb");
  const auto found = std::ranges::find(performers, verb, &std::pair<std::string_view, Performer>::first);
  if (found == performers.end()) return fail(ErrorKind::malformed, "verb-unknown");
  return found->second(at, asked);
}

Result<boost::json::object> ask_house(const app::Config& config, const boost::json::object& asked, bool check_pages) {
  if (auto answer = TRY(app::ask_running_house(config.data.dir, asked))) return std::move(*answer);
  const auto house = TRY(app::OpenHouse::open(config, {.check_pages = check_pages}));
  return perform({.house = *house}, asked);
}

}  // namespace kulla::cli
