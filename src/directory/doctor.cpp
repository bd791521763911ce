#include "directory/doctor.hpp"

#include <algorithm>

#include "directory/commands.hpp"

namespace kulla::directory {
namespace {

/// The first instant from `from` on, before `before`, at which nobody has the duty. Shifts end in the order given.
std::optional<Instant> first_gap(std::vector<Shift> shifts, Instant from, Instant before) {
  std::ranges::sort(shifts, {}, &Shift::starts_at);
  auto covered = from;
  for (const auto& shift : shifts)
    if (shift.starts_at <= covered) covered = std::max(covered, shift.ends_at);
  return covered < before ? std::optional(covered) : std::nullopt;
}

class Examination {
 public:
  Examination(const Snapshot& snapshot, Instant now) : snapshot_(snapshot), now_(now) {}

  Result<void> groups_and_keys(keys::KeyRoom& room) {
    const auto without_staff_key = TRY(groups_without_staff_key(snapshot_, room));
    for (const auto& group : TRY(groups(snapshot_))) {
      if (group.epoch == 0) {
        found.push_back(at("group-without-key", group));
        continue;
      }
      if (TRY(members(snapshot_, group.id)).size() < 2) found.push_back(at("group-of-one", group));
      if (std::ranges::find(without_staff_key, group.id) != without_staff_key.end())
        found.push_back(at("group-without-staff-key", group));
    }
    return {};
  }

  Result<void> duties(const std::vector<DutyOwed>& owed) {
    for (const auto& group : TRY(groups(snapshot_)))
      for (std::size_t i = 0; i < words_of(Duty{}).size(); ++i) {
        const auto duty = static_cast<Duty>(i);
        const bool asked = std::ranges::any_of(owed, [&](const DutyOwed& one) {
          return one.agency == group.place.agency && one.duty == duty &&
                 (one.unit.empty() || one.unit == group.place.unit);
        });
        if (!asked) continue;
        const auto gap =
            first_gap(TRY(shifts_ending_after(snapshot_, group.unit_id, duty, now_)), now_, now_ + roster_ahead);
        if (!gap) continue;
        auto finding = at("nobody-on-duty", group);
        finding.id = group.unit_id.bytes;
        finding.duty = duty;
        finding.from = gap;
        found.push_back(finding);
      }
    return {};
  }

  Result<void> newcomers() {
    for (const auto& someone : TRY(people(snapshot_))) {
      if (someone.state == AccountState::accepted)
        found.push_back({"waits-for-admission", someone.account.bytes, someone.place, {}, {}});
      if (someone.state == AccountState::invited && someone.invited_until && *someone.invited_until <= now_)
        found.push_back({"invitation-overdue", someone.account.bytes, someone.place, {}, {}});
    }
    return {};
  }

  std::vector<DirectoryFinding> found;

 private:
  static DirectoryFinding at(std::string_view code, const Group& group) {
    return {std::string(code), group.id.bytes, group.place, {}, {}};
  }
  const Snapshot& snapshot_;
  const Instant now_;
};

}  // namespace

Result<std::vector<DirectoryFinding>> examine(const Snapshot& snapshot, keys::KeyRoom& room, Instant now,
                                              const std::vector<DutyOwed>& duties) {
  Examination examination(snapshot, now);
  TRY_VOID(examination.groups_and_keys(room));
  TRY_VOID(examination.duties(duties));
  TRY_VOID(examination.newcomers());
  return std::move(examination.found);
}

}  // namespace kulla::directory
