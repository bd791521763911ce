#include "directory/said.hpp"

namespace kulla::directory::test {

Places kosovo() {
  const std::vector<Places::Region> regions{{"prishtina", {"prizren", "gjilan"}},
                                            {"prizren", {"peja", "prishtina"}},
                                            {"peja", {"prizren"}},
                                            {"gjilan", {"prishtina"}}};
  auto places = Places::of_house_data(regions, {"anti-trafficking", "border", "special"});
  return must(std::move(places));
}

}  // namespace kulla::directory::test
