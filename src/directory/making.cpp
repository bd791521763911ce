#include "directory/making.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"

namespace kulla::directory {

Result<void> check_text(std::string_view text, std::size_t bytes_max, std::string_view pointer, Needed needed) {
  if (needed == Needed::yes && text.find_first_not_of(' ') == std::string_view::npos)
    return refuse("text-missing", pointer);
  if (text.size() > bytes_max) return refuse("text-too-long", pointer, {{"bytes_max", std::to_string(bytes_max)}});
  if (!is_utf8(text)) return refuse("not-utf8", pointer);
  const TextRule rule{.code_points_max = bytes_max};
  if (const auto fault = text_fault(text, rule)) {
    auto finding = finding_of(*fault, rule, std::string(pointer));
    return refuse(finding.code, finding.pointer, std::move(finding.facts));
  }
  return {};
}

Result<void> check_role(Agency agency_of_group, Role role, std::string_view pointer) {
  const bool fits = (agency_of_group == Agency::administration) == (role == Role::administrator) &&
                    (agency_of_group == Agency::statistics) == (role == Role::analyst);
  if (!fits) return refuse("role-of-another-office", pointer);
  return {};
}

Result<void> check_administrator(const Desk& desk) {
  if (!TRY(desk.room.statements.is_administrator(desk.snapshot, desk.by.account())))
    return fail(ErrorKind::forbidden, "not-an-administrator");
  return {};
}

}  // namespace kulla::directory
