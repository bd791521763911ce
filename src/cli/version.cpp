#include <boost/json.hpp>
#include <boost/version.hpp>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlite3.h>

#include "base/json.hpp"
#include "cli/verbs.hpp"

namespace kulla::cli {

Exit run_version(const Asked& asked, Terminal& terminal) {
  const auto boost = fmt::format("{}.{}.{}", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000, BOOST_VERSION % 100);
  if (asked.json) {
    terminal.line(to_json_text(boost::json::object{{"kulla", KULLA_VERSION},
                                                   {"sqlite", sqlite3_libversion()},
                                                   {"sodium", sodium_version_string()},
                                                   {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
                                                   {"boost", boost}}));
    return Exit::done;
  }
  terminal.line(fmt::format("kulla {}\nsqlite {}\nlibsodium {}\nopenssl {}\nboost {}", KULLA_VERSION,
                            sqlite3_libversion(), sodium_version_string(), OpenSSL_version(OPENSSL_VERSION_STRING),
                            boost));
  return Exit::done;
}

}  // namespace kulla::cli
