#pragma once

#include <engine/simulation/model.hpp>
#include <models/accelerator_vendor/business.hpp>

#include <array>
#include <vector>

namespace wafercast::accelerator_vendor {

inline constexpr double quarters_per_year = 4.0;

/// The model computes in single precision: twice as many lanes at once, and half the memory. An operation rounds by
/// 6e-8 of its result, so that no quantile moves by more than a tenth of its Monte Carlo error (docs/adr/0025).
using Lanes = Eigen::Array<float, block_lanes, 1>;
using LaneTable = BasicLaneTable<Lanes>;

constexpr float single(double value) {
  return static_cast<float>(value);
}

/// The drivers of a block in single precision. Dates count from the middle of the anchor: of a decimal year single
/// precision would leave no more than a twentieth of a day.
class Drivers {
 public:
  /// Room for a row a driver and slice; `dates` are decimal years.
  Drivers(int rows, const std::vector<int>& dates) : rows_(rows), dates_(dates) {}

  /// Takes a block's, which has to outlive what is read.
  void take(const DriverBlock& block, int slices, double anchor_year) {
    for (int row = 0; row < block.rows().rows(); ++row) rows_[row] = block.rows()[row].cast<float>();
    for (const int date : dates_) {
      for (int slice = 0; slice < slices; ++slice) {
        rows_[block.row(date, slice)] = (block(date, slice) - anchor_year).cast<float>();
      }
    }
    block_ = &block;
  }

  const Lanes& operator()(int driver, int slice) const { return rows_[block_->row(driver, slice)]; }

 private:
  LaneTable rows_;
  const std::vector<int>& dates_;
  const DriverBlock* block_ = nullptr;
};

/// The quarter that the rooms are computing: where to read the drivers, and when it is.
struct Quarter {
  const Drivers& drivers;
  int slice;
  double years_ahead;   ///< since the last reported quarter
  int quarters_ahead;   ///< likewise
  int quarter_of_year;  ///< fiscal, 1 to 4
  float length;         ///< in quarters of 13 weeks: 14/13 where a year of 53 weeks ends; 1 at the anchor, whose flows
                        ///< are put on 13 weeks
  float length_before;  ///< likewise, of the quarter before it
  bool guided;          ///< it is the quarter that the last outlook was given for

  const Lanes& operator()(int driver) const { return drivers(driver, slice); }
  const Lanes& at_anchor(int driver) const { return drivers(driver, Timeline::anchor); }
  /// Some quarters ago; as at the anchor where the forecast had not begun.
  const Lanes& ago(int quarters, int driver) const {
    const bool within = slice - quarters >= Timeline::horizon;
    return drivers(driver, within ? slice - quarters : Timeline::anchor);
  }
  /// As it was planned when the outlook was given: without what is supposed, and without events that strike later.
  const Lanes& planned(int driver) const { return drivers(driver, Timeline::outlook); }
};

/// Levels that tie the chain to what was reported and guided; set once a path, before the horizon.
struct Levels {
  explicit Levels(int customers) : orders(customers), budgets(customers) {}

  std::array<Lanes, market_count> supply;  ///< multiplies packages made
  Lanes demand;                            ///< orders of all customers in the last reported quarter, USD
  LaneTable orders;                        ///< a row a customer: part of `demand` for each unit of its index
  Lanes cost;                              ///< multiplies cost of goods sold
  Lanes attach;                            ///< multiplies networking attach
  LaneTable budgets;                       ///< a row a customer that follows its capex: compute and networking over it
  Lanes news;                              ///< log of what the outlook added to the chain's data center
  Lanes wafers;                            ///< the company's wafers in the last reported quarter
  Lanes china_wafers;                      ///< part of them that went to products for China
  Lanes china_hbm;                         ///< part of the memory needed that went to them
  std::array<Lanes, market_count> price;   ///< Flow::price_index in the last reported quarter
  Lanes compute_cost;                      ///< Flow::compute_cost in the last reported quarter
};

/// The size of a business: how many rows its tables have.
struct Size {
  explicit Size(const Business& business)
      : products(static_cast<int>(business.products.size())),
        customers(static_cast<int>(business.customers.size())),
        segments(static_cast<int>(business.segments.size())) {}

  int products;
  int customers;
  int segments;
};

/// What one quarter hands to the next. Tables have a row a product.
struct State {
  explicit State(Size size)
      : cumulative_packages(size.products),
        made(size.products),
        made_before(size.products),
        held(size.products),
        unsold(size.products),
        passed_on(size.products),
        backlog(size.customers) {}

