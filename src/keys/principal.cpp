#include "keys/principal.hpp"

#include <algorithm>

#include "base/invariant.hpp"
#include "keys/events.hpp"
#include "keys/statements.hpp"

namespace kulla::keys {

using eventlog::Expectation;

void KeyChange::add_to(eventlog::Batch& batch) && {
  for (const auto& wanted : expect) {
    const auto same = std::ranges::find(batch.expect, wanted.stream, &Expectation::stream);
    if (same == batch.expect.end())
      batch.expect.push_back(wanted);
    else
      invariant(same->version == wanted.version || same->version == Expectation::any,
                "what one batch rests on was read from one snapshot");
  }
  const bool states_keys = std::ranges::any_of(events, [](const eventlog::NewEvent& event) {
    return event.type.name == KeyStated::type.name || event.type.name == KeyEnded::type.name;
  });
  std::ranges::move(events, std::back_inserter(batch.events));
  std::ranges::move(rows, std::back_inserter(batch.rows));
  if (!states_keys) return;
  batch.project = [before = std::move(batch.project)](
                      std::span<const eventlog::Event> committed) -> Result<std::vector<eventlog::TableWrite>> {
    std::vector<eventlog::TableWrite> all;
    if (before) all = TRY(before(committed));
    std::ranges::move(TRY(project_statements(committed)), std::back_inserter(all));
    return all;
  };
}

}  // namespace kulla::keys
