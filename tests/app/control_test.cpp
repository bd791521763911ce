#include "app/control.hpp"

#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/shared_data.hpp"

namespace kulla::app {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class control : public testing::Test {
 protected:
  Result<std::unique_ptr<Control>> open(Control::Limits limits = {}) {
    return Control::open(
        folder_.path(),
        [this](const json::object& asked) -> Result<json::object> {
          ++handled_;
          if (asked.contains("refuse")) return refuse("wrong-words", "/words", {{"limit", "6"}});
          return json::object{{"heard", asked}};
        },
        limits);
  }
  /// As a stranger's program would: these bytes, and whatever comes back.
  std::string send(std::string_view bytes, bool then_closes = false) const {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = (folder_.path() / control_socket_file).string();
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return "no connection";
    while (!bytes.empty()) {
      const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    if (then_closes) ::shutdown(fd, SHUT_WR);
    std::string answer;
    char piece[4'096];
    for (ssize_t got = 0; (got = ::read(fd, piece, sizeof piece)) > 0;)
      answer.append(piece, static_cast<std::size_t>(got));
    ::close(fd);
    return answer;
  }
  kulla::test::TemporaryFolder folder_;
  int handled_ = 0;
};

TEST_F(control, one_line_in_one_line_out) {
  const auto listening = open();
  ASSERT_TRUE(listening) << to_line(listening.error());
  const auto answer = ask_running_house(folder_.path(), {{"verb", "x"}});
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ((*answer)->at("heard").at("verb").as_string(), "x");
  struct stat status{};
  ASSERT_EQ(::stat((folder_.path() / control_socket_file).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(control, a_refusal_comes_through_whole) {
  const auto listening = open();
  ASSERT_TRUE(listening);
  const auto answer = ask_running_house(folder_.path(), {{"refuse", true}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::refused);
  EXPECT_EQ(answer.error().code, "wrong-words");
  EXPECT_EQ(answer.error().findings.at(0).pointer, "/words");
  EXPECT_EQ(answer.error().findings.at(0).facts.at(0).second, "6");
}

TEST_F(control, another_user_is_refused_before_a_byte_is_read) {
  const auto listening = open({.user = ::geteuid() + 1});
  ASSERT_TRUE(listening);
  EXPECT_THAT(send("{\"verb\":\"x\"}\n"), HasSubstr("control-not-yours"));
  EXPECT_EQ(handled_, 0);
}

TEST_F(control, a_line_may_be_as_long_as_the_limit_and_not_longer) {
  const auto listening = open({.line_bytes_max = 100});
  ASSERT_TRUE(listening);
  const auto line = [](std::size_t bytes) { return "{\"a\":\"" + std::string(bytes - 8, 'x') + "\"}\n"; };
  EXPECT_THAT(send(line(100)), HasSubstr("answer"));
  EXPECT_THAT(send(line(101)), HasSubstr("request-too-long"));
  EXPECT_EQ(handled_, 1);
}

TEST_F(control, garbage_is_refused_and_the_next_call_is_served) {
  const auto listening = open();
  ASSERT_TRUE(listening);
  for (const auto* garbage : {"\n", "x\n", "[]\n", "{\"a\":1,\"a\":2}\n", "\xff\xfe\n", "{\"a\":1e400}\n"})
    EXPECT_THAT(send(garbage), HasSubstr("\"error\"")) << garbage;
  EXPECT_THAT(send("{\"half\":", true), HasSubstr("control-line-cut"));
  EXPECT_EQ(handled_, 0);
  EXPECT_THAT(send("{}\n"), HasSubstr("answer"));
}

TEST_F(control, who_says_nothing_is_not_waited_for_longer_than_the_limit) {
  const auto listening = open({.line_time = milliseconds(50)});
  ASSERT_TRUE(listening);
  EXPECT_THAT(send("{"), HasSubstr("control-line-cut"));
  EXPECT_THAT(send("{}\n"), HasSubstr("answer"));
}

TEST_F(control, a_dead_servers_socket_is_nobody_and_is_replaced) {
  EXPECT_FALSE(ask_running_house(folder_.path(), {}).value());
  const auto path = (folder_.path() / control_socket_file).string();
  {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(fd);
  }
  EXPECT_FALSE(ask_running_house(folder_.path(), {}).value());
  {
    const auto listening = open();
    ASSERT_TRUE(listening);
    EXPECT_TRUE(ask_running_house(folder_.path(), {}).value());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace kulla::app
