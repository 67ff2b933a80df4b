#!/usr/bin/python3
"""A run in shards on a real Slurm cluster of one machine: controller, daemon and authentication are started for the test, in a
folder of their own. One digest for any number of shards, and a shard that was lost is run again alone.

    slurm_test.py WAFERCAST SCENARIO [PATHS]

Exit codes: 0 it holds, 1 it does not, 77 no Slurm here (Debian: slurm-wlm munge), or its daemons cannot run.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

SKIPPED = 77
program, scenario = (Path(word).resolve() for word in sys.argv[1:3])
paths = sys.argv[3] if len(sys.argv) > 3 else "20011"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


class Cluster:
    """One node that is all of the cluster."""

    def __init__(self, folder, closing):
        self.folder = folder
        host = socket.gethostname()
        for name in ("state", "spool"):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        munge = folder / "munge.socket"
        (folder / "slurm.conf").write_text(f"""ClusterName=wafercast-test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
AuthType=auth/munge
AuthInfo=socket={munge}
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
MailProg=/bin/true
NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
        daemons = (["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}", f"--pid-file={folder}/munged.pid",
                    f"--log-file={folder}/munged.log", f"--seed-file={folder}/munged.seed"],
                   ["slurmctld", "-D", "-c"], ["slurmd", "-D"])
        for daemon in daemons:
            where = shutil.which(daemon[0], path=os.environ["PATH"] + ":/usr/sbin:/sbin")
            started = subprocess.Popen([where, *daemon[1:]], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            closing.callback(started.wait, 20)
            closing.callback(started.terminate)
            time.sleep(1.0)
        for _ in range(30):
            if "idle" in self.ask("sinfo", "--noheader", "--format=%t"):
                return
            time.sleep(1.0)
        logs = "".join((folder / name).read_text()[-600:] for name in ("slurmctld.log", "slurmd.log") if (folder / name).exists())
        skip(f"the daemons do not come up here: {self.ask('sinfo')}\n{logs}")

    def ask(self, *words):
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True)
        return done.stdout + done.stderr

    def submit(self, job, until=300):
        """Submits what is missing and waits for all of it."""
        said = self.ask(str(job / "submit"))
        deadline = time.monotonic() + until
        while self.ask("squeue", "--noheader"):
            if time.monotonic() > deadline:
                sys.exit(f"jobs do not end: {self.ask('squeue')}")
            time.sleep(0.3)
        return said


def digest(result):
    return json.loads((result / "manifest.json").read_text())["run"]["summary_digest"]


def expect(holds, what):
    print(("holds: " if holds else "FAILS: ") + what, flush=True)
    if not holds:
        sys.exit(1)


def wafercast(*words):
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True)


def main():
    if os.geteuid() != 0 or not all(shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin") for name in ("slurmctld", "slurmd", "munged")):
        skip("no Slurm, or not root")
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="wafercast-slurm-")))
        cluster = Cluster(folder, closing)
        os.chdir(folder)
        wafercast("run", scenario, "--paths", paths, "--quiet", "--out", "whole")
        whole = digest(Path("whole"))
        for shards in (1, 7, 64):
            job = folder / f"in {shards}"  # a space, which scripts have to bear
            made = wafercast("slurm", scenario, "--paths", paths, "--shards", shards, "--threads", 1, "--out", job)
            expect(made.returncode == 0, f"scripts for {shards} shards are written {made.stderr}")
            begun = time.monotonic()
            cluster.submit(job)
            if not (job / "result").exists():
                print("".join(log.read_text() for log in sorted((job / "logs").glob("*"))))
            expect((job / "result").exists() and digest(job / "result") == whole,
                   f"{shards} shards give {whole}, as the undivided run does ({time.monotonic() - begun:.1f} s)")

        job = folder / "in 7"
        times = {part.name: part.stat().st_mtime_ns for part in (job / "parts").iterdir()}
        for lost in ("3.part", "7.part"):  # the last one too, which no later part tells of
            (job / "parts" / lost).unlink()
        merged = wafercast("merge", job / "parts", "--paths", paths, "--out", "none")
        expect(merged.returncode == 5 and not Path("none").exists(), f"a merge without them says so: {merged.stderr.strip()}")
        shutil.rmtree(job / "result")
        said = cluster.submit(job)
        again = {part.name for part in (job / "parts").iterdir() if times.get(part.name) != part.stat().st_mtime_ns}
        expect(again == {"3.part", "7.part"}, f"lost shards are run again, and nothing else: {said.splitlines()[0]}")
        expect(digest(job / "result") == whole, "then the result is the same")
        refused = wafercast("slurm", scenario, "--paths", paths, "--shards", 7, "--out", job)
        expect(refused.returncode == 2, f"a job's folder is not written over: {refused.stderr.strip()}")


main()
