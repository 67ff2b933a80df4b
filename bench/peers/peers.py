"""The engines that ours is held against: whether each runs here, and how it is brought here if it does not.

What is on the PATH is used as it is: another distribution's Node.js conflicts with Debian's npm. A peer that cannot be had is left
out, and the reason is kept.
"""
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

here = Path(__file__).resolve().parent
root = here.parents[1]
node_folder = root / "build" / "bench" / "squiggle"

PYTHON = "/usr/bin/python3"  # Debian's, which sees Debian's packages
SQUIGGLE_VERSION = """
import "@quri/squiggle-lang";
import { readFileSync } from "node:fs";
const squiggle = JSON.parse(readFileSync("node_modules/@quri/squiggle-lang/package.json"));
console.log(`${squiggle.version} on Node.js ${process.version}`);
"""


class NotHere(Exception):
    """Why a peer cannot be measured."""


def complaint(text):
    """The line of an error's output that says what is wrong: the first that speaks of an error, or the last."""
    lines = text.strip().splitlines() or [""]
    return next((line.strip() for line in lines if re.search(r"Error\b|ERR!|\berror\b", line)), lines[-1])


def run(words, cwd=None):
    """What a command prints; NotHere with its complaint if it cannot be started or fails."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, cwd=cwd)
    except OSError as error:
        raise NotHere(f"{words[0]}: {error.strerror}") from error
    if done.returncode != 0:
        raise NotHere(f"{words[0]} ended with {done.returncode}: {complaint(done.stderr)}")
    return done.stdout.strip()


def install_debian(packages):
    """Nothing where no package is named."""
    if not packages:
        return
    words = " ".join(packages)
    done = subprocess.run([root / "cmake" / "install-debian-packages", "/dev/stdin"], input="\n".join(packages) + "\n", text=True, stdout=sys.stderr)
    if done.returncode != 0:
        raise NotHere(f"Debian's {words} could not be installed")


def missing_node():
    """The Debian packages of what is not on the PATH."""
    return [package for program, package in (("node", "nodejs"), ("npm", "npm")) if shutil.which(program) is None]


def lay_out_squiggle():
    """Node.js finds a package from where the program lies. Another version's packages are thrown away."""
    node_folder.mkdir(parents=True, exist_ok=True)
    wanted, laid_out = here / "package.json", node_folder / "package.json"
    if not laid_out.exists() or laid_out.read_bytes() != wanted.read_bytes():
        shutil.rmtree(node_folder / "node_modules", ignore_errors=True)
    for name in ("package.json", "chain_squiggle.mjs"):
        shutil.copy(here / name, node_folder)


def install_squiggle():
    install_debian(missing_node())
    run(["npm", "install", "--loglevel=error", "--no-audit", "--no-fund"], cwd=node_folder)


@dataclass(frozen=True)
class Peer:
    name: str
    version: list  # a command that loads the peer and prints its version
    install: object
    folder: Path = None

    def bring(self):
        """Its version, installed if it was not there; NotHere if that cannot be."""
        try:
            return run(self.version, cwd=self.folder)
        except NotHere:
            self.install()
            return run(self.version, cwd=self.folder)


NUMPY = Peer("NumPy", [PYTHON, "-c", "import numpy, scipy; print(numpy.__version__)"], lambda: install_debian(["python3-numpy", "python3-scipy"]))
OPENTURNS = Peer("OpenTURNS", [PYTHON, "-c", "import openturns; print(openturns.__version__)"], lambda: install_debian(["python3-openturns"]))
SQUIGGLE = Peer("Squiggle", ["node", "--input-type=module", "-e", SQUIGGLE_VERSION], install_squiggle, node_folder)


def bring_all(peers):
    """Two dictionaries by name: the versions of those that are here, and why the others are not."""
    versions, reasons = {}, {}
    for peer in peers:
        try:
            versions[peer.name] = peer.bring()
        except NotHere as error:
            reasons[peer.name] = str(error)
    return versions, reasons


def account(versions, reasons):
    """Which peers were measured and which were not, and why."""
    measured = ", ".join(f"{name} {version}" for name, version in versions.items()) or "none"
    return "\n".join([f"peers measured: {measured}"] + [f"not measured: {name} ({reason})" for name, reason in reasons.items()])
