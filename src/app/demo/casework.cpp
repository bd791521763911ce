#include "app/demo/casework.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "app/demo/duty_days.hpp"
#include "app/demo/live_cases.hpp"
#include "app/open_house.hpp"
#include "app/procedures.hpp"
#include "base/invariant.hpp"
#include "base/json.hpp"
#include "casefile/parties.hpp"
#include "casefile/tables.hpp"
#include "cases/cases.hpp"

namespace kulla::app::demo {
namespace {

namespace json = boost::json;

/// The rooms that cases need, on the workshop's store and clock.
class Casework {
 public:
  static Result<std::unique_ptr<Casework>> open(Workshop& shop, const Config& config);

  Result<CaseId> report(const LiveCase& live);
  /// The open notice of this party: opened by whoever has its duty now, or acknowledged.
  Result<void> open_notice(CaseId id, std::string_view party);
  Result<void> acknowledge(CaseId id, std::string_view party);
  /// On to that instant, firing each rung when it falls due.
  Result<void> live_until(Instant at);

 private:
  Casework(Workshop& shop, dictionary::Dictionary dictionary, directory::Places places, DutyDays days)
      : shop_(shop), dictionary_(std::move(dictionary)), places_(std::move(places)), days_(std::move(days)) {}
  Result<http::Request> request_by(std::string_view sign_in_name);
  Result<http::Request> about_notice(CaseId id, std::string_view party);
  Result<std::string_view> whose_turn(GroupId group, std::string_view party) const;

