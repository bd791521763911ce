#include "app/demo/duty_days.hpp"

namespace kulla::app::demo {
namespace {
constexpr std::string_view zone_name = "Europe/Belgrade";  // as procedures/kosovo.toml has it
constexpr Duration hand_over = hours(7);                   // on the wall's clock
}  // namespace

Result<DutyDays> DutyDays::load() { return DutyDays(TRY(procedure::Zone::load(zone_name))); }

std::int64_t DutyDays::of(Instant at) const {
  const auto local = zone_.local_micros(at) - hand_over.micros;
  const auto day = days(1).micros;
  return local / day - (local % day < 0 ? 1 : 0);
}

Instant DutyDays::begins(std::int64_t day) const { return zone_.at_local(days(day).micros + hand_over.micros); }

}  // namespace kulla::app::demo
