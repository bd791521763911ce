#include "procedure/clocks.hpp"

#include <algorithm>
#include <limits>

namespace kulla::procedure {
namespace {

constexpr Instant never{std::numeric_limits<std::int64_t>::max()};

const Within* row_of(const Ledger& ledger, const Strand& strand, const Step& step) {
  const Seen seen(ledger, strand);
  for (const auto& row : step.within)
    if (holds(row.when, seen)) return &row;
  return step.within.empty() ? nullptr : &step.within.back();
}

/// Counts back from the item's instant. Where that is past already, it is due at once, as short notice; what was late
/// before stays late.
void count_back(const Strand& strand, Owing& owing, const Within& row, Instant now) {
  const auto wanted = strand.at ? *strand.at - row.lead : Instant{std::numeric_limits<std::int64_t>::min()};
  const auto was = owing.due;
  owing.due = std::max(wanted, std::min(was, now));
  owing.short_notice = wanted < now && (owing.short_notice || was >= now);
  owing.due_row = &row;
}

/// A row with a shorter time gives the earlier of the old deadline and the whole new span from now; one with a longer
/// time counts from the start, and never brings the deadline forward.
void change_row(const Ledger& ledger, Owing& owing, const Within& row, Instant now) {
  const auto whole = moved(ledger, owing.started, row.time);
  const bool shorter = !owing.row->before && whole < owing.whole;
  owing.whole = whole;
  const auto anchor = shorter ? now : owing.started;
  const auto wanted = shorter ? moved(ledger, now, row.time) : whole;
  if (shorter ? wanted >= owing.due : wanted <= owing.due) return;
  owing.due = wanted;
  owing.due_anchor = anchor;
  owing.due_row = &row;
}

void plan_rungs(const Ledger& ledger, const Step& step, Owing& owing, Instant now) {
  const auto before = owing.planned;
  const auto count = owing.rungs;
  owing.rungs = 0;
  for (const auto& rung : step.ladder) {
    auto was = never;
    for (std::size_t i = 0; i < count; ++i)
      if (before[i].number == rung.number) was = before[i].at;
    const auto from = rung.from == Rung::From::due ? owing.due : owing.started;
    const auto at = moved(ledger, from, rung.offset, rung.sign);
    // Nothing is planned for a time that had passed when the plan was made; what was overdue stays overdue.
    owing.planned[owing.rungs++] = {rung.number, std::max(at, std::min(was, now))};
  }
}

}  // namespace

Instant moved(const Ledger& ledger, Instant from, const Span& span, int sign) {
  switch (span.measure) {
    case Span::Measure::elapsed:
      return from + span.elapsed * sign;
    case Span::Measure::local_days:
      return ledger.procedure->zone.days_later(from, span.days * sign) + span.elapsed * sign;
    case Span::Measure::working_days: {
      if (span.calendar.index >= ledger.procedure->calendars.size()) return from + days(span.days * sign);
      std::span<const Day> added;
      if (span.calendar.index < ledger.holidays.size()) added = ledger.holidays[span.calendar.index];
      return working_days_later(ledger.procedure->zone, ledger.procedure->calendars[span.calendar.index], added, from,
                                span.days);
    }
  }
  return from;
}

Instant running_time(const Owing& owing, Instant now) {
  return (owing.state == State::paused ? owing.paused_at : now) - owing.stood;
}

void start_clock(const Ledger& ledger, const Strand& strand, const Step& step, Owing& owing) {
  owing.row = row_of(ledger, strand, step);
  owing.due = never;
  owing.due_anchor = owing.started;
  owing.due_row = owing.row;
  owing.short_notice = false;
  owing.rungs = 0;
  if (owing.row == nullptr) return;
  if (owing.row->before)
    count_back(strand, owing, *owing.row, owing.started);
  else
    owing.due = owing.whole = moved(ledger, owing.started, owing.row->time);
  plan_rungs(ledger, step, owing, owing.started);
}

void set_clock_again(const Ledger& ledger, const Strand& strand, const Step& step, Owing& owing, Instant now) {
  const auto* row = row_of(ledger, strand, step);
  if (row == nullptr || owing.row == nullptr) return;
  const auto at = running_time(owing, now);
  if (row->before) {
    count_back(strand, owing, *row, at);
  } else if (row != owing.row) {
    owing.short_notice = false;
    change_row(ledger, owing, *row, at);
  } else if (owing.due_row->time.measure == Span::Measure::working_days) {
    owing.whole = moved(ledger, owing.started, row->time);  // a holiday more
    owing.due = std::max(owing.due, moved(ledger, owing.due_anchor, owing.due_row->time));
  }
  owing.row = row;
  plan_rungs(ledger, step, owing, at);
}

}  // namespace kulla::procedure