  Workshop& shop_;
  dictionary::Dictionary dictionary_;
  directory::Places places_;
  DutyDays days_;
  std::shared_ptr<const procedure::Procedure> procedure_;
  std::unique_ptr<access::Trail> trail_;
  std::unique_ptr<change::House> house_;
  std::unique_ptr<casefile::Casebook> book_;
  std::unique_ptr<casefile::Offices> offices_;
  std::unique_ptr<change::Road> road_;
  std::unique_ptr<casefile::Commands> commands_;
  std::unique_ptr<cases::Cases> cases_;
};

Result<std::unique_ptr<Casework>> Casework::open(Workshop& shop, const Config& config) {
  auto dictionary = TRY(open_dictionary());
  auto places = TRY(places_of(dictionary));
  std::unique_ptr<Casework> work(new Casework(shop, std::move(dictionary), std::move(places), TRY(DutyDays::load())));
  work->procedure_ = TRY(open_procedure(config, work->dictionary_, work->places_));
  work->trail_ = std::make_unique<access::Trail>(shop.store(), shop.clock(), shop.clock(), shop.chance());
  work->house_ = std::make_unique<change::House>(change::House{.store = shop.store(),
                                                               .clock = shop.clock(),
                                                               .chance = shop.chance(),
                                                               .keys = shop.room(),
                                                               .trail = *work->trail_,
                                                               .places = work->places_});
  work->book_ = std::make_unique<casefile::Casebook>([procedure = work->procedure_](eventlog::Code, std::uint16_t) {
    return procedure;  // the one that all of them were opened under
  });
  work->offices_ = std::make_unique<casefile::Offices>(work->places_);
  work->road_ = std::make_unique<change::Road>(*work->house_);
  work->commands_ = std::make_unique<casefile::Commands>(*work->road_, *work->book_, *work->offices_);
  work->cases_ = std::make_unique<cases::Cases>(
      cases::Cases{.commands = *work->commands_,
                   .dictionary = work->dictionary_,
                   .procedure = work->procedure_,
                   .say = [](http::Language, std::string_view key, const auto&) { return std::string(key); },
                   .duty_line = {}});
  return work;
}

const Office& office_of(const directory::Place& place) {
  const auto found = std::ranges::find(offices(), place, &Office::place);
  invariant(found != offices().end(), "the demo has this office");
  return *found;
}

/// As a browser's, after the gatekeeper.
Result<http::Request> Casework::request_by(std::string_view sign_in_name) {
  auto session = TRY(shop_.session(sign_in_name));
  const auto snapshot = TRY(shop_.store().snapshot());
  auto asker = TRY(change::asker_now(*snapshot, session->account()));
  http::Request request;
  request.method = http::Method::post;
  request.source = "demo";
  request.session = change::Asking{.session = std::move(session), .asker = std::move(asker)};
  request.idempotency_key.emplace();
  shop_.chance().fill(*request.idempotency_key);
  return request;
}

Result<CaseId> Casework::report(const LiveCase& live) {
  const auto& unit = office_of({directory::Agency::police, "anti-trafficking", live.region});
  auto request = TRY(request_by(unit.workers.at(live.officer).sign_in_name));
  request.path = "/api/v1/reports";
  request.body = std::string(live.body);
  const auto answer = TRY(cases::report(*cases_, request));
  const auto said = TRY(strict_parse(answer.body));
  const auto id = CaseId::parse(said.at("case").as_string());
  invariant(id.has_value(), "a report's answer names its case");
  return *id;
}

/// In the office that this group is of: whoever has the party's duty now or is of its role; where it asks for neither,
/// whoever has any.
Result<std::string_view> Casework::whose_turn(GroupId group, std::string_view party) const {
  const auto snapshot = TRY(shop_.store().snapshot());
  const auto found = TRY(directory::group(*snapshot, group));
  if (!found) return fail(ErrorKind::broken, "group-unknown", group.text());
  const auto& office = office_of(found->place);
  const auto query = TRY(casefile::query_of(procedure_->at(procedure_->party(party)), places_));
  const auto day = days_.of(shop_.clock().now());
  for (const auto& turns : office.turns)
    if (query.duty == turns.duty) return office.workers[DutyDays::worker(turns, day)].sign_in_name;
  for (const auto& worker : office.workers)
    if (query.role == worker.role) return worker.sign_in_name;
  const auto index = office.turns.empty() ? 0 : DutyDays::worker(office.turns.front(), day);
  return office.workers[index].sign_in_name;
}

Result<http::Request> Casework::about_notice(CaseId id, std::string_view party) {
  const auto snapshot = TRY(shop_.store().snapshot());
  const auto file = TRY(book_->load(*snapshot, id));
  for (const auto& [notice_id, notice] : file->notices()) {
    if (notice.party.text() != party || notice.acknowledged_at) continue;
    auto request = TRY(request_by(TRY(whose_turn(notice.to_group, party))));
    const auto reference = file->reference().text();
    request.parameters = {{"reference", reference}, {"notice", notice_id.text()}};
    request.path = "/api/v1/cases/" + reference + "/notices/" + notice_id.text();
    return request;
  }
  return fail(ErrorKind::broken, "demo-notice-missing", std::string(party));
}

Result<void> Casework::open_notice(CaseId id, std::string_view party) {
  TRY(cases::confirm_delivery(*cases_, TRY(about_notice(id, party))));
  TRY(cases::read_notice(*cases_, TRY(about_notice(id, party))));
  return {};
}

Result<void> Casework::acknowledge(CaseId id, std::string_view party) {
  auto request = TRY(about_notice(id, party));
  request.path += "/acknowledgement";
  TRY(cases::acknowledge(*cases_, request));
  return {};
}

std::size_t next_at_column() {
  const auto& columns = casefile::obligation_table.columns;
  const auto found = std::ranges::find(columns, "next_at", &eventlog::Column::name);
  invariant(found != columns.end(), "an obligation has a next instant");
  return static_cast<std::size_t>(found - columns.begin());
}

Result<void> Casework::live_until(Instant at) {
  // A rung is known once the one before it has fired: so the table is asked anew each time.
  while (true) {
    const auto snapshot = TRY(shop_.store().snapshot());
    const auto due = TRY(snapshot->scan({.table = &casefile::obligation_table,
                                         .index = "obligation_next",
                                         .equal = {},
                                         .from = std::nullopt,
                                         .before = eventlog::Value(at.micros + 1),
                                         .descending = false,
                                         .limit = 1}));
    if (due.empty()) break;
    const Instant next{std::get<std::int64_t>(due.front().at(next_at_column()))};
    shop_.clock().set(std::max(next, shop_.clock().now()));
    const auto fired = TRY(commands_->fire_due(shop_.clock().now()));
    invariant(fired > 0, "what is due fires");
  }
  shop_.clock().set(std::max(at, shop_.clock().now()));
  return {};
}

struct Moment {
  enum class What : std::uint8_t { report, open, acknowledge };
  Instant at;
  What what = What::report;
  std::size_t live = 0;
  std::string_view party = {};
};

std::vector<Moment> moments_until(Instant now) {
  std::vector<Moment> all;
  for (std::size_t i = 0; i < live_cases().size(); ++i) {
    const auto& live = live_cases()[i];
    const auto reported = now - live.before;
    all.push_back({reported, Moment::What::report, i});
    for (const auto& answered : live.answers) {
      all.push_back({reported + answered.after - minutes(1), Moment::What::open, i, answered.party});
      all.push_back({reported + answered.after, Moment::What::acknowledge, i, answered.party});
    }
  }
  std::ranges::stable_sort(all, {}, &Moment::at);
  return all;
}

}  // namespace

Result<void> live_through_cases(Workshop& shop, const Config& config, Instant now) {
  const auto work = TRY(Casework::open(shop, config));
  std::vector<CaseId> ids(live_cases().size());
  for (const auto& moment : moments_until(now)) {
    TRY_VOID(work->live_until(moment.at));
    auto& id = ids[moment.live];
    switch (moment.what) {
      case Moment::What::report:
        id = TRY(work->report(live_cases()[moment.live]));
        break;
      case Moment::What::open:
        TRY_VOID(work->open_notice(id, moment.party));
        break;
      case Moment::What::acknowledge:
        TRY_VOID(work->acknowledge(id, moment.party));
        break;
    }
  }
  return work->live_until(now);
}

}  // namespace kulla::app::demo
