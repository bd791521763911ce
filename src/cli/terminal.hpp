// Where a verb's answers go and where its questions are asked: data to stdout, everything else to stderr. Passwords are
// typed without echo, or come from KULLA_PASSWORD, or from stdin where that is no terminal; never from a flag, which
// every process of the machine can read.
#pragma once

#include <string>
#include <string_view>

#include "app/words.hpp"
#include "base/error.hpp"
#include "crypto/wiping.hpp"

namespace kulla::cli {

/// Documented in docs/operate.md.
enum class Exit : int {
  done = 0,
  refused = 1,   // the house said no: nothing was changed
  usage = 2,     // the command line or the configuration is not right
  unusable = 3,  // store, keys, disk or machine: see the message
  findings = 4,  // looked, and found something that is not as it should be
};
Exit exit_of(const Error& error);

class Terminal {
 public:
  explicit Terminal(const app::Words& words) : words_(words) {}
  void speak(std::string language) { language_ = std::move(language); }

  /// Data: a line of the answer.
  void line(std::string_view text);
  /// What a person reads besides: "what comes next".
  void note(std::string_view text);
  /// kulla: what: remedy
  void say(const Error& error);
  /// What to do about it, alone.
  std::string remedy(const Error& error) const;
  /// As say, with words of our own.
  void complain(std::string_view what, std::string_view remedy);

  /// Both ends are a person's.
  bool is_interactive() const;
  /// A line that may be seen. Nothing where nobody is there to be asked.
  Result<std::string> ask(std::string_view question);
  /// `variable`: KULLA_PASSWORD, or empty for a password that no variable holds. Refuses `password-not-given` (kind
  /// malformed).
  Result<crypto::WipingString> ask_password(std::string_view question, const char* variable);

 private:
  const app::Words& words_;
  std::string language_ = "en";
};

/// One line, as `say` writes it, without "kulla: " and line feed.
std::string told(const Error& error, const app::Words& words, std::string_view language);

}  // namespace kulla::cli
