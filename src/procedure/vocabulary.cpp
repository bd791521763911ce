#include "procedure/vocabulary.hpp"

namespace kulla::procedure {
namespace {

using enum ItemKind;

// One line an event: its name, and for whom it is recorded. A wing that records a new event which rules may wait for
// adds it here; the mapping from the log's types stands in the wing.
std::vector<EventWord> standard_events() {
  return {
      {"case.reported", {case_file}, {}},
      {"case.closed", {case_file}, {}},
      {"notice.acknowledged", {case_file, victim, witness, appointment}, {}},
      {"group.convened", {case_file}, {}},
      {"victim.added", {victim}, {}},
      {"victim.died", {victim}, {}},
      {"witness.named", {witness}, {}},
      {"interview.held", {victim, witness}, {}},
      {"interview.declined", {victim, witness}, {}},
      {"interviewer.wish-met", {victim, witness}, {}},
      {"advocate.offered", {victim}, {}},
      {"csw.present", {victim}, {}},
      {"consent.given", {victim}, {}},
      {"consent.declined", {victim}, {}},
      {"risk.assessed", {victim}, {}},
      {"referral.sent", {victim}, {}},
      {"referral.declined-by-person", {victim}, {}},
      {"shelter.asked", {victim}, {}},
      {"bed.refused", {victim}, {"shelter"}},
      {"transport.crewed", {victim}, {}},
      {"transport.handed-over", {victim}, {}},
      {"address.released", {victim}, {}},
      {"meeting-point.agreed", {victim}, {}},
      {"medical.asked", {victim}, {}},
      {"service.recorded", {victim}, {}},
      {"reflection.ended-by-her-word", {victim}, {}},
      {"escort.asked", {appointment}, {}},
      {"escort.crewed", {appointment}, {}},
      {"escort.started", {appointment}, {}},
      {"escort.handed-back", {appointment}, {}},
      {"escort.ended-elsewhere", {appointment}, {}},
      {"exit.wished", {victim}, {}},
      {"exit.recorded", {victim}, {}},
      {"exit.answered", {victim}, {}},
      {"approval", {victim}, {}},
      {"best-interest.decided", {victim}, {}},
      {"follow-up.unwanted", {victim}, {}},
      {"decision.told", {victim}, {}},
      {"decision.reviewed", {victim}, {}},
      {"person.released-to", {victim}, {}},
      {"release.reviewed", {victim}, {}},
      {"death.reviewed", {victim}, {}},
  };
}

}  // namespace

Vocabulary Vocabulary::standard(std::span<const FieldWord> fields) {
  return {
      .events = standard_events(),
      .fields = {fields.begin(), fields.end()},
      .kinds = {"food", "housing", "clothing", "medical", "counselling", "follow-up", "legal-advice", "interpreting"},
      .acts = {"removal"}};
}

Vocabulary Vocabulary::standard(std::span<const std::string_view> fields) {
  std::vector<FieldWord> words;
  for (const auto field : fields) words.push_back({std::string(field), {}});
  return standard(std::span<const FieldWord>(words));
}

}  // namespace kulla::procedure
