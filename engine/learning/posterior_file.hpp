#pragma once

#include <engine/core/byte_stream.hpp>
#include <engine/learning/learnt.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wafercast {

// What was learnt, as a file: the ensemble's quantised z's with the names of their draws, how each observation was met,
// and a key that says of which evidence.

inline constexpr SealedKind posterior_kind{"wfcpost\n", 3, "a posterior"};

/// `key` is a hash of all that decides about the posterior's bits.
std::string posterior_bytes(const std::string& key, const Learnt& learnt);

/// Throws FormatError when the bytes are no posterior that this program can read, or one of other evidence. The z's,
/// nearly all of a file, stay where they are, and `memory` keeps them there; without it, or where they lie at no
/// multiple of 64 bytes, they are copied.
std::unique_ptr<Learnt> read_posterior(const std::string& key, std::string_view bytes,
                                       std::shared_ptr<const void> memory = nullptr);

}  // namespace wafercast
