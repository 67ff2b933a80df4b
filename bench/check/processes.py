"""One process of a workload: started, measured, and what it wrote thrown away."""
import os
import subprocess
import tempfile

from findings import CannotCompare


def words(workload, scenarios, out):
    return [word.format(scenarios=scenarios, out=out) for word in workload.command]


def warm_up(build, workload, scenarios):
    """Leaves behind what a later process of the workload may find learnt."""
    if workload.warm:
        with tempfile.TemporaryDirectory() as folder:
            build.run(*words(workload, scenarios, f"{folder}/result"))


def processor_seconds(build, workload, scenarios):
    """User and system time of one process, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        command = words(workload, scenarios, f"{folder}/result")
        process = subprocess.Popen([build.program, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   cwd=build.source.parent, env=build.environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise CannotCompare(f"{build.label}: 'wafercast {' '.join(command)}' ended with {process.returncode}")
        return usage.ru_utime + usage.ru_stime
