// A verb that needs the house: by the socket of the server that runs it, else on the house itself, opened and locked
// meanwhile. Either way the same function answers, so a verb does not care.
#pragma once

#include <boost/json/fwd.hpp>

#include "app/config.hpp"
#include "app/open_house.hpp"
#include "cli/verbs.hpp"

namespace kulla::app {
class Serving;
}

namespace kulla::cli {

struct AtHouse {
  app::OpenHouse& house;
  app::Serving* serving = nullptr;  // null: nobody serves it
};

/// What came over the socket, or from this process: {"verb":"user list", ...texts}. Answers {"rows":[{...}], ...}.
/// Refuses `verb-unknown` and what the verb refuses.
Result<boost::json::object> perform(const AtHouse& at, const boost::json::object& asked);

/// Asks the running house, or opens it. `check_pages`: read the whole file first when it must be opened.
Result<boost::json::object> ask_house(const app::Config& config, const boost::json::object& asked,
                                      bool check_pages = false);

// The verbs, each in the file of its name.
Result<boost::json::object> verify_log(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> log_head(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> advance_demo(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> trace(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> examine(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> list_users(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> invite_user(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> invite_user_again(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> accept_invitation(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> admit_user(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> user_leaves(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> close_user(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> give_role(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> list_groups(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> open_group(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> make_group_key(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> share_names(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> join_group(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> list_roster(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> set_roster(const AtHouse& at, const boost::json::object& asked);
Result<boost::json::object> withdraw_roster(const AtHouse& at, const boost::json::object& asked);

/// A text of what was asked; empty when it is not there.
std::string text_of(const boost::json::object& asked, std::string_view key);
/// The same for passwords and codes.
crypto::WipingString secret_of(const boost::json::object& asked, std::string_view key);

}  // namespace kulla::cli
