// A thin typed face of SQLite: connections, statements, errors. Not for several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "eventlog/tables.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace kulla::eventlog::sqlite {

/// What SQLite's answer means for whoever asked the store: `disk-full` (kind full), `store-damaged` (with the command
/// that helps), `store-busy`, `row-exists`, `store-failed`. `what` is ours, never content.
Error error_of(int code, std::string_view what);

class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Parameters count from 1. Texts and blobs are not copied: they live until the statement is reset.
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind(int at, ByteView bytes);
  Statement& bind(int at, const Value& value);
  Statement& bind_null(int at);
  /// NULL for nil.
  Statement& bind_id(int at, const ByteArray<16>& id);

  /// True while there is a row. After an error or the end the statement is reset.
  Result<bool> step();
  /// For what gives no row.
  Result<void> run();
  /// SQLite's own code of one step, reset: for the writer, which tells a taken key from a broken disk.
  int run_code();
  void reset();

  // Columns count from 0; views live until the next step.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  ByteView blob(int column) const;
  Value value(int column) const;
  /// All zeroes where the blob has another length: a damaged row is found by its hash.
  template <std::size_t size>
  ByteArray<size> bytes(int column) const {
    ByteArray<size> copy{};
    const auto found = blob(column);
    if (found.size() == size) std::copy(found.begin(), found.end(), copy.begin());
    return copy;
  }

 private:
  friend class Connection;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  sqlite3_stmt* statement_ = nullptr;
};

/// Resets a statement when the scope ends, so that no read lock outlives it.
class Resetting {
 public:
  explicit Resetting(Statement& statement) : statement_(statement) {}
  ~Resetting() { statement_.reset(); }
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;

 private:
  Statement& statement_;
};

class Connection {
 public:
  enum class Use : std::uint8_t { write, read };
  /// Hardened as docs/log.md says. The writer makes the file when it is missing.
  static Result<Connection> open(const std::string& path, const char* vfs, Use use);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Statements of ours, one after another.
  Result<void> run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  Result<std::int64_t> number(std::string_view sql);
  std::int64_t last_insert_rowid() const;
  bool in_transaction() const;
  /// Pages moved from the WAL to the file; `truncate` also empties the WAL, when no reader needs it.
  int checkpoint(bool truncate);

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  Result<void> harden(Use use);
  sqlite3* handle_ = nullptr;
};

}  // namespace kulla::eventlog::sqlite
