// Names and numbers to call on screens, opened with the session's own keys for one request: a person, an office. Where
// the session cannot open them the text is empty, and the page shows the office's codes alone.
#pragma once

#include <string>

#include "change/road.hpp"
#include "directory/staff.hpp"

namespace kulla::change {

/// Lives within one request.
class Names {
 public:
  Names(House& house, const Asking& asking, const eventlog::Snapshot& snapshot)
      : house_(house), asking_(asking), snapshot_(snapshot) {}
  std::string person(AccountId account);
  std::string work_phone(AccountId account);
  std::string office(directory::UnitId unit);
  std::string office_phone(directory::UnitId unit);
  /// Of the office whose key group this is.
  std::string office_of(GroupId group);
  std::string phone_of(GroupId group);

 private:
  std::optional<directory::UnitId> unit_of(GroupId group);
  House& house_;
  const Asking& asking_;
  const eventlog::Snapshot& snapshot_;
  directory::Staff staff_;
};

}  // namespace kulla::change
