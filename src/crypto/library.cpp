#include "crypto/library.hpp"

#include <sodium.h>

#include "base/invariant.hpp"

namespace kulla::crypto {

void library_ready() {
  static const bool ready = ::sodium_init() >= 0;
  invariant_fatal(ready, "libsodium starts");
}

}  // namespace kulla::crypto
