#include "cli/terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>

namespace kulla::cli {
namespace {

/// Echo is off while this lives.
class Unseen {
 public:
  Unseen() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
  }
  ~Unseen() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

/// Byte by byte: what follows belongs to the next question.
bool read_line(crypto::WipingString& line) {
  char c = 0;
  while (true) {
    const auto got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return !line.empty();
    if (c == '\n') return true;
    line.push_back(c);
    if (line.size() > 4'096) return false;
  }
}

app::Facts facts_of(const Error& error) {
  app::Facts facts;
  for (const auto& finding : error.findings) facts.insert(facts.end(), finding.facts.begin(), finding.facts.end());
  return facts;
}

/// A title says what is wrong, a detail what to do; `operator` where she who runs the house does something else than
/// she who works in it.
std::string remedy_of(const Error& error, const app::Facts& facts, const app::Words& words, std::string_view language) {
  const auto key = "problem." + error.code;
  for (const auto* part : {".operator", ".detail"})
    if (words.has("en", key + part)) return words.say(language, key + part, facts);
  return "docs/operate.md";
}

}  // namespace

Exit exit_of(const Error& error) {
  constexpr std::string_view usage[] = {"config-", "listen-not-loopback", "password-not-given", "name-not-given",
                                        "founding-file"};
  for (const auto beginning : usage)
    if (error.code.starts_with(beginning)) return Exit::usage;
  constexpr std::string_view unusable[] = {"no-house",           "store-",       "key-file-", "table-changed",
                                           "event-type-unknown", "house-differs"};
  for (const auto beginning : unusable)
    if (error.code.starts_with(beginning)) return Exit::unusable;
  switch (error.kind) {
    case ErrorKind::refused:
    case ErrorKind::malformed:
    case ErrorKind::unauthenticated:
    case ErrorKind::forbidden:
    case ErrorKind::missing:
    case ErrorKind::conflict:
    case ErrorKind::stale:
    case ErrorKind::precondition:
    case ErrorKind::too_large:
    case ErrorKind::too_many:
      return Exit::refused;
    case ErrorKind::full:
    case ErrorKind::unavailable:
    case ErrorKind::broken:
      return Exit::unusable;
  }
  return Exit::unusable;
}

std::string told(const Error& error, const app::Words& words, std::string_view language) {
  const auto facts = facts_of(error);
  const auto key = "problem." + error.code;
  std::string line = words.has("en", key + ".title") ? words.say(language, key + ".title", facts) : error.code;
  if (!error.where.empty()) line += fmt::format(" ({})", error.where);
  for (const auto& finding : error.findings)
    if (!finding.pointer.empty()) {
      line += fmt::format(" ({})", finding.pointer);
      break;
    }
  line += ": " + remedy_of(error, facts, words, language);
  for (const auto& [name, value] : facts)
    if (name == "did-you-mean") line += " (" + value + "?)";
  return line;
}

void Terminal::line(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Terminal::note(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

void Terminal::say(const Error& error) { note("kulla: " + told(error, words_, language_)); }

std::string Terminal::remedy(const Error& error) const { return remedy_of(error, facts_of(error), words_, language_); }

void Terminal::complain(std::string_view what, std::string_view remedy) {
  note(fmt::format("kulla: {}: {}", what, remedy));
}

bool Terminal::is_interactive() const { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

Result<std::string> Terminal::ask(std::string_view question) {
  if (!is_interactive()) return fail(ErrorKind::malformed, "name-not-given", question);
  std::fputs(fmt::format("{}: ", question).c_str(), stderr);
  crypto::WipingString line;
  if (!read_line(line)) return fail(ErrorKind::malformed, "name-not-given", question);
  return std::string(line.view());
}

Result<crypto::WipingString> Terminal::ask_password(std::string_view question, const char* variable) {
  if (const char* given = *variable == '\0' ? nullptr : std::getenv(variable); given != nullptr)
    return crypto::WipingString(std::string_view(given));
  const bool interactive = is_interactive();
  if (interactive) std::fputs(fmt::format("{}: ", question).c_str(), stderr);
  crypto::WipingString line;
  bool read = false;
  {
    const Unseen unseen;
    read = read_line(line);
  }
  if (interactive) std::fputc('\n', stderr);
  if (!read || line.empty()) return fail(ErrorKind::malformed, "password-not-given", question);
  return line;
}

}  // namespace kulla::cli
