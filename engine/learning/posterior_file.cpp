#include <engine/learning/posterior_file.hpp>

#include <cstdint>
#include <cstring>
#include <limits>

namespace wafercast {
namespace {

using CodeRow = QuantisedDraws::Row;

constexpr std::size_t alignment = 64;  ///< of the codes in the file, for any vector unit
static_assert(sizeof(CodeRow) == block_lanes * sizeof(std::int16_t));

void write(const ObservationFit& fit, ByteWriter& bytes) {
  bytes.text(fit.observation.name);
  for (const double number : {fit.observation.value, fit.observation.error, fit.prior_mean, fit.prior_sd,
                              fit.posterior_mean, fit.posterior_sd, fit.sigmas}) {
    bytes.number(number);
  }
}

ObservationFit read_fit(ByteReader& bytes) {
  ObservationFit fit{};
  fit.observation.name = bytes.text();
  for (double* number : {&fit.observation.value, &fit.observation.error, &fit.prior_mean, &fit.prior_sd,
                         &fit.posterior_mean, &fit.posterior_sd, &fit.sigmas}) {
    *number = bytes.real_number();
  }
  return fit;
}

Evidence::Scale read_scale(ByteReader& bytes) {
  const std::uint64_t scale = bytes.small();
  if (scale > static_cast<std::uint64_t>(Evidence::Scale::share)) throw FormatError("a scale in it is unknown");
  return static_cast<Evidence::Scale>(scale);
}

DrawName read_draw(ByteReader& bytes) {
  std::string stream = bytes.text();
  const std::uint64_t step = bytes.small();
  if (step > std::numeric_limits<std::uint32_t>::max()) throw FormatError("a step in it is too large");
  return {std::move(stream), static_cast<std::uint32_t>(step)};
}

/// Answers the draws' scales.
std::vector<double> read_draws(ByteReader& bytes, std::vector<DrawName>& draws) {
  const std::size_t count = bytes.count(2 * sizeof(std::uint64_t) + 1);
  if (count == 0) throw FormatError("it holds no draws");
  std::vector<double> scales;
  for (std::size_t i = 0; i < count; ++i) {
    draws.push_back(read_draw(bytes));
    scales.push_back(bytes.real_number());
  }
  return scales;
}

/// The z's of a posterior, where they lie or copied.
QuantisedDraws lent(std::string_view bytes, std::vector<double> scales, std::shared_ptr<const void> memory) {
  const std::size_t rows = bytes.size() / sizeof(CodeRow);
  const bool lies_well = reinterpret_cast<std::uintptr_t>(bytes.data()) % alignment == 0;
  if (memory != nullptr && lies_well) {
    return {std::move(scales), {reinterpret_cast<const CodeRow*>(bytes.data()), rows}, std::move(memory)};
  }
  const auto copied = std::make_shared<std::vector<CodeRow>>(rows);
  std::memcpy(copied->data(), bytes.data(), bytes.size());
  return {std::move(scales), *copied, copied};
}

}  // namespace

std::string posterior_bytes(const std::string& key, const Learnt& learnt) {
  const Posterior& posterior = learnt.posterior;
  ByteWriter bytes;
  bytes.text(key);
  bytes.number(static_cast<std::uint64_t>(learnt.draws.size()));
  for (std::size_t i = 0; i < learnt.draws.size(); ++i) {
    bytes.text(learnt.draws[i].stream);
    bytes.small(learnt.draws[i].step);
    bytes.number(posterior.z.scales()[i]);
  }
  bytes.number(static_cast<std::uint64_t>(posterior.fits.size()));
  for (std::size_t i = 0; i < posterior.fits.size(); ++i) {
    write(posterior.fits[i], bytes);
    bytes.small(static_cast<std::uint64_t>(learnt.scales[i]));
  }
  bytes.number(static_cast<std::uint64_t>(learnt.notes.size()));
  for (const std::string& note : learnt.notes) bytes.text(note);
  bytes.number(static_cast<std::uint64_t>(posterior.groups));
  bytes.number(posterior.replaced);
  bytes.number(static_cast<std::uint64_t>(posterior.z.blocks()));
  bytes.align(alignment, sealed_head_bytes);
  bytes.raw(std::as_bytes(posterior.z.codes()));
  return sealed(posterior_kind, bytes.bytes());
}

std::unique_ptr<Learnt> read_posterior(const std::string& key, std::string_view bytes,
                                       std::shared_ptr<const void> memory) {
  ByteReader reader(unsealed(posterior_kind, bytes));
  if (reader.text() != key) throw FormatError("it was learnt from other evidence");
  auto learnt = std::make_unique<Learnt>();
  Posterior& posterior = learnt->posterior;
  std::vector<double> scales = read_draws(reader, learnt->draws);
  const std::size_t fits = reader.count(8 * sizeof(std::uint64_t));
  for (std::size_t i = 0; i < fits; ++i) {
    posterior.fits.push_back(read_fit(reader));
    learnt->scales.push_back(read_scale(reader));
  }
  const std::size_t notes = reader.count(sizeof(std::uint64_t));
  for (std::size_t i = 0; i < notes; ++i) learnt->notes.push_back(reader.text());
  const std::uint64_t groups = reader.unsigned_number();
  posterior.replaced = reader.signed_number();
  const std::size_t block_bytes = scales.size() * sizeof(CodeRow);
  const std::size_t blocks = reader.count(block_bytes);
  if (groups == 0 || groups > blocks || blocks % groups != 0) throw FormatError("its groups do not fit its members");
  posterior.groups = static_cast<int>(groups);
  posterior.members = static_cast<std::int64_t>(blocks) * block_lanes;
  reader.align(alignment, sealed_head_bytes);
  posterior.z = lent(reader.take(blocks * block_bytes), std::move(scales), std::move(memory));
  reader.require_end();
  return learnt;
}

}  // namespace wafercast
