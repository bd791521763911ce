// One request and its answer, without the wire: which route, which guard says no, what the handler gives, what is
// logged and wiped. connection.cpp reads and writes around it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/gate.hpp"
#include "http/guard.hpp"
#include "http/server.hpp"

namespace kulla::http {

/// Overwrites a text with all the memory it has, then empties it.
void wipe(std::string& text);

/// What all exchanges of a server share.
class Office {
 public:
  Office(Options chosen, Router table, House around);

  const Options options;
  const Router router;
  const House house;
  const HeadLimits head_limits;
  Authorities authorities;  // set by `reached_at`, before the first exchange
  std::atomic<std::size_t> requests{0};
  std::atomic<std::size_t> refused{0};

  /// Gatekeeper and handler. A bug or a lack of memory ends this request, not the server. From any worker.
  Response run(Request& request, const Route& route) const noexcept;
  Response say_no(Language language, const Error& error, int status = 0) const;
  /// The whole answer to a peer that is one too many.
  std::string too_many_text();
  void reached_at(const std::string& address, std::uint16_t port);
  /// One line a minute, with how many: nobody floods the log by asking nonsense.
  void tell_refusals(Duration now);
  std::string next_id();
  /// Of the Date field, made once a second. On the thread of input and output alone.
  std::string_view date();

 private:
  const std::string started_;
  std::string date_;
  std::int64_t date_second_ = -1;
  std::size_t told_ = 0;  // of the refused
  Duration tell_at_{};
};

class Exchange {
 public:
  Exchange(Office& office, std::string source);
  ~Exchange() { wipe_bodies(); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// Forgets the last request. Until there is an answer its status is 0.
  void begin();
  bool answered() const { return response.status != 0; }
  /// The head is whole: finds the route and asks the guards. The route that is to answer once the body is there, or
  /// nothing when it is answered already.
  const Route* open(Head head);
  void refuse(const Stop& stop);
  void refuse(Error error);
  /// On a worker's thread. Nothing else touches this exchange meanwhile.
  void work();
  /// One line. Never the path, the query or a name: the route's pattern says which door it was.
  void log() const;
  void wipe_bodies();

  Head head;  // its fields have gone on into the request
  Request request;
  Response response;
  Duration began{};  // steady time of the first byte

 private:
  const Route* find_route();
  const Route* stop_with(const Stop& stop);
  Office& office_;
  const std::string source_;
  const Route* route_ = nullptr;
};

}  // namespace kulla::http
