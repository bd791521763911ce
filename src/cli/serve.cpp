#include "app/serve.hpp"

#include <csignal>
#include <pthread.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/control.hpp"
#include "cli/at_house.hpp"

namespace kulla::cli {
namespace {

/// SIGTERM and SIGINT wait until somebody asks for them: blocked here, before any thread starts, in all of them.
sigset_t hold_stop_signals() {
  sigset_t stop;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTERM);
  ::sigaddset(&stop, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return stop;
}

std::string address_of(const app::Config& config, std::uint16_t port) {
  const auto& host = config.listen.address;
  const bool is_six = host.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}/", is_six ? "[" : "", host, is_six ? "]" : "", port);
}

}  // namespace

Exit run_serve(const Asked& asked, Terminal& terminal) {
  const auto config = config_of(asked);
  const auto no = [&](const Error& error) {
    terminal.say(error);
    return exit_of(error);
  };
  if (!config) return no(config.error());
  terminal.speak(config->house.language);
  const auto stop = hold_stop_signals();
  const SystemClock clock;
  Log log(STDERR_FILENO, clock);
  auto serving = app::Serving::start(*config, log);
  if (!serving) return no(serving.error());
  const AtHouse at{.house = (*serving)->house(), .serving = serving->get()};
  auto control =
      app::Control::open(config->data.dir, [at](const boost::json::object& request) { return perform(at, request); });
  if (!control) return no(control.error());
  log.info("ready", {{"port", (*serving)->port()}});
  terminal.line("Kulla is ready: " + address_of(*config, (*serving)->port()));
  int signal = 0;
  while (::sigwait(&stop, &signal) != 0) {
  }
  log.info("stopping", {{"signal", signal}});
  control->reset();
  (*serving)->stop();
  log.info("stopped");
  return Exit::done;
}

Exit run_openapi(const Asked& asked, Terminal& terminal) {
  static_cast<void>(asked);
  const auto description = app::api_description();
  if (!description) {
    terminal.say(description.error());
    return exit_of(description.error());
  }
  terminal.line(*description);
  return Exit::done;
}

}  // namespace kulla::cli
