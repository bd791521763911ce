// Answers that say no: RFC 9457 documents made from an Error. This room knows codes; words come from whoever holds the
// catalogues, through `Words`.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "http/language.hpp"
#include "http/response.hpp"

namespace kulla::http {

struct Wording {
  std::string title;   // of the code: a few words
  std::string detail;  // what is wrong and the remedy, with the facts filled in
};
using Facts = std::vector<std::pair<std::string, std::string>>;
/// Must be safe for several threads, and answers every code (the code itself where the catalogue has no words).
using Words = std::function<Wording(Language language, std::string_view code, const Facts& facts)>;

/// The HTTP status of a kind of error.
int status_of(ErrorKind kind);

/// The whole answer for an error; `status` other than 0 takes the place of the kind's own (405, 408, 414, ...).
/// With `retry_after_seconds` it carries Retry-After.
Response problem(const Words& words, Language language, const Error& error, int status = 0);

/// "Does not exist" and "not yours" (security.md, invariant 3): the one function for both. `not-found`, and nothing
/// else.
Response not_found(const Words& words, Language language);

}  // namespace kulla::http
