#include "app/shell.hpp"

#include <map>

#include <boost/json.hpp>

#include "access/policy.hpp"
#include "app/embedded.hpp"
#include "base/json.hpp"

namespace kulla::app {
namespace {

constexpr std::string_view dist = "web/dist/";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// A number to call as a tel: link has it: digits and a leading plus.
std::string digits_of(std::string_view number) {
  std::string out;
  for (const char c : number)
    if ((c >= '0' && c <= '9') || (c == '+' && out.empty())) out += c;
  return out;
}

std::string_view content_type_of(std::string_view path) {
  static const std::map<std::string_view, std::string_view> types{{".js", "text/javascript; charset=utf-8"},
                                                                  {".css", "text/css; charset=utf-8"},
                                                                  {".svg", "image/svg+xml"},
                                                                  {".png", "image/png"},
                                                                  {".ico", "image/x-icon"},
                                                                  {".json", "application/json"},
                                                                  {".webmanifest", "application/manifest+json"}};
  const auto dot = path.rfind('.');
  const auto found = dot == std::string_view::npos ? types.end() : types.find(path.substr(dot));
  return found == types.end() ? "application/octet-stream" : found->second;
}

// The hash that the build put into the name: assets/app-3f2a91bc.js.
std::string_view hash_in_name(std::string_view path) {
  const auto dash = path.rfind('-');
  const auto dot = path.find('.', dash == std::string_view::npos ? 0 : dash);
  if (dash == std::string_view::npos || dot == std::string_view::npos) return {};
  return path.substr(dash + 1, dot - dash - 1);
}

}  // namespace

http::Assets front_end_assets() {
  http::Assets assets;
  const auto files = embedded_under(dist);
  const std::map<std::string_view, std::string_view> by_path(files.begin(), files.end());
  for (const auto& [path, content] : files) {
    const auto name = path.substr(dist.size());
    if (!name.starts_with("assets/") || name.ends_with(".gz") || name.ends_with(".br") || name.ends_with(".map"))
      continue;
    http::Asset asset{.content_type = content_type_of(name),
                      .identity = content,
                      .gzip = {},
                      .brotli = {},
                      .hash = hash_in_name(name),
                      .immutable = true};
    if (const auto gzip = by_path.find(std::string(path) + ".gz"); gzip != by_path.end()) asset.gzip = gzip->second;
    if (const auto brotli = by_path.find(std::string(path) + ".br"); brotli != by_path.end())
      asset.brotli = brotli->second;
    assets.emplace("/" + std::string(name), asset);
  }
  return assets;
}

Result<std::string> fill_template(std::string_view text, const Facts& facts) {
  std::string out;
  while (true) {
    const auto open = text.find("{{");
    if (open == std::string_view::npos) return out.append(text);
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) return fail(ErrorKind::broken, "shell-placeholder");
    const auto name = text.substr(open + 2, close - open - 2);
    const std::string* value = nullptr;
    for (const auto& [key, fact] : facts)
      if (key == name) value = &fact;
    if (value == nullptr) return fail(ErrorKind::broken, "shell-placeholder", name);
    out.append(text.substr(0, open)).append(escaped(*value));
    text.remove_prefix(close + 2);
  }
}

Result<Shell> make_shell(const Config& config, const Words& words, bool training) {
  const auto page = embedded("web/dist/index.html");
  if (!page) return fail(ErrorKind::broken, "front-end-missing", "web/dist/index.html");
  const auto in = [&](std::string_view language) {
    const auto say = [&](std::string_view key) { return words.say(language, key); };
    const Facts facts{{"language", std::string(language)},
                      {"house", config.house.name},
                      {"duty_line", config.house.duty_line},
                      {"duty_line_tel", digits_of(config.house.duty_line)},
                      {"emergency", config.house.emergency},
                      {"emergency_tel", digits_of(config.house.emergency)},
                      {"training", training ? "true" : "false"},
                      {"training_title", training ? say("training.title") : ""},
                      {"training_text", training ? say("training.text") : ""},
                      {"duty_line_label", say("frame.duty-line")},
                      {"needs_script", say("frame.needs-script")},
                      {"skip", say("frame.skip")}};
    return fill_template(*page, facts);
  };
  return Shell{.en = TRY(in("en")), .sq = TRY(in("sq"))};
}

void add_shell(http::Router& router, Shell shell) {
  router.pages(access::Policy::anyone,
               [shell = std::move(shell)](const http::Request& request) -> Result<http::Response> {
                 return http::html(request.language == http::Language::sq ? shell.sq : shell.en);
               });
}

}  // namespace kulla::app
