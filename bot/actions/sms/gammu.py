"""`kind = "gammu"`: a USB modem on this machine, by gammu-smsd with its files backend.

A text is a file in smsd's outbox, named by its key: after a crash we see whether it is there already, or
has gone on to the folder of what was sent or of what failed. The file holds the code, so it goes as soon as
its fate is noted.
"""

from __future__ import annotations

import codecs
import configparser
import hashlib
import os
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import InputError, TransportError, why
from bot.ports.texts import Receipt
from bot.settings.options import Options, read_options
from bot.settings.values import SmsSettings
from bot.text import gsm7

_NAME = "OUTC20000101_000000_00_{number}_{key}.txt{options}"  # gammu-smsd-files(7); the note is the key
_WAIT_S = 10


class GammuOptions(Options):
    """What [school.sms] may say for this kind."""

    config_file: Path = Path("/etc/gammu-smsdrc")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where smsd looks for texts, and where it puts them."""

    outbox: Path
    sent: Path
    failed: Path


class GammuGateway:
    """Writes files for gammu-smsd. What it "sent", the network took: more it does not tell."""

    idempotent = True

    def __init__(self, options: GammuOptions) -> None:
        self._config_file = options.config_file
        self._smsd = _read(options.config_file)
        self._folders = _folders(self._smsd, options.config_file)

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        reference = hashlib.sha256(key.encode()).hexdigest()[:24]
        try:
            if any(True for _ in self._files(reference)):
                return (reference,)
            options = "" if gsm7.encode(text) is not None else "u"
            target = self._folders.outbox / _NAME.format(number=number, key=reference, options=options)
            draft = target.with_name(f".{reference}")  # smsd must never read half a file
            with draft.open("wb") as file:
                file.write(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise TransportError(
                f"No se puede dejar el SMS en «{self._folders.outbox}»: «{why(error)}»; "
                "se volverá a intentar.",
                permanent=False,
                detail=why(error),
            ) from error
        return (reference,)

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        for reference in waiting:
            for file in list(self._files(reference)):
                if file.parent == self._folders.outbox:
                    continue
                yield Receipt(reference, "failed" if file.parent == self._folders.failed else "accepted")
                file.unlink(missing_ok=True)

    def check(self) -> str:
        for folder in (self._folders.outbox, self._folders.sent, self._folders.failed):
            if not os.access(folder, os.W_OK | os.X_OK):
                raise InputError(f"No se puede escribir en {folder}: dé permiso al usuario del programa.")
        if self._smsd.get("debuglevel", "0") != "0":
            raise InputError(
                f"{self._config_file}: con «debuglevel» se guardan los textos (y las claves); póngalo a 0."
            )
        phone = self._monitor()
        imei, signal = phone.get("IMEI", "?"), phone.get("NetworkSignal", "?")
        return f"SMS por el módem de esta máquina (IMEI {imei}, señal {signal} %)."

    def _monitor(self) -> dict[str, str]:
        """What the running smsd says of its phone."""
        command = ["gammu-smsd-monitor", "-c", str(self._config_file), "-n", "1", "-d", "1"]
        try:
            told = subprocess.run(  # noqa: S603 - our words
                command, check=True, capture_output=True, text=True, timeout=_WAIT_S
            ).stdout
        except (OSError, subprocess.SubprocessError) as error:
            raise TransportError(
                "gammu-smsd no está en marcha (systemctl start gammu-smsd).",
                permanent=False,
                detail=type(error).__name__,
            ) from None
        return dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)

    def _files(self, reference: str) -> Iterator[Path]:
        for folder in (self._folders.outbox, self._folders.sent, self._folders.failed):
            yield from folder.glob(f"OUT*_{reference}.*")


def _read(path: Path) -> configparser.SectionProxy:
    """The section [smsd] of smsd's own settings. Raises InputError."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, inline_comment_prefixes=("#", ";"))
    try:
        with path.open(encoding="utf-8") as file:
            parser.read_file(file)
        return parser["smsd"]
    except OSError as error:
        raise InputError(f"[school.sms] config_file: no se puede leer {path} ({why(error)}).") from error
    except (configparser.Error, KeyError) as error:
        raise InputError(
            f"[school.sms] config_file: {path} no es una configuración de gammu-smsd."
        ) from error


def _folders(smsd: configparser.SectionProxy, path: Path) -> Folders:
    if smsd.get("service", "").lower() != "files":
        raise InputError(f"{path}: hace falta «service = files».")
    names = ("outboxpath", "sentsmspath", "errorsmspath")
    missing = [name for name in names if name not in smsd]
    if missing:
        raise InputError(f"{path}: falta {', '.join(missing)}.")
    return Folders(*(Path(smsd[name]) for name in names))


def build(settings: SmsSettings) -> GammuGateway:
    return GammuGateway(read_options(GammuOptions, settings, "[school.sms]"))
