"""Validates the sample forecast, and checks that the schema refuses a spoiled one."""

import copy
import json
import subprocess
import sys

import jsonschema

program, schema_file = sys.argv[1:]
forecast = json.loads(subprocess.run([program], check=True, capture_output=True).stdout)
with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)

jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(forecast)]
if problems:
    sys.exit("\n".join(problems))


def spoiled(*path):
    copied = copy.deepcopy(forecast)
    place = copied
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return copied


for path in [("run", "seed"), ("scenario", "horizon"), ("metrics", "revenue", "unit"),
             ("metrics", "revenue", "periods", "FY26Q1", "mean_error"), ("questions", "beats_guidance", "text")]:
    if validator.is_valid(spoiled(*path)):
        sys.exit(f"the schema does not miss {'.'.join(path)}")
