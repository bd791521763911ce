// A house that runs: its rooms, its workers and its door. This file and serve.cpp are the plan of who is plugged into
// what.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/open_house.hpp"
#include "base/log.hpp"
#include "casefile/commands.hpp"
#include "cases/cases.hpp"
#include "http/hub.hpp"
#include "http/server.hpp"
#include "notify/waker.hpp"

namespace kulla::app {

/// What `GET /api/openapi.json` answers, for `kulla openapi`: made from the route table of a house that is founded in a
/// temporary folder, closed to everybody, and removed.
Result<std::string> api_description();

class Serving {
 public:
  /// Opens the door. Refuses what OpenHouse::open, open_procedure, make_shell and http::Server::open refuse.
  static Result<std::unique_ptr<Serving>> start(const Config& config, Log& log);
  ~Serving();  // stops
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  std::uint16_t port() const { return server_->port(); }
  OpenHouse& house() { return *house_; }
  /// Moves a demo house's clock on; rungs that fell due have fired when it returns. Says how many.
  Result<int> advance(Duration by);
  /// Finishes what runs, ends the streams, signs the log's head.
  void stop();

 private:
  Serving(std::unique_ptr<OpenHouse> house, Log& log) : house_(std::move(house)), log_(log) {}
  friend Result<std::string> api_description();
  Result<void> plug_in();
  Result<void> open_door();
  Result<http::Router> api_routes();
  std::string describe(const http::Router& router) const;
  http::Words problem_words() const;
  void housekeeping();  // the thread: rungs each second, sessions each five, the log's head each minute

  std::unique_ptr<OpenHouse> house_;
  Log& log_;
  std::shared_ptr<const procedure::Procedure> procedure_;
  std::unique_ptr<casefile::Casebook> book_;
  std::unique_ptr<casefile::Offices> offices_;
  std::unique_ptr<change::Road> road_;
  std::unique_ptr<casefile::Commands> commands_;
  std::unique_ptr<cases::Cases> cases_;
  std::unique_ptr<http::Hub> hub_;
  std::unique_ptr<notify::Waker> waker_;
  std::string openapi_;
  std::unique_ptr<http::Server> server_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread housekeeper_;
};

}  // namespace kulla::app
