"""Nights without news, each with draws of its own, and how often they cry wolf; then a planted change of about 1 % of a median.

    quiet_nights.py PROGRAM SCENARIOS NIGHTS

Two scenarios, two watched figures with thresholds far below the noise, so that the errors alone decide. Four standard errors
of a difference: about one false alarm in 16,000 figures.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

program, scenarios, nights = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), int(sys.argv[3])
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    shutil.copytree(scenarios, folder, dirs_exist_ok=True)
    (folder / ".git").mkdir()
    quick = "wafercast: scenario/1\nname: Quick\nextends: base.yaml\nobserve: {condition: {members: 4096}}\n"
    (folder / "quick.yaml").write_text(quick)
    (folder / "cut.yaml").write_text("wafercast: scenario/1\nname: Cut\nextends: quick.yaml\noverride: {\"*.capex\": {scale: 0.67, from: +2}}\n")

    def night(seed):
        (folder / "plan.yaml").write_text(
            f"wafercast: nightly/1\nname: Quiet\nstore: store.sqlite\npaths: 8192\nseed: {seed}\nscenarios: [quick.yaml, cut.yaml]\n"
            "watch: [{median_of: \"revenue[FY+1]\", moves_by: 0.01%}, {median_of: \"gross_margin[FY+1]\", moves_by: 0.001pt}]\n")
        return subprocess.run([program, "nightly", "plan.yaml", "--no-cache"], cwd=folder, capture_output=True, text=True)

    false = 0
    for seed in range(1, nights + 1):
        done = night(seed)
        if done.returncode not in (0, 4):
            sys.exit(done.stderr)
        false += done.returncode == 4
    (folder / "quick.yaml").write_text(quick + "override: {rubin.price: {scale: 0.985}}\n")
    planted = night(nights)
    told = [line for line in planted.stdout.splitlines() if line.startswith("moved") and "quick.yaml" in line]
    print(f"{nights} quiet nights with draws of their own: {false} cried wolf; a planted change: {'told' if told else 'MISSED'}")
    print("\n".join(told))
    sys.exit(0 if told and false <= 1 else 1)
