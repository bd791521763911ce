// The log held against itself, its head, and the demo's clock.
#include <boost/json.hpp>

#include "app/serve.hpp"
#include "base/encode.hpp"
#include "cli/at_house.hpp"
#include "eventlog/checkpoint.hpp"

namespace kulla::cli {

namespace json = boost::json;

Result<json::object> verify_log(const AtHouse& at, const json::object& asked) {
  const auto snapshot = TRY(at.house.store().snapshot());
  const auto verdict = TRY(eventlog::verify_log(*snapshot, TRY(at.house.log_verifier()), text_of(asked, "outside")));
  json::array findings;
  for (const auto& finding : verdict.findings) {
    json::object row{{"code", finding.code}};
    if (finding.position != 0) row["position"] = finding.position;
    if (!finding.section.empty()) row["section"] = finding.section;
    findings.push_back(std::move(row));
  }
  return json::object{{"size", verdict.size},           {"root", to_base64(verdict.root)},
                      {"holds", verdict.holds()},       {"sections", verdict.sections},
                      {"erased", verdict.erased},       {"checkpoints", verdict.checkpoints},
                      {"findings", std::move(findings)}};
}

Result<json::object> log_head(const AtHouse& at, const json::object& asked) {
  static_cast<void>(asked);
  TRY_VOID(at.house.checkpoint());
  const auto snapshot = TRY(at.house.store().snapshot());
  const auto note = TRY(eventlog::last_checkpoint(*snapshot));
  if (!note) return fail(ErrorKind::missing, "not-found");
  return json::object{{"note", *note}, {"verifier", TRY(at.house.log_verifier()).text()}};
}

Result<json::object> advance_demo(const AtHouse& at, const json::object& asked) {
  const auto by = TRY(parse_duration(text_of(asked, "by"), "/by"));
  int fired = 0;
  // A stopped house fires what fell due as soon as it is served again.
  if (at.serving != nullptr)
    fired = TRY(at.serving->advance(by));
  else
    TRY_VOID(at.house.advance(by));
  return json::object{{"now", to_rfc3339(at.house.house_clock().now())}, {"rungs_fired", fired}};
}

}  // namespace kulla::cli
