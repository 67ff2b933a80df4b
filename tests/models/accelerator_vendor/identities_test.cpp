// What must add up on every path and in every quarter, whatever the scenario says: nothing is made, sold, owed or paid
// twice.

#include <tests/models/accelerator_vendor/vendor_sample.hpp>

namespace wafercast {
namespace {

using testing::agree;
using testing::Paths;

constexpr int paths = 4096;

class Identities : public ::testing::TestWithParam<std::string> {
 protected:
  /// One sample serves all tests of a date.
  void SetUp() override {
    static std::map<std::string, testing::Sample> samples;
    const auto [found, added] = samples.try_emplace(GetParam(), testing::base_scenario(GetParam()), paths);
    sample_ = &found->second;
    scenario_ = testing::base_scenario(GetParam());
  }

  const Paths& of(const std::string& metric, int quarter) const { return (*sample_)(metric, quarter); }

  /// At the end of the quarter before; `at_start` before the first.
  Paths before(const std::string& metric, int quarter, double at_start) const {
    return quarter == 0 ? Paths::Constant(paths, at_start) : of(metric, quarter - 1);
  }

  Paths sum_over(const std::string& list, const std::string& suffix, int quarter) const {
    Paths sum = Paths::Zero(paths);
    for (const StructureItem& item : scenario_.structure.lists.at(list)) sum += of(item.name + suffix, quarter);
    return sum;
  }

  double reported(const std::string& metric) const {
    return *scenario_.history.reported_at(metric, scenario_.last_reported);
  }

  template <typename Check>
  void every_quarter(const Check& check, int from = 0) const {
    for (int q = from; q < sample_->quarters(); ++q) {
      SCOPED_TRACE("quarter " + std::to_string(q));
      check(q);
    }
  }

  const testing::Sample* sample_ = nullptr;
  Scenario scenario_ = testing::base_scenario(GetParam());
};

TEST_P(Identities, RevenueIsTheSumOfWhatIsSold) {
  every_quarter([&](int q) {
    const Paths& revenue = of("revenue", q);
    EXPECT_TRUE(agree(sum_over("segments", "", q) + of("data_center", q), revenue, revenue));
    EXPECT_TRUE(agree(of("compute", q) + of("networking", q), of("data_center", q), revenue));
    EXPECT_TRUE(agree(sum_over("products", "_revenue", q), of("compute", q), revenue));
    EXPECT_TRUE(agree(sum_over("customers", "_revenue", q), of("data_center", q), revenue));
  });
}

TEST_P(Identities, IncomeIsRevenueLessCosts) {
  every_quarter([&](int q) {
    const Paths& revenue = of("revenue", q);
    EXPECT_TRUE(agree(of("gross_profit", q), revenue - of("cost_of_goods", q), revenue));
    EXPECT_TRUE(agree(of("gross_margin", q), of("gross_profit", q) / revenue, Paths::Ones(paths)));
    EXPECT_TRUE(agree(of("gross_margin_gaap", q), of("gross_profit_gaap", q) / revenue, Paths::Ones(paths)));
    EXPECT_TRUE(agree(of("operating_income", q), of("gross_profit", q) - of("opex", q), revenue));
    EXPECT_TRUE(agree(of("operating_income_gaap", q), of("gross_profit_gaap", q) - of("opex_gaap", q), revenue));
  });
}

TEST_P(Identities, CashIsCashBeforePlusWhatFlows) {
  every_quarter([&](int q) {
    const Paths cash = before("cash", q, reported("cash"));
    const Paths flow = of("free_cash_flow", q) - of("shareholder_returns", q);
    EXPECT_TRUE(agree(of("cash", q), cash + flow, cash.abs() + flow.abs()));
    EXPECT_TRUE(
        agree(of("free_cash_flow", q), of("operating_cash_flow", q) - of("capital_expenditure", q), of("revenue", q)));
  });
}

TEST_P(Identities, InventoryIsWhatWasBoughtAndNotSold) {
  every_quarter([&](int q) {
    const Paths inventory = before("inventory", q, reported("inventory"));
    EXPECT_TRUE(agree(of("inventory", q), inventory + of("purchases", q) - of("cost_of_goods", q),
                      inventory + of("cost_of_goods", q)));
  });
}

// What was unfilled when the horizon began is moved by the outlook and is no metric, so the first quarter is not
// checked.
TEST_P(Identities, OrdersAreFilledWaitOrLeave) {
  every_quarter(
      [&](int q) {
        const Paths wanted = of("backlog", q - 1) + of("backlog_revalued", q) + of("orders", q);
        EXPECT_TRUE(agree(of("backlog", q), wanted - of("compute", q) - of("orders_lost", q), wanted));
      },
      1);
}

TEST_P(Identities, PackagesAreSoldKeptOrScrapped) {
  every_quarter([&](int q) {
    const Paths available = before("packages_unsold", q, 0.0) + of("packages_sellable", q);
    EXPECT_TRUE(
        agree(of("packages_unsold", q), available - of("unit_sales", q) - of("packages_scrapped", q), available));
  });
}

TEST_P(Identities, PackagesMadeBecomeSellable) {
  every_quarter(
      [&](int q) {
        const Paths under_way = of("packages_in_process", q - 1) + of("packages_made", q);
        EXPECT_TRUE(agree(of("packages_in_process", q), under_way - of("packages_sellable", q), under_way));
      },
      1);
}

TEST_P(Identities, OneThingBinds) {
  every_quarter([&](int q) {
    Paths sum = Paths::Zero(paths);
    for (const std::string by : {"cowos", "hbm", "racks", "demand", "budgets"}) {
      const Paths& bound = of("bound_" + by, q);
      EXPECT_TRUE(testing::on_every_path(bound == 0.0 || bound == 1.0)) << by;
      sum += bound;
    }
    EXPECT_TRUE(agree(sum, Paths::Ones(paths), Paths::Ones(paths), 0.0));
  });
}

TEST_P(Identities, StocksAndFlowsOfGoodsAreNeverNegative) {
  every_quarter([&](int q) {
    for (const std::string metric :
         {"revenue", "compute", "networking", "backlog", "orders", "orders_lost", "unit_sales", "packages_made",
          "packages_sellable", "packages_unsold", "packages_scrapped", "packages_in_process", "inventory",
          "receivables", "payables", "inventory_provision"}) {
      EXPECT_TRUE(testing::on_every_path(of(metric, q) >= 0.0)) << metric;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(BaseScenario, Identities, ::testing::Values("2024-11-21", "2025-02-27", "latest"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace wafercast
