#!/usr/bin/python3
"""The model of the accelerator vendor a second time, as a good NumPy user would write it: vectorised over paths, in pieces that
stay in the cache. It takes from the engine what a scenario's beliefs compile to (wafercast_twin_plan) and nothing of how the model
works; tests/bench/twin_test.py holds every figure of the two against one another.

    twin_numpy.py PLAN PATHS SEED        prints JSON: seconds of simulating, and of the quantiles of all series
"""
import datetime
import json
import sys
import time
from types import SimpleNamespace

import numpy as np
from scipy.special import expit, ndtr

PIECE = 4096
LEVELS = [1, 5, 10, 25, 50, 75, 90, 95, 99]
ANCHOR, OUTLOOK, HORIZON = 0, 1, 2  # slices: the last reported quarter, the first as it was guided, and the quarters forecast
NEVER = np.inf
DAYS_A_QUARTER = 365.25 / 4.0


# --- beliefs -----------------------------------------------------------------------------------------------------------------

class Marginal:
    """A quantile function over standard normals."""

    def __init__(self, said):
        self.family = said["family"]
        if self.family == "table":
            self.values = np.array(said["values"])
            self.z = np.linspace(-said["furthest"], said["furthest"], len(self.values))
        else:
            self.location, self.scale = said["location"], said["scale"]

    def __call__(self, z):
        if self.family == "table":
            return np.interp(z, self.z, self.values)
        if self.scale == 0.0:
            linear = self.location
        else:
            linear = self.location + self.scale * z
        return {"normal": lambda x: x, "lognormal": np.exp, "logit-normal": expit}[self.family](linear)


def moved(support, value, noise):
    if support == "positive":
        return value * np.exp(noise)
    if support == "fraction":
        return value / (value + (1.0 - value) * np.exp(-noise))
    return value + noise


class Beliefs:
    """Draws of all drivers by slice."""

    def __init__(self, plan):
        self.draws, self.drivers, self.events = plan["draws"], plan["drivers"], plan["events"]
        self.slices = plan["timeline"]
        self.groups = [(np.array(group["rows"]), np.array(group["factor"])) for group in plan["dependence"]]
        self.marginals = {}

    def marginal(self, said):
        if id(said) not in self.marginals:
            self.marginals[id(said)] = Marginal(said)
        return self.marginals[id(said)]

    def draw(self, rng, paths):
        return self.follow(rng.standard_normal((self.draws, paths)))

    def follow(self, z):
        """What follows from independent normals, which it mixes in place."""
        for rows, factor in self.groups:
            z[rows] = factor @ z[rows]
        values = {driver["name"]: self.course(driver, z) for driver in self.drivers}
        for event in self.events:
            self.strike(event, z, values)
        return values

    def course(self, driver, z):
        knots = []
        own = np.sqrt(max(0.0, 1.0 - driver["shared"] ** 2))
        for knot in driver["knots"]:
            at = z[driver["shared_row"]]
            if knot["row"] >= 0:
                at = driver["shared"] * at + own * z[knot["row"]]
            knots.append(self.marginal(knot["marginal"])(at))
        averaged = [sum((row[at] * knot for row, knot in zip(driver["weights"], knots) if row[at] != 0.0), certain)
                    for at, certain in enumerate(driver["certain_part"])]
        if not driver["moves"]:
            return [averaged[ANCHOR]] * len(self.slices)
        first = driver["first_noise_row"]
        if first < 0:
            return averaged
        noise, values = 0.0, [averaged[ANCHOR], None]
        for quarter, value in enumerate(averaged[HORIZON:]):
            noise = driver["noise"]["persistence"] * noise + driver["noise"]["quarterly"] * z[first + quarter]
            if quarter == 0:
                values[OUTLOOK] = moved(driver["support"], averaged[OUTLOOK], noise)
            values.append(moved(driver["support"], value, noise))
        return values

    def times(self, event, z):
        paths = z.shape[1]
        if event["start"] == "uncertain":
            first, last = event["window"]
            fires = ndtr(z[event["fire_row"]])
            if event["over_window"]:
                start = np.where(fires < event["probability"], first + ndtr(z[event["start_row"]]) * (last - first), NEVER)
            else:
                start = first + DAYS_A_QUARTER * np.log1p(-fires) / np.log1p(-event["probability"])
                start = np.where(start < last, start, NEVER)
        else:
            start = np.full(paths, event["start_day"], dtype=float)
        end = np.full(paths, NEVER)
        if "lasts_days" in event:
            end = start + self.amount(event["lasts_days"], event["lasts_row"], z)
        return start, end

    def amount(self, said, row, z):
        return self.marginal(said)(z[row] if row >= 0 else 0.0)

    def strike(self, event, z, values):
        if event["start"] == "never":
            return
        start, end = self.times(event, z)
        for effect in event["effects"]:
            driver = self.drivers[effect["driver"]]
            amount = self.amount(effect["amount"], effect["amount_row"], z)
            ramp = self.amount(effect["ramp_days"], effect["ramp_row"], z)
            rows = values[driver["name"]] = list(values[driver["name"]])
            for at in range(ANCHOR if event["start"] == "known" else HORIZON, len(self.slices)):
                first, last = self.slices[at]["first_day"], self.slices[at]["last_day"]
                if effect["once"]:
                    active = ((start >= first) & (start < last)).astype(float)
                else:
                    active = activity(first, last, start, end, ramp)
                value = acted(effect["action"], active, amount, rows[at])
                rows[at] = np.clip(value, 0.0, 1.0) if driver["support"] == "fraction" else value


