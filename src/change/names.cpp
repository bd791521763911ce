#include "change/names.hpp"

#include "directory/people.hpp"

namespace kulla::change {
namespace {

/// One member of what was opened, as an ordinary text: it goes into the answer.
template <class Opened, class Member>
std::string text_of(const Result<std::optional<Opened>>& opened, Member member) {
  return opened && *opened ? std::string(((**opened).*member).view()) : std::string();
}

}  // namespace

std::string Names::person(AccountId account) {
  return text_of(staff_.of(snapshot_, house_.keys, asking_.session->keys(), account, house_.clock.now()),
                 &directory::StaffNames::name);
}

std::string Names::work_phone(AccountId account) {
  return text_of(staff_.of(snapshot_, house_.keys, asking_.session->keys(), account, house_.clock.now()),
                 &directory::StaffNames::work_phone);
}

std::string Names::office(directory::UnitId unit) {
  return text_of(staff_.of(snapshot_, house_.keys, asking_.session->keys(), unit, house_.clock.now()),
                 &directory::OfficeNames::name);
}

std::string Names::office_phone(directory::UnitId unit) {
  return text_of(staff_.of(snapshot_, house_.keys, asking_.session->keys(), unit, house_.clock.now()),
                 &directory::OfficeNames::phone);
}

std::optional<directory::UnitId> Names::unit_of(GroupId group) {
  const auto found = directory::group(snapshot_, group);
  if (!found || !*found) return std::nullopt;
  return (*found)->unit_id;
}

std::string Names::office_of(GroupId group) {
  const auto unit = unit_of(group);
  return unit ? office(*unit) : std::string();
}

std::string Names::phone_of(GroupId group) {
  const auto unit = unit_of(group);
  return unit ? office_phone(*unit) : std::string();
}

}  // namespace kulla::change
