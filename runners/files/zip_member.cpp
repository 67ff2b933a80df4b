#include <runners/files/zip_member.hpp>

#include <zlib.h>

#include <utility>

// The layout is that of PKWARE's application note, 4.3.7 (local header), 4.3.12 (directory) and 4.3.16 (its end).

namespace wafercast {
namespace {

constexpr std::size_t end_bytes = 22, entry_bytes = 46, local_bytes = 30;

std::size_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

bool holds(std::string_view bytes, std::size_t at, std::size_t count) {
  return at <= bytes.size() && count <= bytes.size() - at;
}

std::string unpacked(std::string_view packed, std::size_t most) {
  std::string text(most, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib reads it alone
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {};
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  text.resize(whole ? stream.total_out : 0);
  inflateEnd(&stream);
  return text;
}

struct Entry {
  std::size_t method, packed_bytes, local_at;
};

std::optional<Entry> find_entry(std::string_view archive, std::string_view name) {
  const std::size_t end = archive.rfind(std::string_view("PK\x05\x06", 4));
  if (end == std::string_view::npos || !holds(archive, end, end_bytes)) return std::nullopt;
  std::size_t at = number_at(archive, end + 16, 4);
  for (std::size_t left = number_at(archive, end + 10, 2); left > 0 && holds(archive, at, entry_bytes); --left) {
    if (archive.substr(at, 4) != std::string_view("PK\x01\x02", 4)) return std::nullopt;
    const std::size_t name_bytes = number_at(archive, at + 28, 2);
    if (archive.substr(at + entry_bytes, name_bytes) == name) {
      return Entry{number_at(archive, at + 10, 2), number_at(archive, at + 20, 4), number_at(archive, at + 42, 4)};
    }
    at += entry_bytes + name_bytes + number_at(archive, at + 30, 2) + number_at(archive, at + 32, 2);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> zip_member(std::string_view archive, std::string_view name, std::size_t most) {
  constexpr std::size_t stored = 0, deflated = 8;
  const auto entry = find_entry(archive, name);
  if (!entry || !holds(archive, entry->local_at, local_bytes)) return std::nullopt;
  const std::size_t at = entry->local_at + local_bytes + number_at(archive, entry->local_at + 26, 2) +
                         number_at(archive, entry->local_at + 28, 2);
  if (!holds(archive, at, entry->packed_bytes) || entry->packed_bytes > most) return std::nullopt;
  const std::string_view packed = archive.substr(at, entry->packed_bytes);
  if (entry->method == stored) return std::string(packed);
  if (entry->method != deflated) return std::nullopt;
  std::string text = unpacked(packed, most);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace wafercast
