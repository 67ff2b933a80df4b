#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wafercast {

// Files that the program reads back: numbers little-endian, texts with their length, all of it under a seal.

/// Bytes that are not what they should be; what() says why.
class FormatError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ByteWriter {
 public:
  void number(std::uint64_t value);
  void number(std::int64_t value) { number(static_cast<std::uint64_t>(value)); }
  void number(double value);
  void small(std::uint64_t value);  ///< in as few bytes as it needs (LEB128)
  void text(std::string_view value);
  void raw(std::span<const std::byte> values);  ///< as they lie in memory, without their count
  /// Zeros, so that what comes next lies at a multiple of `alignment` when `before` bytes come before all this.
  void align(std::size_t alignment, std::size_t before);

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote, in the same order. Every step throws FormatError where the bytes end early.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : size_(bytes.size()), rest_(bytes) {}

  std::uint64_t unsigned_number();
  std::int64_t signed_number() { return static_cast<std::int64_t>(unsigned_number()); }
  double real_number();
  std::uint64_t small();
  std::string text();
  void align(std::size_t alignment, std::size_t before);
  std::string_view take(std::size_t count);

  /// A count of things of which each takes at least `least_bytes` of what is left; a greater one is refused before
  /// anybody makes room for it.
  std::size_t count(std::size_t least_bytes);

  void require_end() const;  ///< throws FormatError when bytes are left

 private:
  std::size_t size_;
  std::string_view rest_;
};

/// What a sealed file holds: a magic of eight bytes, so that nothing else is taken for it.
struct SealedKind {
  std::string_view magic;  ///< eight bytes
  std::uint64_t version;   ///< of the layout
  std::string_view name;   ///< "a part of a run", for messages
};

inline constexpr std::size_t sealed_head_bytes = 24;  ///< that come before the payload

/// Magic, version, length, payload and a checksum (XXH3, 64 bits) over all of it.
std::string sealed(const SealedKind& kind, std::string_view payload);

/// The payload; throws FormatError when the bytes are of another kind or version, are cut short or changed.
std::string_view unsealed(const SealedKind& kind, std::string_view bytes);

/// Whether bytes begin like a file of this kind, of whatever version.
bool begins_like(const SealedKind& kind, std::string_view bytes);

}  // namespace wafercast
