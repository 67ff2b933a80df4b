"""Opens the spreadsheet of a run with the standard library alone: its figures are those of forecast.json, its formulas give
what they say, and the same run gives the same bytes.

    check_spreadsheet.py PROGRAM SCENARIO
"""
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

program, scenario = sys.argv[1:]
space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells_of(book, sheets, name, texts):
    """By place, "B7": the value, and the formula if there is one."""
    cells = {}
    for cell in xml.fromstring(book.read(f"xl/worksheets/sheet{sheets.index(name) + 1}.xml")).iterfind(".//m:c", space):
        value, formula = cell.find("m:v", space), cell.find("m:f", space)
        if value is None:
            continue
        shared = cell.get("t") == "s"
        cells[cell.get("r")] = (texts[int(value.text)] if shared else float(value.text), None if formula is None else formula.text)
    return cells


def expect(holds, what):
    if not holds:
        sys.exit(what)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    command = [program, "run", scenario, "--as-of", "2026-09-10", "--paths", "2048", "--json", "--out", "r", "--xlsx"]
    forecast = json.loads(subprocess.run([*command, "a.xlsx"], cwd=folder, check=True, capture_output=True).stdout)
    subprocess.run([*command, "b.xlsx"], cwd=folder, check=True, capture_output=True)
    expect((folder / "a.xlsx").read_bytes() == (folder / "b.xlsx").read_bytes(), "two spreadsheets of one run differ")
    with zipfile.ZipFile(folder / "a.xlsx") as book:
        sheets = [s.get("name") for s in xml.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", space)]
        texts = ["".join(t.itertext()) for t in xml.fromstring(book.read("xl/sharedStrings.xml")).iterfind("m:si", space)]
        expect(sheets[:3] == ["Summary", "Assumptions", "Medians"], f"the sheets are {sheets}")
        expect(len(cells_of(book, sheets, "Assumptions", texts)) > 200, "assumptions are missing")

        revenue = cells_of(book, sheets, "revenue", texts)
        heads = {value: re.sub(r"\d", "", place) for place, (value, _) in revenue.items() if place.endswith("2") and len(place) == 2}
        compared = 0
        for place, (period, _) in revenue.items():
            if not place.startswith("A") or period not in forecast["metrics"]["revenue"]["periods"]:
                continue
            stated = forecast["metrics"]["revenue"]["periods"][period]
            for head, wanted in [("mean", stated["mean"]), ("p50", stated["quantiles"]["0.5"]["value"]), ("p95", stated["quantiles"]["0.95"]["value"])]:
                got = revenue[heads[head] + place[1:]][0]
                expect(abs(got - wanted) <= 1e-9 * abs(wanted), f"{period} {head}: {got} is not {wanted}")
                compared += 1
        expect(compared >= 12, f"only {compared} figures were compared")

        computed = 0
        for sheet in ("revenue", "Medians"):
            cells = cells_of(book, sheets, sheet, texts)
            for place, (value, formula) in cells.items():
                if formula is None:
                    continue
                above, below, growth = re.fullmatch(r"(\w+)/(\w+)(-1)?", formula).groups()
                said = cells[above][0] / cells[below][0] - (1 if growth else 0)
                expect(abs(said - value) < 1e-9, f"{sheet}!{place}: {formula} is {said}, not {value}")
                computed += 1
        expect(computed >= 20, f"only {computed} formulas")
print("figures and formulas agree")
