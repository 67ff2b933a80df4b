#!/usr/bin/env python3
"""Writes what-came.yaml: the base case with the drivers that came, for scoring its equations apart from its beliefs.

    bench/what_came/make_scenario.py > bench/what_came/what-came.yaml

Every path is computed from the newest rows of scenarios/data, whatever day a forecast is made on. So the scenario looks
beyond its as-of date on purpose; nothing but a test may use it.
"""
import csv
import datetime
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "data"
FIVE = {"MSFT": "microsoft", "GOOGL": "alphabet", "AMZN": "amazon", "META": "meta", "ORCL": "oracle"}
OTHERS = ["other_cloud", "sovereign", "enterprise"]
FIRST = "FY21Q1"  # eight quarters before the first origin that is scored, and some more

# Told in words only, from that quarter on: the part of the data center that hyperscalers buy ("about half"), and China's
# (the middle of what the base case believed of it at the time, scenarios/nvidia/customers.yaml).
HYPERSCALE_PART = {FIRST: 0.5}
CHINA_PART = {FIRST: 0.22, "FY24Q3": 0.19, "FY24Q4": 0.06, "FY25Q2": 0.10, "FY25Q4": 0.125, "FY26Q1": 0.11,
              "FY26Q2": 0.015, "FY26Q3": 0.009, "FY26Q4": 0.006}
# Of the company's wafers the part that is CPUs and switches, by calendar year (notes of cowos_capacity.csv).
NO_GPU = {2025: 0.03, 2026: 150 / 780, 2027: 250 / 1222}
# Capacity at the end of a year that no row tells, thousand wafers a month: between the base case's first belief and 2022.
EARLIER_CAPACITY = {2019: 5.0, 2020: 7.0, 2021: 9.0}


