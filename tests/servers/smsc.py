"""A message centre from npm's `smpp`, started by the tests on a loopback port (see node/smsc.js)."""

from __future__ import annotations

import fcntl
import json
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.waiting import wait_until

_NODE = Path(__file__).with_name("node")


def node_modules() -> Path:
    """The folder with what package-lock.json names; installed when it is not there yet, by one test alone."""
    with (_NODE / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not all((_NODE / "node_modules" / name).is_dir() for name in ("smpp", "oidc-provider")):
            subprocess.run(
                ["npm", "ci", "--omit=optional", "--no-audit", "--no-fund"],
                cwd=_NODE,
                check=True,
                capture_output=True,
            )
    return _NODE / "node_modules"


@dataclass(frozen=True, slots=True)
class Smsc:
    """A running message centre; `log` is what happened to it."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines(keepends=True)
        told = [json.loads(line) for line in lines if line.endswith("\n")]
        return [event for event in told if kind in (None, event["event"])]

    def wait_for(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """The events of this kind, as soon as there are so many."""

        def found() -> list[dict[str, Any]]:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            return events if len(events := self.events(kind)) >= count else []

        return wait_until(found)

    def hang_up(self) -> None:
        """Break every connection."""
        self.process.send_signal(signal.SIGUSR2)


@contextmanager
def running_smsc(folder: Path, *, tls: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[Smsc]:
    """With `tls` (key, certificate) it speaks nothing else."""
    node_modules()
    port = port or free_port()
    log = folder / f"smsc-{port}.jsonl"
    node = shutil.which("node") or "nodejs"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [node, str(_NODE / "smsc.js"), str(port), *(map(str, tls) if tls else ())], stdout=out
        )
    try:
        smsc = Smsc(port, process, log)
        smsc.wait_for("ready")
        yield smsc
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])
