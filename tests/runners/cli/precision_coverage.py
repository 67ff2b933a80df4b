#!/usr/bin/python3
"""Whether errors are what they are said to be where a run goes on until they are small enough: stopping when the printed error happens
to be small could make it too small. Over many seeds a figure's distance from their mean is held against its printed error.

    precision_coverage.py WAFERCAST SCENARIO [SEEDS] [PRECISION]        by hand: 7 s a seed; figures stand in docs/validation.md
"""
import json
import math
import statistics
import subprocess
import sys
import tempfile

program, scenario = sys.argv[1:3]
seeds = int(sys.argv[3]) if len(sys.argv) > 3 else 60
precision = sys.argv[4] if len(sys.argv) > 4 else "0.6%@revenue[FY28]:p95"
figures = {"p5": "0.05", "p50": "0.5", "p95": "0.95"}

values, errors, paths = {name: [] for name in figures}, {name: [] for name in figures}, []
with tempfile.TemporaryDirectory() as folder:
    for seed in range(1, seeds + 1):
        done = subprocess.run([program, "run", scenario, "--precision", precision, "--seed", str(seed), "--no-cache", "--json", "--out",
                               f"{folder}/out"], check=True, capture_output=True, text=True)
        forecast = json.loads(done.stdout)
        paths.append(forecast["run"]["paths"])
        quantiles = forecast["metrics"]["revenue"]["periods"]["FY28"]["quantiles"]
        for name, p in figures.items():
            values[name].append(quantiles[p]["value"])
            errors[name].append(quantiles[p]["error"])
print(f"{precision}, {seeds} seeds: {min(paths):,} to {max(paths):,} paths, median {statistics.median(paths):,.0f}")
for name in figures:
    mean = statistics.fmean(values[name])
    inside = [sum(abs(v - mean) < z * e for v, e in zip(values[name], errors[name])) / seeds for z in (1.645, 1.96)]
    printed = math.sqrt(statistics.fmean(e * e for e in errors[name])) / mean
    print(f"{name:>4} of revenue[FY28]: sd over seeds {statistics.stdev(values[name]) / mean:.2%}, printed {printed:.2%} (rms); "
          f"within 90 % intervals {inside[0]:.0%}, 95 % {inside[1]:.0%}")
