#include "directory/projection.hpp"

#include <algorithm>
#include <map>

#include "base/invariant.hpp"
#include "directory/fold.hpp"

namespace kulla::directory {

using eventlog::Batch;
using eventlog::Event;
using eventlog::TableWrite;

using FactsByStream = std::map<StreamId, StreamFacts>;

namespace {

void project(Batch& batch, FactsByStream before) {
  if (before.empty()) return;
  batch.project = [earlier = std::move(batch.project), held = std::make_shared<const FactsByStream>(std::move(before))](
                      std::span<const Event> committed) -> Result<std::vector<TableWrite>> {
    std::vector<TableWrite> writes;
    if (earlier) writes = TRY(earlier(committed));
    auto after = *held;
    for (const auto& event : committed)
      if (const auto found = after.find(event.stream); found != after.end()) TRY_VOID(fold(found->second, event));
    for (const auto& [stream, facts] : after)
      for (auto& write : writes_between(rows_of(stream, held->at(stream)), rows_of(stream, facts)))
        writes.push_back(std::move(write));
    return writes;
  };
}

bool expects(const Batch& batch, StreamId stream, eventlog::Version version) {
  return std::ranges::any_of(batch.expect,
                             [&](const auto& one) { return one.stream == stream && one.version == version; });
}

}  // namespace

Result<void> project_into(Batch& batch, const eventlog::Snapshot& snapshot) {
  FactsByStream before;
  for (const auto& event : batch.events) {
    auto facts = no_facts(event.kind);
    if (!facts || before.contains(event.stream)) continue;
    const auto past = TRY(snapshot.stream(event.stream));
    for (const auto& one : past) TRY_VOID(fold(*facts, one));
    invariant(expects(batch, event.stream, static_cast<eventlog::Version>(past.size())),
              "what is projected is expected as the snapshot has it");
    before.emplace(event.stream, std::move(*facts));
  }
  project(batch, std::move(before));
  return {};
}

void project_onto_nothing(Batch& batch) {
  FactsByStream before;
  for (const auto& event : batch.events)
    if (auto facts = no_facts(event.kind)) {
      invariant(expects(batch, event.stream, 0), "what is projected onto nothing is new");
      before.emplace(event.stream, std::move(*facts));
    }
  project(batch, std::move(before));
}

struct Rebuild::Streams {
  FactsByStream facts;
};

Rebuild::Rebuild() : streams_(std::make_unique<Streams>()) {}
Rebuild::~Rebuild() = default;
Rebuild::Rebuild(Rebuild&&) noexcept = default;
Rebuild& Rebuild::operator=(Rebuild&&) noexcept = default;

Result<void> Rebuild::add(const Event& event) {
  auto found = streams_->facts.find(event.stream);
  if (found == streams_->facts.end()) {
    auto fresh = no_facts(event.kind);
    if (!fresh) return {};
    found = streams_->facts.emplace(event.stream, std::move(*fresh)).first;
  }
  return fold(found->second, event);
}

Result<void> Rebuild::finish(eventlog::TableWriter& writer) {
  for (const auto& [stream, facts] : streams_->facts)
    for (const auto& write : writes_between({}, rows_of(stream, facts))) TRY_VOID(writer.write(write));
  return {};
}

Result<void> rebuild(const eventlog::Snapshot& snapshot, eventlog::TableWriter& writer) {
  Rebuild fresh;
  Result<void> folded;
  TRY_VOID(snapshot.log(1, [&](const Event& event) {
    folded = fresh.add(event);
    return folded.has_value();
  }));
  TRY_VOID(folded);
  return fresh.finish(writer);
}

}  // namespace kulla::directory