def activity(first, last, start, end, ramp):
    """The average over a quarter of a profile that rises over `ramp` days from `start` on and falls likewise from `end` on."""
    ramp = np.maximum(ramp, 1e-100)

    def risen_by(t):
        within = np.clip(t, 0.0, ramp)
        return 0.5 * within * (within / ramp) + np.maximum(t - ramp, 0.0)

    def risen(since):
        since = np.maximum(since, first - ramp)
        return risen_by(last - since) - risen_by(first - since)

    return (risen(start) - risen(np.maximum(start, end))) / (last - first)


def acted(action, active, amount, value):
    if action == "cut":
        return value * (1.0 - active * amount)
    if action == "scale":
        return value * (1.0 + active * (amount - 1.0))
    if action == "set":
        return value + active * (amount - value)
    return value + active * amount  # add, delay


# --- the model ---------------------------------------------------------------------------------------------------------------

def delay(lag, length, length_before):
    """Parts of what was made in this quarter, the last and the one before it that are sold in this one."""
    lag = np.minimum(lag, 2.0)
    left = length - lag
    return (np.maximum(left, 0.0) / length, np.minimum(left, 0.0) + np.minimum(lag, length_before),
            np.maximum(np.minimum(left, -length_before) + np.minimum(lag, length_before + 1.0), 0.0))


def smoothstep(u):
    u = np.clip(u, 0.0, 1.0)
    return u * u * (3.0 - 2.0 * u)


