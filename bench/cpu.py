"""Processor time of processes, from the kernel's own books."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tests.servers.mailserver import MailServer

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(process: int, *, children: bool = True) -> float:
    """Seconds that a process has computed, with its ended children and, if wished, the living ones."""
    place = Path(f"/proc/{process}")
    try:
        fields = (place / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        seconds = sum(map(int, fields[11:15])) / _TICKS  # utime stime cutime cstime: proc(5)
        return seconds + sum(map(spent, living(process))) if children else seconds
    except FileNotFoundError:  # it has ended meanwhile: its parent has the account
        return 0.0


def living(process: int) -> list[int]:
    """The children of a process."""
    tasks = Path(f"/proc/{process}").glob("task/*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def of_servers(server: MailServer) -> Mapping[str, int]:
    """Name -> process that started all others of that server."""
    files = {"dovecot": "run/dovecot/master.pid", "postfix": "spool/pid/master.pid"}
    return {name: int((server.directory / file).read_text()) for name, file in files.items()}
