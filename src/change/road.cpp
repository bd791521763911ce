#include "change/road.hpp"

#include <cstring>

#include "crypto/hash.hpp"

namespace kulla::change {
namespace {

eventlog::BatchId batch_id(AccountId account, const ByteArray<16>& request) {
  Bytes named;
  append(named, bytes_of("kulla/request"));
  append(named, account.view());
  append(named, request);
  const auto hash = crypto::sha256(named);
  eventlog::BatchId id{};
  std::memcpy(id.data(), hash.data(), id.size());
  return id;
}

}  // namespace

Result<access::Asker> asker_now(const eventlog::Snapshot& snapshot, AccountId account) {
  const auto found = TRY(directory::person(snapshot, account));
  if (!found || found->state != directory::AccountState::admitted)
    return fail(ErrorKind::unauthenticated, "no-session");
  return access::asker_of(*found);
}

RequestKey request_key(const ByteArray<16>& id, std::string_view says) {
  return {.id = id, .body = crypto::sha256(bytes_of(says))};
}

Result<eventlog::Committed> Road::change(const Asking& asking, const RequestKey& key,
                                         const std::function<Result<Draft>(const eventlog::Snapshot&)>& decide) {
  const auto id = batch_id(asking.asker.account, key.id);
  for (int attempt = 1;; ++attempt) {
    const auto snapshot = TRY(house_.store.snapshot());
    // A phone that repeats itself is answered as it was, whatever the decision would say by now.
    const auto before = TRY(snapshot->batch(id));
    if (before && before->body_hash == key.body) return *before;
    if (before) return refuse("request-reused");

    auto draft = TRY(decide(*snapshot));
    auto& batch = draft.batch;
    batch.id = id;
    batch.body_hash = key.body;
    batch.actor = eventlog::Actor::person(asking.asker.account);
    if (batch.acting_group.is_nil() && !asking.asker.groups.empty()) batch.acting_group = asking.asker.groups.front();
    batch.ground = std::string(draft.grant.ground().text());
    auto answer = house_.store.append(std::move(batch));
    const bool again = !answer && answer.error().code == "version-conflict" && attempt < tries_max;
    if (!again) return answer;
  }
}

Result<eventlog::Committed> Road::by_clock(
    const eventlog::BatchId& id, const std::function<Result<eventlog::Batch>(const eventlog::Snapshot&)>& decide) {
  for (int attempt = 1;; ++attempt) {
    const auto snapshot = TRY(house_.store.snapshot());
    if (const auto before = TRY(snapshot->batch(id))) return *before;
    auto batch = TRY(decide(*snapshot));
    batch.id = id;
    batch.body_hash = crypto::sha256(id);
    batch.actor = eventlog::Actor::the_clock();
    batch.ground = "clock";
    auto answer = house_.store.append(std::move(batch));
    const bool again = !answer && answer.error().code == "version-conflict" && attempt < tries_max;
    if (!again) return answer;
  }
}

Result<access::Grant> Road::ask(const Asking& asking, access::Policy policy,
                                std::span<const access::Relation> relations, access::RecordState state,
                                std::optional<StreamId> record) {
  auto answer = access::ask(policy, asking.asker, relations, state);
  if (!answer) house_.trail.refused(asking.asker, policy, record);
  return answer;
}

Looking::Looking(House& house, const Asking& asking, const access::Grant& grant, const eventlog::Snapshot& snapshot)
    : house_(house),
      asking_(asking),
      grant_(grant),
      opener_(house.keys, snapshot, asking.session->keys(), house.clock.now()) {}

bool Looking::want(const keys::Place& place, access::Compartment compartment, const eventlog::Section& section) {
  if (!grant_.opens(compartment)) return false;
  const auto held = opener_.holds(section.data_key);
  if (!held || !*held) return false;
  wanted_.push_back({place, &section});
  return true;
}

Result<std::vector<keys::Opened>> Looking::reveal() {
  std::vector<access::Looked> looked;
  std::vector<keys::Opened> opened;
  for (const auto& wanted : wanted_) {
    looked.push_back({wanted.place.stream, eventlog::code_from_log(wanted.section->name)});
    opened.push_back(TRY(opener_.open(wanted.place, *wanted.section)));
  }
  // Opened, but still here: it leaves this function once the trace is durable, and is wiped if it cannot be.
  TRY_VOID(house_.trail.before_reveal(asking_.session->id(), asking_.asker, grant_, looked));

  auto moves = std::move(opener_).moves();
  if (!moves.rows.empty()) {
    eventlog::Batch batch;
    house_.chance.fill(batch.id);
    batch.actor = eventlog::Actor::person(asking_.asker.account);
    batch.ground = "vault";
    batch.answer_kind = "moved";
    std::move(moves).add_to(batch);
    static_cast<void>(house_.store.append(std::move(batch)));  // refused: the next opening costs a box again, no more
  }
  return opened;
}

}  // namespace kulla::change
