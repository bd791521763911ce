#include "app/control.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <boost/json.hpp>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "crypto/wiping.hpp"

namespace kulla::app {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr Duration answer_time = minutes(10);  // a whole log verified, or a demo house moved on by a year

constexpr std::array<std::string_view, 13> kinds{"refused",  "malformed",   "unauthenticated", "forbidden", "missing",
                                                 "conflict", "stale",       "precondition",    "too-large", "too-many",
                                                 "full",     "unavailable", "broken"};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

tl::unexpected<Error> socket_error(const fs::path& folder) {
  return fail(ErrorKind::unavailable, "control-socket", (folder / control_socket_file).string());
}

/// A socket's name may have 107 bytes, a folder's more: so the folder is opened, and named by its number.
struct Name {
  Descriptor folder;
  sockaddr_un address{};
  static std::optional<Name> in(const fs::path& folder) {
    Name name{Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), {}};
    if (!name.folder.ok()) return std::nullopt;
    name.address.sun_family = AF_UNIX;
    const auto text = "/proc/self/fd/" + std::to_string(name.folder.get()) + "/" + std::string(control_socket_file);
    std::memcpy(name.address.sun_path, text.c_str(), text.size() + 1);
    return name;
  }
  const sockaddr* as_sockaddr() const { return reinterpret_cast<const sockaddr*>(&address); }
};