class Quarter:
    def __init__(self, slices, values, at):
        def decimal_year(of):
            first, last = slices[of]["first_day"], slices[of]["last_day"]
            day = datetime.date(1970, 1, 1) + datetime.timedelta(days=first + (last - first) // 2)
            return day.year + (day - datetime.date(day.year, 1, 1)).days / 365.25

        self.values, self.at = values, at
        self.year = decimal_year(at)
        self.years_ahead = self.year - decimal_year(ANCHOR)
        self.quarters_ahead = slices[at]["quarters_ahead"]
        self.quarter_of_year = slices[at]["quarter_of_year"]
        self.length = 1.0 if at == ANCHOR else slices[at]["length"]
        self.length_before = slices[at - 1]["length"] if at > HORIZON else 1.0
        self.guided = self.quarters_ahead == 1

    def __call__(self, driver, at=None):
        return self.values[driver][self.at if at is None else at]

    def anchor(self, driver):
        return self.values[driver][ANCHOR]

    def planned(self, driver):
        return self.values[driver][OUTLOOK]

    def relative(self, driver):
        return self(driver) / self.anchor(driver)


class Vendor:
    """Levels, state and flows are named as in docs/model.md; lists run over products, customers or markets (0 global, 1 China)."""

    def __init__(self, plan):
        start = plan["start"]
        self.slices = plan["timeline"]
        self.products, self.customers, self.segments = start["products"], start["customers"], start["segments"]
        self.lines = start["lines"]
        self.reported = SimpleNamespace(**start["anchor"])
        self.market = [int(product["china"]) for product in self.products]
        self.buyers_market = [int(customer["china"]) for customer in self.customers]
        self.names = [product["name"] for product in self.products]
        self.successor = [next((n for n in range(p + 1, len(self.products)) if self.market[n] == self.market[p]), None)
                          for p in range(len(self.products))]
        self.all = range(len(self.products))

    def run(self, values):
        """A list of metrics by quarter."""
        at = [Quarter(self.slices, values, i) for i in range(len(self.slices))]
        levels, state = self.start(at[ANCHOR], at[OUTLOOK])
        before = self.copy(state)
        outlook = self.simulate(at[OUTLOOK], levels, state)
        state = before
        self.learn(at[OUTLOOK], outlook, levels, state)
        told = []
        for quarter in at[HORIZON:]:
            flow = self.simulate(quarter, levels, state)
            told.append(self.metrics(quarter, flow, state))
        return told

    @staticmethod
    def copy(state):
        return SimpleNamespace(**{name: list(value) if isinstance(value, list) else value for name, value in vars(state).items()})

    def simulate(self, quarter, levels, state):
        flow = SimpleNamespace()
        self.supply(quarter, levels, state, flow)
        self.price(quarter, levels, state, flow)
        self.demand(quarter, levels, state, flow)
        self.allocate(quarter, levels, state, flow)
        self.sell_segments(quarter, levels, flow)
        self.cost(quarter, levels, state, flow)
        self.income(quarter, state, flow)
        self.cash(quarter, state, flow)
        self.guide(quarter, flow)
        wanted = self.china_index(quarter)
        state.china_plan = np.maximum(wanted, 0.5 * (state.china_plan + wanted))
        return flow

    # --- what the last reported quarter sets ---

    def start(self, anchor, following):
        was, flow = self.reported, SimpleNamespace()
        levels, state = SimpleNamespace(), SimpleNamespace()
        attach = anchor("networking.attach")
        reported_attach = was.networking / was.compute if was.compute is not None and was.networking is not None else attach
        levels.attach = reported_attach / attach
        compute = was.data_center / (1.0 + reported_attach)
        tightness, backlog = anchor("demand.tightness"), anchor("demand.backlog")
        sellable = compute * np.maximum(1.0 / (tightness + backlog), 1.0)
        levels.demand = tightness * sellable
        state.tightness = tightness + backlog
        shares = [anchor(f"{customer['name']}.share") for customer in self.customers]
        common = sum(shares) * anchor("demand.cycle")
        levels.orders = [share / (common * self.index(c, anchor, ANCHOR)) for c, share in enumerate(shares)]
        state.sites = levels.demand * anchor("sites.headroom")
        china = sum(share for share, m in zip(shares, self.buyers_market) if m) / sum(shares)
        state.backlog = [0.0 if m else backlog * compute * share / sum(shares) for share, m in zip(shares, self.buyers_market)]
        paid = compute * (1.0 + anchor("networking.attach") * levels.attach)
        levels.budgets = [share / sum(shares) * paid / anchor(f"{customer['name']}.capex") if customer["capex"] else 0.0
                          for share, customer in zip(shares, self.customers)]
        state.china_plan = 1.0
        levels.wafers = self.wafers(anchor)
        growth = self.wafers(following) / levels.wafers
        levels.china_wafers, levels.supply, levels.cost, levels.news = china, [1.0, 1.0], 1.0, 0.0
        state.waiting, state.price_response, state.revenue = 0.0, [1.0, 1.0], was.revenue
        state.cumulative = [0.0 for _ in self.all]
        state.passed_on = [0.0 for _ in self.all]
        flow.wafers = levels.wafers
        for _ in range(2):  # yield depends on the volume made, and the volume on yield
            self.ramp_and_yield(anchor, state, flow)
            self.make(anchor, levels, state, flow)
            self.price(anchor, levels, state, flow)
            sold = [delay(anchor(f"{name}.lag"), 1.0, 1.0) for name in self.names]
            flow.sellable = [made * (none + one / growth + two / growth**2) for made, (none, one, two) in zip(flow.made, sold)]
            value = [sum(flow.sellable[p] * flow.price[p] for p in self.all if self.market[p] == m) for m in (0, 1)]
            worth = (value[1] / levels.china_wafers) / (value[0] / (1.0 - levels.china_wafers))
            next_china = china / (china + (1.0 - china) * worth)
            shift = [(1.0 - next_china) / (1.0 - levels.china_wafers), next_china / levels.china_wafers]
            levels.china_wafers = next_china
            correction = [(1.0 - china) * sellable / (value[0] * shift[0]), china * sellable / (value[1] * shift[1])]
            levels.supply = [level * by for level, by in zip(levels.supply, correction)]
            for p in self.all:
                by = shift[self.market[p]] * correction[self.market[p]]
                flow.made[p] = flow.made[p] * by
                flow.sellable[p] = flow.sellable[p] * by
                quarters = np.maximum((anchor.year - anchor(f"{self.names[p]}.ramp_start")) * 4.0, 0.0)
                state.cumulative[p] = 0.5 * flow.made[p] * quarters
        levels.price, levels.compute_cost = flow.price_index, flow.compute_cost
        needed = [self.hbm_needed(flow, m) for m in (0, 1)]
        levels.china_hbm = needed[1] / sum(needed)
        state.hbm = sum(needed) * anchor("hbm.headroom")
        state.made = list(flow.made)
        state.made_before = [made / growth for made in flow.made]
        ready = anchor("racks.readiness")
        state.held = [anchor(f"{name}.rack_share") * made * (1.0 - ready) / np.maximum(ready, 0.05)
                      for name, made in zip(self.names, flow.made)]
        state.unsold = [0.0 for _ in self.all]
        flow.sold = [sellable_p * (compute / sellable) for sellable_p in flow.sellable]
        flow.revenue, flow.data_center, flow.networking = was.revenue, was.data_center, was.data_center - compute
        self.chain_cost(anchor, flow)
        reported = (1.0 - was.gross_margin - anchor("provisions.rate")) * was.revenue
        levels.cost = np.maximum(reported, 0.01 * was.revenue) / (flow.data_center_cost + flow.segment_cost)
        state.opex = was.opex
        state.receivables, state.inventory, state.cash, state.free_cash_flow = was.receivables, was.inventory, was.cash, was.free_cash_flow
        state.payables = anchor("payables.share") * (1.0 - was.gross_margin) * was.revenue
        return levels, state

    def learn(self, quarter, outlook, levels, state):
        """The levels move towards the outlook that was given for the first quarter."""
        was, weight, growth = self.reported, quarter("guidance.weight"), 1.0
        if was.guided_revenue is not None:
            revenue = was.guided_revenue * np.exp(quarter("guidance.revenue_surprise"))
            data_center = np.maximum(revenue - (outlook.revenue - outlook.data_center), 0.1 * outlook.data_center)
            levels.news = np.log(data_center / outlook.data_center) * weight
            growth = np.exp(levels.news)
            for holder, name in ((levels, "supply"), (levels, "budgets"), (state, "backlog"), (state, "made"), (state, "made_before"),
                                 (state, "held"), (state, "unsold")):
                setattr(holder, name, [value * growth for value in getattr(holder, name)])
            levels.demand = levels.demand * growth
            state.sites = state.sites * growth
            state.hbm = state.hbm * growth
        if was.guided_gross_margin is not None:
            revenue = outlook.data_center * growth + (outlook.revenue - outlook.data_center)
            margin = was.guided_gross_margin + quarter("guidance.margin_surprise")
            wanted = np.maximum((1.0 - margin - quarter("provisions.rate")) * revenue, 0.01 * revenue)
            levels.cost = levels.cost * (wanted / (outlook.data_center_cost * growth + outlook.segment_cost)) ** weight

    # --- supply ---

    def unexplained(self, quarter):
        return quarter.relative("chain.unexplained") * np.exp(quarter("chain.drift") * quarter.quarters_ahead)

    def momentum(self, quarter, levels):
        sums = sum(0.6**k for k in range(1, quarter.quarters_ahead))
        return np.exp(quarter("guidance.momentum") * levels.news * sums)

    def wafers(self, quarter):
        rivals = "rivals.merchant_share"
        left = np.maximum(1.0 - quarter(rivals), 0.01) / np.maximum(1.0 - quarter.anchor(rivals), 0.01)
        return quarter("cowos.capacity") * quarter("cowos.vendor_share") * left * (3.0 * quarter.length)

    def ramp_and_yield(self, quarter, state, flow):
        flow.ramp, flow.planned_ramp, flow.learning_gap, flow.yields = [], [], [], []
        for p, name in enumerate(self.names):
            start, length = f"{name}.ramp_start", f"{name}.ramp_length"
            flow.ramp.append(smoothstep((quarter.year - quarter(start)) * 4.0 / quarter(length)))
            flow.planned_ramp.append(smoothstep((quarter.year - quarter.planned(start)) * 4.0 / quarter.planned(length)))
            gap = np.exp(-state.cumulative[p] / quarter(f"{name}.learning_volume"))
            mature, initial = quarter(f"{name}.yield_mature"), quarter(f"{name}.yield_initial")
            flow.learning_gap.append(gap)
            flow.yields.append(mature + np.minimum(initial - mature, 0.0) * gap)

    def make(self, quarter, levels, state, flow):
        china = np.minimum(levels.wafers * levels.china_wafers * state.china_plan * quarter.length, 0.5 * flow.wafers)
        flow.local_wafers = 0.0
        flow.made = [None for _ in self.all]
        for m, left in ((1, china), (0, flow.wafers - china)):
            for p in reversed(self.all):
                if self.market[p] != m:
                    continue
                taken = left * flow.ramp[p]
                flow.made[p] = taken * quarter(f"{self.names[p]}.packages_per_wafer") * flow.yields[p] * levels.supply[m]
                if self.products[p]["local"]:
                    flow.local_wafers = flow.local_wafers + taken
                left = left - taken

    def hbm_needed(self, flow, m):
        return 1.0 + sum(flow.made[p] * self.products[p]["hbm_gb"] for p in self.all if self.market[p] == m)

    def supply(self, quarter, levels, state, flow):
        three_ago = quarter.at - 3 if quarter.at - 3 >= HORIZON else ANCHOR
        answer = (quarter("demand.cycle", three_ago) / quarter.anchor("demand.cycle")) ** quarter("cowos.response") * self.momentum(quarter, levels)
        flow.wafers = self.wafers(quarter) * answer
        self.ramp_and_yield(quarter, state, flow)
        self.make(quarter, levels, state, flow)
        state.hbm = state.hbm * np.maximum(1.0 + quarter("hbm.growth"), 0.01)
        available = state.hbm * answer * quarter.length
        needed = [self.hbm_needed(flow, m) for m in (0, 1)]
        for_china = np.minimum(np.maximum(levels.china_hbm * available, available - needed[0]), needed[1])
        allowed = [np.minimum((available - for_china) / needed[0], 1.0), for_china / needed[1]]
        flow.hbm_shortfall = 1.0 - (allowed[0] * needed[0] + for_china) / sum(needed)
        kept_back, total, flow.sellable = 0.0, 0.0, []
        for p, name in enumerate(self.names):
            flow.made[p] = flow.made[p] * allowed[self.market[p]] * self.unexplained(quarter)
            none, one, two = delay(quarter(f"{name}.lag"), quarter.length, quarter.length_before)
            finished = none * flow.made[p] + one * state.made[p] + two * state.made_before[p]
            held = (quarter(f"{name}.rack_share") * finished + state.held[p]) * (1.0 - quarter("racks.readiness"))
            flow.sellable.append(np.maximum(finished + state.held[p] - held, 0.0))
            kept_back = kept_back + held - state.held[p]
            total = total + finished
            state.held[p] = held
            state.made_before[p] = state.made[p]
            state.made[p] = flow.made[p] / quarter.length
            state.cumulative[p] = state.cumulative[p] + flow.made[p]
        flow.rack_shortfall = np.maximum(kept_back, 0.0) / np.maximum(total, 1.0)

    # --- prices and orders ---

    def unit_cost(self, quarter, p, inputs_at, flow):
        name = self.names[p]
        silicon = (quarter(f"{name}.die_cost") + self.products[p]["hbm_gb"] * quarter(f"{name}.hbm_premium") * quarter("hbm.price", inputs_at)
                   + quarter("cowos.wafer_price", inputs_at) / quarter(f"{name}.packages_per_wafer"))
        return ((silicon / flow.yields[p] + quarter(f"{name}.board_cost"))
                * (1.0 + quarter(f"{name}.ramp_penalty") * flow.learning_gap[p])
                * (1.0 + quarter("cost.warranty") + quarter("cost.tariff", inputs_at)))

    def price(self, quarter, levels, state, flow):
        gap = 0.0
        for p, name in enumerate(self.names):
            rise = self.unit_cost(quarter, p, quarter.at, flow) - self.unit_cost(quarter, p, ANCHOR, flow)
            state.passed_on[p] = state.passed_on[p] + 0.5 * (rise - state.passed_on[p])
            if not self.market[p]:
                gap = gap + (flow.ramp[p] - flow.planned_ramp[p]) * np.log(quarter(f"{name}.performance_gain"))
        scarcity = 1.0 + quarter("price.scarcity_premium") * np.clip(state.tightness - 1.0, 0.0, 1.0)
        common = scarcity * quarter("price.market") * np.exp(-quarter("price.rival_pressure") * quarter.years_ahead)
        performance = np.exp(quarter("price.performance_pull") * gap)
        made, value, planned_value, flow.price = [1e-3, 1e-3], [1.0, 1.0], [1.0, 1.0], []
        for p, name in enumerate(self.names):
            m, base = self.market[p], quarter(f"{name}.price")
            passed_on = quarter("price.pass_through") * levels.cost * state.passed_on[p]
            price = np.maximum(base + passed_on, 0.1 * base) * common
            planned = quarter.planned(f"{name}.price")
            if m == 0:
                price = price * performance
            if self.successor[p] is not None:
                price = price * (1.0 - quarter(f"{name}.erosion") * flow.ramp[self.successor[p]])
                planned = planned * (1.0 - quarter.planned(f"{name}.erosion") * flow.planned_ramp[self.successor[p]])
            flow.price.append(price)
            made[m] = made[m] + flow.made[p]
            value[m] = value[m] + flow.made[p] * price
            planned_value[m] = planned_value[m] + flow.made[p] * planned
        flow.price_index = [v / planned for v, planned in zip(value, planned_value)]
        flow.mean_price = [v / count for v, count in zip(value, made)]
        flow.compute_cost = 0.0
        for p, newer in enumerate(self.successor):
            if self.market[p] or newer is None:
                continue
            dearer = quarter.planned(f"{self.names[newer]}.price") / quarter.planned(f"{self.names[p]}.price")
            flow.compute_cost = flow.compute_cost + flow.ramp[newer] * np.log(dearer / quarter(f"{self.names[newer]}.performance_gain"))

    def tilt(self, quarter, at):
        return 1.0 + quarter("inference.openness", at) * (quarter("inference.share", at) - quarter.anchor("inference.share"))

    def index(self, c, quarter, at):
        """What a customer wants, next to what competition leaves."""
        name = self.customers[c]["name"]
        if not self.customers[c]["capex"]:
            return quarter(f"{name}.demand", at)
        tilt = self.tilt(quarter, at)
        left = (np.maximum(1.0 - quarter(f"{name}.custom_silicon", at) * tilt, 0.01)
                * np.maximum(1.0 - quarter("rivals.merchant_share", at) * tilt, 0.01))
        return quarter(f"{name}.capex", at) * quarter("capex.chip_share", at) * left

    def china_index(self, quarter):
        def wanted(at):
            return sum(quarter.anchor(f"{customer['name']}.share") * self.index(c, quarter, at)
                       for c, customer in enumerate(self.customers) if customer["china"])

        return wanted(quarter.at) / wanted(ANCHOR)

    def demand(self, quarter, levels, state, flow):
        cheaper = quarter("efficiency.hardware") * (flow.compute_cost - levels.compute_cost)
        leaner = np.log(quarter.relative("efficiency.compute_per_task"))
        flow.unexplained = self.unexplained(quarter)
        common = (levels.demand * quarter("demand.cycle") * np.exp((1.0 - quarter("efficiency.elasticity")) * (leaner + cheaper))
                  * self.momentum(quarter, levels) * flow.unexplained * quarter.length)
        flow.price_response, rivals = [], []
        for m in (0, 1):
            relative = flow.price_index[m] / levels.price[m]
            flow.price_response.append(relative ** (1.0 - quarter("demand.price_elasticity")))
            before = np.minimum(quarter("rivals.merchant_share") * self.tilt(quarter, quarter.at), 0.99)
            now = before * relative ** quarter("rivals.price_response")
            rivals.append(np.maximum(1.0 - now, 0.01) / (1.0 - before))
        own_design = quarter("own_design.share") * min(max((quarter.years_ahead - 0.25) / 2.0, 0.0), 1.0)
        flow.orders, flow.market_orders = [], [0.0, 0.0]
        for c, customer in enumerate(self.customers):
            m = self.buyers_market[c]
            orders = common * levels.orders[c] * self.index(c, quarter, quarter.at) * flow.price_response[m]
            if customer["capex"]:
                orders = orders * rivals[m]
            else:
                packages = 4.0 / quarter.length * orders / flow.mean_price[m]
                orders = orders * (1.0 - own_design * np.clip(packages / quarter("own_design.threshold") - 1.0, 0.0, 1.0))
            flow.orders.append(orders)
            flow.market_orders[m] = flow.market_orders[m] + orders
        late = 0.0
        for p in self.all:
            if not self.market[p]:
                late = np.maximum(late, flow.planned_ramp[p] - flow.ramp[p])
        orders = flow.market_orders[0]
        back = state.waiting * (1.0 - late)
        held = quarter("demand.waiting") * late * orders
        state.waiting = 0.85 * (state.waiting - back) + held
        self.scale(0, (orders - held + back) / orders, flow)
        state.sites = state.sites * np.maximum(1.0 + quarter("sites.growth"), 0.01)
        self.scale(0, np.minimum(state.sites * flow.unexplained * quarter.length / flow.market_orders[0], 1.0), flow)
        self.scale(1, np.minimum(quarter("china.cap") * flow.market_orders[0] / flow.market_orders[1], 1.0), flow)

    def scale(self, m, factor, flow):
        flow.market_orders[m] = flow.market_orders[m] * factor
        flow.orders = [orders * factor if of == m else orders for orders, of in zip(flow.orders, self.buyers_market)]

    def budget(self, c, quarter, levels):
        if not self.customers[c]["capex"]:
            return np.inf
        return (quarter("budgets.headroom") * levels.budgets[c] * quarter(f"{self.customers[c]['name']}.capex") * quarter.length
                / (1.0 + quarter("networking.attach") * levels.attach))

    def share_out(self, open_orders, placed, flow):
        """The same part of orders and backlog, as far as budgets go; what they leave by the room that others have."""
        def total(values, m):
            return 1.0 + sum(value for value, of in zip(values, self.buyers_market) if of == m)

        parts = [flow.compute_of[m] / total(open_orders, m) for m in (0, 1)]
        sold = [np.minimum(parts[m] * orders, most) for orders, most, m in zip(open_orders, placed, self.buyers_market)]
        room = [most - some for most, some in zip(placed, sold)]
        more = [(flow.compute_of[m] + 1.0 - total(sold, m)) / total(room, m) for m in (0, 1)]
        return [some + more[m] * rest for some, rest, m in zip(sold, room, self.buyers_market)]

    def allocate(self, quarter, levels, state, flow):
        by = [flow.price_response[m] / state.price_response[m] for m in (0, 1)]
        before = [backlog * by[m] for backlog, m in zip(state.backlog, self.buyers_market)]
        flow.revalued = [now - then for now, then in zip(before, state.backlog)]
        state.price_response = list(flow.price_response)
        open_orders = [orders + backlog for orders, backlog in zip(flow.orders, before)]
        placed = [np.minimum(orders, self.budget(c, quarter, levels)) for c, orders in enumerate(open_orders)]
        flow.wanted = [sum(orders for orders, of in zip(placed, self.buyers_market) if of == m) for m in (0, 1)]
        flow.over_budget = 1.0 - flow.wanted[0] / (1.0 + sum(orders for orders, of in zip(open_orders, self.buyers_market) if not of))
        flow.sellable_value, flow.compute_of = [], []
        flow.product_revenue, flow.sold = [None for _ in self.all], [None for _ in self.all]
        for m in (0, 1):
            remaining, newer_ramp, value_of, compute = flow.wanted[m], 0.0, 1.0, 0.0
            for p in reversed(self.all):
                if self.market[p] != m:
                    continue
                available = flow.sellable[p] + state.unsold[p]
                value = available * flow.price[p]
                accepting = 1.0 - (1.0 - quarter("allocation.substitution")) * newer_ramp
                sales = np.minimum(value, remaining * accepting)
                flow.product_revenue[p], flow.sold[p] = sales, sales / flow.price[p]
                state.unsold[p] = np.maximum(available - flow.sold[p], 0.0)
                remaining = remaining - sales
                value_of, compute = value_of + value, compute + sales
                newer_ramp = np.maximum(newer_ramp, flow.ramp[p])
            flow.sellable_value.append(value_of)
            flow.compute_of.append(compute)
        flow.compute = flow.compute_of[0] + flow.compute_of[1]
        state.tightness = flow.wanted[0] / flow.sellable_value[0]
        flow.customer_revenue = self.share_out(open_orders, placed, flow)
        unmet = [np.maximum(orders - sold, 0.0) for orders, sold in zip(open_orders, flow.customer_revenue)]
        state.backlog = [rest * quarter("allocation.patience") for rest in unmet]
        flow.lost = [rest - backlog for rest, backlog in zip(unmet, state.backlog)]

    def sell_segments(self, quarter, levels, flow):
        attach = quarter("networking.attach") * levels.attach
        flow.networking = flow.compute * attach
        flow.data_center = flow.compute + flow.networking
        flow.customer_revenue = [revenue * (1.0 + attach) for revenue in flow.customer_revenue]
        flow.revenue, flow.segment_revenue = flow.data_center, []
        for segment, reported in zip(self.segments, self.reported.segments):
            season = segment["season"]
            revenue = reported * quarter.length * season[quarter.quarter_of_year - 1] / season[self.slices[ANCHOR]["quarter_of_year"] - 1]
            for item in ("sales", "market_units", "market_share"):
                driver = f"{segment['name']}.{item}"
                revenue = revenue * (quarter(driver) / np.maximum(quarter.anchor(driver), 1e-6))
            flow.segment_revenue.append(revenue)
            flow.revenue = flow.revenue + revenue

    # --- cost, income, cash ---

    def chain_cost(self, quarter, flow):
        flow.unit_cost = [self.unit_cost(quarter, p, quarter.at, flow) for p in self.all]
        compute = sum(sold * cost for sold, cost in zip(flow.sold, flow.unit_cost))
        flow.data_center_cost = compute + flow.networking * (1.0 - quarter("networking.gross_margin"))
        flow.segment_cost = (flow.revenue - flow.data_center) * (1.0 - quarter("segments.gross_margin"))

    def cost(self, quarter, levels, state, flow):
        self.chain_cost(quarter, flow)
        level = levels.cost * quarter.relative("cost.unexplained")
        flow.data_center_cost = flow.data_center_cost * level
        flow.segment_cost = flow.segment_cost * level
        flow.provision = quarter("provisions.rate") * flow.revenue
        flow.scrapped = 0.0
        for p, name in enumerate(self.names):
            cost = flow.unit_cost[p] = flow.unit_cost[p] * level
            stranded = quarter(f"{name}.stranded")
            flow.provision = flow.provision + stranded * (state.unsold[p] + quarter(f"{name}.pipeline") * state.made[p]) * cost
            outdated = quarter("inventory.write_down") * (1.0 - stranded) * state.unsold[p]
            flow.provision = flow.provision + outdated * cost
            scrapped = stranded * state.unsold[p] + outdated
            state.unsold[p] = state.unsold[p] - scrapped
            flow.scrapped = flow.scrapped + scrapped
        flow.cost_of_goods = flow.data_center_cost + flow.segment_cost + flow.provision + quarter("china.levy") * flow.compute_of[1]

    def income(self, quarter, state, flow):
        was = self.reported
        gap = was.gross_margin - was.gross_margin_gaap
        flow.gross_profit = flow.revenue - flow.cost_of_goods
        flow.gross_profit_gaap = flow.gross_profit - gap * flow.revenue
        if quarter.guided and was.guided_opex is not None:
            flow.opex = was.guided_opex * np.exp(quarter("guidance.opex_surprise"))
        else:
            growth = np.maximum(flow.revenue / (state.revenue * quarter.length), 0.1)
            flow.opex = quarter.length * state.opex * (1.0 + quarter("opex.growth")) * growth ** quarter("opex.follows_revenue")
        flow.opex_gaap = was.opex_gaap / was.opex * flow.opex
        flow.stock_compensation = flow.opex_gaap - flow.opex + gap * flow.revenue
        flow.operating_income = flow.gross_profit - flow.opex
        flow.operating_income_gaap = flow.gross_profit_gaap - flow.opex_gaap
        other = quarter("interest.yield") * (quarter.length / 4.0) * state.cash
        flow.net_income = (1.0 - quarter("tax.rate")) * (flow.operating_income + other)
        flow.net_income_gaap = (1.0 - quarter("tax.rate_gaap")) * (flow.operating_income_gaap + other)
        shares = was.net_income / was.eps * np.exp(4.0 * quarter.years_ahead * quarter("shares.drift"))
        flow.eps, flow.eps_gaap = flow.net_income / shares, flow.net_income_gaap / shares
        state.opex = flow.opex / quarter.length
        state.revenue = flow.revenue / quarter.length

    def cash(self, quarter, state, flow):
        was = self.reported
        at_anchor = np.maximum((1.0 - was.gross_margin - quarter.anchor("provisions.rate")) * was.revenue, 0.01 * was.revenue)
        stays = quarter("receivables.persistence") ** quarter.quarters_ahead
        ratio = was.usual_receivables + (was.receivables / was.revenue - was.usual_receivables) * stays
        receivables = ratio * quarter.relative("receivables.days") * (flow.revenue / quarter.length)
        ordinary = (flow.cost_of_goods - flow.provision) / quarter.length
        inventory = was.inventory / at_anchor * quarter.relative("inventory.days") * ordinary
        inventory = inventory + sum(unsold * cost for unsold, cost in zip(state.unsold, flow.unit_cost))
        flow.purchases = flow.cost_of_goods + inventory - state.inventory
        payables = quarter("payables.share") * np.maximum(flow.purchases / quarter.length, 0.0)
        flow.operating_cash_flow = (flow.net_income_gaap + flow.stock_compensation + quarter("depreciation.rate") * flow.revenue
                                    - (receivables - state.receivables) - (inventory - state.inventory)
                                    + (payables - state.payables) + quarter("cash.other") * flow.revenue)
        flow.capital_expenditure = quarter("capital_expenditure.rate") * flow.revenue
        flow.shareholder_returns = quarter("shareholder_returns.rate") * np.maximum(state.free_cash_flow, 0.0)
        flow.free_cash_flow = flow.operating_cash_flow - flow.capital_expenditure
        state.receivables, state.inventory, state.payables = receivables, inventory, payables
        state.cash = state.cash + flow.free_cash_flow - flow.shareholder_returns
        state.free_cash_flow = flow.free_cash_flow

    def guide(self, quarter, flow):
        stays = np.maximum(quarter("guidance.surprise_persistence"), 1e-6) ** (quarter.quarters_ahead - 1)

        def towards(first, later):
            return later + (first - later) * stays

        if quarter.guided and self.reported.guided_revenue is not None:
            flow.guided_revenue = self.reported.guided_revenue
        else:
            flow.guided_revenue = flow.revenue * np.exp(-towards(quarter("guidance.revenue_surprise"), quarter("guidance.later_surprise")))
        flow.revenue_surprise = flow.revenue / flow.guided_revenue - 1.0
        expected = np.exp(towards(quarter("share_price.priced_in"), quarter.anchor("guidance.later_surprise"))) - 1.0
        flow.share_price_reaction = quarter("share_price.sensitivity") * (flow.revenue_surprise - expected) + quarter("share_price.other_news")

    def metrics(self, quarter, flow, state):
        told = {name: getattr(flow, name) for name in (
            "revenue", "data_center", "compute", "networking", "gross_profit", "gross_profit_gaap", "cost_of_goods", "opex", "opex_gaap",
            "operating_income", "operating_income_gaap", "net_income", "net_income_gaap", "eps", "eps_gaap", "purchases",
            "operating_cash_flow", "capital_expenditure", "free_cash_flow", "shareholder_returns", "guided_revenue", "revenue_surprise",
            "share_price_reaction")}
        told |= {name: getattr(state, name) for name in ("receivables", "inventory", "payables", "cash")}
        told |= {segment["name"]: revenue for segment, revenue in zip(self.segments, flow.segment_revenue)}
        told |= {f"{name}_revenue": revenue for name, revenue in zip(self.names, flow.product_revenue)}
        told |= {f"{customer['name']}_revenue": revenue for customer, revenue in zip(self.customers, flow.customer_revenue)}
        told["china_data_center"] = sum(revenue for revenue, m in zip(flow.customer_revenue, self.buyers_market) if m)
        told["gross_margin"] = flow.gross_profit / flow.revenue
        told["gross_margin_gaap"] = flow.gross_profit_gaap / flow.revenue
        told["inventory_provision"] = flow.provision
        told["cowos_wafers"], told["cowos_l_wafers"] = flow.wafers, flow.local_wafers
        told["packages_made"], told["packages_sellable"], told["unit_sales"] = sum(flow.made), sum(flow.sellable), sum(flow.sold)
        told["packages_scrapped"], told["packages_unsold"] = flow.scrapped, sum(state.unsold)
        told["packages_in_process"] = sum(
            np.minimum(quarter(f"{name}.lag"), quarter.length) * made + held
            + np.clip(np.minimum(quarter(f"{name}.lag"), 2.0) - quarter.length, 0.0, quarter.length_before) * made_before
            for name, made, made_before, held in zip(self.names, state.made, state.made_before, state.held))
        told["orders"], told["orders_lost"], told["backlog_revalued"] = sum(flow.market_orders), sum(flow.lost), sum(flow.revalued)
        told["backlog"] = sum(state.backlog)
        filled = flow.wanted[0] <= flow.sellable_value[0]
        hbm = (flow.hbm_shortfall > 0.01) & (flow.hbm_shortfall >= flow.rack_shortfall)
        racks = (flow.rack_shortfall > 0.01) & (flow.rack_shortfall > flow.hbm_shortfall)
        budgets = filled & (flow.over_budget > 0.01)
        told |= {"bound_demand": filled & ~budgets, "bound_budgets": budgets, "bound_hbm": ~filled & hbm, "bound_racks": ~filled & racks, "bound_cowos": ~filled & ~hbm & ~racks}
        for line in self.lines:
            if line["name"] not in told and all(part in told for part in line["parts"]):
                told[line["name"]] = sum(told[part] for part in line["parts"])
        return told


# --- the forecast ------------------------------------------------------------------------------------------------------------

class Twin:
    def __init__(self, plan):
        self.beliefs, self.vendor = Beliefs(plan), Vendor(plan)
        self.series, self.derived = plan["series"], plan["derived"]
        derived = {one["row"] for one in self.derived}
        seen = {}
        self.direct = []  # (row, metric, quarter)
        for row, key in enumerate(self.series):
            if row not in derived:
                quarter = seen[key["metric"]] = seen.get(key["metric"], -1) + 1
                self.direct.append((row, key["metric"], quarter))

    def simulate(self, rng, paths):
        return self.tell(self.beliefs.draw(rng, paths), paths)

    def tell(self, drivers, paths):
        """A row for each series."""
        told = self.vendor.run(drivers)
        rows = np.empty((len(self.series), paths))
        for row, metric, quarter in self.direct:
            rows[row] = told[quarter][metric]
        for one in self.derived:
            total = sum((rows[row] for row in one["of"]), one["of_reported"])
            if one["rule"] == "sum":
                rows[one["row"]] = total
            elif one["rule"] == "last":
                rows[one["row"]] = rows[one["of"][-1]]
            else:
                ratio = total / sum((rows[row] for row in one["over"]), one["over_reported"])
                rows[one["row"]] = ratio if one["rule"] == "ratio" else one["factor"] * ratio - 1.0
        return rows

    def run(self, paths, seed):
        rng = np.random.Generator(np.random.SFC64(seed))
        return np.concatenate([self.simulate(rng, min(PIECE, paths - first)) for first in range(0, paths, PIECE)], axis=1)


def main(plan, paths, seed):
    twin = Twin(json.load(open(plan)))
    begin = time.perf_counter()
    rows = twin.run(paths, seed)
    simulated = time.perf_counter()
    np.percentile(rows, LEVELS, axis=1)
    return {"paths": paths, "seconds": time.perf_counter() - begin, "seconds_of_simulating": simulated - begin}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
