"""Kills nightly batches and holds what is left against an undisturbed one: no run is lost, none is half there.

    kill_nights.py PROGRAM SCENARIOS KILLS

Half of the kills come at random times (seed 1), half at system calls that write, one after another (by strace, where it can
trace). After each the store has to be sound and every run in it whole; a night that went on to its end has to hold what
the undisturbed one holds. The time between two ends is one plan of three scenarios.
"""
import csv
import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

program, scenarios, kills = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), int(sys.argv[3])
writing = "pwrite64,write,fdatasync,fsync,ftruncate,rename,unlink"


def make(folder):
    shutil.copytree(scenarios, folder, dirs_exist_ok=True)
    (folder / ".git").mkdir()
    (folder / "quick.yaml").write_text("wafercast: scenario/1\nname: Quick\nextends: base.yaml\nobserve: {condition: {members: 1024}}\n")
    for name, change in [("cut", '"*.capex": {scale: 0.67, from: +2}'), ("late", "cowos.capacity: {delay: 1 quarter, from: +2}")]:
        (folder / f"{name}.yaml").write_text(f"wafercast: scenario/1\nname: {name}\nextends: quick.yaml\noverride: {{{change}}}\n")
    (folder / "plan.yaml").write_text("wafercast: nightly/1\nname: Killed\nstore: store.sqlite\npaths: 2048\nsite: site\n"
                                      "watch: [{median_of: \"revenue[FY+1]\", moves_by: 1%}]\nscenarios: [quick.yaml, cut.yaml, late.yaml]\n")


def held(folder):
    """Every figure by scenario, without what a night gives it, and how many each run has."""
    if not (folder / "store.sqlite").exists():
        return Counter(), Counter()
    done = subprocess.run([program, "store", "export", "store.sqlite"], cwd=folder, capture_output=True, text=True)
    if "is no store" in done.stderr:  # killed before its first transaction
        return Counter(), Counter()
    if done.returncode != 0:
        sys.exit(f"the store cannot be read: {done.stderr}")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    figures = Counter(tuple(v for k, v in row.items() if k not in ("run", "made")) for row in rows)
    return figures, Counter(row["run"] for row in rows)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    make(folder)
    night = [program, "nightly", "plan.yaml", "--resume", "--quiet"]
    subprocess.run(night, cwd=folder, check=True)  # learns what the others recall
    (folder / "store.sqlite").unlink()
    began = time.monotonic()
    subprocess.run(night, cwd=folder, check=True)
    usual = time.monotonic() - began
    wanted, sizes = held(folder)
    whole = set(sizes.values())
    (folder / "store.sqlite").unlink()

    can_trace = shutil.which("strace") is not None and subprocess.run(
        ["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    chance = random.Random(1)
    ends = by_time = by_call = 0
    call = 1
    while by_time + by_call < kills:
        at_call = can_trace and by_call <= by_time
        if at_call:
            command = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={writing}", "-e", f"inject={writing}:signal=KILL:when={call}", *night]
            code = subprocess.run(command, cwd=folder, capture_output=True).returncode
        else:
            process = subprocess.Popen(night, cwd=folder, stderr=subprocess.DEVNULL)
            try:
                code = process.wait(chance.uniform(0.0, 1.1 * usual))
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
        if code == 0:
            figures, _ = held(folder)
            if figures != wanted:
                sys.exit(f"a night that ended after kills holds other figures ({len(figures)} instead of {len(wanted)})")
            ends += 1
            call = 1
            for left in ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm"):
                (folder / left).unlink(missing_ok=True)
            shutil.rmtree(folder / "site", ignore_errors=True)
            continue
        by_call, by_time, call = by_call + at_call, by_time + (not at_call), call + at_call
        checked = subprocess.run([program, "store", "check", "store.sqlite"], cwd=folder, capture_output=True, text=True)
        if (folder / "store.sqlite").exists() and checked.returncode != 0 and "is no store" not in checked.stderr:
            sys.exit(f"after kill {by_time + by_call}: {checked.stderr}")
        _, sizes = held(folder)
        if set(sizes.values()) - whole:
            sys.exit(f"after kill {by_time + by_call}: a run is half there ({sizes})")
    if subprocess.run(night, cwd=folder).returncode != 0 or held(folder)[0] != wanted:
        sys.exit("the last night does not hold what an undisturbed one does")
    print(f"{by_time} kills at random times, {by_call} at calls that write, {ends} nights that ended after them: 0 lost, 0 half there")