  LaneTable cumulative_packages;                   ///< since the product was launched
  LaneTable made;                                  ///< packages made in 13 weeks of the last quarter
  LaneTable made_before;                           ///< likewise, of the quarter before it
  LaneTable held;                                  ///< packages that wait for racks
  LaneTable unsold;                                ///< packages in stock that nobody wanted
  LaneTable passed_on;                             ///< rise of input cost that prices follow by now, USD a package
  Lanes sites;                                     ///< orders of 13 weeks that sites with power could take, USD
  Lanes hbm;                                       ///< high-bandwidth memory that could be had, GB
  LaneTable backlog;                               ///< a row a customer: unfilled orders, USD
  Lanes waiting;                                   ///< orders that wait for a late generation, USD
  std::array<Lanes, market_count> price_response;  ///< Flow::price_response of the last quarter
  Lanes revenue;                                   ///< of 13 weeks of the last quarter, USD
  Lanes tightness;                                 ///< wanted over sellable, global market
  Lanes china_plan;                                ///< what China wanted, relative to the last reported quarter
  Lanes opex;                                      ///< of 13 weeks of the last quarter, USD
  Lanes receivables, inventory, payables, cash;    ///< USD, at the quarter's end
  Lanes free_cash_flow;                            ///< of the quarter, USD
};

/// A function of a driver, computed again only where the driver has another row: most are one number over a whole path,
/// and divisions and logarithms are dear. Belongs to one path after another: it has to forget in between.
class Memo {
 public:
  void forget() { driver_ = nullptr; }

  template <class Function>
  const Lanes& operator()(const Lanes& driver, Function function) {
    if (driver_ != &driver) {
      value_ = function(driver);
      driver_ = &driver;
    }
    return value_;
  }

 private:
  Lanes value_;
  const Lanes* driver_ = nullptr;
};

/// What is known of a product once and for all quarters of a path, as long as its drivers do not move.
struct ProductMemos {
  Memo ramp_rate, planned_ramp_rate;  ///< of the ramp a year
  Memo learning_rate;                 ///< 1/package
  Memo wafer_part;                    ///< of a wafer, that a package takes
  Memo log_gain;                      ///< of performance
  Memo log_dearness;                  ///< of its compute over that of the generation before, by list price

  void forget() {
    for (Memo* memo : {&ramp_rate, &planned_ramp_rate, &learning_rate, &wafer_part, &log_gain, &log_dearness}) {
      memo->forget();
    }
  }
};

/// Everything that happens in a quarter. Money in USD.
struct Flow {
  explicit Flow(Size size)
      : ramp(size.products),
        planned_ramp(size.products),
        learning_gap(size.products),
        yield(size.products),
        made(size.products),
        sellable(size.products),
        price(size.products),
        sold(size.products),
        product_revenue(size.products),
        unit_cost(size.products),
        orders(size.customers),
        customer_revenue(size.customers),
        placed(size.customers),
        segment_revenue(size.segments),
        memos(static_cast<std::size_t>(size.products)) {}

  // By product.
  LaneTable ramp;          ///< how far it has taken over from older ones, 0 to 1
  LaneTable planned_ramp;  ///< what it would be by the plan that the outlook was given for
  LaneTable learning_gap;  ///< part of the learning still to come, 1 to 0
  LaneTable yield;
  LaneTable made, sellable;  ///< packages
  LaneTable price;           ///< a package
  LaneTable sold;            ///< packages
  LaneTable product_revenue;
  LaneTable unit_cost;  ///< at a cost level of one, until Cost::run
  // By customer.
  LaneTable orders, customer_revenue;
  LaneTable placed;  ///< of orders and backlog, what the customer's budget pays for, USD
  // By segment.
  LaneTable segment_revenue;

  Lanes local_wafers;                              ///< of the wafers, those with bridges of silicon in them (CoWoS-L)
  Lanes compute_cost;                              ///< log of what the newest generations' compute costs, by list price
  std::array<Lanes, market_count> mean_price;      ///< of packages made
  Lanes wafers, hbm_shortfall, rack_shortfall;     ///< shortfalls: part of the packages that the ceiling took
  std::array<Lanes, market_count> price_index;     ///< prices over those planned, weighted by what can be sold
  std::array<Lanes, market_count> price_response;  ///< of orders in USD to that index, relative to the anchor
  std::array<Lanes, market_count> revalued;        ///< what prices did to the backlog, USD
  std::array<Lanes, market_count> market_orders, wanted, sellable_value, lost, compute_of;
  Lanes unexplained;  ///< Unexplained of the quarter
  Lanes over_budget;  ///< part of orders and backlog that budgets do not pay for in the quarter, global market
  Lanes compute, networking, data_center, revenue;
  Lanes data_center_cost, segment_cost;  ///< without provisions
  Lanes provision, levies, cost_of_goods;
  Lanes scrapped;  ///< packages
  Lanes gross_profit, gross_profit_gaap, opex, opex_gaap, stock_compensation, operating_income, operating_income_gaap;
  Lanes net_income, net_income_gaap, shares, eps, eps_gaap;
  Lanes purchases, operating_cash_flow, capital_expenditure, free_cash_flow, shareholder_returns;
  Lanes guided_revenue, revenue_surprise, share_price_reaction;

  std::vector<ProductMemos> memos;
};

}  // namespace wafercast::accelerator_vendor
