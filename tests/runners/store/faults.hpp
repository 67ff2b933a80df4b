#pragma once

namespace wafercast::testing {

/// What goes wrong beneath SQLite, as its own tests do it: the n-th call of a kind fails, and all that follow where the
/// fault stays. One process, one fault at a time.
struct Fault {
  enum class Kind {
    none,
    full,        ///< writing or growing a file: no space is left
    io,          ///< writing, syncing or truncating: the device fails
    allocation,  ///< memory
  };
  Kind kind = Kind::none;
  int at = 0;         ///< the call that fails, from 1
  bool stays = true;  ///< later calls fail too
};

/// Puts the shims beneath SQLite; once, before it is used.
void install_faults();
void set_fault(const Fault& fault);
/// Calls of the kind since it was set, that would have failed or did.
int calls_seen();

}  // namespace wafercast::testing
