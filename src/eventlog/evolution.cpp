#include "eventlog/evolution.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/json.hpp"

namespace kulla::eventlog {

void EventTypes::add_present(EventType type, Decodes decodes) {
  auto& known = types_[std::string(type.name)];
  invariant(known.present == 0, "an event type has one present version");
  known.present = type.version;
  known.decodes = std::move(decodes);
}

void EventTypes::upcast(std::string_view name, int version, Upcaster upcaster) {
  const bool fresh = types_[std::string(name)].upcasters.emplace(version, std::move(upcaster)).second;
  invariant(fresh, "a version has one upcaster");
}

void EventTypes::check() const {
  for (const auto& [name, type] : types_) {
    invariant(type.present > 0, "an upcaster leads to a type that is there");
    invariant(static_cast<int>(type.upcasters.size()) == type.present - 1, "each earlier version has an upcaster");
    for (int version = 1; version < type.present; ++version)
      invariant(type.upcasters.contains(version), "upcasters leave no version out");
  }
}

Result<OpenText> EventTypes::present(std::string_view name, int version, const OpenText& open) const {
  const auto found = types_.find(name);
  if (found == types_.end() || version < 1 || version > found->second.present)
    return fail(ErrorKind::broken, "event-type-unknown", fmt::format("{} version {}", name, version));
  const auto& type = found->second;
  if (version == type.present) return open;
  auto json = strict_parse(open.text());
  if (!json || !json->is_object())
    return fail(ErrorKind::broken, "event-undecodable", fmt::format("{}: the open part is not an object", name));
  for (; version < type.present; ++version) type.upcasters.at(version)(json->get_object());
  return OpenText::from_log(to_json_text(*json));
}

Result<void> EventTypes::try_decode(std::string_view name, int version, const OpenText& open) const {
  const auto text = TRY(present(name, version, open));
  return types_.find(name)->second.decodes(text);
}

std::vector<KnownType> EventTypes::known() const {
  std::vector<KnownType> known;
  for (const auto& [name, type] : types_)
    for (int version = 1; version <= type.present; ++version) known.push_back({name, version});
  return known;
}

}  // namespace kulla::eventlog
