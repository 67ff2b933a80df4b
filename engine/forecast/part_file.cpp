#include <engine/forecast/part_file.hpp>

#include <limits>

namespace wafercast {
namespace {

PartHeader header_of(ByteReader& bytes) {
  PartHeader header;
  header.run = bytes.text();
  header.request = bytes.text();
  header.paths.first = bytes.unsigned_number();
  header.paths.count = bytes.signed_number();
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool sound = header.paths.first % block_lanes == 0 && header.paths.count > 0 && header.paths.first <= most &&
                     static_cast<std::uint64_t>(header.paths.count) <= most - header.paths.first;
  if (!sound) throw FormatError("it holds no range of paths");
  return header;
}

}  // namespace

std::string part_bytes(const PartHeader& header, const Summary& summary, const std::vector<std::int64_t>& limits) {
  ByteWriter bytes;
  bytes.text(header.run);
  bytes.text(header.request);
  bytes.number(header.paths.first);
  bytes.number(header.paths.count);
  bytes.number(static_cast<std::uint64_t>(limits.size()));
  for (const std::int64_t count : limits) bytes.number(count);
  summary.write(bytes);
  return sealed(part_kind, bytes.bytes());
}

PartHeader read_part_header(std::string_view bytes) {
  ByteReader reader(unsealed(part_kind, bytes));
  return header_of(reader);
}

void read_part(std::string_view bytes, Summary& summary, std::vector<std::int64_t>& limits) {
  ByteReader reader(unsealed(part_kind, bytes));
  const PartHeader header = header_of(reader);
  if (reader.count(sizeof(std::int64_t)) != limits.size()) throw FormatError("it counts other limits");
  for (std::int64_t& count : limits) {
    count = reader.signed_number();
    if (count < 0 || count > header.paths.count) throw FormatError("its counts do not add up");
  }
  summary.read(reader);
  reader.require_end();
  if (summary.paths() != header.paths.count) throw FormatError("it holds another number of paths than it says");
}

}  // namespace wafercast
