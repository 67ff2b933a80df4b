#!/usr/bin/python3
"""Two implementations of one model: the engine and its twin in NumPy, which share what beliefs compile to and no line of the model.
On the same normals every metric of every path has to be the same; on normals of their own every quantile and mean, within what the
draws allow.

    twin_test.py WAFERCAST TWIN_PLAN SCENARIOS

Random by nature: seeds 1 (engine, 262,144 paths) and 2 (twin, 65,536). A quantile of the engine has to lie between two order
statistics of the twin, six standard errors of the difference of both ranks away on either side: by chance one in 5·10⁸ does not, of
7,000 figures once in 70,000 runs.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "bench" / folder) for folder in ("peers", "check")]
import builds  # noqa: E402
import twin_numpy  # noqa: E402

DAYS = ("2024-11-21", "2026-09-10")
SIGMAS = 6.0
ENGINE_PATHS, TWIN_PATHS = 262_144, 65_536
SAME = 1e-4  # relative; the twin interpolates some quantile functions
SMALL = 3e-2  # of a series' largest value: what is smaller is the difference of figures that the model has in single precision
SKETCHED = 2e-3  # what the engine's quantiles may be off by once draws are sketched, over their distance from the median

program, twin_plan, scenarios = (Path(word).resolve() for word in sys.argv[1:4])


def forecast(scenario, day, folder):
    subprocess.run([program, "run", scenario, "--as-of", day, "--paths", str(ENGINE_PATHS), "--full", "--quiet", "--out", folder / "out"], check=True,
                   env={"XDG_CACHE_HOME": str(folder), "PATH": "/usr/bin:/bin"})
    return json.loads((folder / "out" / "forecast.json").read_text())["metrics"]


def differences(plan, twin):
    """Series of the block that the plan comes with that are not the same, in any of its paths."""
    z, values = (np.array(plan["block"][name]) for name in ("z", "values"))
    rows = twin.tell(twin.beliefs.follow(z), z.shape[1])
    size = np.abs(values).max(axis=1, keepdims=True)
    apart = np.abs(rows - values) > SAME * np.maximum(np.abs(values), SMALL * size)
    return [f"{key['metric']}[{key['period']}] in {count} paths" for key, count in zip(twin.series, apart.sum(axis=1)) if count]


def disagreements(metrics, twin, rows):
    """Figures compared, and those that are too far apart."""
    compared, apart = 0, []
    for key, row in zip(twin.series, rows):
        told = metrics[key["metric"]]["periods"].get(key["period"])
        if told is None:
            continue
        row = np.sort(row)
        n, middle = len(row), told["quantiles"]["0.5"]["value"]
        for level, figure in told["quantiles"].items():
            p, value = float(level), figure["value"]
            around = SIGMAS * np.sqrt(p * (1 - p) * (1 / n + 1 / ENGINE_PATHS))
            low, high = (row[int(np.clip(np.floor(n * (p + side)), 0, n - 1))] for side in (-around, around))
            slack = SKETCHED * abs(value - middle) + 1e-9 * abs(value)
            compared += 1
            if not low - slack <= value <= high + slack:
                apart.append(f"p{100 * p:g} of {key['metric']}[{key['period']}]: {value:.6g}, of the twin {low:.6g} to {high:.6g}")
        mean, error = row.mean(), row.std() / np.sqrt(n)
        compared += 1
        if not abs(mean - told["mean"]) <= SIGMAS * np.hypot(error, told["mean_error"]) + 1e-9 * abs(mean):
            apart.append(f"mean of {key['metric']}[{key['period']}]: {told['mean']:.6g}, of the twin {mean:.6g} ± {error:.2g}")
    return compared, apart


def main():
    failed = False
    with tempfile.TemporaryDirectory(prefix="wafercast-twin-") as name:
        folder = Path(name)
        shutil.copytree(scenarios, folder / "scenarios")
        unlearnt = builds.unlearnt(folder / "scenarios")
        for day in DAYS:
            plan = json.loads(subprocess.run([twin_plan, unlearnt, day], check=True, capture_output=True, text=True).stdout)
            twin = twin_numpy.Twin(plan)
            unlike = differences(plan, twin)
            print(f"as of {day}, on the same normals: {len(unlike)} of {len(twin.series)} series differ", *unlike[:20], sep="\n  ", flush=True)
            compared, apart = disagreements(forecast(unlearnt, day, folder), twin, twin.run(TWIN_PATHS, 2))
            print(f"as of {day}, on normals of their own: {len(apart)} of {compared} figures of {len(twin.series)} series apart", *apart[:40], sep="\n  ", flush=True)
            failed = failed or bool(apart) or bool(unlike)
    return 1 if failed else 0


sys.exit(main())
