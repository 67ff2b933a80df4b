"""What the programs are asked: whole commands, small and fixed, on one thread.

{scenarios} is the folder of scenarios that both sides read, {out} a new folder of the process's own. As-of dates are
written out, so that new rows of data change no work.
"""
from dataclasses import dataclass

DAY = "2026-09-10"


@dataclass(frozen=True)
class Workload:
    name: str
    command: tuple
    warm: bool = False  # what an earlier process learnt may be used, as in a strategist's second question


def run(scenario, paths, *more):
    return ("run", f"{{scenarios}}/{scenario}", "--as-of", DAY, "--paths", str(paths), "--threads", "1", "--quiet", "--out", "{out}",
            *more)


# Small enough for a processor that is simulated in software; builds.unlearnt says why nothing is learnt.
COUNTED = (
    Workload("read", ("validate", "{scenarios}/base.yaml", "{scenarios}/what-if/capex_cut.yaml")),
    Workload("simulate", ("run", "{scenarios}/unlearnt.yaml", "--as-of", DAY, "--paths", "65536", "--threads", "1", "--quiet", "--part",
                          "{out}")),
    Workload("forecast", run("unlearnt.yaml", 4096)),
    Workload("sweep", run("unlearnt.yaml", 512, "--set", "cowos.capacity.scale=0.8,0.9,1.0")),
)

# Long enough for a clock.
TIMED = (
    Workload("forecast", run("base.yaml", 100_000), warm=True),
    Workload("learn", run("base.yaml", 64, "--no-cache")),
    Workload("compare", ("compare", "{scenarios}/base.yaml", "{scenarios}/what-if/capex_cut.yaml", "--as-of", DAY, "--paths", "32768",
                         "--threads", "1", "--json"), warm=True),
)
