#include "base/invariant.hpp"
#include "cases/cases.hpp"

namespace kulla::cases {

using access::Policy;

const change::Asking& asking_of(const http::Request& request) {
  const auto* asking = std::any_cast<change::Asking>(&request.session);
  invariant(asking != nullptr, "a route of this wing needs a session");
  return *asking;
}

void add_routes(http::Router& router, const Cases& cases) {
  const auto door = [&cases](Result<http::Response> (*handle)(const Cases&, const http::Request&)) {
    return [&cases, handle](const http::Request& request) { return handle(cases, request); };
  };
  router.schema("Report", cases.dictionary.schema("report"));
  router.schema("Acknowledgement", cases.dictionary.schema("acknowledgement"));

  router.post("/api/v1/reports", Policy::report_case, door(report),
              {.tag = "cases", .summary = "report-case", .body = "Report"});
  router.get("/api/v1/work", Policy::see_work, door(my_work), {.tag = "cases", .summary = "my-work"});
  router.get("/api/v1/cases/{reference}", Policy::see_case, door(case_page), {.tag = "cases", .summary = "see-case"});
  router.post("/api/v1/cases/{reference}/notices/{notice}/delivery", Policy::receive_notice, door(confirm_delivery),
              {.tag = "notices", .summary = "confirm-delivery", .success = 204});
  router.get("/api/v1/cases/{reference}/notices/{notice}", Policy::read_notice, door(read_notice),
             {.tag = "notices", .summary = "read-notice"});
  router.post("/api/v1/cases/{reference}/notices/{notice}/acknowledgement", Policy::acknowledge_notice,
              door(acknowledge), {.tag = "notices", .summary = "acknowledge-notice", .body = "Acknowledgement"});
}

}  // namespace kulla::cases
