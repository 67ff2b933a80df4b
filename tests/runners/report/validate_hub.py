"""Validates the configuration of a forecast hub against the hubverse's schemas, and that they refuse a spoiled one."""

import copy
import csv
import json
import pathlib
import sys

import jsonschema

hub, schemas = map(pathlib.Path, sys.argv[1:])
problems = []
for name, spoil in [("admin", "timezone"), ("tasks", "rounds"), ("target-data", "date_col")]:
    schema = json.loads((schemas / f"{name}-schema.json").read_text(encoding="utf-8"))
    config = json.loads((hub / "hub-config" / f"{name}.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    problems += [f"{name}{error.json_path[1:]}: {error.message}" for error in validator.iter_errors(config)]
    spoiled = copy.deepcopy(config)
    del spoiled[spoil]
    if validator.is_valid(spoiled):
        problems.append(f"{name}: the schema does not miss {spoil}")

# What is forecast is among the tasks, and every model says who it is.
task_ids = json.loads((hub / "hub-config/tasks.json").read_text(encoding="utf-8"))["rounds"][0]["model_tasks"][0]["task_ids"]
allowed = {name: set(values["optional"]) for name, values in task_ids.items()}
for folder in sorted((hub / "model-output").iterdir()):
    if not (hub / "model-metadata" / f"{folder.name}.yml").exists():
        problems.append(f"{folder.name}: no metadata")
    for file in sorted(folder.glob("*.csv")):
        with open(file, encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                unknown = [name for name in allowed if row[name] not in allowed[name]]
                if unknown:
                    problems.append(f"{file.name}: {unknown[0]} {row[unknown[0]]} is in no task")
                    break
if problems:
    sys.exit("\n".join(problems))
