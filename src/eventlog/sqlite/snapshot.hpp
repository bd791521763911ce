// Readers: a pool of connections that only read, each with its statements, and the snapshots that borrow them.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "eventlog/sqlite/database.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog::sqlite {

/// A connection and the statements it has made; borrowed by one snapshot at a time.
struct Reader {
  Connection connection;
  std::unordered_map<std::string, Statement> statements;
  explicit Reader(Connection made) : connection(std::move(made)) {}
  Result<Statement*> statement(const std::string& sql);
};

/// Must outlive the snapshots it gives.
class ReaderPool {
 public:
  ReaderPool(std::string path, const char* vfs) : path_(std::move(path)), vfs_(vfs) {}
  Result<std::unique_ptr<Snapshot>> snapshot();
  void give_back(std::unique_ptr<Reader> reader);

 private:
  static constexpr std::size_t idle_max = 16;  // each holds up to a mebibyte of pages
  std::string path_;
  const char* vfs_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace kulla::eventlog::sqlite
