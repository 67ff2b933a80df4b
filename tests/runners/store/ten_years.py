"""Ten years of nights of 200 scenarios in one store, every night another run of each; how large it is and how long a history
takes.

    ten_years.py PROGRAM STORE NEW

STORE is any store of the program, whose layout is taken; NEW is made.
"""
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

program, store, new = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])
nights, scenarios = 3650, 200
series = [(metric, period) for metric in ("revenue", "gross_margin", "eps", "free_cash_flow") for period in ("FY27", "FY28", "FY29Q1")]

shutil.copy(store, new)
book = sqlite3.connect(new)
book.execute("PRAGMA journal_mode = OFF")
book.execute("PRAGMA synchronous = OFF")
for table in ("night", "subject", "series", "run", "seen", "forecast", "input", "run_input", "summary", "alert"):
    book.execute(f"DELETE FROM {table}")
chance = random.Random(1)
book.executemany("INSERT INTO night(id, plan, file, program, started, finished) VALUES(?, 'Ten years', '', '', ?, ?)",
                 ((n, f"{2016 + n // 365}-{1 + n % 365 // 31:02}-{1 + n % 28:02}T03:30:00Z", "x") for n in range(1, nights + 1)))
book.executemany("INSERT INTO subject VALUES(?, ?, '', ?)", ((s, f"what-if/{s}.yaml", f"What if {s}") for s in range(scenarios)))
book.executemany("INSERT INTO series VALUES(?, ?, ?, 'USD')", ((i, m, p) for i, (m, p) in enumerate(series)))
book.executemany("INSERT INTO run VALUES(?, ?, ?, ?, '2026-09-10', 'scenario', 'data', 1, 100000, 'program', '2026-09-10T03:31:00Z', 0.5, '')",
                 ((n * scenarios + s, f"{n:08x}{s:08x}", n, s) for n in range(1, nights + 1) for s in range(scenarios)))
book.executemany("INSERT INTO seen VALUES(?, ?, ?)", ((s, n, n * scenarios + s) for s in range(scenarios) for n in range(1, nights + 1)))
book.executemany("INSERT INTO forecast VALUES(?, ?, ?, ?, 1, 2, 3, 4, ?, 6, 7, 8, 0.1)",
                 ((s, i, n * scenarios + s, chance.random(), chance.random()) for s in range(scenarios) for i in range(len(series))
                  for n in range(1, nights + 1)))
book.commit()
book.close()

times = []
for scenario in (3, 77, 199, 42, 123):
    began = time.monotonic()
    done = subprocess.run([program, "history", "revenue", "FY28", "--store", new, "--scenario", f"what-if/{scenario}.yaml", "--csv"],
                          check=True, capture_output=True, text=True)
    times.append(1000 * (time.monotonic() - began))
    assert done.stdout.count("\n") == nights + 1
print(f"{nights * scenarios:,} runs, {nights * scenarios * len(series):,} figures, {new.stat().st_size / 2**30:.2f} GiB; "
      f"a history of {nights} nights in {statistics.median(times):.0f} ms, the process with all it prints")