bool wait_for(int fd, short events, Duration until) {
  while (true) {
    const auto left = (until - steady_now()).micros / 1'000;
    if (left <= 0) return false;
    pollfd one{.fd = fd, .events = events, .revents = 0};
    const auto ready = ::poll(&one, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool send_line(int fd, std::string_view line, Duration until) {
  while (!line.empty()) {
    if (!wait_for(fd, POLLOUT, until)) return false;
    const auto sent = ::send(fd, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (sent <= 0) return false;
    line.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

enum class Came : std::uint8_t { whole, too_long, cut };

/// Without its line feed. What follows the first one is not read.
Came receive_line(int fd, std::size_t bytes_max, Duration until, crypto::WipingString& line) {
  std::array<char, 4'096> piece{};
  struct Wipe {
    std::array<char, 4'096>& bytes;
    ~Wipe() { crypto::wipe(bytes.data(), bytes.size()); }
  } const wipe{piece};
  while (wait_for(fd, POLLIN, until)) {
    const auto got = ::recv(fd, piece.data(), piece.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return Came::cut;
    const std::string_view text(piece.data(), static_cast<std::size_t>(got));
    const auto end = text.find('\n');
    line.append(text.substr(0, end));
    if (line.size() > bytes_max) return Came::too_long;
    if (end != std::string_view::npos) return Came::whole;
  }
  return Came::cut;
}

std::string_view text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

}  // namespace

json::object error_to_json(const Error& error) {
  json::array findings;
  for (const auto& finding : error.findings) {
    json::array facts;
    for (const auto& [name, value] : finding.facts) facts.push_back(json::array{name, value});
    findings.push_back(json::object{{"code", finding.code}, {"pointer", finding.pointer}, {"facts", std::move(facts)}});
  }
  return {{"kind", kinds.at(static_cast<std::size_t>(error.kind))},
          {"code", error.code},
          {"where", error.where},
          {"findings", std::move(findings)},
          {"retry_after_seconds", error.retry_after_seconds}};
}

Error error_from_json(const json::object& object) {
  Error error{.kind = ErrorKind::broken,
              .code = std::string(text_at(object, "code")),
              .where = std::string(text_at(object, "where")),
              .findings = {}};
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == text_at(object, "kind")) error.kind = static_cast<ErrorKind>(i);
  if (const auto* wait = object.if_contains("retry_after_seconds"); wait != nullptr && wait->is_int64())
    error.retry_after_seconds = wait->get_int64();
  const auto* findings = object.if_contains("findings");
  if (findings == nullptr || !findings->is_array()) return error;
  for (const auto& one : findings->get_array()) {
    if (!one.is_object()) continue;
    Finding finding{
        std::string(text_at(one.get_object(), "code")), std::string(text_at(one.get_object(), "pointer")), {}};
    if (const auto* facts = one.get_object().if_contains("facts"); facts != nullptr && facts->is_array())
      for (const auto& fact : facts->get_array())
        if (fact.is_array() && fact.get_array().size() == 2 && fact.get_array()[0].is_string() &&
            fact.get_array()[1].is_string())
          finding.facts.emplace_back(fact.get_array()[0].get_string(), fact.get_array()[1].get_string());
    error.findings.push_back(std::move(finding));
  }
  return error;
}

struct Control::Inside {
  Name name;
  Descriptor listening;
  Descriptor stopping;
  Handler handler;
  Limits limits;
  uid_t user;
  std::thread thread{};

  void run() {
    while (true) {
      std::array<pollfd, 2> both{{{listening.get(), POLLIN, 0}, {stopping.get(), POLLIN, 0}}};
      if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return;
      if ((both[1].revents & POLLIN) != 0) return;
      if ((both[0].revents & POLLIN) == 0) continue;
      const Descriptor caller(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (caller.ok()) serve(caller.get());
    }
  }

  bool is_ours(int caller) const {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(caller, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == user;
  }

  void serve(int caller) const {
    const auto answered = answer(caller);
    crypto::WipingString line;
    if (answered)
      line.assign(to_json_text(json::object{{"answer", *answered}}));
    else
      line.assign(to_json_text(json::object{{"error", error_to_json(answered.error())}}));
    line += '\n';
    send_line(caller, line.view(), steady_now() + limits.line_time);
    crypto::wipe_stack();
  }

  Result<json::object> answer(int caller) const {
    if (!is_ours(caller)) return fail(ErrorKind::forbidden, "control-not-yours");
    crypto::WipingString line;
    switch (receive_line(caller, limits.line_bytes_max, steady_now() + limits.line_time, line)) {
      case Came::too_long:
        return fail(ErrorKind::too_large, "request-too-long");
      case Came::cut:
        return fail(ErrorKind::malformed, "control-line-cut");
      case Came::whole:
        break;
    }
    // What comes in may hold a password.
    const auto parsed = TRY(strict_parse(line.view(), json::storage_ptr(crypto::wiping_resource())));
    if (!parsed.is_object()) return fail(ErrorKind::malformed, "control-not-an-object");
    return handler(parsed.get_object());
  }
};

Control::Control(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {
  inside_->thread = std::thread([at = inside_.get()] { at->run(); });
}

Result<std::unique_ptr<Control>> Control::open(const fs::path& folder, Handler handler, Limits limits) {
  auto name = Name::in(folder);
  if (!name) return socket_error(folder);
  Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  Descriptor stopping(::eventfd(0, EFD_CLOEXEC));
  if (!listening.ok() || !stopping.ok()) return socket_error(folder);
  ::unlink(name->address.sun_path);
  // The mode is set before the name appears: nobody slips in between.
  const bool listens = ::fchmod(listening.get(), 0600) == 0 &&
                       ::bind(listening.get(), name->as_sockaddr(), sizeof name->address) == 0 &&
                       ::listen(listening.get(), 16) == 0;
  if (!listens) return socket_error(folder);
  const auto user = limits.user.value_or(::geteuid());
  return std::unique_ptr<Control>(new Control(std::unique_ptr<Inside>(
      new Inside{std::move(*name), std::move(listening), std::move(stopping), std::move(handler), limits, user})));
}

Control::~Control() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto wrote = ::write(inside_->stopping.get(), &one, sizeof one);
  if (inside_->thread.joinable()) inside_->thread.join();
  ::unlink(inside_->name.address.sun_path);
}

Result<std::optional<json::object>> ask_running_house(const fs::path& folder, const json::object& asked) {
  const auto name = Name::in(folder);
  if (!name) return std::optional<json::object>{};  // no folder: opening the house says so
  const Descriptor caller(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!caller.ok()) return socket_error(folder);
  if (::connect(caller.get(), name->as_sockaddr(), sizeof name->address) != 0) {
    const bool nobody = errno == ENOENT || errno == ECONNREFUSED || errno == ENOTSOCK;
    if (nobody) return std::optional<json::object>{};
    return socket_error(folder);
  }
  crypto::WipingString line(to_json_text(asked));
  if (line.size() > control_line_bytes_max) return fail(ErrorKind::too_large, "request-too-long");
  line += '\n';
  if (!send_line(caller.get(), line.view(), steady_now() + seconds(10))) return socket_error(folder);
  crypto::WipingString answer;
  if (receive_line(caller.get(), 64 * control_line_bytes_max, steady_now() + answer_time, answer) != Came::whole)
    return socket_error(folder);
  const auto parsed = TRY(strict_parse(answer.view()));
  if (!parsed.is_object()) return socket_error(folder);
  if (const auto* error = parsed.get_object().if_contains("error"); error != nullptr && error->is_object())
    return tl::unexpected(error_from_json(error->get_object()));
  const auto* object = parsed.get_object().if_contains("answer");
  if (object == nullptr || !object->is_object()) return socket_error(folder);
  return std::optional(object->get_object());
}

}  // namespace kulla::app
