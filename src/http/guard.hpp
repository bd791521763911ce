// What every request must bring before its handler hears of it. The order is that of what a stranger may learn: whose
// page asked, then form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "http/gate.hpp"
#include "http/router.hpp"

namespace kulla::http {

/// Under which names browsers reach this server: {"127.0.0.1:8080", "localhost:8080"}.
using Authorities = std::vector<std::string>;

/// A page elsewhere may have let its own name lead here (DNS rebinding): 421 `wrong-host`.
std::optional<Stop> check_host(const Fields& fields, const Authorities& authorities);

/// 403 `no-same-origin-proof`, 400 `body-not-expected`, 415 `content-type-not-json`, 413 `body-too-large`,
/// 400 `idempotency-key-missing` / `-malformed`, 428 `if-match-missing`, 400 `if-match-malformed`,
/// 406 `not-acceptable`. Reads `request.fields`, and of the head the framing alone; fills `if_match`,
/// `idempotency_key` and `last_event_id` of the request.
std::optional<Stop> check_request(const Route& route, const Head& head, const Authorities& authorities,
                                  Request& request);

}  // namespace kulla::http
