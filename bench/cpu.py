"""Processor time and memory of running processes, from the kernel's own books (proc(5))."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.servers.mailserver import MailServer

_TICKS = os.sysconf("SC_CLK_TCK")

#: Name -> seconds that it has computed so far.
Clocks = Mapping[str, Callable[[], float]]


def spent(process: int, *, family: bool = True) -> float:
    """Seconds that a process has computed, with its ended children and, as a family, the living ones."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except FileNotFoundError:  # it has ended meanwhile: its parent has the account
        return 0.0
    seconds = sum(map(int, fields[11:15])) / _TICKS  # utime stime cutime cstime
    return seconds + sum(map(spent, children(process))) if family else seconds


def children(process: int) -> list[int]:
    """The living children of a process."""
    tasks = Path(f"/proc/{process}").glob("task/*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def of_servers(server: MailServer) -> Clocks:
    """Of the mail servers, each with all that it starts."""
    files = {"dovecot": "run/dovecot/master.pid", "postfix": "spool/pid/master.pid"}
    masters = {name: int((server.directory / file).read_text()) for name, file in files.items()}
    return {name: lambda master=master: spent(master) for name, master in masters.items()}


def of_worker(process: int) -> Clocks:
    """Of `incidencias worker`: the process that reads and sends, and the one that thinks."""
    return {
        "bot": lambda: spent(process, family=False),
        "thinking": lambda: sum(map(spent, children(process))),
    }


def resident_mb(process: int) -> float:
    """Of a process and all that it started; a page that two of them share counts once."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(kilobytes) / 1024 + sum(map(resident_mb, children(process)))


class Meter:
    """What some processes spend between `start` and `stop`."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self.seconds = 0.0  #: by the wall clock
        self.cpu: dict[str, float] = {}  #: name -> seconds

    def start(self) -> None:
        self.cpu = {name: -clock() for name, clock in self._clocks.items()}
        self.seconds = -time.monotonic()

    def stop(self) -> None:
        self.seconds += time.monotonic()
        for name, clock in self._clocks.items():
            self.cpu[name] += clock()
