// The socket by which `kulla`'s other verbs ask the house that runs: <data>/control.sock, for the server's own user
// alone (mode 0600, and the kernel's word for who is calling). One JSON object a line in, one out, then the line is
// closed. A caller who says nothing is waited for a few seconds, and one line is as long as `line_bytes_max`.
//
//   in   {"verb":"user-list","name":"...","password":"..."}
//   out  {"answer":{...}}   or   {"error":{"kind":"refused","code":"...","where":"...","findings":[...]}}
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"
#include "base/time.hpp"

namespace kulla::app {

inline constexpr std::string_view control_socket_file = "control.sock";
/// A roster of `shifts_a_batch_max` shifts is some 60 KiB.
inline constexpr std::size_t control_line_bytes_max = 256 * 1024;

class Control {
 public:
  using Handler = std::function<Result<boost::json::object>(const boost::json::object& asked)>;
  struct Limits {
    Duration line_time = seconds(5);  // for the whole line to come, and for the answer to be taken
    std::size_t line_bytes_max = control_line_bytes_max;
    std::optional<unsigned> user = std::nullopt;  // who may ask; otherwise the server's own. For tests
  };

  /// Listens. Whoever calls this holds the house's lock, so a socket that lies there is a dead server's and is removed.
  /// One call at a time is handled, on a thread of its own. Refuses `control-socket` (unavailable).
  static Result<std::unique_ptr<Control>> open(const std::filesystem::path& folder, Handler handler, Limits limits);
  static Result<std::unique_ptr<Control>> open(const std::filesystem::path& folder, Handler handler) {
    return open(folder, std::move(handler), Limits{});
  }
  /// Finishes the call that runs, then removes the socket.
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

 private:
  struct Inside;
  explicit Control(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Asks the house that runs on this folder. Nothing when none runs. Refuses what the house refuses, `control-socket`
/// (unavailable) when it hangs up, `request-too-long` (kind too_large).
Result<std::optional<boost::json::object>> ask_running_house(const std::filesystem::path& folder,
                                                             const boost::json::object& asked);

/// An error as it goes over the socket, and back.
boost::json::object error_to_json(const Error& error);
Error error_from_json(const boost::json::object& object);

}  // namespace kulla::app
