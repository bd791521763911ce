#include "cases/model.hpp"

namespace kulla::cases {

Result<std::optional<casefile::NoticeAcknowledged>> decide(const casefile::CaseFile& file,
                                                           const AcknowledgeNotice& command, Instant now) {
  const auto* notice = file.notice(command.notice);
  if (notice == nullptr) return access::not_found();
  if (notice->acknowledged_at) return std::nullopt;
  // People tell minutes, servers know microseconds.
  if (command.occurred_at < floor_to_minute(notice->sent_at))
    return refuse("acknowledged-before-sent", "/occurred_at", {{"sent_at", to_rfc3339(notice->sent_at)}});
  if (command.occurred_at > now + ahead_max)
    return refuse("time-in-the-future", "/occurred_at", {{"now", to_rfc3339(now)}});
  return casefile::NoticeAcknowledged{.open = {.notice = command.notice}};
}

}  // namespace kulla::cases
