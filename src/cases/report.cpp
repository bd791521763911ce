#include "cases/report.hpp"

#include <boost/json.hpp>

#include "base/json.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;

std::int64_t number(const json::object& body, std::string_view key) {
  const auto* value = body.if_contains(key);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string_view text(const json::object& body, std::string_view key) {
  const auto* value = body.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

/// What only the whole of a report shows to be wrong.
std::vector<Finding> findings_of(const Report& report, const dictionary::Dictionary& dictionary) {
  std::vector<Finding> findings;
  if (report.region == Code("headquarters")) findings.push_back({"region-without-cases", "/region", {}});
  const auto* municipality = dictionary.municipality(report.municipality);
  if (municipality != nullptr && municipality->region != report.region.text())
    findings.push_back({"municipality-elsewhere", "/municipality", {{"region", municipality->region}}});
  if (report.counts.all() == 0) findings.push_back({"nobody-counted", "/women", {}});
  if (report.counts.all() > Report::people_max)
    findings.push_back({"too-many-people", "/women", {{"max", std::to_string(Report::people_max)}}});
  return findings;
}

crypto::WipingString sealed_text(json::object object) {
  return crypto::WipingString(to_json_text(json::value(std::move(object))));
}

json::object counts_object(const Counts& counts) {
  return {{"women", counts.women},
          {"men", counts.men},
          {"children", counts.children},
          {"unsure", counts.unsure},
          {"about", counts.about}};
}

}  // namespace

Result<Report> read_report(const json::value& body, const dictionary::Dictionary& dictionary) {
  TRY_VOID(dictionary.validate("report", body));
  const auto& object = body.get_object();
  Report report;
  report.region = dictionary.vocabulary("region").find(text(object, "region")).value_or(Code());
  report.municipality = text(object, "municipality");
  if (const auto danger = dictionary.vocabulary("danger").find(text(object, "danger"))) report.danger = *danger;
  report.counts = {.women = number(object, "women"),
                   .men = number(object, "men"),
                   .children = number(object, "children"),
                   .unsure = number(object, "unsure"),
                   .about = object.contains("about") && object.at("about") == true};
  if (const auto* signs = object.if_contains("signs"); signs != nullptr && signs->is_array())
    for (const auto& sign : signs->get_array()) report.signs.emplace_back(sign.get_string());
  report.place = text(object, "place");
  report.note = text(object, "note");

  auto findings = findings_of(report, dictionary);
  if (findings.empty()) return report;
  return tl::unexpected(
      Error{.kind = ErrorKind::refused, .code = "body-invalid", .where = {}, .findings = std::move(findings)});
}

crypto::WipingString body_section(const Report& report) {
  json::array signs;
  for (const auto& sign : report.signs) signs.emplace_back(sign);
  return sealed_text({{"signs", std::move(signs)}, {"place", report.place.view()}, {"note", report.note.view()}});
}

crypto::WipingString coded_section(const Report& report) {
  return sealed_text({{"municipality", report.municipality}, {"counts", counts_object(report.counts)}});
}

std::vector<Observed> people_of(const Counts& counts) {
  std::vector<Observed> people;
  const auto add = [&](std::int64_t how_many, const Observed& observed) {
    for (std::int64_t i = 0; i < how_many; ++i) people.push_back(observed);
  };
  add(counts.women, {"woman", "no"});
  add(counts.men, {"man", "no"});
  add(counts.children, {"unknown", "yes"});
  add(counts.unsure, {"unknown", "unsure"});
  return people;
}

crypto::WipingString coded_section(const Observed& person) { return sealed_text({{"sex", person.sex}}); }

}  // namespace kulla::cases
