#include "casefile/parties.hpp"

namespace kulla::casefile {
namespace {

using directory::PartyQuery;

template <class Enum>
Result<std::optional<Enum>> optional_word(std::string_view word, const std::string& party) {
  if (word.empty()) return std::nullopt;
  const auto found = directory::from_word<Enum>(word);
  if (!found) return fail(ErrorKind::broken, "party-unknown-word", "party " + party + ": " + std::string(word));
  return found;
}

Result<PartyQuery::Of> of_word(const procedure::Party& party) {
  if (party.of.empty()) return PartyQuery::Of::place;
  if (party.of == "placement") return PartyQuery::Of::placement;
  if (party.of == "next-fit") return PartyQuery::Of::next_fit;
  if (party.of == "service") return PartyQuery::Of::service;
  return fail(ErrorKind::broken, "party-unknown-word", "party " + party.key + ": of = " + party.of);
}

}  // namespace

Result<PartyQuery> query_of(const procedure::Party& party, const directory::Places& places) {
  const auto unknown = [&](const std::string& word) {
    return fail(ErrorKind::broken, "party-unknown-word", "party " + party.key + ": " + word);
  };
  PartyQuery query;
  const auto agency = TRY(optional_word<directory::Agency>(party.agency, party.key));
  if (!agency) return unknown("agency");
  query.agency = *agency;
  if (!party.unit.empty()) {
    const auto unit = places.unit(party.unit);
    if (!unit) return unknown(party.unit);
    query.unit = *unit;
  }
  if (party.region == "of-case") {
    query.region = PartyQuery::Region::of_case;
  } else if (party.region == "neighbours") {
    query.region = PartyQuery::Region::neighbours;
  } else if (!party.region.empty()) {
    const auto region = places.region(party.region);
    if (!region) return unknown(party.region);
    query.region = PartyQuery::Region::named;
    query.region_name = *region;
  }
  query.role = TRY(optional_word<directory::Role>(party.role, party.key));
  query.duty = TRY(optional_word<directory::Duty>(party.duty, party.key));
  query.of = TRY(of_word(party));
  return query;
}

Result<void> check_parties(const procedure::Procedure& procedure, const directory::Places& places) {
  for (const auto& party : procedure.parties)
    if (party.present) TRY(query_of(party, places));
  return {};
}

Result<directory::Resolved> resolve(const eventlog::Snapshot& snapshot, const directory::Places& places,
                                    const procedure::Party& party, Code region, Instant now) {
  return directory::resolve(snapshot, places, TRY(query_of(party, places)), region, now);
}

}  // namespace kulla::casefile
