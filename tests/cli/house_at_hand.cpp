#include "cli/house_at_hand.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace kulla::cli::test {
namespace {

std::vector<std::string> environment(const Variables& variables) {
  Variables all{{"PATH", "/usr/bin:/bin"}, {"KULLA_PASSWORDS_MEMORY_KIB", "19456"}, {"KULLA_PASSWORDS_PASSES", "2"}};
  for (const auto* kept : {"ASAN_OPTIONS", "TMPDIR"})
    if (const char* value = std::getenv(kept)) all[kept] = value;
  for (const auto& [name, value] : variables) all[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
  return lines;
}

pid_t start(const std::vector<std::string>& words, const Variables& variables, int in, int out, int err) {
  std::vector<std::string> all{KULLA_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  auto lines = environment(variables);
  std::vector<char*> arguments;
  std::vector<char*> environment_lines;
  for (auto& word : all) arguments.push_back(word.data());
  for (auto& line : lines) environment_lines.push_back(line.data());
  arguments.push_back(nullptr);
  environment_lines.push_back(nullptr);
  const auto child = ::fork();
  if (child != 0) return child;
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(err, 2);
  ::execve(KULLA_PROGRAM, arguments.data(), environment_lines.data());
  ::_exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Ran kulla(const std::vector<std::string>& words, std::string_view in, const Variables& variables) {
  const kulla::test::TemporaryFolder folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  std::ofstream(path("in"), std::ios::binary) << in;
  const int from = ::open(path("in").c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open(path("out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const int err = ::open(path("err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  Ran ran;
  ran.exit = wait_for(start(words, variables, from, out, err));
  for (const int fd : {from, out, err}) ::close(fd);
  ran.out = kulla::test::read_file(path("out"));
  ran.err = kulla::test::read_file(path("err"));
  return ran;
}

HouseAtHand::HouseAtHand() = default;

HouseAtHand::~HouseAtHand() {
  if (server_ > 0) {
    ::kill(server_, SIGKILL);
    wait_for(server_);
  }
}

std::string HouseAtHand::founding_file() {
  const auto file = folder_.path() / "founding.toml";
  std::ofstream(file) << "[house]\nname = \"Test house\"\nduty-line = \"038 000 111\"\n"
                         "special-prosecution = \"038 000 999\"\n[office]\nname = \"Administration\"\n"
                         "phone = \"038 111 000\"\n[[officer]]\nagency = \"police\"\nsign-in-name = \"arta.krasniqi\"\n"
                         "name = \"Arta Krasniqi\"\nwork-phone = \"044 100 100\"\n[[officer]]\nagency = \"vau\"\n"
                         "sign-in-name = \"besim.gashi\"\nname = \"Besim Gashi\"\nwork-phone = \"044 200 200\"\n";
  return file.string();
}

Ran HouseAtHand::init() {
  return run({"init", "--root-key", root_key(), "--from", founding_file()},
             std::string(password) + "\n" + password + "\n");
}

Ran HouseAtHand::run(std::vector<std::string> words, std::string_view in, const Variables& variables) const {
  words.insert(words.end(), {"--data", data()});
  return kulla(words, in, variables);
}

Ran HouseAtHand::as(const char* name, std::vector<std::string> words) const {
  words.insert(words.end(), {"--name", name});
  return run(std::move(words), {}, {{"KULLA_PASSWORD", password}});
}

bool HouseAtHand::serve() {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return false;
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int err = ::open((folder_.path() / "server-err").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  server_ = start({"serve", "--port", "0", "--data", data()}, {}, nothing, pipe[1], err);
  for (const int fd : {nothing, err, pipe[1]}) ::close(fd);
  std::string said;
  pollfd one{.fd = pipe[0], .events = POLLIN, .revents = 0};
  while (said.find('\n') == said.npos && ::poll(&one, 1, 30'000) > 0) {
    std::array<char, 512> piece{};
    const auto got = ::read(pipe[0], piece.data(), piece.size());
    if (got <= 0) break;
    said.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(pipe[0]);
  constexpr std::string_view ready = "Kulla is ready: ";
  if (!said.starts_with(ready)) return false;
  address_ = said.substr(ready.size(), said.find('\n') - ready.size());
  return true;
}

int HouseAtHand::stop() {
  ::kill(server_, SIGTERM);
  return wait_for(std::exchange(server_, -1));
}

std::string HouseAtHand::server_err() const { return kulla::test::read_file(folder_.path() / "server-err"); }

}  // namespace kulla::cli::test
