#include <engine/learning/posterior_file.hpp>

#include <cstdint>
#include <cstring>
#include <limits>

namespace wafercast {
namespace {

constexpr std::size_t alignment = 64;  ///< of the z's in the file, for any vector unit
static_assert(alignof(Lanes) <= alignment && sizeof(Lanes) == block_lanes * sizeof(double));

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

/// The z's of a posterior, where they lie or copied.
void lend(std::string_view bytes, std::size_t blocks, int draws, std::shared_ptr<const void> memory,
          Posterior& posterior) {
  const std::size_t block_bytes = static_cast<std::size_t>(draws) * sizeof(Lanes);
  const bool lies_well = reinterpret_cast<std::uintptr_t>(bytes.data()) % alignment == 0;
  if (memory == nullptr || !lies_well) {
    std::vector<LaneTable> copied(blocks, LaneTable(draws));
    for (std::size_t b = 0; b < blocks; ++b) {
      std::memcpy(copied[b][0].data(), bytes.data() + b * block_bytes, block_bytes);
    }
    posterior.keep(std::move(copied));
    return;
  }
  for (std::size_t b = 0; b < blocks; ++b) {
    posterior.z.emplace_back(reinterpret_cast<const Lanes*>(bytes.data() + b * block_bytes), draws);
  }
  posterior.memory = std::move(memory);
}

}  // namespace

std::string posterior_bytes(const std::string& key, const Learnt& learnt) {
  const Posterior& posterior = learnt.posterior;
  ByteWriter bytes;
  bytes.text(key);
  bytes.number(static_cast<std::uint64_t>(learnt.draws.size()));
  for (const DrawName& draw : learnt.draws) {
    bytes.text(draw.stream);
    bytes.small(draw.step);
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
  bytes.number(static_cast<std::uint64_t>(posterior.z.size()));
  bytes.align(alignment, sealed_head_bytes);
  for (const LaneView& block : posterior.z) {
    bytes.numbers({block[0].data(), static_cast<std::size_t>(block.rows()) * block_lanes});
  }
  return sealed(posterior_kind, bytes.bytes());
}

std::unique_ptr<Learnt> read_posterior(const std::string& key, std::string_view bytes,
                                       std::shared_ptr<const void> memory) {
  ByteReader reader(unsealed(posterior_kind, bytes));
  if (reader.text() != key) throw FormatError("it was learnt from other evidence");
  auto learnt = std::make_unique<Learnt>();
  Posterior& posterior = learnt->posterior;
  const std::size_t draws = reader.count(sizeof(std::uint64_t) + 1);
  for (std::size_t i = 0; i < draws; ++i) learnt->draws.push_back(read_draw(reader));
  const std::size_t fits = reader.count(8 * sizeof(std::uint64_t));
  for (std::size_t i = 0; i < fits; ++i) {
    posterior.fits.push_back(read_fit(reader));
    learnt->scales.push_back(read_scale(reader));
  }
  const std::size_t notes = reader.count(sizeof(std::uint64_t));
  for (std::size_t i = 0; i < notes; ++i) learnt->notes.push_back(reader.text());
  const std::uint64_t groups = reader.unsigned_number();
  posterior.replaced = reader.signed_number();
  if (draws == 0) throw FormatError("it holds no draws");
  const std::size_t blocks = reader.count(draws * block_lanes * sizeof(double));
  if (groups == 0 || groups > blocks || blocks % groups != 0) throw FormatError("its groups do not fit its members");
  posterior.groups = static_cast<int>(groups);
  posterior.members = static_cast<std::int64_t>(blocks) * block_lanes;
  reader.align(alignment, sealed_head_bytes);
  lend(reader.take(blocks * draws * sizeof(Lanes)), blocks, static_cast<int>(draws), std::move(memory), posterior);
  reader.require_end();
  return learnt;
}

}  // namespace wafercast
