#include <tests/runners/store/faults.hpp>

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace wafercast::testing {
namespace {

Fault set;
int seen = 0;

/// Whether this call of a kind is to fail.
bool fails(Fault::Kind kind) {
  if (set.kind != kind) return false;
  ++seen;
  return set.stays ? seen >= set.at : seen == set.at;
}

int failure_of_file() {
  if (fails(Fault::Kind::full)) return SQLITE_FULL;
  if (fails(Fault::Kind::io)) return SQLITE_IOERR;
  return SQLITE_OK;
}

sqlite3_vfs* under = nullptr;

/// A file of the shim: its own head, then the file beneath.
struct ShimFile {
  sqlite3_file head;
  sqlite3_io_methods methods;

  sqlite3_file* beneath() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* beneath(sqlite3_file* file) {
  return reinterpret_cast<ShimFile*>(file)->beneath();
}

int shim_close(sqlite3_file* file) {
  return beneath(file)->pMethods->xClose(beneath(file));
}
int shim_read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  return beneath(file)->pMethods->xRead(beneath(file), to, bytes, at);
}
int shim_write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const int failure = failure_of_file();
  if (failure != SQLITE_OK) {
    // A write that fails may have been done in part.
    if (bytes > 1) beneath(file)->pMethods->xWrite(beneath(file), from, bytes / 2, at);
    return failure;
  }
  return beneath(file)->pMethods->xWrite(beneath(file), from, bytes, at);
}
int shim_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (fails(Fault::Kind::io)) return SQLITE_IOERR_TRUNCATE;
  return beneath(file)->pMethods->xTruncate(beneath(file), size);
}
int shim_sync(sqlite3_file* file, int flags) {
  if (fails(Fault::Kind::io)) return SQLITE_IOERR_FSYNC;
  return beneath(file)->pMethods->xSync(beneath(file), flags);
}
int shim_size(sqlite3_file* file, sqlite3_int64* size) {
  return beneath(file)->pMethods->xFileSize(beneath(file), size);
}
int shim_lock(sqlite3_file* file, int lock) {
  return beneath(file)->pMethods->xLock(beneath(file), lock);
}
int shim_unlock(sqlite3_file* file, int lock) {
  return beneath(file)->pMethods->xUnlock(beneath(file), lock);
}
int shim_reserved(sqlite3_file* file, int* result) {
  return beneath(file)->pMethods->xCheckReservedLock(beneath(file), result);
}
int shim_control(sqlite3_file* file, int operation, void* argument) {
  return beneath(file)->pMethods->xFileControl(beneath(file), operation, argument);
}
int shim_sector(sqlite3_file* file) {
  return beneath(file)->pMethods->xSectorSize(beneath(file));
}
int shim_traits(sqlite3_file* file) {
  return beneath(file)->pMethods->xDeviceCharacteristics(beneath(file));
}
int shim_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  if (extend != 0) {
    const int failure = failure_of_file();
    if (failure != SQLITE_OK) return failure;
  }
  return beneath(file)->pMethods->xShmMap(beneath(file), page, size, extend, memory);
}
int shim_shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return beneath(file)->pMethods->xShmLock(beneath(file), offset, n, flags);
}
void shim_barrier(sqlite3_file* file) {
  beneath(file)->pMethods->xShmBarrier(beneath(file));
}
int shim_unmap(sqlite3_file* file, int remove) {
  return beneath(file)->pMethods->xShmUnmap(beneath(file), remove);
}

int shim_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* shim = new (file) ShimFile{};
  const int code = under->xOpen(under, name, shim->beneath(), flags, out_flags);
  if (code != SQLITE_OK || shim->beneath()->pMethods == nullptr) return code;
  shim->methods = {2,           shim_close, shim_read,     shim_write,    shim_truncate, shim_sync,
                   shim_size,   shim_lock,  shim_unlock,   shim_reserved, shim_control,  shim_sector,
                   shim_traits, shim_map,   shim_shm_lock, shim_barrier,  shim_unmap,    nullptr,
                   nullptr};
  shim->head.pMethods = &shim->methods;
  return SQLITE_OK;
}

sqlite3_mem_methods memory;

void* shim_allocate(int bytes) {
  return fails(Fault::Kind::allocation) ? nullptr : memory.xMalloc(bytes);
}
void* shim_reallocate(void* old, int bytes) {
  return fails(Fault::Kind::allocation) ? nullptr : memory.xRealloc(old, bytes);
}

}  // namespace

void install_faults() {
  static sqlite3_vfs shim;
  if (under != nullptr) return;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
  sqlite3_mem_methods failing = memory;
  failing.xMalloc = shim_allocate;
  failing.xRealloc = shim_reallocate;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
  sqlite3_initialize();
  under = sqlite3_vfs_find(nullptr);
  shim = *under;
  shim.zName = "faults";
  shim.szOsFile = static_cast<int>(sizeof(ShimFile)) + under->szOsFile;
  shim.pNext = nullptr;
  shim.xOpen = shim_open;
  sqlite3_vfs_register(&shim, 1);
}

void set_fault(const Fault& fault) {
  set = fault;
  seen = 0;
}

int calls_seen() {
  return seen;
}

}  // namespace wafercast::testing
