// The procedures that this house knows: the one that new cases follow, and every version that a case is pinned to.
#pragma once

#include <memory>

#include "app/config.hpp"
#include "casefile/state.hpp"
#include "dictionary/dictionary.hpp"
#include "directory/vocabulary.hpp"
#include "procedure/check.hpp"

namespace kulla::app {

/// Reads and checks `house.procedure`: a shipped one by name, or a file. Refuses (kind broken) `procedure-defects`,
/// with the first finding in `where`; `party-unknown-word`.
Result<std::shared_ptr<const procedure::Procedure>> open_procedure(const Config& config,
                                                                   const dictionary::Dictionary& dictionary,
                                                                   const directory::Places& places);

/// All that is wrong with `house.procedure`, for `kulla procedure check`: in its own grammar alone.
procedure::Checked check_procedure(const Config& config, const dictionary::Dictionary& dictionary);

}  // namespace kulla::app
