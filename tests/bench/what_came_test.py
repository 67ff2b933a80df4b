#!/usr/bin/env python3
"""The equations fed with what came: the scenario is what its tables say, and the equations score as well as they did.

    what_came_test.py WAFERCAST

The slack is small against what a wrong driver costs: with wafers as they were believed the score is 0.08.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bench" / "what_came"
WORST = 0.064  # mean CRPS of log revenue one to four quarters ahead

program = Path(sys.argv[1]).resolve()
written = subprocess.run([sys.executable, FOLDER / "make_scenario.py"], check=True, capture_output=True, text=True).stdout
if written != (FOLDER / "what-came.yaml").read_text(encoding="utf-8"):
    sys.exit("what-came.yaml is not what its tables say; run bench/what_came/make_scenario.py > bench/what_came/what-came.yaml")

with tempfile.TemporaryDirectory() as folder:
    told = subprocess.run([program, "backtest", FOLDER / "what-came.yaml", "--rely-on", "beliefs", "--from", "FY24Q1", "--to", "FY27Q1",
                           "--paths", "2048", "--json", "--out", Path(folder) / "scores"], check=True, capture_output=True, text=True).stdout
rows = [row for row in json.loads(told)["scoreboard"]
        if (row["metric"], row["method"], row["horizon"]) == ("revenue", "wafercast", None)]
score = rows[0]["crps"]
print(f"revenue, one to four quarters: {score:.4f}")
if not score <= WORST:
    sys.exit(f"the equations, fed with what came, score {score:.4f}; they scored {WORST} or better")
