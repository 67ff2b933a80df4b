"""Gate 2: processor time. Processes of both sides in random order, round by round, so that a machine that drifts drifts
under both. A regression is one that a rank test believes, that is large enough to matter, and that a second look confirms.
"""
import random
import statistics
from dataclasses import dataclass

from scipy.stats import mannwhitneyu

from findings import Finding, tell
from processes import processor_seconds, warm_up
from workloads import TIMED

ROUNDS = 15
SIGNIFICANCE = 0.001
SLOWDOWN = 0.03  # of the median; below it, where code happens to lie in memory moves times by itself


@dataclass(frozen=True)
class Judgement:
    ratio: float  # of medians, head to base
    p: float      # Mann-Whitney, one-sided: head is slower

    @property
    def slower(self):
        return self.p < SIGNIFICANCE and self.ratio > 1 + SLOWDOWN


def judge(base_seconds, head_seconds):
    p = mannwhitneyu(head_seconds, base_seconds, alternative="greater").pvalue
    return Judgement(statistics.median(head_seconds) / statistics.median(base_seconds), float(p))


def measure(sides, workloads, scenarios, rounds, order):
    """seconds[workload][side]: processor seconds, a process each."""
    seconds = {w.name: ([], []) for w in workloads}
    for turn in range(rounds):
        tell(f"timing: round {turn + 1} of {rounds}")
        processes = [(workload, side) for workload in workloads for side in (0, 1)]
        order.shuffle(processes)
        for workload, side in processes:
            seconds[workload.name][side].append(processor_seconds(sides[side], workload, scenarios))
    tell("")
    return seconds


def gate(base, head, scenarios, rounds=ROUNDS):
    order = random.Random(1)
    sides = (base, head)
    for workload in TIMED:
        for side in sides:
            warm_up(side, workload, scenarios)
    seconds = measure(sides, TIMED, scenarios, rounds, order)
    findings = []
    for workload in TIMED:
        first = judge(*seconds[workload.name])
        looks = [first]
        if first.slower:
            again = measure(sides, (workload,), scenarios, 2 * rounds, order)
            looks.append(judge(*again[workload.name]))
            for side in (0, 1):
                seconds[workload.name][side].extend(again[workload.name][side])
        base_seconds, head_seconds = seconds[workload.name]
        regressed = all(look.slower for look in looks)
        says = (f"median {statistics.median(head_seconds):.3f} s of processor time, {looks[-1].ratio - 1:+.1%} against BASE "
                f"(p {looks[-1].p:.1g}, {len(head_seconds)} processes each)")
        if first.slower:
            says += "; a second look " + ("confirms it" if regressed else "does not confirm a first of "
                                          f"{first.ratio - 1:+.1%}")
        findings.append(Finding("time", workload.name, regressed, says,
                                {"base_seconds": base_seconds, "head_seconds": head_seconds,
                                 "ratios": [look.ratio for look in looks], "p": [look.p for look in looks]}))
    return findings
