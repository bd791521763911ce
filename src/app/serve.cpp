#include "app/serve.hpp"

#include <cstdlib>

#include "app/founding.hpp"
#include "app/gatekeeper.hpp"
#include "app/house_routes.hpp"
#include "app/procedures.hpp"
#include "app/session_routes.hpp"
#include "app/shell.hpp"
#include "base/encode.hpp"
#include "crypto/chance.hpp"
#include "crypto/wiping.hpp"
#include "http/openapi.hpp"

namespace kulla::app {
namespace {

/// Schemas of bodies that no wing owns.
void add_session_schemas(http::Router& router) {
  router.schema("SignIn",
                R"({"type":"object","additionalProperties":false,"required":["name","password"],"properties":{)"
                R"("name":{"type":"string","maxLength":64},"password":{"type":"string","maxLength":1024}}})");
  router.schema("Unlock", R"({"type":"object","additionalProperties":false,"required":["password"],"properties":{)"
                          R"("password":{"type":"string","maxLength":1024}}})");
  router.schema("Session",
                R"({"type":"object","required":["account","name","role","agency","region","groups","duties",)"
                R"("expires_at","now","house","may"]})");
}

}  // namespace

Result<std::unique_ptr<Serving>> Serving::start(const Config& config, Log& log) {
  std::unique_ptr<Serving> serving(new Serving(TRY(OpenHouse::open(config)), log));
  TRY_VOID(serving->plug_in());
  TRY_VOID(serving->open_door());
  return serving;
}

Result<void> Serving::plug_in() {
  const auto& config = house_->config();
  auto& house = house_->house();
  procedure_ = TRY(open_procedure(config, house_->dictionary(), house_->places()));
  book_ = std::make_unique<casefile::Casebook>(
      [procedure = procedure_](eventlog::Code key,
                               std::uint16_t version) -> std::shared_ptr<const procedure::Procedure> {
        const bool same = key.text() == procedure->key && version == procedure->version;
        return same ? procedure : nullptr;
      });
  offices_ = std::make_unique<casefile::Offices>(house_->places());
  road_ = std::make_unique<change::Road>(house);
  commands_ = std::make_unique<casefile::Commands>(*road_, *book_, *offices_);
  cases_ = std::make_unique<cases::Cases>(cases::Cases{
      .commands = *commands_,
      .dictionary = house_->dictionary(),
      .procedure = procedure_,
      .say = [this](http::Language language, std::string_view key,
                    const Facts& facts) { return house_->words().say(http::code_of(language), key, facts); },
      .duty_line = config.house.duty_line});
  hub_ = std::make_unique<http::Hub>(
      house.clock, house.chance,
      http::HubLimits{.streams_per_account_max = static_cast<std::size_t>(config.limits.streams_per_account)});
  waker_ = std::make_unique<notify::Waker>(house.store, *hub_);
  house.store.on_commit([this](std::span<const eventlog::Event> events) {
    for (const auto& event : events)
      if (event.kind == eventlog::StreamKind::group) offices_->forget();
    waker_->committed(events);
  });
  return {};
}

Result<void> Serving::open_door() {
  const auto& config = house_->config();
  auto& house = house_->house();
  http::Options options{.address = config.listen.address,
                        .port = static_cast<std::uint16_t>(config.listen.port),
                        .house_language = config.house.language == "sq" ? http::Language::sq : http::Language::en,
                        .connections_max = static_cast<std::size_t>(config.limits.connections),
                        .workers = static_cast<std::size_t>(config.limits.workers)};
  auto router = TRY(api_routes());
  add_shell(router, TRY(make_shell(config, house_->words(), house_->house_keys().is_demo())));
  openapi_ = describe(router);
  server_ = std::make_unique<http::Server>(TRY(http::Server::open(std::move(options), std::move(router),
                                                                  {.clock = house_->real_clock(),
                                                                   .chance = house.chance,
                                                                   .log = log_,
                                                                   .hub = *hub_,
                                                                   .words = problem_words(),
                                                                   .gatekeeper = gatekeeper(house, house_->sessions()),
                                                                   .assets = front_end_assets(),
                                                                   .plain_memory = crypto::wiping_resource(),
                                                                   .after_request = crypto::wipe_stack})));
  housekeeper_ = std::thread([this] { housekeeping(); });
  return {};
}

std::string Serving::describe(const http::Router& router) const {
  return http::openapi_text(router, {.title = "Kulla", .version = "1", .words = [this](std::string_view summary) {
                                       return house_->words().say("en", "api." + std::string(summary));
                                     }});
}

Result<http::Router> Serving::api_routes() {
  http::Router router;
  add_session_schemas(router);
  add_session_routes(router, {.house = house_->house(),
                              .sessions = house_->sessions(),
                              .hub = *hub_,
                              .config = house_->config(),
                              .training = house_->house_keys().is_demo()});
  add_house_routes(
      router,
      {.house = *house_, .ready = [] { return true; }, .openapi = [this]() -> const std::string& { return openapi_; }});
  cases::add_routes(router, *cases_);
  return router;
}

http::Words Serving::problem_words() const {
  return [this](http::Language language, std::string_view code, const http::Facts& facts) {
    const auto in = http::code_of(language);
    const auto key = "problem." + std::string(code);
    return http::Wording{.title = house_->words().say(in, key + ".title", facts),
                         .detail = house_->words().say(in, key + ".detail", facts)};
  };
}

Result<int> Serving::advance(Duration by) {
  TRY_VOID(house_->advance(by));
  return commands_->fire_due(house_->house_clock().now());
}

void Serving::housekeeping() {
  auto last_sweep = steady_now();
  auto last_checkpoint = steady_now();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; });
    if (stopping_) break;
    lock.unlock();
    const auto told = [this](std::string_view what, const Error& error) {
      log_.error(what, {{"code", kulla::Code{error.code}}});
    };
    if (const auto fired = commands_->fire_due(house_->house_clock().now()); !fired)
      told("rungs-not-fired", fired.error());
    if (steady_now() - last_sweep >= seconds(5)) {
      if (const auto swept = house_->sessions().sweep(); !swept) told("sessions-not-swept", swept.error());
      last_sweep = steady_now();
    }
    if (steady_now() - last_checkpoint >= minutes(1)) {
      if (const auto signed_head = house_->checkpoint(); !signed_head) told("head-not-signed", signed_head.error());
      last_checkpoint = steady_now();
    }
    lock.lock();
  }
}

