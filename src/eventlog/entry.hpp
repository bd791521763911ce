// What an event commits to. docs/log.md says every byte, so that another program can check a log without this code.
//
//   entry = SHA-256("kulla/1" | salt | H(header) | H(open) | H(sections))      leaf = SHA-256(0x00 | entry)
//
// Tiles and proofs hold leaves alone: they tell neither ciphertext nor metadata, and because of the salt no open value
// can be guessed from one. An erased section keeps its hash, so its entry stays verifiable. Source: decisions.md 3.1.
#pragma once

#include "eventlog/event.hpp"

namespace kulla::eventlog {

/// The header in its canonical bytes: every column of the event but open, salt and entry.
void append_header(Bytes& to, const Event& event);
/// By name, as they are hashed: two events with the same sections in another order are one.
void sort_sections(std::vector<Section>& sections);

Hash hash_of_open(const OpenText& open);
/// Over name, data key and hash of each section, in the order of their names.
Hash hash_of_sections(const std::vector<Section>& sections);
Hash hash_of_cipher(ByteView cipher);

/// For the writer, which has the two hashes from the caller's thread.
Hash entry_of(const Event& event, const Hash& open_hash, const Hash& sections_hash);
Hash entry_of(const Event& event);
Hash leaf_of(const Hash& entry);

}  // namespace kulla::eventlog
