#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

#include "house/rules.hpp"

namespace kulla::house {
namespace {

struct Ban {
  std::string_view pattern;  // ECMAScript, against a line of code without comments
  std::string_view where;    // folders, by their beginnings, separated by spaces
  std::string_view allowed;  // files and folders that may, by their beginnings
  std::string_view use;
};

// What is banned in C++, where, and what to use. Needles here are patterns, so this file does not find itself.
constexpr std::array cpp_bans{
    Ban{R"(system_clock\s*::\s*now|\bgettimeofday\b|\bclock_gettime\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\))", "src/",
        "src/base/clock.cpp", "a kulla::Clock that was handed in: tests and the demo live under their own time"},
    Ban{R"(steady_clock\s*::\s*now)", "src/", "src/base/clock.cpp", "steady_now() of base/clock.hpp"},
    Ban{R"(\brandom_device\b|\bmt19937|\bdefault_random_engine\b|\bs?rand\s*\(|\brandombytes|\bRAND_bytes\b)", "src/",
        "src/crypto/", "a kulla::Chance that was handed in; in production it is crypto::SystemChance"},
    Ban{R"(\bco_(await|return|yield|spawn)\b)", "src/ tests/", "src/http/connection.cpp src/http/events.cpp",
        "plain functions on workers: g++ 12 miscompiles coroutines, which stand in two files alone"},
    Ban{R"(\bprintf\s*\(|\bfprintf\s*\(|\bputs\s*\(|\bstd::(cout|cerr|clog)\b|\bfmt::print\b)", "src/",
        "src/cli/ src/base/invariant.cpp src/base/log.cpp src/app/log.cpp",
        "the log, whose fields are typed, or an answer: what a person wrote must not slip out"},
    Ban{R"(\bthrow\b(?!\s*("|std::bad_)))", "src/", "src/base/invariant.cpp",
        "Result, refuse and fail; a bug is an invariant (an allocator may throw std::bad_alloc)"},
    Ban{R"(\bstd::(basic_)?regex\b|#\s*include\s*<regex>)", "src/", "",
        "a written-out parser: std::regex recurses once a character and overflows the stack"},
    Ban{R"(\b(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|strtok)\s*\()", "src/", "",
        "std::string, fmt::format and std::from_chars"},
    Ban{R"(\b(std::)?system\s*\(|\bpopen\s*\()", "src/", "", "a library call: no shell is ever started"},
    Ban{R"(\bmemcmp\s*\()", "src/crypto/ src/keys/ src/access/", "", "sodium_memcmp, which takes the same time always"},
    Ban{R"(\b(getenv|setenv|putenv)\s*\()", "src/", "src/app/ src/cli/", "the configuration that was handed in"},
    Ban{R"(\bsleep_for\s*\(|\busleep\s*\(|\bsleep\s*\()", "src/", "",
        "a condition with a deadline: whoever sleeps wakes late and is not stopped"},
    Ban{R"(\bstd::async\b|\.detach\s*\(\))", "src/", "", "a worker that is joined at the stop"},
};

constexpr std::array web_bans{
    Ban{R"(\b(localStorage|sessionStorage|indexedDB)\b|document\s*\.\s*cookie)", "web/",
        "web/prefs.ts web/lib/prefs.ts web/app/prefs.ts",
        "memory: nothing of a case stays on the device; language and theme go through prefs.ts"},
    Ban{R"(\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)\b|document\s*\.\s*write\b)", "web/", "",
        "elements and text: Trusted Types refuses markup from strings"},
    Ban{R"(\sstyle\s*=\s*["{'])", "web/", "", "a class: the content security policy refuses style attributes"},
    Ban{R"(type\s*=\s*["'{]+(date|time|datetime-local|month|week)\b)", "web/", "",
        "the date fields of our own: native ones differ by browser and by language"},
    Ban{R"(\beval\s*\(|new\s+Function\s*\()", "web/", "", "code: the content security policy refuses it"},
    Ban{R"(\bconsole\s*\.\s*\w+\s*\()", "web/", "", "nothing: a console keeps what it was told on the device"},
    Ban{R"(["'`]https?://(?!www\.w3\.org/|127\.0\.0\.1|localhost))", "web/", "",
        "our own server: a request elsewhere tells a third party who is at work"},
};

constexpr std::array everywhere_bans{
    Ban{R"(\b(TODO|FIXME|XXX|HACK)\b)", "src/ web/ tests/ bench/ scripts/ cmake/ docs/", "",
        "an issue, or finish it: a note in the code is read by nobody"},
};

bool begins_with_any(std::string_view path, std::string_view beginnings) {
  while (!beginnings.empty()) {
    const auto end = std::min(beginnings.find(' '), beginnings.size());
    if (end > 0 && path.starts_with(beginnings.substr(0, end))) return true;
    beginnings.remove_prefix(std::min(end + 1, beginnings.size()));
  }
  return false;
}

template <std::size_t size>
void look_for(const std::array<Ban, size>& bans, const Source& file, std::string_view code, Findings& findings) {
  for (const auto& ban : bans) {
    if (!begins_with_any(file.path, ban.where) || begins_with_any(file.path, ban.allowed)) continue;
    const std::regex pattern(ban.pattern.begin(), ban.pattern.end());
    std::size_t number = 0;
    for (const auto line : lines_of(code)) {
      ++number;
      std::match_results<std::string_view::const_iterator> found;
      if (std::regex_search(line.begin(), line.end(), found, pattern))
        findings.push_back({file.path, number, fmt::format("{} is banned here, use {}", found.str(0), ban.use)});
    }
  }
}

bool is_web_source(const Source& file) {
  const auto is_test = file.path.find(".test.") != std::string::npos || file.in("web/tools/") || file.in("web/test");
  return file.in("web/") && !is_test && (file.ends(".ts") || file.ends(".tsx") || file.ends(".html"));
}

}  // namespace

Findings banned_words(const Source& file) {
  Findings findings;
  if (file.in("tests/house/")) return findings;  // its bad snippets are the point
  if (file.is_cpp()) look_for(cpp_bans, file, code_of(file.text), findings);
  if (is_web_source(file)) look_for(web_bans, file, code_of_script(file.text), findings);
  if (!file.ends(".json")) look_for(everywhere_bans, file, file.text, findings);
  return findings;
}

}  // namespace kulla::house
