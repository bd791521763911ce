// A bug of ours, found while it happens. Stays on in release. It throws, so that a request ends with 500 and nothing is
// half done (only a Batch changes anything); eventlog, crypto and access use `invariant_fatal`, which ends the process:
// where the log or a key may be wrong, going on is worse than stopping.
#pragma once

#include <source_location>
#include <stdexcept>

namespace kulla {

struct Bug : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] void report_bug(const char* what, std::source_location where);
[[noreturn]] void report_fatal_bug(const char* what, std::source_location where);

/// `what` is a sentence of the code, never a value that a person typed.
inline void invariant(bool holds, const char* what, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    report_bug(what, where);
}
inline void invariant_fatal(bool holds, const char* what,
                            std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    report_fatal_bug(what, where);
}

}  // namespace kulla
