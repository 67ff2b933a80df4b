#!/usr/bin/env python3
"""Opens every kind of report in headless Chromium: nothing on the console, no address but its own, all charts drawn at two
widths, the figures in it those of the JSON outputs. Ends with 77 (skipped) where no Chromium can draw a page.

    check_pages.py PROGRAM SCENARIOS
"""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

program, scenarios = Path(sys.argv[1]), Path(sys.argv[2])
base, cut = scenarios / "base.yaml", scenarios / "what-if" / "capex_cut.yaml"
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)


def open_page(page, width=1400):
    """The page's elements after its programs ran, and what was said on the way."""
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", f"--window-size={width},1200",
             "--virtual-time-budget=4000", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--dump-dom",
             page.as_uri()],
            capture_output=True, text=True, timeout=300)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def ask(folder, *words):
    done = subprocess.run([program, *map(str, words)], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr}")
    return done.stdout


def data_of(markup):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', markup, re.S)
    return json.loads(found.group(1))


if chromium is None:
    sys.exit(77)
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    blank = folder / "blank.html"
    blank.write_text("<p>drawn</p>")
    try:
        if "drawn" not in open_page(blank)[0]:
            sys.exit(77)
    except subprocess.TimeoutExpired:
        sys.exit(77)

    few = ["--as-of", "2026-09-10", "--paths", "4096"]
    forecast = json.loads(ask(folder, "run", cut, *few, "--json", "--out", "r", "--report", "run.html"))
    compared = json.loads(ask(folder, "compare", base, cut, *few, "--json", "--report", "compare.html"))
    swept = json.loads(ask(folder, "run", base, *few, "--set", "cowos.capacity.scale=0.8,1.0", "--set", "events.tariff=never,+2",
                           "--json", "--out", "s", "--report", "sweep.html"))
    ask(folder, "run", base, *few, "--set", "cowos.capacity.scale=0.8,1.0", "--quiet", "--out", "t", "--report", "line.html")
    swung = json.loads(ask(folder, "tornado", base, "--as-of", "2026-09-10", "--paths", "1024", "--most", "4", "--json", "--report",
                           "tornado.html"))

    ask(folder, "backtest", base, "--from", "FY27Q1", "--to", "FY27Q1", "--paths", "512", "--quiet", "--out", "b")
    shutil.copy(folder / "b" / "fans.html", folder / "backtest.html")

    ask(folder, "why", base, "--from", "2026-05-19", "--to", "2026-09-10", "--paths", "1024", "--report", "why.html")

    (folder / "plan.yaml").write_text(f"wafercast: nightly/1\nname: Pages\nstore: s.sqlite\npaths: 2048\nsite: site\n"
                                      f"watch: [{{median_of: \"revenue[FY+1]\", moves_by: 3%}}]\nscenarios: [{base}, {cut}]\n")
    ask(folder, "nightly", "plan.yaml")
    for file in sorted((folder / "site").glob("*.html")):
        asked = [a for a in re.findall(r'(?:src|href)\s*=\s*"([^"]*)"', file.read_text()) if not a.startswith("data:")]
        expect(all((folder / "site" / a).exists() for a in asked), f"{file.name}: asks for {asked}")
        for width in (1400, 400):
            dom, said = open_page(file, width)
            expect(not said, f"{file.name} at {width}: the console says {said[:3]}")
            drawn = re.sub(r"<script.*?</script>", "", dom, flags=re.S)
            expect("<table" in drawn and "NaN" not in drawn, f"{file.name} at {width}: is not drawn")

    for day, milliseconds in (("2026-11-26", 505), ("2026-11-27", 500), ("2026-11-28", 512)):
        context = {"date": f"{day}T03:00:00+00:00", "host_name": "here", "revision": "0123abcd"}
        times = [{"name": "forecast/head", "run_type": "iteration", "cpu_time": milliseconds + i, "time_unit": "ms"} for i in range(-5, 6)]
        (folder / f"{day}.json").write_text(json.dumps({"context": context, "benchmarks": [*times, {"name": "read/head", "instructions": 6e8}]}))
    ask(folder, "benchmarks", *sorted(folder.glob("2026-*.json")), "--store", "s.sqlite", "--report", "benchmarks.html")

    for page, charts in [("benchmarks", 2), ("why", 2), ("backtest", 6), ("run", 5), ("compare", 5), ("sweep", 5), ("line", 5), ("tornado", 1)]:
        file = folder / f"{page}.html"
        text = file.read_text()
        outside = re.findall(r'(?:src|href)\s*=\s*"(?!data:)[^"]*"', text)
        expect(not outside, f"{page}: asks for {outside}")
        for width in (1400, 400):
            dom, said = open_page(file, width)
            expect(not said, f"{page} at {width}: the console says {said[:3]}")
            expect(dom.count("<svg") >= charts, f"{page} at {width}: {dom.count('<svg')} charts")
            expect("NaN" not in re.sub(r"<script.*?</script>", "", dom, flags=re.S), f"{page} at {width}: NaN is drawn")
            expect(dom.count('aria-label="') > charts, f"{page} at {width}: nothing to hear")

    data = data_of((folder / "run.html").read_text())
    for metric in data["metrics"]:
        for period in metric["periods"]:
            quantiles = forecast["metrics"][metric["name"]]["periods"][period["period"]]["quantiles"]
            expect(period["p50"] == quantiles["0.5"]["value"] and period["p95"] == quantiles["0.95"]["value"],
                   f"run: {metric['name']} {period['period']} is not that of forecast.json")
    dom = open_page(folder / "run.html")[0]
    median = forecast["metrics"]["revenue"]["periods"]["FY28"]["quantiles"]["0.5"]["value"]
    expect(f"<td>{median / 1e9:.1f}</td>" in dom, "run: the median of FY28 revenue does not stand in the table")
    expect(data_of((folder / "compare.html").read_text())["others"] == compared["others"], "compare: other figures")
    expect(data_of((folder / "sweep.html").read_text())["points"] == swept["points"], "sweep: other figures")
    expect(data_of((folder / "tornado.html").read_text())["bars"] == swung["bars"], "tornado: other figures")
    expect("FY28 revenue: " in html.unescape((folder / "run.html").read_text()), "run: no sentence")

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
