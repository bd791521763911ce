// The page that every address answers with: made from the front end's own index.html, with the facts of the house put
// in by the server, so that the training bar and the duty line stand there before any script runs.
#pragma once

#include <string>

#include "app/config.hpp"
#include "app/words.hpp"
#include "http/assets.hpp"
#include "http/router.hpp"

namespace kulla::app {

/// The front end's files as they are served, with their hashes: web/dist, carried in the binary.
http::Assets front_end_assets();

/// One page a language, made once at start. Refuses `front-end-missing`: built without web/dist.
struct Shell {
  std::string en;
  std::string sq;
};
Result<Shell> make_shell(const Config& config, const Words& words, bool training);

/// Fills {{name}} by `facts`, escaped for HTML text and attribute values. A name without a fact is a bug of the
/// template and is refused (`shell-placeholder`).
Result<std::string> fill_template(std::string_view text, const Facts& facts);

void add_shell(http::Router& router, Shell shell);

}  // namespace kulla::app
