"""What the demo needs before the first mail: a clean folder, settings, and the school's register."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet

from bot.actions.sms.file import FileGateway
from bot.bootstrap import House, open_house
from bot.demo.board import Row, rows
from bot.demo.server import AUTHSERV_ID, HOST, MailServers, mail_servers
from bot.errors import InputError
from bot.model.register import Register
from bot.registry.seneca import read_export
from bot.settings.config import load_settings
from bot.settings.values import School
from bot.store.register.enrolment import import_register

FOLDER = Path("var/demo")
EXPORT = Path(__file__).parent / "school" / "RegAlum.csv"
SCHOOL = "IES Peñón Blanco"
ADDRESS = "incidenciastde@iespenonblanco.example"
_POLL_S = 1.0  #: pymap does not tell IDLE of a mail that came just before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The demo school at work: the same adapters as in a real one, on servers of our own."""

    house: House
    school: School
    servers: MailServers
    register: Register
    sms: FileGateway
    config: Path  #: settings file, for `incidencias queue --config …` in another window

    @property
    def board(self) -> list[Row]:
        """Every mail so far."""
        return rows(self.house.engine, self.school.id)


@contextmanager
def stage() -> Iterator[Stage]:
    """Everything of the demo, made anew in `var/demo`. Raises InputError when another demo runs there."""
    with _alone(FOLDER), mail_servers(ADDRESS) as servers:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        config = _write_settings(FOLDER.resolve(), servers)
        # Not a word of the environment: a real school's INCIDENCIAS_… must never be the demo's.
        house = open_house(load_settings(config, {}), migrating=True)
        school = house.school(None)
        register, _report = read_export(EXPORT)
        import_register(house.engine, school.id, register, by="demo", now=datetime.now(UTC))
        gateway = FileGateway(school.sms)
        try:
            yield Stage(
                house=house,
                school=school,
                servers=servers,
                register=register,
                sms=gateway,
                config=FOLDER / config.name,
            )
        finally:
            house.engine.dispose()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Held while the block runs, and only by one: the folder is wiped at the start."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(
                f"Ya hay otra demostración en marcha en {folder}: párela antes (Ctrl+C)."
            ) from None
        yield


def _write_settings(folder: Path, servers: MailServers) -> Path:
    """The demo's `incidencias.toml` and key: a settings file like any school's."""
    key = folder / "key"
    key.touch(mode=0o600)
    key.write_bytes(Fernet.generate_key())
    sign_in = {"host": HOST, "security": "none"}
    mailbox = {"username": servers.address, "password": servers.password}
    sections: dict[str, dict[str, object]] = {
        "[store]": {"url": f"sqlite:///{folder / 'incidencias.db'}", "key_file": key.name},
        "[[school]]": {
            "id": "demo",
            "name": SCHOOL,
            "address": servers.address,
            "authserv_id": AUTHSERV_ID,
        },
        "[school.imap]": {**sign_in, **mailbox, "port": servers.imap_port, "poll_s": _POLL_S},
        "[school.smtp]": {**sign_in, "port": servers.smtp_port},
        "[school.credentials]": {"kind": "local"},
        "[school.sms]": {"kind": "file", "path": str(folder / "sms.jsonl")},
    }
    lines = [
        line
        for section, values in sections.items()
        for line in (section, *(f"{name} = {json.dumps(value)}" for name, value in values.items()), "")
    ]
    config = folder / "incidencias.toml"
    with os.fdopen(os.open(config, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return config
