#!/usr/bin/python3
"""The reference chain's correlated normals by OpenTURNS, and nothing else: what a study with it begins with.

    chain_openturns.py PATHS SEED    prints JSON: seconds
"""
import json
import sys
import time

import openturns as ot

FACTORS, QUARTERS = 25, 8


def main(paths, seed):
    ot.RandomGenerator.SetSeed(seed)
    correlation = ot.CorrelationMatrix(FACTORS)
    for i in range(FACTORS):
        for j in range(i):
            correlation[i, j] = 0.3
    shocks = ot.Normal([0.0] * FACTORS, [1.0] * FACTORS, correlation)
    begin = time.perf_counter()
    for _ in range(QUARTERS):
        shocks.getSample(paths)
    return {"paths": paths, "seconds": time.perf_counter() - begin}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
