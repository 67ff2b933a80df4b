"""What the gates found, for people and for programs."""
import json
import sys
from dataclasses import asdict, dataclass, field


class CannotCompare(Exception):
    """There is no answer: a build failed, a program did not run, a tool is missing. Exit code 2."""


@dataclass
class Finding:
    """One line of the answer. `figures` are what it rests on, ready for JSON."""

    gate: str
    name: str
    regressed: bool
    says: str
    figures: dict = field(default_factory=dict)


def tell(text):
    """Progress, which only people at a terminal want to see."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="" if text else "\r\033[K", file=sys.stderr, flush=True)


def as_text(findings):
    width = max(len(f"{f.gate}  {f.name}") for f in findings)
    lines = [f"{'REGRESSED' if f.regressed else 'pass':<9}  {f'{f.gate}  {f.name}':<{width}}  {f.says}" for f in findings]
    count = sum(f.regressed for f in findings)
    lines.append("no regression" if count == 0 else f"{count} {'regression' if count == 1 else 'regressions'}")
    return "\n".join(lines)


def as_json(findings, context):
    """Google Benchmark's format, so that its tools read the times; the findings beside it."""
    measured = []
    for finding in findings:
        for side in ("base", "head"):
            for repetition, seconds in enumerate(finding.figures.get(f"{side}_seconds", [])):
                measured.append({"name": f"{finding.name}/{side}", "run_name": f"{finding.name}/{side}", "run_type": "iteration",
                                 "repetition_index": repetition, "iterations": 1, "cpu_time": seconds, "real_time": seconds,
                                 "time_unit": "s"})
        if "after" in finding.figures:
            measured.append({"name": f"{finding.name}/head", "run_name": f"{finding.name}/head", "run_type": "iteration",
                             "repetition_index": 0, "iterations": 1, "instructions": finding.figures["after"]})
    return json.dumps({"context": context, "benchmarks": measured, "findings": [asdict(f) for f in findings]}, indent=1)
