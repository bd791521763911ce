#include "http/exchange.hpp"

#include <algorithm>
#include <cstring>
#include <variant>

#include "http/target.hpp"
#include "http/wire.hpp"

namespace kulla::http {
namespace {

constexpr auto refusals_told_every = seconds(60);

std::string allow_text(std::vector<Method> methods) {
  if (std::ranges::find(methods, Method::get) != methods.end()) methods.push_back(Method::head);
  std::string text;
  for (const auto method : methods) text.append(text.empty() ? "" : ", ").append(name_of(method));
  return text;
}

}  // namespace

void wipe(std::string& text) {
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

Office::Office(Options chosen, Router table, House around)
    : options(std::move(chosen)),
      router(std::move(table)),
      house(std::move(around)),
      head_limits{options.header_bytes_max, options.target_bytes_max, options.fields_max},
      started_(std::to_string(house.clock.now().micros / 1'000'000)) {}

Response Office::run(Request& request, const Route& route) const noexcept {
  Error error{.kind = ErrorKind::broken, .code = "internal-error", .where = {}, .findings = {}};
  try {
    const auto admitted = house.gatekeeper ? house.gatekeeper(route, request) : Result<void>{};
    auto answer = admitted ? route.handler(request) : Result<Response>(tl::unexpected(admitted.error()));
    if (answer) return std::move(*answer);
    error = std::move(answer.error());
    if (error.kind == ErrorKind::broken)
      house.log.error("broken",
                      {{"request", Code{request.id}}, {"code", Code{error.code}}, {"where", Code{error.where}}});
  } catch (const std::exception&) {  // its words may hold what a person typed: they stay out of the log
    house.log.error("bug", {{"request", Code{request.id}}, {"route", Code{route.pattern}}});
  }
  return say_no(request.language, error);
}

Response Office::say_no(Language language, const Error& error, int status) const {
  return problem(house.words, language, error, status);
}

std::string Office::too_many_text() {
  ++refused;
  const Error error{.kind = ErrorKind::unavailable,
                    .code = "too-many-connections",
                    .where = {},
                    .findings = {},
                    .retry_after_seconds = options.retry_after_seconds};
  const auto answer = say_no(options.house_language, error);
  return head_text(answer, date(), false) + answer.body;
}

void Office::reached_at(const std::string& address, std::uint16_t port) {
  auto names = options.names;
  names.push_back("localhost");
  names.push_back(address);
  for (const auto& name : names) authorities.push_back(name + ":" + std::to_string(port));
}

void Office::tell_refusals(Duration now) {
  if (now < tell_at_) return;
  tell_at_ = now + refusals_told_every;
  const std::size_t all = refused;
  if (all > told_) house.log.warning("refused", {{"requests", all - told_}});
  told_ = all;
}

std::string Office::next_id() { return started_ + "-" + std::to_string(++requests); }

std::string_view Office::date() {
  const auto now = house.clock.now();
  const auto second = now.micros / 1'000'000;
  if (second != date_second_) date_ = http_date(now);
  date_second_ = second;
  return date_;
}

Exchange::Exchange(Office& office, std::string source) : office_(office), source_(std::move(source)) { begin(); }

void Exchange::begin() {
  head = {};
  request = {};
  request.language = office_.options.house_language;
  request.plain_memory = office_.house.plain_memory;
  response = {};
  response.status = 0;
  route_ = nullptr;
}

const Route* Exchange::open(Head whole) {
  head = std::move(whole);
  request.method = method_of(head.method);
  request.fields = std::move(head.fields);
  request.language = choose_language(request.fields, office_.options.house_language);
  request.source = source_;
  request.id = office_.next_id();
  const auto* route = find_route();
  if (route == nullptr) return nullptr;
  route_ = route;
  if (const auto stop = check_request(*route, head, office_.authorities, request)) return stop_with(*stop);
  return route;
}

const Route* Exchange::find_route() {
  auto read = read_target(head.target);
  if (const auto* stop = std::get_if<Stop>(&read)) return stop_with(*stop);
  auto& target = std::get<Target>(read);
  if (const auto stop = check_host(request.fields, office_.authorities)) return stop_with(*stop);
  if (request.method == Method::other) return stop_with({501, "method-unknown"});
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  if (request.method == Method::get || request.method == Method::head) {
    if (auto asset = asset_answer(office_.house.assets, request)) {
      response = std::move(*asset);
      return nullptr;
    }
  }
  auto match = office_.router.find(request.method, request.path, target.segments);
  if (match.route != nullptr) {
    request.parameters = std::move(match.parameters);
    return match.route;
  }
  if (match.allowed.empty()) {
    ++office_.refused;
    response = not_found(office_.house.words, request.language);
    return nullptr;
  }
  refuse(Stop{405, "method-not-allowed"});
  response.with("Allow", allow_text(match.allowed));
  return nullptr;
}

const Route* Exchange::stop_with(const Stop& stop) {
  refuse(stop);
  return nullptr;
}

void Exchange::refuse(const Stop& stop) {
  ++office_.refused;
  const Error error{.kind = ErrorKind::malformed, .code = std::string(stop.code), .where = {}, .findings = {}};
  response = office_.say_no(request.language, error, stop.status);
}

void Exchange::refuse(Error error) {
  ++office_.refused;
  error.retry_after_seconds = office_.options.retry_after_seconds;
  response = office_.say_no(request.language, error);
}

void Exchange::work() {
  response = office_.run(request, *route_);
  if (office_.house.after_request) office_.house.after_request();
}

void Exchange::log() const {
  office_.house.log.info("request", {{"request", Code{request.id}},
                                     {"method", Code{name_of(request.method)}},
                                     {"route", Code{route_ != nullptr ? std::string_view(route_->pattern) : "none"}},
                                     {"status", response.status},
                                     {"took", Millis{steady_now() - began}}});
}

void Exchange::wipe_bodies() {
  wipe(request.body);
  wipe(response.body);
}

}  // namespace kulla::http
