// The program. Before anything else it makes itself poor reading: no core file, no other process looks in, and every
// symbol bound at once, because a lazy binding saves the vector registers on the stack and with them the last bytes of
// whatever was copied before.
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/open_house.hpp"
#include "cli/command_line.hpp"

namespace {

void close_to_others() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::umask(077);
}

/// The dynamic linker reads LD_BIND_NOW before main, so the program starts itself once more. Where it cannot, it goes
/// on: the server is worth more than this caution.
void bind_now(char** arguments) {
  if (std::getenv("LD_BIND_NOW") != nullptr) return;
  ::setenv("LD_BIND_NOW", "1", 1);
  ::execv("/proc/self/exe", arguments);
}

}  // namespace

int main(int count, char** arguments) {
  bind_now(arguments);
  close_to_others();
  const auto words = kulla::app::open_words();
  if (!words) return static_cast<int>(kulla::cli::Exit::unusable);
  kulla::cli::Terminal terminal(*words);
  const std::span<const char* const> all(arguments, static_cast<std::size_t>(count));
  return static_cast<int>(kulla::cli::run(all.subspan(all.empty() ? 0 : 1), terminal));
}
