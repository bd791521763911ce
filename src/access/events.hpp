// The trail: who opened what, and who was told no. On a stream of its own for each account, `access:<account>`, which
// is never folded and takes events without an expected version. Source: decisions.md, section 5.
#pragma once

#include <tuple>
#include <vector>

#include "access/policy.hpp"
#include "eventlog/event.hpp"
#include "eventlog/open.hpp"

namespace kulla::access {

struct RecordOpened {  // durable before the first byte of any of these sections left
  static constexpr eventlog::EventType type{"record.opened", 1};
  struct Open {
    Policy policy = Policy::see_case;      // what was asked; the header's ground says why it was allowed
    std::vector<StreamId> streams;         // one for each section opened,
    std::vector<eventlog::Code> sections;  // in the same order
    static constexpr auto fields =
        std::tuple{eventlog::field("policy", &Open::policy), eventlog::field("streams", &Open::streams),
                   eventlog::field("sections", &Open::sections)};
  } open;
};

struct RequestRefused {  // to a session, one by one; those without a session are counted per source and minute
  static constexpr eventlog::EventType type{"request.refused", 1};
  struct Open {
    Policy policy = Policy::see_case;
    std::optional<StreamId> record;  // nothing where none by that reference exists
    static constexpr auto fields =
        std::tuple{eventlog::field("policy", &Open::policy), eventlog::field("record", &Open::record)};
  } open;
};

}  // namespace kulla::access
