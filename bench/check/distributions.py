"""Gate 3: what is forecast. The same bits pass at once. Else the two are compared over several seeds, seed by seed, since they
share their draws wherever both make them: what is left of a difference after that is the program's doing or noise, and a t
test over the seeds tells one from the other.

A forecast that was meant to move comes with new golden forecasts (results/baselines): then HEAD has to give just these.
"""
import json
import math
import statistics
import tempfile
from pathlib import Path

from scipy.stats import t as student

from findings import CannotCompare, Finding, tell

SIGNIFICANCE = 0.001   # for all figures of a day together
SMALLEST = 0.001       # a move of this part of a figure, or of its standard deviation where that is larger, does not matter
SEEDS = 12
PATHS = 16384
DIGITS = 1e-9          # what may differ between instruction sets
STATISTICS = {"p5": "0.05", "p50": "0.5", "p95": "0.95"}


def figures(forecast):
    """{(metric, period, statistic): (value, scale)} of a forecast.json."""
    found = {}
    for metric, about in forecast["metrics"].items():
        for period, figure in about["periods"].items():
            of = {"mean": figure.get("mean"), **{name: figure.get("quantiles", {}).get(level, {}).get("value")
                                                 for name, level in STATISTICS.items()}}
            for statistic, value in of.items():
                if value is not None:
                    found[metric, period, statistic] = (value, max(abs(value), figure.get("sd") or 0.0))
    for name, question in forecast.get("questions", {}).items():
        if "probability" in question:
            p = question["probability"]["value"]
            found[name, question.get("period", ""), "probability"] = (p, max(p, 0.05))
    found["failed paths", "", "count"] = (forecast["run"]["failed_paths"], forecast["run"]["paths"])
    return found


def forecast_of(build, day, seed):
    with tempfile.TemporaryDirectory() as folder:
        done = build.run("run", build.scenarios / "base.yaml", "--as-of", day, "--paths", PATHS, "--seed", seed, "--full", "--json", "--out",
                         f"{folder}/result")
    return json.loads(done.stdout)


def moved(a, b):
    """The largest relative difference of two forecasts' figures; infinite if they do not have the same ones."""
    a, b = figures(a), figures(b)
    if a.keys() != b.keys():
        return math.inf
    return max(abs(a[key][0] - b[key][0]) / (a[key][1] or 1.0) for key in a)


def golden_days(source):
    return {path.stem.removeprefix("base-"): json.loads(path.read_text())
            for path in sorted((source / "results" / "baselines").glob("base-*.json"))}


def judge(pairs):
    """Of pairs of figures, a seed each: (key, mean move, p of all together, the smallest move that would have been seen), the
    surest first. Moves are parts of the figure's scale."""
    keys = pairs[0][0].keys() & pairs[0][1].keys()
    seeds = len(pairs)
    limit = student.isf(SIGNIFICANCE / len(keys) / 2, seeds - 1)
    judged = []
    for key in keys:
        moves = [(b[key][0] - a[key][0]) / (a[key][1] or 1.0) for a, b in pairs]
        mean, error = statistics.fmean(moves), statistics.stdev(moves) / math.sqrt(seeds)
        p = 1.0 if mean == 0 else 0.0 if error == 0 else min(1.0, 2 * student.sf(abs(mean) / error, seeds - 1) * len(keys))
        judged.append((key, mean, p, max(limit * error, SMALLEST)))
    return sorted(judged, key=lambda one: (one[2], -abs(one[1])))


def judge_day(day, pairs):
    judged = judge(pairs)
    sure = [one for one in judged if one[2] < SIGNIFICANCE and abs(one[1]) > SMALLEST]
    missing = sorted({key[0] for key in pairs[0][0].keys() - pairs[0][1].keys()})
    details = {"largest": [{"metric": k[0], "period": k[1], "statistic": k[2], "moved": m, "p": p}
                           for k, m, p, _ in sorted(sure, key=lambda one: -abs(one[1]))[:20]],
               "figures": len(judged), "seeds": len(pairs), "missing": missing}
    if missing:
        return Finding("distribution", day, True, f"no longer forecast: {', '.join(missing)}", details)
    if sure:
        (metric, period, statistic), move, p, _ = max(sure, key=lambda one: abs(one[1]))
        return Finding("distribution", day, True,
                       f"{len(sure)} of {len(judged)} figures moved, most {statistic} of {metric}[{period}] by {move:+.2%} "
                       f"(p {p:.1g} for all figures together)", details)
    seen = statistics.median(one[3] for one in judged)
    return Finding("distribution", day, False,
                   f"other bits, no figure moved beyond noise over {len(pairs)} seeds; a move of {seen:.2%} of the median figure "
                   "would have been seen", details)


def gate(base, head):
    findings = []
    before, goldens = golden_days(base.source), golden_days(head.source)
    if not goldens:
        raise CannotCompare("HEAD has no golden forecasts in results/baselines")
    for day, golden in goldens.items():
        tell(f"forecasting {day}")
        ours = forecast_of(head, day, 1)
        if day not in before or before[day]["metrics"] != golden["metrics"]:
            if moved(golden, ours) < DIGITS:
                findings.append(Finding("distribution", day, False, "meant to move: the golden forecast is new, and this is it"))
                continue
        difference = moved(forecast_of(base, day, 1), ours)
        if difference == 0:
            findings.append(Finding("distribution", day, False, "the same figures to the last bit"))
        elif difference < DIGITS:
            findings.append(Finding("distribution", day, False, f"the same to rounding ({difference:.1g})"))
        else:
            pairs = []
            for seed in range(1, SEEDS + 1):
                tell(f"forecasting {day}: seed {seed} of {SEEDS}")
                pairs.append((figures(forecast_of(base, day, seed)), figures(forecast_of(head, day, seed))))
            findings.append(judge_day(day, pairs))
    tell("")
    return findings
