"""Two programs side by side: each of a tree of the repository, in a folder named by that tree.

Always the portable program: one build has the fastest code of this machine for the clock, and code that Cachegrind can run.
"""
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from findings import CannotCompare, tell

KEPT = 6  # builds of earlier checks
LEARNT = r"^  - nvidia/evidence\.yaml.*\n|^  condition:\n(?:    .*\n|\s*\n)*"  # a part; in earlier trees, a section of the base


def unlearnt(scenarios):
    """The base scenario without what it learns from: beside it, so that it finds its data. Cachegrind takes a hundred times as
    long for the fused multiply-adds that learning consists of."""
    base = (scenarios / "base.yaml").read_text()
    place = scenarios / "unlearnt.yaml"
    place.write_text(re.sub(LEARNT, "", base, flags=re.M))
    return place


@dataclass(frozen=True)
class Build:
    label: str
    tree: str
    source: Path
    program: Path
    cache: Path  # what its processes learnt

    @property
    def scenarios(self):
        return self.source / "scenarios"

    @property
    def compiler(self):
        return self.run("--version").stdout.strip().partition("; ")[2].rstrip(")")

    def run(self, *words, before=(), check=True):
        """Runs the program to its end; CannotCompare with what it said if it failed."""
        done = subprocess.run([*map(str, before), self.program, *map(str, words)], capture_output=True, text=True,
                              cwd=self.source.parent, env=self.environment())
        if check and done.returncode != 0:
            raise CannotCompare(f"{self.label}: 'wafercast {' '.join(map(str, words))}' ended with {done.returncode}: "
                                f"{done.stderr.strip()[-2000:]}")
        return done

    def environment(self):
        # Nothing of the caller's but what a program needs to start: instructions are counted, and a longer environment costs some.
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.source.parent), "XDG_CACHE_HOME": str(self.cache), "LC_ALL": "C.UTF-8"}


def git(root, *words, **more):
    done = subprocess.run(["git", "-C", root, *words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise CannotCompare(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def tree_of_revision(root, revision):
    """CannotCompare for a revision that this clone does not hold, or holds without its files."""
    try:
        if not revision:  # to git that is HEAD
            raise CannotCompare("no revision")
        tree = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
        git(root, "cat-file", "-e", f"{tree}:CMakeLists.txt")
        return tree
    except CannotCompare:
        shallow = git(root, "rev-parse", "--is-shallow-repository") == "true"
        way_out = "the clone is shallow: 'git fetch --unshallow' brings it" if shallow else "'git fetch' may bring it"
        raise CannotCompare(f"there is no revision '{revision}' here; {way_out}") from None


def require(root, revision):
    """CannotCompare, before anything is built, for a revision that cannot be."""
    tree = tree_of_revision(root, revision)
    try:
        git(root, "cat-file", "-e", f"{tree}:cmake/Portable.cmake")
    except CannotCompare:
        raise CannotCompare(f"{revision} has no portable build (cmake --preset portable)") from None


def tree_of(root, revision):
    """The tree of a revision; without one, of the files as they lie there, new ones too, ignored ones not."""
    if revision is not None:
        return tree_of_revision(root, revision)
    with tempfile.TemporaryDirectory() as folder:
        index = {**os.environ, "GIT_INDEX_FILE": f"{folder}/index"}
        git(root, "read-tree", "HEAD", env=index)
        git(root, "add", "--all", env=index)
        return git(root, "write-tree", env=index)


def logged(words, log, **more):
    with open(log, "a") as out:
        if subprocess.run(list(map(str, words)), stdout=out, stderr=subprocess.STDOUT, **more).returncode != 0:
            raise CannotCompare(f"{words[0]} failed:\n{Path(log).read_text()[-3000:]}")


def build(root, revision):
    """The program of a revision, or of the working tree (None). Takes minutes the first time, nothing afterwards."""
    label = revision or "the working tree"
    tree = tree_of(root, revision)
    place = root / "build" / "bench" / tree[:12]
    source, folder = place / "source", place / "build"
    program = folder / "runners" / "cli" / "wafercast"
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        source.mkdir(parents=True)
        archive = subprocess.run(["git", "-C", root, "archive", tree], capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", source], input=archive, check=True)
        log = place / "build.log"
        # Equal sources of different trees are compiled once: paths below the tree are no part of what ccache looks at.
        environment = {**os.environ, "CCACHE_BASEDIR": str(place), "CCACHE_NOHASHDIR": "1"}
        tell(f"building {label}")
        logged(["cmake", "-S", source, "-B", folder, "--preset", "portable"], log, cwd=source, env=environment)
        logged(["ninja", "-C", folder, "wafercast", "all"], log, env=environment)
        unlearnt(source / "scenarios")
        (place / "whole").touch()
        tell("")
    os.utime(place)
    forget_old_ones(place.parent)
    return Build(label, tree, source, program, place / "cache")


def forget_old_ones(folder):
    for old in sorted((p for p in folder.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
