// A new house on the disk: keys, database, founding batch and the founders' names, made beside its place and moved
// there whole. A founding that was interrupted leaves no house.
#pragma once

#include <filesystem>

#include "app/config.hpp"
#include "directory/founding.hpp"

namespace kulla::app {

/// Read beside the database where nobody names another configuration. Names no folder, so that a house can be moved.
inline constexpr std::string_view house_config_file = "kulla.toml";

/// In `config.data.dir`, which is missing or empty. `config_text` becomes its house_config_file. Refuses
/// `house-exists`, `folder-not-empty`, and what directory::found refuses.
Result<void> found_house(const Config& config, std::string_view config_text, const std::filesystem::path& root_key_file,
                         const directory::Founding& founding);

}  // namespace kulla::app
