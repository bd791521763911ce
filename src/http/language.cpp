#include "http/language.hpp"

namespace kulla::http {

std::string_view code_of(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::sq:
      return "sq";
  }
  return "en";
}

Language choose_language(const Fields& fields, Language house) {
  auto chosen = house;
  int best = 0;
  each_weighted(fields, "Accept-Language", [&](std::string_view item, int weight) {
    if (weight <= best) return;
    const auto primary = item.substr(0, item.find('-'));
    for (const auto language : {Language::en, Language::sq}) {
      if (!same_name(primary, code_of(language))) continue;
      chosen = language;
      best = weight;
    }
  });
  return chosen;
}

}  // namespace kulla::http
