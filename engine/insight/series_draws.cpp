#include <engine/insight/series_draws.hpp>

#include <engine/core/sample_quantile.hpp>
#include <engine/simulation/simulate.hpp>

#include <algorithm>
#include <cmath>

namespace wafercast {
namespace {

/// Every block writes rows of its own, so that all workers share one consumer.
class SeriesWriter final : public BlockConsumer {
 public:
  SeriesWriter(const std::vector<int>& series, Eigen::MatrixXd& values) : series_(series), values_(values) {}

  void consume(const SeriesBlock& block) override {
    for (std::size_t s = 0; s < series_.size(); ++s) {
      values_.col(static_cast<Eigen::Index>(s)).segment(static_cast<Eigen::Index>(block.first_path), block.lanes) =
          block.values[series_[s]].head(block.lanes).matrix();
    }
  }

 private:
  const std::vector<int>& series_;
  Eigen::MatrixXd& values_;
};

}  // namespace

Eigen::MatrixXd draw_series(const Plan& plan, const Model& model, const Sampler& sampler,
                            const std::vector<int>& series, std::int64_t paths, Threads threads) {
  Eigen::MatrixXd values(paths, static_cast<Eigen::Index>(series.size()));
  SeriesWriter writer(series, values);
  const RunOptions options{.paths = paths, .threads = threads, .rows = series};
  simulate(plan, model, sampler, options, [&](int) -> BlockConsumer& { return writer; });
  return values;
}

std::vector<double> equally_likely_values(const Eigen::MatrixXd& draws, Eigen::Index column) {
  std::vector<double> all(draws.col(column).begin(), draws.col(column).end());
  std::erase_if(all, [](double value) { return !std::isfinite(value); });
  std::ranges::sort(all);
  std::vector<double> kept;
  for (int i = 0; i < equally_likely; ++i) {
    kept.push_back(quantile_of(all, (i + 0.5) / equally_likely));
  }
  return kept;
}

}  // namespace wafercast
