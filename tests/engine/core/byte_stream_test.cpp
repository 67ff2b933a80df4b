#include <engine/core/byte_stream.hpp>

#include <array>
#include <cstring>
#include <limits>

namespace wafercast {
namespace {

constexpr SealedKind notes{"wfcnotes", 3, "a note"};

TEST(ByteStream, ReadsBackWhatWasWritten) {
  ByteWriter writer;
  writer.number(std::uint64_t{7});
  writer.number(std::int64_t{-7});
  writer.number(-0.0);
  for (const std::uint64_t small : {0ULL, 127ULL, 128ULL, (1ULL << 63) - 1}) writer.small(small);
  writer.text("wafer");
  writer.align(64, 24);
  const std::array values = {1.5, -2.5};
  writer.raw(std::as_bytes(std::span(values)));

  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.unsigned_number(), 7U);
  EXPECT_EQ(reader.signed_number(), -7);
  EXPECT_TRUE(std::signbit(reader.real_number()));
  for (const std::uint64_t small : {0ULL, 127ULL, 128ULL, (1ULL << 63) - 1}) EXPECT_EQ(reader.small(), small);
  EXPECT_EQ(reader.text(), "wafer");
  const std::size_t before = writer.bytes().size() - sizeof values;
  EXPECT_EQ((24 + before) % 64, 0U);
  reader.align(64, 24);
  EXPECT_EQ(std::memcmp(reader.take(sizeof values).data(), values.data(), sizeof values), 0);
  reader.require_end();
}

TEST(ByteStream, RefusesCountsThatItCannotHold) {
  ByteWriter writer;
  writer.number(std::numeric_limits<std::uint64_t>::max());
  writer.text("x");
  EXPECT_THROW(ByteReader(writer.bytes()).count(1), FormatError);
  EXPECT_THROW(ByteReader(writer.bytes()).text(), FormatError);
}

TEST(ByteStream, ASealShowsEveryChangedByteAndEveryCut) {
  const std::string bytes = sealed(notes, "twelve bytes");
  EXPECT_EQ(unsealed(notes, bytes), "twelve bytes");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] ^= 4;
    EXPECT_THROW(unsealed(notes, changed), FormatError) << i;
    EXPECT_THROW(unsealed(notes, bytes.substr(0, i)), FormatError) << i;
  }
  EXPECT_THROW(unsealed(notes, bytes + "x"), FormatError);
}

TEST(ByteStream, ASealOfAnotherVersionOrKindSaysSo) {
  const std::string bytes = sealed(notes, "");
  try {
    unsealed({notes.magic, 4, notes.name}, bytes);
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_STREQ(error.what(), "its layout is version 3, this program knows 4");
  }
  EXPECT_THROW(unsealed({"wfcother", 3, "another"}, bytes), FormatError);
}

}  // namespace
}  // namespace wafercast