def rows(name):
    with open(DATA / name, newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


def number(cell):
    return float(cell) if cell else None


def in_force(values, quarter):
    """What a dated list says of a quarter."""
    return values[max(q for q in values if q <= quarter)]


def paired(quarter):
    """The calendar quarter that ends a month before the fiscal quarter does: FY27Q2, to July 2026, is 2026Q2's."""
    return f"20{int(quarter[2:4]) - 1}Q{quarter[5]}"


class Quarters:
    """The reported quarters from FIRST on, the newest figure of each, and the day on which each begins."""

    def __init__(self):
        reported = rows("nvidia_quarterly.csv")
        self.begins, self.data_center, self.told = {}, {}, {}
        for before, row in zip(reported, reported[1:]):
            quarter = row["fiscal_quarter"]
            if quarter < FIRST:
                continue
            ended = datetime.date.fromisoformat(before["period_end"])
            self.begins[quarter] = ended + datetime.timedelta(days=1)
            self.data_center[quarter] = number(row["data_center_musd"])
            self.told[quarter] = number(row["dc_hyperscale_musd"])
        self.fill_gaps()
        first_told = dict(self.told)
        for row in rows("nvidia_restated.csv"):
            if row["dc_hyperscale_musd"]:
                self.told[row["fiscal_quarter"]] = number(row["dc_hyperscale_musd"])
        # Customers moved from one line to the other in FY27Q2: earlier parts are carried onto the newest basis.
        self.moved = self.told["FY27Q1"] / first_told["FY27Q1"]

    def fill_gaps(self):
        known = [q for q, value in self.data_center.items() if value]
        for quarter, value in self.data_center.items():
            if value is None:
                before = max(q for q in known if q < quarter)
                after = min(q for q in known if q > quarter)
                order = list(self.data_center)
                part = (order.index(quarter) - order.index(before)) / (order.index(after) - order.index(before))
                self.data_center[quarter] = self.data_center[before] ** (1 - part) * self.data_center[after] ** part

    def hyperscale(self, quarter):
        old_basis = quarter < "FY27Q1"
        told = self.told.get(quarter) or in_force(HYPERSCALE_PART, quarter) * self.data_center[quarter]
        return told * (self.moved if old_basis else 1.0)

    def china(self, quarter):
        return in_force(CHINA_PART, quarter) * self.data_center[quarter]


def capex():
    """By company and calendar quarter, bn USD."""
    return {(row["company"], row["calendar_quarter"]): float(row["capex_busd"])
            for row in rows("drivers/hyperscaler_capex.csv") if row["definition"].startswith("cash purchases")}


def newest(metric):
    """The newest estimate for each period, the middle of its range."""
    found = {}
    for row in sorted(rows("drivers/cowos_capacity.csv"), key=lambda r: r["as_of_date"]):
        cells = [number(row[c]) for c in ("low", "mid", "high")]
        value = cells[1] if cells[1] is not None else ((cells[0] or cells[2]) + (cells[2] or cells[0])) / 2
        if row["metric"] == metric:
            found[row["period"]] = value
    return found


def year_ends():
    """All suppliers' CoWoS at the end of each year, thousand wafers a month; years that tell both TSMC's and others'."""
    tsmc, others = newest("tsmc_cowos_kwpm_year_end"), newest("osat_cowos_kwpm_year_end")
    told = {int(year): tsmc[year] + others[year] for year in sorted(others) if year in tsmc}
    return EARLIER_CAPACITY | told


def vendor_shares(ends):
    """The company's GPU wafers over all that could be made in the year."""
    wafers = newest("nvidia_kwafers")
    return {year: wafers[f"CY{year}"] * (1 - NO_GPU.get(year, 0.0)) / (12 * (ends[year - 1] + ends[year]) / 2)
            for year in range(2023, 2028)}


def steps(quarters, value, unit=""):
    knots = ", ".join(f"{quarters.begins[q]}: {value(q):.4g}{unit}" for q in quarters.begins)
    return f"{{path: {{{knots}}}, between: step, shared: 0, noise: {{quarterly: 0%, persistence: 0}}}}"


def main():
    quarters, spent, ends = Quarters(), capex(), year_ends()
    five = {q: sum(spent[c, paired(q)] for c in FIVE) for q in quarters.begins}
    last = max(quarters.begins)
    print("""# Written by make_scenario.py beside it. The base case with the drivers that came, from tables that no forecast of
# their day could read: it judges the equations apart from the beliefs (docs/validation.md), and forecasts nothing.
wafercast: scenario/1
name: What came
extends: ../../scenarios/base.yaml
# What these would do to demand and capacity, and what was said of wafers, is in the paths below.
remove:
  - observe.statements
  - events.demand_surge
  - events.digestion
  - events.supply_pull_in
  - events.supply_slip
  - events.efficiency_shock
believe:
  # Capital expenditure of the calendar quarter that ends with most of the fiscal one; the part of it that bought from
  # the company, and with it nothing left for own chips and rivals to move.""")
    for ticker, name in FIVE.items():
        print(f"  {name}.capex: {steps(quarters, lambda q, t=ticker: spent[t, paired(q)], 'bn USD/quarter')}")
    print(f"  capex.chip_share: {steps(quarters, lambda q: quarters.hyperscale(q) / 1000 / five[q])}")
    for name in FIVE.values():
        print(f"  {name}.custom_silicon: 0%")
    print("  rivals.merchant_share: 5%")
    print("  # What the others bought, relative to the newest quarter; China, whose shares are told coarsely, as it was believed.")
    acie = {q: quarters.data_center[q] - quarters.hyperscale(q) - quarters.china(q) for q in quarters.begins}
    for name in OTHERS:
        print(f"  {name}.demand: {steps(quarters, lambda q: acie[q] / acie[last])}")
    print("  # Wafers for GPUs: capacity of all suppliers at year ends, and the company's part of each year.")
    knots = ", ".join(f"{year}-12-31: {value:g}k" for year, value in ends.items())
    print(f"  cowos.capacity: {{path: {{{knots}}}, shared: 0, noise: {{quarterly: 0%, persistence: 0}}}}")
    print("  cowos.response: 0%    # what answered to tightness is in the path")
    print("  guidance.momentum: {path: {+0: 0}}    # nor is what came again after an outlook")
    print("  budgets.headroom: {path: {+0: 10}}    # what was bought was paid for")
    knots = ", ".join(f"{year}-07-01: {value:.3f}" for year, value in vendor_shares(ends).items())
    print(f"  cowos.vendor_share: {{path: {{{knots}}}, shared: 0, noise: {{quarterly: 0%, persistence: 0}}}}")


if __name__ == "__main__":
    main()
