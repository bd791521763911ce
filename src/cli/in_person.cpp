#include "cli/in_person.hpp"

#include <boost/json.hpp>

#include "directory/staff.hpp"

namespace kulla::cli {
namespace {

/// Somebody else was first so many times in a row: then it is told.
constexpr int tries_max = 16;

}  // namespace

Result<InPerson> InPerson::sign_in(const AtHouse& at, const boost::json::object& asked) {
  const auto snapshot = TRY(at.house.store().snapshot());
  const auto folded = directory::fold_sign_in_name(text_of(asked, "name"));
  // A name that cannot be one takes the same road: hashed, looked up, stretched, refused.
  constexpr std::string_view no_name = "\x01none";
  const auto hash = at.house.house_keys().name_hash(folded ? folded->view() : no_name);
  const auto password = secret_of(asked, "password");
  auto signed_in = TRY(at.house.sessions().sign_in({.account = TRY(directory::account_by_name(*snapshot, hash)),
                                                    .name = hash,
                                                    .source = "control",
                                                    .password = password.view()}));
  return InPerson(at.house, std::move(signed_in));
}

InPerson::~InPerson() {
  if (!signed_in_.session) return;  // moved from
  // A session that could not be ended ends by itself; what was done is done.
  [[maybe_unused]] const auto ended = house_->sessions().sign_out(signed_in_.token.view());
}

Result<eventlog::Committed> InPerson::change(
    const std::function<Result<eventlog::Batch>(const directory::Desk&, const directory::Ask&)>& decide) const {
  directory::Ask ask{.id = {}, .body_hash = {}, .acting_group = {}, .ground = "administration"};
  house_->house().chance.fill(ask.id);
  for (int attempt = 1;; ++attempt) {
    const auto snapshot = TRY(house_->store().snapshot());
    const auto groups = TRY(keys().groups(*snapshot));
    if (!groups.empty()) ask.acting_group = groups.front();
    const directory::Desk desk{
        .snapshot = *snapshot, .room = house_->key_room(), .by = keys(), .now = house_->house_clock().now()};
    auto answer = house_->store().append(TRY(decide(desk, ask)));
    const bool again = !answer && answer.error().code == "version-conflict" && attempt < tries_max;
    if (!again) return answer;
  }
}

Result<AccountId> account_of(const AtHouse& at, const eventlog::Snapshot& snapshot, const std::string& text) {
  if (const auto id = AccountId::parse(text)) {
    if (TRY(directory::person(snapshot, *id))) return *id;
    return refuse("account-unknown", "/account");
  }
  const auto folded = directory::fold_sign_in_name(text);
  if (!folded) return refuse("account-unknown", "/account");
  const auto found = TRY(directory::account_by_name(snapshot, at.house.house_keys().name_hash(folded->view())));
  if (!found) return refuse("account-unknown", "/account");
  return *found;
}

Result<directory::Place> place_of(const AtHouse& at, const std::string& text) {
  const auto first = text.find('/');
  const auto last = text.rfind('/');
  const auto agency = directory::from_word<directory::Agency>(text.substr(0, first));
  if (!agency) return refuse("agency-unknown", "/group");
  if (first == std::string::npos) return refuse("region-unknown", "/group");
  directory::Place place{.agency = *agency, .unit = {}, .region = {}};
  const auto region = at.house.places().region(text.substr(last + 1));
  if (!region) return refuse("region-unknown", "/group");
  place.region = *region;
  if (first == last) return place;
  const auto unit = at.house.places().unit(text.substr(first + 1, last - first - 1));
  if (!unit) return refuse("not-a-code", "/group");
  place.unit = *unit;
  return place;
}

std::string to_text(const directory::Place& place) {
  std::string text(directory::word_of(place.agency));
  if (!place.unit.empty()) text += "/" + std::string(place.unit.text());
  return text + "/" + std::string(place.region.text());
}

Result<directory::Group> group_of(const AtHouse& at, const eventlog::Snapshot& snapshot, const std::string& text) {
  const auto id = GroupId::parse(text);
  const auto found =
      id ? TRY(directory::group(snapshot, *id)) : TRY(directory::group_at(snapshot, TRY(place_of(at, text))));
  if (!found) return refuse("group-unknown", "/group");
  return *found;
}

Result<directory::Role> role_of(const std::string& text) {
  const auto role = directory::from_word<directory::Role>(text);
  if (!role) return refuse("not-a-code", "/role");
  return *role;
}

}  // namespace kulla::cli
