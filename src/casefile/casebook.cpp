#include "casefile/casebook.hpp"

#include <algorithm>

#include "casefile/tables.hpp"

namespace kulla::casefile {

std::shared_ptr<const CaseFile> Casebook::kept(CaseId id) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(id);
  if (found == files_.end()) return nullptr;
  ages_.splice(ages_.begin(), ages_, found->second.age);
  return found->second.file;
}

void Casebook::keep(std::shared_ptr<const CaseFile> file) {
  const auto id = file->id();
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(id);
  if (found != files_.end()) {
    if (file->version() > found->second.file->version()) found->second.file = std::move(file);
    return;
  }
  if (files_.size() >= kept_max) {
    files_.erase(ages_.back());
    ages_.pop_back();
  }
  ages_.push_front(id);
  files_.emplace(id, Kept{.file = std::move(file), .age = ages_.begin()});
}

Result<std::shared_ptr<const CaseFile>> Casebook::load(const eventlog::Snapshot& snapshot, CaseId id) {
  const auto stream = id.as<StreamTag>();
  auto before = kept(id);
  const auto version = TRY(snapshot.version(stream));
  if (before && before->version() == version) return before;
  // A snapshot older than what is kept: fold what it has, from the start.
  const bool goes_on = before && before->version() < version;
  auto file = goes_on ? std::make_shared<CaseFile>(*before) : std::make_shared<CaseFile>(id, procedures_);
  for (const auto& event : TRY(snapshot.stream(stream, file->version()))) TRY_VOID(file->apply(event));
  if (file->exists()) keep(file);
  return std::shared_ptr<const CaseFile>(std::move(file));
}

Result<std::optional<CaseId>> Casebook::find(const eventlog::Snapshot& snapshot, const Reference& reference) {
  const auto rows = TRY(snapshot.scan({.table = &case_head_table,
                                       .index = "case_by_reference",
                                       .equal = {reference.text()},
                                       .from = std::nullopt,
                                       .before = std::nullopt,
                                       .descending = false,
                                       .limit = 1}));
  if (rows.empty()) return std::nullopt;
  return CaseId::from_bytes(std::get<Bytes>(rows.front().at(0)));
}

Result<std::vector<access::Relation>> Casebook::relations(const eventlog::Snapshot& snapshot, const CaseFile& file,
                                                          const access::Asker& asker) {
  using access::Relation;
  std::vector<Relation> found;
  const auto add = [&](Relation relation) {
    if (std::find(found.begin(), found.end(), relation) == found.end()) found.push_back(relation);
  };
  if (!file.exists()) return found;
  if (asker.is_member_of(file.owner())) add(Relation::owner_unit);
  if (file.reported_by() == asker.account) add(Relation::reporter);
  for (const auto& [id, notice] : file.notices())
    if (asker.is_member_of(notice.to_group)) add(notice.rung ? Relation::told_rung : Relation::told_party);
  const auto stream = file.id().to_bytes();
  for (const auto& group : asker.groups) {
    const auto row = TRY(snapshot.get(participation_table, {stream, group.to_bytes(), std::string("owes")}));
    if (row && std::holds_alternative<std::monostate>(row->at(4))) add(Relation::owes);
  }
  return found;
}

}  // namespace kulla::casefile
