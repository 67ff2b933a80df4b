"""Gate 1: instructions, which repeat where times do not. Counted by Cachegrind, one thread.

HEAD is held against the baseline that is committed with it, so that small steps do not add up unseen: a step that is meant
makes a new baseline and says so. Where the baseline was made with another compiler, C library or Valgrind, BASE is counted.
"""
import json
import platform
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from findings import CannotCompare, Finding, tell
from processes import words
from workloads import COUNTED

TOLERANCE = 0.02
BASELINE = Path("results") / "baselines" / "instructions.json"


def cachegrind(counts):
    return ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=no", f"--cachegrind-out-file={counts}")


def toolchain(build):
    """What a count depends on besides the source: the compiler, the instruction set that Valgrind offers, the C library."""
    valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    compiler = build.run("--version", before=cachegrind("/dev/null")).stdout.strip().partition("; ")[2].rstrip(")")
    return {"compiler": compiler, "c_library": " ".join(platform.libc_ver()), "valgrind": valgrind}


def count(build, workload, scenarios):
    """Instructions of one process."""
    with tempfile.TemporaryDirectory() as folder:
        build.run(*words(workload, scenarios, f"{folder}/result"), before=cachegrind(f"{folder}/counts"))
        total = re.search(r"^summary: (\d+)", Path(folder, "counts").read_text(), re.M)
    return int(total.group(1))


def count_all(build):
    if shutil.which("valgrind") is None:
        raise CannotCompare("valgrind is not installed")
    counts = {}
    for workload in COUNTED:
        tell(f"counting instructions: {workload.name}, {build.label}")
        counts[workload.name] = count(build, workload, build.scenarios)
    tell("")
    return counts


def judge(name, before, after, against):
    """More than the tolerance above `before` is a regression. Fewer is never one, but a reason for a new baseline."""
    change = after / before - 1
    says = f"{after / 1e6:,.1f} M instructions, {change:+.2%} against {against}"
    if change < -TOLERANCE:
        says += "; make a new baseline (--record), or the gain can be lost unseen"
    return Finding("instructions", name, change > TOLERANCE, says, {"before": before, "after": after, "change": change})


def record(build, root):
    baseline = {"toolchain": toolchain(build), "workloads": count_all(build)}
    (root / BASELINE).write_text(json.dumps(baseline, indent=1) + "\n")
    return baseline


def gate(base, head):
    after = count_all(head)
    path = head.source / BASELINE
    baseline = json.loads(path.read_text()) if path.exists() else {}
    if baseline.get("toolchain") == toolchain(head):
        before, against = baseline["workloads"], "the committed baseline"
    else:
        before, against = count_all(base), "BASE (the committed baseline was made with other tools)"
    return [judge(name, before[name], after[name], against) for name in after if name in before]
