#include <runners/jobs/runs/posterior_cache.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/learning/posterior_file.hpp>
#include <runners/files/one_file.hpp>

#include <algorithm>
#include <vector>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".posterior";

}  // namespace

fs::path PosteriorCache::file_of(const std::string& key) const {
  return folder_ / (key + extension);
}

std::unique_ptr<Learnt> PosteriorCache::find(const std::string& key) const {
  const fs::path file = file_of(key);
  remove_killed_writes_in(folder_, extension);
  std::error_code ignored;
  try {
    const auto mapped = std::make_shared<const MappedFile>(file);
    if (!mapped->is_there()) return nullptr;
    auto learnt = read_posterior(key, mapped->bytes(), mapped);
    note_use(file);
    return learnt;
  } catch (const FormatError&) {
    fs::remove(file, ignored);
  } catch (const InputError&) {  // it cannot be read
  }
  return nullptr;
}

void PosteriorCache::keep(const std::string& key, const Learnt& learnt) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return;
  try {
    write_whole(file_of(key), posterior_bytes(key, learnt), Durable::no);
    make_room();
  } catch (const std::runtime_error&) {  // the disk is full, or not ours to write to: it is learnt anew the next time
  }
}

/// Only the first use by a command counts, by which its own are put in order.
void PosteriorCache::note_use(const fs::path& file) const {
  std::error_code ignored;
  if (fs::last_write_time(file, ignored) < begun_) fs::last_write_time(file, Time::clock::now(), ignored);
}

void PosteriorCache::make_room() const {
  struct Kept {
    fs::path file;
    Time used;
    std::uintmax_t bytes;
  };
  std::vector<Kept> kept;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() != extension) continue;
    Kept one{entry.path(), entry.last_write_time(error), 0};
    one.bytes = entry.file_size(error);
    if (!error) kept.push_back(std::move(one));  // another process may have removed it
  }
  const auto others = std::partition(kept.begin(), kept.end(), [&](const Kept& one) { return one.used >= begun_; });
  std::ranges::sort(kept.begin(), others, {}, &Kept::used);
  std::ranges::sort(others, kept.end(), std::greater(), &Kept::used);
  std::uintmax_t bytes = 0;
  for (const Kept& one : kept) {
    bytes += one.bytes;
    if (bytes > most_bytes_) fs::remove(one.file, error);
  }
}

}  // namespace wafercast
