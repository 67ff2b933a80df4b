#!/usr/bin/python3
"""The gates of the regression check, on made-up measurements whose truth is known. All random tests are seeded; what they
may miss or raise falsely is said beside each."""
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "check"))

import builds  # noqa: E402
import distributions  # noqa: E402
import findings  # noqa: E402
import instructions  # noqa: E402
import times  # noqa: E402

KEYS = [("revenue", f"FY28Q{q}", statistic) for q in range(1, 5) for statistic in ("mean", "p5", "p50", "p95")]


def clock(rng, seconds, spread=0.05):
    """Times of a shared machine: most near the middle, some much longer."""
    return [seconds * (1 + spread * abs(rng.gauss(0, 1))) * (1.3 if rng.random() < 0.05 else 1.0) for _ in range(times.ROUNDS)]


class Times(unittest.TestCase):
    def alarms(self, slowdown, trials):
        rng = random.Random(18)
        return sum(times.judge(clock(rng, 1.0), clock(rng, 1.0 + slowdown)).slower for _ in range(trials))

    def test_equal_programs_raise_no_alarm(self):
        # One look has p < 0.001, so 2,000 trials raise 2 at most but once in 7; both of two looks, one in a million.
        self.assertLessEqual(self.alarms(0.0, 2000), 2)

    def test_a_tenth_slower_is_seen(self):
        self.assertGreaterEqual(self.alarms(0.10, 200), 190)

    def test_what_is_sure_but_small_does_not_matter(self):
        exact = [1.0 + 1e-4 * i for i in range(times.ROUNDS)]
        slower = [1.02 * seconds for seconds in exact]
        judgement = times.judge(exact, slower)
        self.assertLess(judgement.p, times.SIGNIFICANCE)
        self.assertFalse(judgement.slower)

    def test_faster_is_no_alarm(self):
        self.assertEqual(self.alarms(-0.2, 100), 0)


class Instructions(unittest.TestCase):
    def test_the_tolerance_is_two_per_cent(self):
        self.assertFalse(instructions.judge("forecast", 1_000_000, 1_019_999, "x").regressed)
        self.assertTrue(instructions.judge("forecast", 1_000_000, 1_020_001, "x").regressed)

    def test_a_gain_asks_for_a_new_baseline(self):
        gain = instructions.judge("forecast", 1_000_000, 900_000, "x")
        self.assertFalse(gain.regressed)
        self.assertIn("--record", gain.says)


class Distributions(unittest.TestCase):
    def pairs(self, change, common, seed=1, noise=0.007):
        """Forecasts of two programs over seeds; `common` says whether they make the same draws."""
        rng = random.Random(seed)
        pairs = []
        for _ in range(distributions.SEEDS):
            draws = {key: rng.gauss(0, noise) for key in KEYS}
            others = draws if common else {key: rng.gauss(0, noise) for key in KEYS}
            pairs.append(({key: (100 * (1 + draws[key]), 100.0) for key in KEYS},
                          {key: (100 * (1 + change) * (1 + others[key]), 100.0) for key in KEYS}))
        return pairs

    def test_half_a_per_cent_on_common_draws_is_seen_and_named(self):
        finding = distributions.judge_day("2026-09-10", self.pairs(0.005, common=True))
        self.assertTrue(finding.regressed)
        self.assertIn("revenue[FY28Q", finding.says)

    def test_other_draws_of_the_same_distribution_raise_no_alarm(self):
        # 300 trials of 16 figures at 0.001 together: one alarm at most but once in 27.
        alarms = sum(distributions.judge_day("d", self.pairs(0.0, common=False, seed=s)).regressed for s in range(300))
        self.assertLessEqual(alarms, 1)

    def test_a_move_smaller_than_matters_is_none(self):
        self.assertFalse(distributions.judge_day("d", self.pairs(0.0005, common=True)).regressed)

    def test_a_metric_that_is_gone_is_told(self):
        pairs = [(a, {key: value for key, value in b.items() if key[1] != "FY28Q1"}) for a, b in self.pairs(0.0, common=True)]
        pairs = [({**a, ("margin", "FY28", "mean"): (0.7, 0.7)}, b) for a, b in pairs]
        finding = distributions.judge_day("d", pairs)
        self.assertTrue(finding.regressed)
        self.assertIn("margin", finding.says)


class Revisions(unittest.TestCase):
    """What cannot be built is told before anything is."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "whole"
        self.commit("one", "CMakeLists.txt")
        self.commit("two", "cmake/Portable.cmake")

    def git(self, *words, root=None):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", root or self.root, *words], check=True,
                       capture_output=True)

    def commit(self, name, file):
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_text(name)
        self.git("init", "-q")
        self.git("add", "--all")
        self.git("commit", "-qm", name)

    def refusal(self, root, revision):
        with self.assertRaises(findings.CannotCompare) as refused:
            builds.require(root, revision)
        return str(refused.exception)

    def test_one_that_is_there_is_taken(self):
        builds.require(self.root, "HEAD")

    def test_one_that_is_not_there_is_named(self):
        for revision in ("no-such", "HEAD~7", "0" * 40, "--all", ""):
            self.assertIn(f"there is no revision '{revision}'", self.refusal(self.root, revision))

    def test_a_shallow_clone_is_told_the_way_out(self):
        shallow = self.root.parent / "shallow"
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{self.root}", shallow], check=True, capture_output=True)
        self.assertIn("git fetch --unshallow", self.refusal(shallow, "HEAD~1"))

    def test_one_without_a_portable_build_is_named(self):
        self.assertIn("no portable build", self.refusal(self.root, "HEAD~1"))


class Findings(unittest.TestCase):
    def test_times_are_google_benchmarks_json(self):
        import json
        finding = findings.Finding("time", "forecast", False, "", {"base_seconds": [1.0, 1.1], "head_seconds": [1.0]})
        measured = json.loads(findings.as_json([finding], {}))["benchmarks"]
        self.assertEqual([m["name"] for m in measured], ["forecast/base", "forecast/base", "forecast/head"])
        self.assertTrue(all(m["run_type"] == "iteration" and m["time_unit"] == "s" for m in measured))


if __name__ == "__main__":
    unittest.main()
