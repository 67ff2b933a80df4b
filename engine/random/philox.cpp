#include <engine/random/philox.hpp>

#include <ios>
#include <istream>
#include <ostream>

namespace wafercast {

void PhiloxEngine::seed(std::uint64_t value) {
  key_ = {static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32)};
  counter_ = {};
  next_ = 0;
  refill();
}

PhiloxEngine::result_type PhiloxEngine::operator()() {
  const result_type word = words_[next_];
  if (++next_ == words_.size()) {
    next_ = 0;
    advance(1);
  }
  return word;
}

void PhiloxEngine::discard(unsigned long long count) {
  const std::uint64_t blocks = count / 4;
  next_ += static_cast<std::uint32_t>(count % 4);
  advance(blocks + next_ / 4);
  next_ %= 4;
}

void PhiloxEngine::advance(std::uint64_t blocks) {
  std::uint64_t carry = 0;
  for (std::uint32_t& word : counter_) {
    const std::uint64_t sum = std::uint64_t{word} + (blocks & 0xFFFFFFFF) + carry;
    word = static_cast<std::uint32_t>(sum);
    carry = sum >> 32;
    blocks >>= 32;
  }
  refill();
}

std::ostream& operator<<(std::ostream& out, const PhiloxEngine& engine) {
  const auto flags = out.flags(std::ios::dec | std::ios::left);
  const auto fill = out.fill(' ');
  out << engine.key_[0] << ' ' << engine.key_[1];
  for (const std::uint32_t word : engine.counter_) out << ' ' << word;
  out << ' ' << engine.next_;
  out.flags(flags);
  out.fill(fill);
  return out;
}

std::istream& operator>>(std::istream& in, PhiloxEngine& engine) {
  const auto flags = in.flags(std::ios::dec | std::ios::skipws);
  PhiloxEngine read;
  in >> read.key_[0] >> read.key_[1];
  for (std::uint32_t& word : read.counter_) in >> word;
  in >> read.next_;
  if (in && read.next_ >= read.words_.size()) in.setstate(std::ios::failbit);
  if (in) {
    read.refill();
    engine = read;
  }
  in.flags(flags);
  return in;
}

}  // namespace wafercast
