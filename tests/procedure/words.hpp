// The dictionary's fields that the procedures of the tests send: what the dictionary hands in, invented here.
#pragma once

#include <vector>

#include "procedure/vocabulary.hpp"

namespace kulla::procedure::test {

inline const Vocabulary& words() {
  static const Vocabulary vocabulary = [] {
    std::vector<FieldWord> fields;
    for (const auto* name :
         {"case.reference", "case.region", "case.reported_at", "case.counts", "case.counts.children", "case.danger",
          "case.indicators", "case.reporter_phone", "case.languages", "bed.needs", "victim.languages", "victim.risk",
          "trip.at", "trip.from", "trip.to", "trip.needs", "exit.wished_at", "coded.sex"})
      fields.push_back({name, {}});
    fields.push_back({"shelter.address", "shelter"});
    return Vocabulary::standard(std::span<const FieldWord>(fields));
  }();
  return vocabulary;
}

}  // namespace kulla::procedure::test
