"""Validates every shipped scenario by the schema that the program prints, and checks that it refuses spoiled ones.

Scalars are read as text, as the program reads them.
"""

import copy
import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml

program, folder = sys.argv[1:]
schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

scenarios = {}
for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
    scenarios[path] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
scenarios = {path: tree for path, tree in scenarios.items() if tree.get("wafercast") in ("scenario/1", "part/1")}  # plans are others
problems = [f"{path}: {error.json_path}: {error.message}"
            for path, tree in scenarios.items() for error in validator.iter_errors(tree)]
if problems:
    sys.exit("\n".join(problems))

part = scenarios[pathlib.Path(folder) / "shared" / "trade.yaml"]


def spoiled(change):
    copied = copy.deepcopy(part)
    change(copied)
    return copied


def misspell_driver(tree):
    next(iter(tree["drivers"].values()))["vlaue"] = "1"


def forget_driver_of_effect(tree):
    next(e for e in tree["events"].values() if e.get("effects"))["effects"][0].pop("on")


def unknown_family(tree):
    next(iter(tree["drivers"].values()))["value"] = {"poisson": ["1"]}


def unknown_section(tree):
    tree["driver"] = {}


for change in [misspell_driver, forget_driver_of_effect, unknown_family, unknown_section]:
    if validator.is_valid(spoiled(change)):
        sys.exit(f"the schema does not notice: {change.__name__}")
print(f"{len(scenarios)} scenarios are valid")
