// A house in a temporary folder, and the program run on it as a process of its own.
#pragma once

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

#include "support/shared_data.hpp"

namespace kulla::cli::test {

struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
};
using Variables = std::map<std::string, std::string>;

/// Runs `kulla` with these words, this stdin and these variables beside PATH; passwords cost the least allowed.
Ran kulla(const std::vector<std::string>& words, std::string_view in = {}, const Variables& variables = {});

class HouseAtHand {
 public:
  static constexpr const char* arta = "arta.krasniqi";
  static constexpr const char* besim = "besim.gashi";
  static constexpr const char* password = "a password of some length";

  HouseAtHand();  // not founded yet
  ~HouseAtHand();
  HouseAtHand(const HouseAtHand&) = delete;
  HouseAtHand& operator=(const HouseAtHand&) = delete;

  std::string data() const { return (folder_.path() / "house").string(); }
  std::string root_key() const { return (folder_.path() / "root-key").string(); }
  std::filesystem::path folder() const { return folder_.path(); }
  std::string founding_file();
  Ran init();
  /// `--data` is added.
  Ran run(std::vector<std::string> words, std::string_view in = {}, const Variables& variables = {}) const;
  /// As Arta, one of the founders.
  Ran as(const char* name, std::vector<std::string> words) const;

  /// Starts the server and waits until it says that it is ready; false if it never does.
  bool serve();
  std::string address() const { return address_; }
  /// SIGTERM; the exit code.
  int stop();
  std::string server_err() const;

 private:
  kulla::test::TemporaryFolder folder_;
  pid_t server_ = -1;
  std::string address_;
};

}  // namespace kulla::cli::test
