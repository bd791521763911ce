#include "http/problem.hpp"

#include <boost/json.hpp>

#include "base/json.hpp"

namespace kulla::http {

namespace bj = boost::json;

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::refused:
      return 422;
    case ErrorKind::malformed:
      return 400;
    case ErrorKind::unauthenticated:
      return 401;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::missing:
      return 404;
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::stale:
      return 412;
    case ErrorKind::precondition:
      return 428;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::too_many:
      return 429;
    case ErrorKind::full:
      return 507;
    case ErrorKind::unavailable:
      return 503;
    case ErrorKind::broken:
      return 500;
  }
  return 500;
}

namespace {

bj::array errors_of(const Words& words, Language language, const Error& error) {
  bj::array errors;
  for (const auto& finding : error.findings) {
    bj::object facts;
    for (const auto& [name, value] : finding.facts) facts[name] = value;
    bj::object one;
    one["pointer"] = finding.pointer;
    one["code"] = finding.code;
    one["detail"] = words(language, finding.code, finding.facts).detail;
    one["facts"] = std::move(facts);
    errors.push_back(std::move(one));
  }
  return errors;
}

}  // namespace

Response problem(const Words& words, Language language, const Error& error, int status) {
  if (error.kind == ErrorKind::missing && status == 0) return not_found(words, language);
  if (status == 0) status = status_of(error.kind);
  const auto& facts = error.findings.size() == 1 ? error.findings.front().facts : Facts{};
  const auto wording = words(language, error.code, facts);
  bj::object document;
  document["type"] = "/problems/" + error.code;
  document["status"] = status;
  document["code"] = error.code;
  document["title"] = wording.title;
  document["detail"] = wording.detail;
  document["errors"] = errors_of(words, language, error);
  if (error.retry_after_seconds > 0) document["retry_after"] = error.retry_after_seconds;
  Response answer{.status = status, .content_type = "application/problem+json", .body = to_json_text(document)};
  answer.with("Content-Language", code_of(language));
  if (error.retry_after_seconds > 0) answer.with("Retry-After", std::to_string(error.retry_after_seconds));
  return answer;
}

Response not_found(const Words& words, Language language) {
  const Error error{.kind = ErrorKind::missing, .code = "not-found", .where = {}, .findings = {}};
  return problem(words, language, error, 404);
}

}  // namespace kulla::http
