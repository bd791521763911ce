// What can go wrong, as values. A *refusal* is the domain's no, an *error* the world's no; both have a code that the
// message catalogues know, and neither ever holds what a person wrote. A *bug* is an invariant (invariant.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace kulla {

/// How the edge tells it: the HTTP status and the exit code follow from the kind alone.
enum class ErrorKind : std::uint8_t {
  refused,          // 422: the domain says no; `findings` say what, where, and the remedy follows from the code
  malformed,        // 400: not what was asked for: not JSON, not UTF-8, not the schema
  unauthenticated,  // 401
  forbidden,        // 403: no same-origin proof
  missing,          // 404: does not exist, or is not yours: the same answer
  conflict,         // 409: somebody else was first
  stale,            // 412: the section has changed since it was read
  precondition,     // 428: say which version you read
  too_large,        // 413
  too_many,         // 429: with `retry_after`
  full,             // 507: the disk takes no more
  unavailable,      // 503: try again
  broken,           // 500: damaged data, a failed library call
};

/// One finding: which field (RFC 6901 pointer into the request, or empty), and what is wrong with it.
/// `facts` fill the placeholders of the code's message: numbers, times and codes, never what a person typed.
struct Finding {
  std::string code;  // "bed-taken", "acknowledged-before-sent"
  std::string pointer;
  std::vector<std::pair<std::string, std::string>> facts;
};

struct Error {
  ErrorKind kind = ErrorKind::broken;
  std::string code;   // of the whole answer
  std::string where;  // for operators: file, line, table; no content
  std::vector<Finding> findings;
  std::int64_t retry_after_seconds = 0;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The domain's no, about one field.
tl::unexpected<Error> refuse(std::string_view code, std::string_view pointer = {},
                             std::vector<std::pair<std::string, std::string>> facts = {});
/// The world's no. `where` is for operators and holds no content.
tl::unexpected<Error> fail(ErrorKind kind, std::string_view code, std::string_view where = {});
/// One line for stderr and logs: code, place, findings' codes and pointers.
std::string to_line(const Error& error);

}  // namespace kulla

// Gives the value of a Result, or leaves the function with its error.
//   const auto version = TRY(store.append(batch));
// (A statement expression: g++ and clang both know it; __extension__ says that we mean it. Each use has a name of its
// own, so that one TRY may stand inside another.)
#define TRY(expression) KULLA_TRY_NAMED_(expression, KULLA_JOIN_(try_result_, __COUNTER__))
#define KULLA_TRY_NAMED_(expression, name)            \
  __extension__({                                     \
    auto name = (expression);                         \
    if (!name) [[unlikely]]                           \
      return tl::unexpected(std::move(name).error()); \
    std::move(name).value();                          \
  })
#define KULLA_JOIN_(one, other) KULLA_JOIN_NOW_(one, other)
#define KULLA_JOIN_NOW_(one, other) one##other
// The same for a Result<void>, as a statement.
#define TRY_VOID(expression) KULLA_TRY_VOID_NAMED_(expression, KULLA_JOIN_(try_result_, __COUNTER__))
#define KULLA_TRY_VOID_NAMED_(expression, name)       \
  do {                                                \
    auto name = (expression);                         \
    if (!name) [[unlikely]]                           \
      return tl::unexpected(std::move(name).error()); \
  } while (false)