void Serving::stop() {
  if (server_) server_->stop();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  if (housekeeper_.joinable()) housekeeper_.join();
  if (const auto signed_head = house_->checkpoint(); !signed_head)
    log_.error("head-not-signed", {{"code", kulla::Code{signed_head.error().code}}});
}

Serving::~Serving() { stop(); }

Result<std::string> api_description() {
  std::error_code problem;
  auto name = (std::filesystem::temp_directory_path(problem) / "kulla-openapi-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return fail(ErrorKind::unavailable, "folder-unwritable", name);
  struct Removed {
    std::filesystem::path folder;
    ~Removed() {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }
  } const removed{name};
  Config config;
  config.data.dir = name + "/house";
  // Nobody ever opens its accounts: their password is chance, and is forgotten here.
  crypto::SystemChance chance;
  ByteArray<32> bytes{};
  chance.fill(bytes);
  const auto password = to_hex(bytes);
  TRY_VOID(found_house(config, "", name + "/root-key",
                       {.officers = {{directory::Agency::police, "one", "One", "", password},
                                     {directory::Agency::vau, "two", "Two", "", password}},
                        .office_name = "Administration",
                        .office_phone = "112",
                        .cost = crypto::lowest_password_cost}));
  const SystemClock clock;
  Log log(-1, clock);
  const std::unique_ptr<Serving> serving(new Serving(TRY(OpenHouse::open(config)), log));
  TRY_VOID(serving->plug_in());
  return serving->describe(TRY(serving->api_routes()));
}

}  // namespace kulla::app
