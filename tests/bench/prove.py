#!/usr/bin/python3
"""How often the regression check is right: versions of the program with a known fault against the same without, and against
themselves. Takes two hours; the figures stand in docs/regression-checks.md.

    prove.py [--equal N] [--slower N]
"""
import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "bench" / "check"))

import builds  # noqa: E402
import distributions  # noqa: E402
import instructions  # noqa: E402
import times  # noqa: E402

# One twentieth of the processor time so far is burnt before the program ends.
SLOWER = ("runners/cli/program.cpp", [
    ("#include <malloc.h>\n", "#include <malloc.h>\n\n#include <ctime>\n"),
    ("  const int code = guarded(argc, argv);\n",
     "  const int code = guarded(argc, argv);\n  for (const auto end = std::clock() + std::clock() / 20; std::clock() < end;) {\n  }\n")])
# One block in twenty is simulated twice.
MORE_WORK = ("engine/simulation/simulate.cpp", [
    ("    options.progress(paths_done += lanes);\n",
     "    if (place % 20 == 0) runners[static_cast<std::size_t>(slot)]->run(first_path, lanes);\n    options.progress(paths_done += lanes);\n")])
MOVED = ("models/accelerator_vendor/segments.cpp", [("  flow.revenue = flow.data_center;", "  flow.revenue = 1.005 * flow.data_center;")])
EQUAL = ("README.md", [("# ", "#  ")])


def planted(change):
    """A commit of HEAD's files with a change, on no branch."""
    path, edits = change
    text = (root / path).read_text()
    for before, after in edits:
        assert text.count(before) >= 1, (path, before)
        text = text.replace(before, after, 1)
    with tempfile.TemporaryDirectory() as folder:
        index = {**os.environ, "GIT_INDEX_FILE": f"{folder}/index"}
        builds.git(root, "read-tree", "HEAD", env=index)
        blob = builds.git(root, "hash-object", "-w", "--stdin", input=text)
        builds.git(root, "update-index", "--cacheinfo", f"100644,{blob},{path}", env=index)
        tree = builds.git(root, "write-tree", env=index)
    return builds.git(root, "commit-tree", tree, "-p", "HEAD", "-m", "a version to be found out")


def say(name, findings):
    found = [finding for finding in findings if finding.regressed]
    print(f"{name}: {len(found)} of {len(findings)} regressed; " + "; ".join(f"{f.gate} {f.name} {f.says}" for f in findings), flush=True)
    return bool(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--equal", type=int, default=20)
    parser.add_argument("--slower", type=int, default=10)
    asked = parser.parse_args()
    base = builds.build(root, "HEAD")
    made = {name: builds.build(root, planted(change))
            for name, change in (("slower", SLOWER), ("more work", MORE_WORK), ("moved", MOVED), ("equal", EQUAL))}
    scenarios = base.scenarios
    say("more work, instructions", instructions.gate(base, made["more work"]))
    say("moved, distributions", distributions.gate(base, made["moved"]))
    slower = sum(say(f"slower {i + 1}, time", times.gate(base, made["slower"], scenarios)) for i in range(asked.slower))
    equal = sum(say(f"equal {i + 1}, all gates", instructions.gate(base, made["equal"]) * (i == 0) +
                    distributions.gate(base, made["equal"]) + times.gate(base, made["equal"], scenarios))
                for i in range(asked.equal))
    print(f"slower: {slower} of {asked.slower} found out; equal: {equal} of {asked.equal} accused")


main()
