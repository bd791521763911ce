#include "http/assets.hpp"

namespace kulla::http {
namespace {

struct Coded {
  std::string_view name;  // of the content coding; empty: identity
  std::string_view bytes;
};

Coded coding_for(const Asset& asset, const Fields& fields) {
  const int brotli = asset.brotli.empty() ? 0 : coding_weight(fields, "br");
  const int gzip = asset.gzip.empty() ? 0 : coding_weight(fields, "gzip");
  if (brotli > 0 && brotli >= gzip) return {"br", asset.brotli};
  if (gzip > 0) return {"gzip", asset.gzip};
  return {"", asset.identity};
}

Caching caching_of(const Asset& asset) {
  if (asset.immutable) return Caching::immutable;
  return asset.hash.empty() ? Caching::no_store : Caching::revalidate;
}

}  // namespace

std::optional<Response> asset_answer(const Assets& assets, const Request& request) {
  const auto found = assets.find(request.path);
  if (found == assets.end()) return std::nullopt;
  const auto& asset = found->second;
  const auto coded = coding_for(asset, request.fields);
  // A strong tag names one sequence of bytes, so each coding has its own.
  std::string tag(asset.hash);
  if (!tag.empty() && !coded.name.empty()) tag.append("-").append(coded.name);
  Response answer;
  if (!tag.empty() && none_match_names(request, tag)) {
    answer = not_modified(tag);
  } else {
    answer = {.content_type = std::string(asset.content_type), .fixed_body = coded.bytes};
    if (!coded.name.empty()) answer.with("Content-Encoding", coded.name);
    if (!tag.empty()) answer.with_etag(tag);
  }
  answer.caching = caching_of(asset);
  answer.with("Vary", "Accept-Encoding");
  return answer;
}

}  // namespace kulla::http
