#include "base/json.hpp"

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <boost/container/pmr/polymorphic_allocator.hpp>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "base/encode.hpp"

namespace kulla {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_max = 32;
constexpr std::size_t text_bytes_first = 1024;  // most answers fit

// Builds values by hand from the parser's events, so that a duplicate key is seen while it happens. All that it keeps
// lies in one storage, so that values move from frame to frame without a copy.
struct Handler {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 1U << 20U;
  static constexpr std::size_t max_string_size = 1U << 26U;

  struct Frame {
    json::value value;
    json::string key;
  };
  json::storage_ptr storage;
  std::vector<Frame, boost::container::pmr::polymorphic_allocator<Frame>> frames{storage.get()};
  json::value root = json::value(storage);  // braces would make a list
  json::string text{storage};
  std::string problem;

  explicit Handler(json::storage_ptr to) : storage(std::move(to)) {}

  bool put(json::value value, boost::system::error_code& ec) {
    if (frames.empty()) {
      root = std::move(value);
      return true;
    }
    auto& top = frames.back();
    if (auto* array = top.value.if_array()) {
      array->push_back(std::move(value));
      return true;
    }
    top.value.get_object().emplace(top.key, std::move(value));
    static_cast<void>(ec);
    return true;
  }
  bool stop(std::string_view code, boost::system::error_code& ec) {
    problem = code;
    ec = json::error::syntax;
    return false;
  }
  bool open(json::value value, boost::system::error_code& ec) {
    if (frames.size() >= depth_max) return stop("json-too-deep", ec);
    frames.push_back({std::move(value), json::string(storage)});
    return true;
  }
  bool close(boost::system::error_code& ec) {
    auto value = std::move(frames.back().value);
    frames.pop_back();
    return put(std::move(value), ec);
  }

  bool on_document_begin(boost::system::error_code&) { return true; }
  bool on_document_end(boost::system::error_code&) { return true; }
  bool on_object_begin(boost::system::error_code& ec) { return open(json::object(storage), ec); }
  bool on_object_end(std::size_t, boost::system::error_code& ec) { return close(ec); }
  bool on_array_begin(boost::system::error_code& ec) { return open(json::array(storage), ec); }
  bool on_array_end(std::size_t, boost::system::error_code& ec) { return close(ec); }
  bool on_key_part(json::string_view part, std::size_t, boost::system::error_code&) {
    text.append(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, boost::system::error_code& ec) {
    text.append(part);
    auto& top = frames.back();
    if (top.value.get_object().contains(text)) return stop("json-duplicate-key", ec);
    top.key = std::move(text);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, boost::system::error_code&) {
    text.append(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, boost::system::error_code& ec) {
    text.append(part);
    json::value value(std::move(text));  // braces would make a list of it; what is left is an empty text
    return put(std::move(value), ec);
  }
  bool on_number_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, boost::system::error_code& ec) {
    return put(json::value(number, storage), ec);
  }
  bool on_uint64(std::uint64_t number, json::string_view, boost::system::error_code& ec) {
    return put(json::value(number, storage), ec);
  }
  bool on_double(double number, json::string_view part, boost::system::error_code& ec) {
    if (!std::isfinite(number)) return stop("json-number", ec);
    // An integer beyond 64 bits arrives here with its digits lost. (The whole text was given at once, so `part` is
    // all.)
    if (part.find_first_of(".eE") == json::string_view::npos) return stop("json-number", ec);
    return put(json::value(number, storage), ec);
  }
  bool on_bool(bool value, boost::system::error_code& ec) { return put(json::value(value, storage), ec); }
  bool on_null(boost::system::error_code& ec) { return put(json::value(nullptr, storage), ec); }
  bool on_comment_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_comment(json::string_view, boost::system::error_code&) { return true; }
};

tl::unexpected<Error> malformed(std::string_view code, std::size_t offset) {
  return tl::unexpected(Error{.kind = ErrorKind::malformed,
                              .code = std::string(code),
                              .where = {},
                              .findings = {{std::string(code), {}, {{"offset", std::to_string(offset)}}}}});
}

}  // namespace

Result<json::value> strict_parse(std::string_view text) { return strict_parse(text, json::storage_ptr()); }

Result<json::value> strict_parse(std::string_view text, json::storage_ptr storage) {
  if (!is_utf8(text)) return malformed("not-utf8", 0);
  json::parse_options options;
  options.max_depth = depth_max + 1;  // ours answers first, with its own code
  json::basic_parser<Handler> parser(options, std::move(storage));
  boost::system::error_code ec;
  const auto read = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    const auto& problem = parser.handler().problem;
    return malformed(problem.empty() ? "json-syntax" : problem, read);
  }
  for (const char c : text.substr(read))
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return malformed("json-syntax", read);
  return std::move(parser.handler().root);
}

// json::serialize grows a string, and what it outgrew stays readable in the heap.
std::string to_json_text(const json::value& value) {
  json::serializer writer;
  writer.reset(&value);
  std::string text(text_bytes_first, '\0');
  std::size_t used = 0;
  while (true) {
    used += writer.read(text.data() + used, text.size() - used).size();
    if (writer.done()) break;
    std::string larger(text.size() * 2, '\0');
    larger.replace(0, used, text, 0, used);
    ::explicit_bzero(text.data(), text.size());
    text = std::move(larger);
  }
  text.resize(used);
  return text;
}

}  // namespace kulla
