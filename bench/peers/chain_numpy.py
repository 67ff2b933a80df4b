#!/usr/bin/python3
"""The reference chain as a good NumPy user would write it: vectorised over paths, in pieces that stay in the cache.

    chain_numpy.py PATHS SEED        prints JSON: seconds, quantiles
"""
import json
import sys
import time

import numpy as np

FACTORS, QUARTERS, PIECE = 25, 8, 4096
LEVELS = [5, 25, 50, 75, 95]
FACTOR = np.linalg.cholesky(0.3 * np.ones((FACTORS, FACTORS)) + 0.7 * np.eye(FACTORS))


def simulate(rng, paths):
    """Sales by quarter, and all sales and gross profit of the horizon."""
    s = np.zeros((FACTORS, paths))
    total, profit, backlog = np.zeros(paths), np.zeros(paths), np.zeros(paths)
    by_quarter = np.empty((QUARTERS, paths))
    for t in range(QUARTERS):
        s = 0.8 * s + 0.1 * (FACTOR @ rng.standard_normal((FACTORS, paths)))
        x = np.exp(s)
        wafers = 70 * 3 * 0.65 * x[0] * x[1]
        yield_ = x[2] / (x[2] + np.exp(-1.2 - 0.1 * t))
        supply = 16 * wafers * yield_
        china = 60 * x[12] * np.where(rng.random(paths) < 0.3, 0.2, 1.0)
        demand = 15 * 0.45 / 0.035 * x[3:8].sum(0) * x[8] * x[9] + 100 * x[10] + 80 * x[11] + china + backlog
        units = np.minimum(supply, demand)
        backlog = 0.5 * (demand - units)
        compute = 0.033 * units * x[13]
        networking = 0.16 * compute * x[14]
        other = 2.7 * x[15] + 0.5 * x[16] + 0.5 * x[17] + 0.1 * x[18]
        cost = (units * (0.006 * x[19] / yield_ + 0.002 * x[20]) + 0.35 * networking * x[21] + 0.45 * other * x[22]
                + 0.3 * x[23] * x[24])
        by_quarter[t] = compute + networking + other
        total += by_quarter[t]
        profit += by_quarter[t] - cost
    return by_quarter, total, profit


def main(paths, seed):
    begin = time.perf_counter()
    rng = np.random.Generator(np.random.SFC64(seed))
    pieces = [simulate(rng, min(PIECE, paths - first)) for first in range(0, paths, PIECE)]
    sales = np.concatenate([piece[0] for piece in pieces], axis=1)
    total = np.concatenate([piece[1] for piece in pieces])
    margin = np.concatenate([piece[2] for piece in pieces]) / total
    answer = {"sales": np.percentile(sales, LEVELS, axis=1).T.tolist(), "total_sales": np.percentile(total, LEVELS).tolist(),
              "total_margin": np.percentile(margin, LEVELS).tolist()}
    return {"paths": paths, "seconds": time.perf_counter() - begin, **answer}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
