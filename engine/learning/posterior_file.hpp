#pragma once

#include <engine/core/byte_stream.hpp>
#include <engine/learning/learnt.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wafercast {

// What was learnt, as a file: the ensemble's z's with the names of their draws, how each observation was met, and a key
// that says of which evidence.

inline constexpr SealedKind posterior_kind{"wfcpost\n", 1, "a posterior"};

/// `key` is a hash of all that decides about the posterior's bits.
std::string posterior_bytes(const std::string& key, const Learnt& learnt);

/// Throws FormatError when the bytes are no posterior that this program can read, or one of other evidence.
std::unique_ptr<Learnt> read_posterior(const std::string& key, std::string_view bytes);

}  // namespace wafercast
