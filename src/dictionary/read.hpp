// From the text of the files to plain values: what a file alone can show to be wrong, key by key. What only the whole
// shows (an unknown list, a lopsided neighbour) is check.cpp's. Private to this room.
#pragma once

#include <vector>

#include "dictionary/check.hpp"

namespace kulla::dictionary {

struct Reading {
  Contents contents;
  std::vector<Defect> defects;
};
Reading read_files(const std::vector<File>& files);

}  // namespace kulla::dictionary
