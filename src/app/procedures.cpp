#include "app/procedures.hpp"

#include <fstream>
#include <sstream>

#include "app/embedded.hpp"
#include "casefile/parties.hpp"

namespace kulla::app {
namespace {

procedure::Vocabulary vocabulary_of(const dictionary::Dictionary& dictionary) {
  std::vector<procedure::FieldWord> fields;
  for (const auto& field : dictionary.fields()) fields.push_back({field.name, field.held_by});
  return procedure::Vocabulary::standard(std::span<const procedure::FieldWord>(fields));
}

procedure::Checked check_shipped(const std::string& name, const procedure::Vocabulary& vocabulary) {
  const auto path = "procedures/" + name + ".toml";
  const auto text = embedded(path);
  if (!text) return {};
  return procedure::check(path, *text, vocabulary, [](std::string_view beside) -> std::optional<std::string> {
    const auto found = embedded("procedures/" + std::string(beside));
    if (!found) return std::nullopt;
    return std::string(*found);
  });
}

}  // namespace

procedure::Checked check_procedure(const Config& config, const dictionary::Dictionary& dictionary) {
  const auto& name = config.house.procedure;
  const auto vocabulary = vocabulary_of(dictionary);
  const bool is_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  return is_file ? procedure::check_file(name, vocabulary) : check_shipped(name, vocabulary);
}

Result<std::shared_ptr<const procedure::Procedure>> open_procedure(const Config& config,
                                                                   const dictionary::Dictionary& dictionary,
                                                                   const directory::Places& places) {
  const auto& name = config.house.procedure;
  auto checked = check_procedure(config, dictionary);
  if (!checked.defects.empty())
    return fail(ErrorKind::broken, "procedure-defects", procedure::to_line(checked.defects.front()));
  if (!checked.procedure) return fail(ErrorKind::broken, "procedure-unknown", name);
  TRY_VOID(casefile::check_parties(*checked.procedure, places));
  return std::make_shared<const procedure::Procedure>(std::move(*checked.procedure));
}

}  // namespace kulla::app
