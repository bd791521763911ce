#include "cases/town.hpp"

#include "base/json.hpp"
#include "directory/party.hpp"
#include "procedure/check.hpp"
#include "support/shared_data.hpp"

namespace kulla::cases::test {
namespace {

using directory::Agency;
using directory::Duty;
using directory::Role;
using directory::test::must;

std::vector<const eventlog::Table*> tables() {
  std::vector<const eventlog::Table*> all{&access::access_of_table};
  all.insert(all.end(), casefile::tables().begin(), casefile::tables().end());
  return all;
}

directory::Places places_of(const dictionary::Dictionary& dictionary) {
  std::vector<directory::Places::Region> regions;
  for (const auto& region : dictionary.regions()) regions.push_back({region.code, region.neighbours});
  return must(directory::Places::of_house_data(regions, dictionary.list("unit")->codes));
}

std::shared_ptr<const procedure::Procedure> kosovo(const dictionary::Dictionary& dictionary) {
  std::vector<procedure::FieldWord> fields;
  for (const auto& field : dictionary.fields()) fields.push_back({field.name, field.held_by});
  const auto vocabulary = procedure::Vocabulary::standard(std::span<const procedure::FieldWord>(fields));
  const auto path = kulla::test::source_dir() / "procedures" / "kosovo.toml";
  return std::make_shared<const procedure::Procedure>(must(procedure::load(path.string(), vocabulary)));
}

}  // namespace

Town::Town(directory::test::Keeps keeps)
    : house(keeps, tables()),
      dictionary_(must(dictionary::Dictionary::open(kulla::test::source_dir() / "dictionary"))),
      places_(places_of(dictionary_)) {
  procedure = kosovo(dictionary_);
  police = house.open({Agency::police, "anti-trafficking", "prizren"}, Role::officer);
  other_police = house.open({Agency::police, "anti-trafficking", "peja"}, Role::officer);
  headquarters = house.open({Agency::police, "anti-trafficking", "headquarters"}, Role::commander);
  prosecution = house.open({Agency::prosecution, {}, "prizren"}, Role::prosecutor, 3);
  special_prosecution = house.open({Agency::prosecution, {}, "headquarters"}, Role::prosecutor);
  vau = house.open({Agency::vau, {}, "headquarters"}, Role::advocate);
  csw = house.open({Agency::csw, {}, "prizren"}, Role::social_worker);
  statistics = house.open({Agency::statistics, {}, "headquarters"}, Role::analyst);
  put_on_duty(prosecution, Duty::on_call, 0);
  put_on_duty(prosecution, Duty::back_up, 1);
  put_on_duty(vau, Duty::focal_point, 0);
  put_on_duty(csw, Duty::focal_point, 0);

  trail_ = std::make_unique<access::Trail>(house.store(), house.clock(), house.clock(), house.chance());
  sessions_ = std::make_unique<keys::Sessions>(house.store(), house.room(), house.clock(), house.clock(),
                                               keys::SessionSettings{.cost = crypto::lowest_password_cost,
                                                                     .idle = hours(10'000),
                                                                     .longest = hours(10'000),
                                                                     .keep_unwrapped = hours(10'000)});
  change_house_ = std::make_unique<change::House>(change::House{.store = house.store(),
                                                                .clock = house.clock(),
                                                                .chance = house.chance(),
                                                                .keys = house.room(),
                                                                .trail = *trail_,
                                                                .places = places_});
  road_ = std::make_unique<change::Road>(*change_house_);
  book_ = std::make_unique<casefile::Casebook>([this](eventlog::Code, std::uint16_t) { return procedure; });
  offices_ = std::make_unique<casefile::Offices>(places_);
  commands_ = std::make_unique<casefile::Commands>(*road_, *book_, *offices_);
  cases_ = std::make_unique<Cases>(Cases{
      .commands = *commands_,
      .dictionary = dictionary_,
      .procedure = procedure,
      .say = [](http::Language, std::string_view key,
                const auto& facts) { return std::string(key) + (facts.empty() ? "" : "=" + facts.front().second); },
      .duty_line = "038 000 111"});
}

void Town::put_on_duty(const Office& office, Duty duty, std::size_t member) {
  const auto from = house.clock().now();
  must(house.perform(office.members.at(member), [&](const directory::Desk& desk, const directory::Ask& ask) {
    return directory::set_duties(desk, ask, office.unit, {{duty, office.members.at(member), from, from + days(60)}});
  }));
}

change::Asking Town::asking(AccountId by) {
  const auto snapshot = house.now();
  auto& session = signed_in_[by];
  if (!session) {
    auto opened = must(sessions_->sign_in(
        {.account = by, .name = {}, .source = "127.0.0.1", .password = directory::test::RealHouse::password}));
    session = opened.session;
  }
  return {.session = session, .asker = must(change::asker_now(*house.now(), by))};
}

Town::Answer Town::call(AccountId by, Handler handler, http::Request request) {
  request.session = asking(by);
  const auto answer = handler(*cases_, request);
  Answer result;
  if (!answer) {
    result.code = answer.error().code;
    if (!answer.error().findings.empty()) result.pointer = answer.error().findings.front().pointer;
    return result;
  }
  result.status = answer->status;
  if (!answer->body.empty()) result.body = must(strict_parse(answer->body));
  return result;
}

namespace {
http::Request request_of(std::string path, int request, std::string_view json) {
  http::Request made;
  made.path = std::move(path);
  made.body = std::string(json);
  made.idempotency_key = ByteArray<16>{static_cast<Byte>(request)};
  return made;
}
http::Request named(std::string_view what, std::string_view reference, std::string_view notice, int request,
                    std::string_view json) {
  auto made = request_of(
      "/api/v1/cases/" + std::string(reference) + "/" + std::string(what) + "/" + std::string(notice), request, json);
  made.parameters = {{"reference", std::string(reference)}, {"notice", std::string(notice)}};
  return made;
}
}  // namespace

Town::Answer Town::report(AccountId by, std::string_view json, int request) {
  return call(by, cases::report, request_of("/api/v1/reports", request, json));
}
Town::Answer Town::work(AccountId by) { return call(by, my_work, request_of("/api/v1/work", 0, "")); }
Town::Answer Town::page(AccountId by, std::string_view reference) {
  return call(by, case_page, named("page", reference, "", 0, ""));
}
Town::Answer Town::read(AccountId by, std::string_view reference, std::string_view notice) {
  return call(by, read_notice, named("read", reference, notice, 0, ""));
}
Town::Answer Town::deliver(AccountId by, std::string_view reference, std::string_view notice) {
  return call(by, confirm_delivery, named("deliver", reference, notice, 0, ""));
}
Town::Answer Town::acknowledge(AccountId by, std::string_view reference, std::string_view notice, std::string_view json,
                               int request) {
  return call(by, cases::acknowledge, named("acknowledge", reference, notice, request, json));
}

std::vector<eventlog::Event> Town::looks(AccountId account) {
  return must(house.now()->stream(access::access_stream(account)));
}

}  // namespace kulla::cases::test
