"""The program as a school runs it: a settings file, a store, and `incidencias` as a process of its own."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import update

from bot.bootstrap import House, open_house
from bot.cli import main
from bot.settings.config import load_settings
from bot.store.engine import writing
from bot.store.tables.schema import Status, mailbox_lease, outbox
from bot.worker import spare
from tests.servers.forks import forks, in_a_fork
from tests.servers.mailserver import BOT, PASSWORD, MailServer
from tests.servers.waiting import PATIENCE_S, wait_until

PROGRAM = Path(sys.executable).with_name("incidencias")
SCHOOL = "prueba"


@dataclass(frozen=True, slots=True)
class Installation:
    """One school's installation in a folder of its own."""

    directory: Path
    store_url: str

    @classmethod
    def create(
        cls,
        directory: Path,
        server: MailServer,
        *,
        store_url: str,
        key: bytes,
        school: Mapping[str, Any] | None = None,
        imap: Mapping[str, Any] | None = None,
        smtp: Mapping[str, Any] | None = None,
        credentials: str | Mapping[str, Any] = "local",
        sms: Mapping[str, Any] | None = None,
    ) -> Installation:
        """Write the settings; the mappings replace single values of their sections (None: left out)."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "key").write_bytes(key)
        line = {"host": "localhost", "username": BOT, "password": PASSWORD, "ca_file": str(server.ca_file)}
        sections = {
            "store": {"url": store_url, "key_file": str(directory / "key")},
            "[school]": {"id": SCHOOL, "name": "IES La Prueba", "address": BOT} | dict(school or {}),
            "school.imap": line | {"port": server.imaps, "security": "tls"} | dict(imap or {}),
            "school.smtp": line | {"port": server.submission, "security": "starttls"} | dict(smtp or {}),
            "school.credentials": {"kind": credentials} if isinstance(credentials, str) else credentials,
            "school.sms": sms or {"kind": "file", "path": str(directory / "sms.jsonl")},
        }
        text = "".join(
            f"[{name}]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items() if value is not None)
            for name, values in sections.items()
        )
        (directory / "incidencias.toml").write_text(text)
        return cls(directory, store_url)

    @property
    def environment(self) -> dict[str, str]:
        """Where the settings are; and compiled modules are kept, as in every ordinary installation."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "INCIDENCIAS_CONFIG": str(self.directory / "incidencias.toml")}

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end, which must be `code`; returns what it printed, errors too."""
        said = self.directory / "said"
        said.unlink(missing_ok=True)
        ended = in_a_fork(_command, arguments, self.environment, said)
        assert ended == code, f"{arguments} ended with {ended}:\n{said.read_text()}"
        return said.read_text()

    @contextmanager
    def worker(self, *, stop: signal.Signals = signal.SIGTERM) -> Iterator[subprocess.Popen[bytes]]:
        """A running `incidencias worker`, up to its first look into the mailbox; stopped at the end."""
        with (self.directory / "worker.log").open("ab") as log:
            before = log.tell()
            process = subprocess.Popen([PROGRAM, "worker"], env=self.environment, stdout=log, stderr=log)
            try:
                wait_until(lambda: "mailbox_open" in self.log(before) or process.poll() is not None)
                assert process.poll() is None, self.log(before)
                yield process
            except BaseException as error:
                error.add_note(f"The worker said:\n{self.log(before)}")
                raise
            finally:
                process.send_signal(stop)
                try:
                    code = process.wait(PATIENCE_S)
                finally:
                    process.kill()
            assert code == (0 if stop is signal.SIGTERM else -stop), self.log(before)

    @contextmanager
    def ready_worker(self) -> Iterator[int]:
        """The same, in a process that has everything loaded; yields its number."""
        with (self.directory / "worker.log").open("ab") as log:
            before = log.tell()
        process = forks().Process(target=_worker, args=(self.environment, self.directory / "worker.log"))
        process.start()
        try:
            wait_until(lambda: "mailbox_open" in self.log(before) or not process.is_alive())
            assert process.is_alive(), self.log(before)
            yield process.pid
        except BaseException as error:
            error.add_note(f"The worker said:\n{self.log(before)}")
            raise
        finally:
            process.terminate()
            process.join(PATIENCE_S)
            process.kill()
        assert process.exitcode == 0, self.log(before)

    def log(self, start: int = 0) -> str:
        """What the workers said so far."""
        return (self.directory / "worker.log").read_bytes()[start:].decode()

    def sms(self) -> list[dict[str, str]]:
        """The text messages that went out."""
        path = self.directory / "sms.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    @contextmanager
    def house(self) -> Iterator[House]:
        """The same store and settings, looked at from outside."""
        house = open_house(load_settings(self.directory / "incidencias.toml", {}))
        try:
            yield house
        finally:
            house.engine.dispose()

    def let_time_pass(self) -> None:
        """Leases of the dead run out, and what was put off is due."""
        with self.house() as house, writing(house.engine) as connection:
            connection.execute(update(mailbox_lease).values(expires_at=0.0))
            connection.execute(
                update(outbox)
                .where(outbox.c.status == Status.PENDING, outbox.c.attempts > 0)
                .values(not_before=datetime.now(UTC))
            )


def _command(arguments: Sequence[str], environment: Mapping[str, str], said: Path) -> None:
    """`incidencias …`, as typed, in this process; what it prints goes to the end of a file."""
    with said.open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["incidencias", *arguments]
    main()


def _worker(environment: Mapping[str, str], log: Path) -> None:
    """`incidencias worker`; the process that thinks is forked from this one, too."""
    spare.multiprocessing = SimpleNamespace(  # type: ignore[assignment]
        get_context=lambda _: multiprocessing.get_context("fork")
    )
    _command(["worker"], environment, log)
