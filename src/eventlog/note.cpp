#include "eventlog/note.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/encode.hpp"
#include "crypto/hash.hpp"

namespace kulla::eventlog {
namespace {

constexpr Byte ed25519 = 0x01;                      // C2SP signed-note, signature types
constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t signatures_max = 100;
constexpr std::size_t note_bytes_max = 64 * 1024;

tl::unexpected<Error> bad(std::string_view code) { return fail(ErrorKind::broken, code); }

std::uint32_t number_of(ByteView four) {
  return static_cast<std::uint32_t>(four[0]) << 24U | static_cast<std::uint32_t>(four[1]) << 16U |
         static_cast<std::uint32_t>(four[2]) << 8U | four[3];
}

Bytes bytes_of_number(std::uint32_t number) {
  return {static_cast<Byte>(number >> 24U), static_cast<Byte>(number >> 16U), static_cast<Byte>(number >> 8U),
          static_cast<Byte>(number)};
}

bool is_name(std::string_view name) {
  return !name.empty() && is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
}

bool is_plain(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

struct SignatureLine {
  std::string_view name;
  std::uint32_t id = 0;
  Bytes signature;
};

Result<SignatureLine> signature_line(std::string_view line) {
  if (!line.starts_with(dash)) return bad("note-malformed");
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_name(line.substr(0, space))) return bad("note-malformed");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) return bad("note-malformed");
  return SignatureLine{line.substr(0, space), number_of(*bytes), Bytes(bytes->begin() + 4, bytes->end())};
}

/// Every line is well formed, also those of keys that nobody asks about.
Result<std::vector<SignatureLine>> signature_lines(std::string_view block) {
  std::vector<SignatureLine> lines;
  while (!block.empty()) {
    const auto end = block.find('\n');
    if (end == std::string_view::npos || lines.size() == signatures_max) return bad("note-malformed");
    lines.push_back(TRY(signature_line(block.substr(0, end))));
    block.remove_prefix(end + 1);
  }
  if (lines.empty()) return bad("note-malformed");
  return lines;
}

}  // namespace

NoteVerifier::NoteVerifier(std::string name, const crypto::SignPublic& key) : name_(std::move(name)), key_(key) {
  static constexpr ByteArray<2> between{'\n', ed25519};
  id_ = number_of(crypto::sha256({bytes_of(name_), between, key_.bytes}));
}

Result<NoteVerifier> NoteVerifier::of(std::string_view name, const crypto::SignPublic& key) {
  if (!is_name(name)) return bad("verifier-malformed");
  return NoteVerifier(std::string(name), key);
}

Result<NoteVerifier> NoteVerifier::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return bad("verifier-malformed");
  const auto key = from_base64(text.substr(second + 1));
  if (!key || key->size() != 33 || key->front() != ed25519) return bad("verifier-malformed");
  auto verifier = TRY(of(text.substr(0, first), *crypto::SignPublic::from(ByteView(*key).subspan(1))));
  if (verifier.text() != text) return bad("verifier-malformed");  // the id must be the key's
  return verifier;
}

std::string NoteVerifier::text() const {
  Bytes key{ed25519};
  append(key, key_.bytes);
  return fmt::format("{}+{:08x}+{}", name_, id_, to_base64(key));
}

std::string sign_note(std::string_view text, const NoteVerifier& as, const crypto::SignSecret& signer) {
  auto line = bytes_of_number(as.id());
  append(line, crypto::sign(signer, bytes_of(text)).bytes);
  return fmt::format("{}\n{}{} {}\n", text, dash, as.name(), to_base64(line));
}

Result<std::string> open_note(std::string_view note, const NoteVerifier& by) {
  if (note.size() > note_bytes_max || !is_plain(note)) return bad("note-malformed");
  const auto parting = note.rfind("\n\n");
  if (parting == std::string_view::npos) return bad("note-malformed");
  const auto text = note.substr(0, parting + 1);
  bool signed_by = false;
  for (const auto& line : TRY(signature_lines(note.substr(parting + 2)))) {
    if (line.name != by.name() || line.id != by.id()) continue;
    const auto signature = crypto::Signature::from(line.signature);
    if (!signature || !crypto::verify(by.key(), bytes_of(text), *signature)) return bad("note-signature-wrong");
    signed_by = true;
  }
  if (!signed_by) return bad("note-not-signed");
  return std::string(text);
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(checkpoint.root));
}

Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& by) {
  const auto text = TRY(open_note(note, by));
  const auto first = text.find('\n');
  const auto second = text.find('\n', first + 1);
  const auto third = second == std::string::npos ? second : text.find('\n', second + 1);
  if (third == std::string::npos) return bad("checkpoint-malformed");
  Checkpoint checkpoint;
  checkpoint.origin = text.substr(0, first);
  if (checkpoint.origin != by.name()) return bad("checkpoint-of-another-log");
  const auto size = std::string_view(text).substr(first + 1, second - first - 1);
  const auto read = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  if (read.ec != std::errc() || std::to_string(checkpoint.size) != size || checkpoint.size < 0)
    return bad("checkpoint-malformed");
  const auto root = from_base64(std::string_view(text).substr(second + 1, third - second - 1));
  if (!root || root->size() != checkpoint.root.size()) return bad("checkpoint-malformed");
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

}  // namespace kulla::eventlog
