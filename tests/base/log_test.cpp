#include "base/log.hpp"

#include <fcntl.h>
#include <string>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "support/shared_data.hpp"

namespace kulla {
namespace {

// A log into a file of its own, read back as text.
class Logged {
 public:
  Logged() : path_(folder_.path() / "log"), descriptor_(::open(path_.c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600)) {}
  ~Logged() { ::close(descriptor_); }
  Log make(const Clock& clock) const { return {descriptor_, clock}; }
  std::string text() const { return test::read_file(path_); }

 private:
  test::TemporaryFolder folder_;
  std::filesystem::path path_;
  int descriptor_;
};

const ManualClock at_midnight(parse_rfc3339("2026-11-25T00:52:10Z").value());

TEST(log, a_line_is_one_json_object_with_time_level_and_typed_fields) {
  const Logged logged;
  auto log = logged.make(at_midnight);
  log.info("request",
           {{"route", Code{"/api/v1/cases/{reference}"}}, {"status", 200}, {"took", Millis{{1'042}}}, {"first", true}});
  EXPECT_EQ(logged.text(),
            R"({"at":"2026-11-25T00:52:10Z","level":"info","what":"request","route":"/api/v1/cases/{reference}",)"
            R"("status":200,"took":1.042,"first":true})"
            "\n");
  EXPECT_TRUE(strict_parse(logged.text().substr(0, logged.text().size() - 1)));
}

TEST(log, a_string_without_a_class_does_not_compile) {
  static_assert(!std::is_constructible_v<LogValue, std::string>);
  static_assert(!std::is_constructible_v<LogValue, std::string_view>);
  static_assert(!std::is_constructible_v<LogValue, const char*>);
  static_assert(std::is_constructible_v<LogValue, Code> && std::is_constructible_v<LogValue, CaseId>);
}

TEST(log, what_is_no_code_does_not_come_through) {
  const Logged logged;
  auto log = logged.make(at_midnight);
  for (const std::string_view text : {"Arta Invented", "a\nb", "\"", "", "Ð", "a\\b"})
    log.warning("odd", {{"value", Code{text}}});
  log.warning("odd", {{"value", Code{std::string(201, 'a')}}});
  const auto text = logged.text();
  EXPECT_EQ(text.find("Invented"), std::string::npos);
  std::size_t refused = 0;
  for (auto at = text.find("not-a-code"); at != std::string::npos; at = text.find("not-a-code", at + 1)) ++refused;
  EXPECT_EQ(refused, 7U);
}

TEST(log, lines_of_many_threads_stay_whole) {
  const Logged logged;
  auto log = logged.make(at_midnight);
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&log, thread] {
      for (int i = 0; i < 200; ++i) log.error("line", {{"thread", thread}, {"number", i}});
    });
  threads.clear();
  std::size_t lines = 0;
  const auto text = logged.text();
  for (std::size_t from = 0; from < text.size(); ++lines) {
    const auto end = text.find('\n', from);
    ASSERT_NE(end, std::string::npos);
    EXPECT_TRUE(strict_parse(text.substr(from, end - from)));
    from = end + 1;
  }
  EXPECT_EQ(lines, 1'600U);
}

}  // namespace
}  // namespace kulla
