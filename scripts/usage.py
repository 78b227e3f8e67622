"""What a command costs: processor time and memory, those of its children included."""

import os
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLED_EVERY = 0.2


@dataclass(frozen=True)
class Usage:
    """What a command used.

    Attributes:
        cpu: Seconds of processor time, of the process and all its children.
        wall: Seconds on the clock.
        memory: The most bytes that the process and its children held at one moment.
        largest: The most bytes that one of them held.
    """

    cpu: float
    wall: float
    memory: int
    largest: int


def measure(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Usage:
    """Run a command to its end.

    Args:
        command: What to run; its output is shown only when it fails.
        folder: Where to run it.
        environment: Variables to set.

    Raises:
        RuntimeError: The command failed; holds what it said.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | (environment or {}), stdout=output, stderr=subprocess.STDOUT
        )
        held, status, used = _wait(process.pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} 没有成功：\n{output.read().decode(errors='replace')}")
    return Usage(used.ru_utime + used.ru_stime, time.perf_counter() - start, *held)


def _wait(pid: int) -> tuple[tuple[int, int], int, resource.struct_rusage]:
    """Watch a child until it ends: the most memory held by all and by one, its exit status, what it used."""
    most = largest = 0
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return (most, largest), status, used
        held = _held(pid)
        most, largest = max(most, sum(held)), max(largest, *held)
        time.sleep(SAMPLED_EVERY)


def _held(pid: int) -> list[int]:
    """Resident bytes of a process and all below it."""
    held = [0]
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return held
    for member in family:
        try:
            held.append(member.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
    return held
