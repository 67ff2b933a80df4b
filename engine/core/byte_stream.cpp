#include <engine/core/byte_stream.hpp>

#include <fmt/format.h>
#include <xxhash.h>

#include <bit>
#include <cstring>

namespace wafercast {
namespace {

static_assert(std::endian::native == std::endian::little, "files are little-endian, and so is memory");

constexpr std::size_t magic_bytes = 8;
constexpr std::size_t word_bytes = sizeof(std::uint64_t);
constexpr std::size_t head_bytes = sealed_head_bytes;
static_assert(head_bytes == magic_bytes + 2 * word_bytes);

std::size_t padding(std::size_t size, std::size_t alignment) {
  return (alignment - size % alignment) % alignment;
}

std::uint64_t word_at(std::string_view bytes, std::size_t offset) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + offset, word_bytes);
  return value;
}

std::uint64_t checksum(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace

void ByteWriter::number(std::uint64_t value) {
  bytes_.append(reinterpret_cast<const char*>(&value), word_bytes);
}

void ByteWriter::number(double value) {
  number(std::bit_cast<std::uint64_t>(value));
}

void ByteWriter::small(std::uint64_t value) {
  for (; value >= 128; value >>= 7) bytes_.push_back(static_cast<char>(static_cast<unsigned char>(value | 128)));
  bytes_.push_back(static_cast<char>(value));
}

void ByteWriter::text(std::string_view value) {
  number(static_cast<std::uint64_t>(value.size()));
  bytes_.append(value);
}

void ByteWriter::raw(std::span<const std::byte> values) {
  bytes_.append(reinterpret_cast<const char*>(values.data()), values.size());
}

void ByteWriter::align(std::size_t alignment, std::size_t before) {
  bytes_.append(padding(before + bytes_.size(), alignment), '\0');
}

std::string_view ByteReader::take(std::size_t count) {
  if (count > rest_.size()) throw FormatError("it ends early");
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint64_t ByteReader::unsigned_number() {
  return word_at(take(word_bytes), 0);
}

double ByteReader::real_number() {
  return std::bit_cast<double>(unsigned_number());
}

std::uint64_t ByteReader::small() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 63; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1).front());
    value |= static_cast<std::uint64_t>(byte & 127) << shift;
    if (byte < 128) return value;
  }
  throw FormatError("a number in it is too large");
}

std::string ByteReader::text() {
  return std::string(take(count(1)));
}

void ByteReader::align(std::size_t alignment, std::size_t before) {
  const std::string_view zeros = take(padding(before + size_ - rest_.size(), alignment));
  if (zeros.find_first_not_of('\0') != std::string_view::npos) throw FormatError("what should be empty is not");
}

std::size_t ByteReader::count(std::size_t least_bytes) {
  const std::uint64_t count = unsigned_number();
  if (count > rest_.size() / least_bytes) throw FormatError("it counts more than it holds");
  return count;
}

void ByteReader::require_end() const {
  if (!rest_.empty()) throw FormatError(fmt::format("{} bytes are left over", rest_.size()));
}

std::string sealed(const SealedKind& kind, std::string_view payload) {
  ByteWriter head;
  head.number(kind.version);
  head.number(static_cast<std::uint64_t>(payload.size()));
  std::string bytes;
  bytes.reserve(head_bytes + payload.size() + word_bytes);
  bytes.append(kind.magic).append(head.bytes()).append(payload);
  ByteWriter tail;
  tail.number(checksum(bytes));
  return bytes.append(tail.bytes());
}

std::string_view unsealed(const SealedKind& kind, std::string_view bytes) {
  if (!begins_like(kind, bytes)) throw FormatError(fmt::format("it is not {}", kind.name));
  if (bytes.size() < head_bytes + word_bytes) throw FormatError("it ends early");
  const std::uint64_t version = word_at(bytes, magic_bytes);
  if (version != kind.version) {
    throw FormatError(fmt::format("its layout is version {}, this program knows {}", version, kind.version));
  }
  const std::uint64_t size = word_at(bytes, magic_bytes + word_bytes);
  if (size != bytes.size() - head_bytes - word_bytes) {
    throw FormatError(size > bytes.size() ? "it was cut short" : "its length is not what it says");
  }
  const std::string_view covered = bytes.substr(0, bytes.size() - word_bytes);
  if (checksum(covered) != word_at(bytes, covered.size())) throw FormatError("it was changed: its checksum differs");
  return covered.substr(head_bytes);
}

bool begins_like(const SealedKind& kind, std::string_view bytes) {
  return bytes.starts_with(kind.magic);
}

}  // namespace wafercast
