// libsodium, made ready once. Every function of this room that needs it asks here first; nobody else has to.
#pragma once

namespace kulla::crypto {

/// Safe from any thread, cheap after the first call. Ends the process when the library cannot start: without its
/// source of chance there is nothing that could be done safely.
void library_ready();

}  // namespace kulla::crypto
