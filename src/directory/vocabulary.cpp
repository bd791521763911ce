#include "directory/vocabulary.hpp"

#include <algorithm>
#include <set>

namespace kulla::directory {
namespace {

std::string pointer_of(std::string_view list, std::size_t index) {
  return "/" + std::string(list) + "/" + std::to_string(index);
}

}  // namespace

Result<Places> Places::of_house_data(const std::vector<Region>& regions, const std::vector<std::string>& units) {
  std::map<std::string, std::set<std::string>> neighbours_of;
  std::vector<std::string> names{std::string(headquarters.text())};
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const auto& region = regions[i];
    if (!Code::is_well_formed(region.code)) return refuse("not-a-code", pointer_of("regions", i));
    if (!neighbours_of.emplace(region.code, std::set(region.neighbours.begin(), region.neighbours.end())).second)
      return refuse("region-twice", pointer_of("regions", i));
    names.push_back(region.code);
  }
  for (std::size_t i = 0; i < units.size(); ++i)
    if (!Code::is_well_formed(units[i])) return refuse("not-a-code", pointer_of("units", i));
  for (std::size_t i = 0; i < regions.size(); ++i)
    for (const auto& neighbour : regions[i].neighbours) {
      const auto found = neighbours_of.find(neighbour);
      if (found == neighbours_of.end() || neighbour == regions[i].code)
        return refuse("unknown-neighbour", pointer_of("regions", i));
      if (!found->second.contains(regions[i].code)) return refuse("neighbours-one-sided", pointer_of("regions", i));
    }

  Places places;
  places.regions_ = eventlog::Vocabulary::of_house_data(names);
  places.units_ = eventlog::Vocabulary::of_house_data(units);
  for (const auto& region : regions) {
    auto& list = places.neighbours_[*places.regions_.find(region.code)];
    for (const auto& neighbour : region.neighbours) list.push_back(*places.regions_.find(neighbour));
  }
  return places;
}

std::span<const Code> Places::neighbours(Code region) const {
  const auto found = neighbours_.find(region);
  return found == neighbours_.end() ? std::span<const Code>{} : std::span<const Code>(found->second);
}

}  // namespace kulla::directory
