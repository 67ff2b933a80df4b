#!/usr/bin/python3
"""A run over MPI ranks on this machine: one digest for any number of them, and bad input is told once.

    mpi_test.py WAFERCAST WAFERCAST_MPI SCENARIO [PATHS]

Exit codes: 0 it holds, 1 it does not, 77 no mpirun here (Debian: openmpi-bin).
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

program, with_mpi, scenario = (Path(word).resolve() for word in sys.argv[1:4])
paths = sys.argv[4] if len(sys.argv) > 4 else "20011"  # no whole number of blocks a rank


def expect(holds, what):
    print(("holds: " if holds else "FAILS: ") + what, flush=True)
    if not holds:
        sys.exit(1)


def mpirun(ranks, *words):
    # Open MPI refuses root, and more ranks than cores, unless it is told that both are meant.
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return subprocess.run(["mpirun", "--oversubscribe", "-n", str(ranks), with_mpi, *map(str, words)],
                          env=environment, capture_output=True, text=True)


def digest(result):
    return json.loads((result / "manifest.json").read_text())["run"]["summary_digest"]


if shutil.which("mpirun") is None:
    print("skipped: no mpirun")
    sys.exit(77)
with tempfile.TemporaryDirectory(prefix="wafercast-mpi-") as name:
    folder = Path(name)
    subprocess.run([program, "run", scenario, "--paths", paths, "--quiet", "--out", folder / "whole"], check=True)
    whole = digest(folder / "whole")
    for ranks in (1, 2, 3, 4):
        done = mpirun(ranks, scenario, "--paths", paths, "--threads", 1, "--quiet", "--out", folder / str(ranks))
        expect(done.returncode == 0 and digest(folder / str(ranks)) == whole, f"{ranks} ranks give {whole}, as one process does {done.stderr}")
    refused = mpirun(2, folder / "nowhere.yaml", "--paths", paths)
    expect(refused.returncode == 2 and refused.stderr.count("there is no such file") == 1, "bad input is told once, with exit code 2")
    few = mpirun(4, scenario, "--paths", 64, "--quiet", "--out", folder / "few")
    expect(few.returncode == 2 and not (folder / "few").exists(), "a rank without paths is refused")
