#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/scenario/structure.hpp>

#include <array>
#include <string>
#include <vector>

namespace wafercast::accelerator_vendor {

/// Export rules part the world in two: products made for China are sold there alone, and China buys no others.
enum class Market { global, china };
inline constexpr int market_count = 2;

/// What dies and memory sit on: one piece of silicon, or an organic carrier with bridges of silicon (CoWoS-L).
enum class Interposer { silicon, local };

/// A generation of accelerators. The list runs from the oldest to the newest; within a market each one takes over
/// wafers from those before it.
struct Product {
  std::string name;
  Market market;
  double hbm_gb;  ///< high-bandwidth memory of a package
  Interposer interposer = Interposer::silicon;
};

/// A buyer or class of buyers of data-center systems.
struct Customer {
  enum class Follows {
    capex,   ///< its orders follow its capital expenditure
    demand,  ///< its orders follow an index of demand
  };
  std::string name;
  Market market;
  Follows follows;
};

/// A line of business beside the data center.
struct Segment {
  std::string name;                ///< also the name of its metric
  std::array<double, 4> season{};  ///< sales of fiscal quarters 1 to 4 relative to the average quarter
};

/// What the company sells and to whom, read from the scenario's structure.
struct Business {
  std::vector<Product> products;
  std::vector<Customer> customers;
  std::vector<Segment> segments;
};

/// Reads and checks the lists `products`, `customers` and `segments`; what is wrong goes to `diagnostics`.
Business read_business(const Structure& structure, const std::string& file, Diagnostics& diagnostics);

}  // namespace wafercast::accelerator_vendor
