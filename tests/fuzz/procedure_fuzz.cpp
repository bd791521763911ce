// The reader of procedure files, on any bytes: it never throws, and what it takes for sound can be evaluated. The
// shipped file is a good first seed: build/fuzz/fuzz/procedure -max_len=40000 SEEDS, with procedures/*.toml in SEEDS.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "procedure/check.hpp"
#include "procedure/engine.hpp"

namespace {

using namespace kulla;
using namespace kulla::procedure;

void must(bool holds) {
  if (!holds) std::abort();
}

const Vocabulary& words() {
  // What the shipped files send, so that they are sound here and their children are lived through.
  static const std::vector<std::string_view> fields{"case.reference",
                                                    "case.region",
                                                    "case.reported_at",
                                                    "case.counts",
                                                    "case.counts.children",
                                                    "case.danger",
                                                    "case.languages",
                                                    "case.reporter_phone",
                                                    "bed.needs",
                                                    "case.indicators",
                                                    "victim.languages",
                                                    "victim.risk",
                                                    "trip.at",
                                                    "trip.from",
                                                    "trip.to",
                                                    "trip.needs",
                                                    "exit.wished_at"};
  static const auto vocabulary = Vocabulary::standard(std::span(fields));
  return vocabulary;
}

// Every event and every value that the procedure names, once, for one victim and one appointment.
void live_through(const Procedure& procedure) {
  Course course(procedure);
  std::uint64_t position = 0;
  Instant now{1'764'000'000'000'000};
  const auto tell = [&](decltype(Happening::what) what) {
    ++position;
    now = now + hours(1);
    course.add(Happening{position, now, now, std::move(what)});
  };
  tell(ItemAdded{victim(1), {}, 0});
  tell(ItemAdded{appointment(1), now + days(3), 1});
  for (std::uint16_t event = 0; event < procedure.event_names.size(); ++event)
    for (const auto item : {the_case(), victim(1), appointment(1)})
      tell(Happened{.event = {event}, .item = item, .by = {}, .kinds = {}});
  for (const auto& fact : procedure.facts)
    for (std::uint16_t value = 0; value < fact.values.size(); ++value)
      tell(FactLearnt{fact.id, fact.of_victim ? victim(1) : the_case(), {value}, {}});
  for (const auto& duty : course.obligations()) must(!duty.owed() || (duty.due_at && duty.epoch > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto no_files = [](std::string_view) { return std::optional<std::string>("holiday = []"); };
  const auto checked = check("fuzz.toml", text, words(), no_files);
  must(checked.procedure.has_value() == checked.defects.empty());
  for (const auto& defect : checked.defects)
    must(!defect.code.empty() && !defect.remedy.empty() && !to_line(defect).empty());
  if (checked.procedure) live_through(*checked.procedure);
  return 0;
}
