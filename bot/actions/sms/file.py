"""`kind = "file"`: texts appended to a JSON-lines file, for the demo and for tests.

Never for a real school: the file holds the codes in clear.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot.errors import TransportError, why
from bot.ports.texts import Receipt
from bot.settings.values import SmsSettings


class FileGateway:
    """Appends `{"key", "number", "text"}` lines to `path`; a key that stands there is not written again."""

    idempotent = True

    def __init__(self, settings: SmsSettings) -> None:
        path = (settings.model_extra or {}).get("path", "var/sms.jsonl")
        self._path = Path(path)
        self._keys: set[str] = set()
        self._read = 0  #: bytes of the file whose keys are known

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        line = json.dumps({"key": key, "number": number, "text": text}, ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as file:
                cut_off = self._look(file)
                if key in self._keys:
                    return ()
                file.write(b"\n" * cut_off + line.encode() + b"\n")
        except OSError as error:
            raise TransportError(
                f"No se puede escribir el fichero de SMS «{self._path}»: «{why(error)}».",
                permanent=False,
                detail=str(error),
            ) from error
        return ()

    def _look(self, file: IO[bytes]) -> bool:
        """Note the keys of what was written since the last look; True: a crash cut off the last line."""
        if os.fstat(file.fileno()).st_size < self._read:  # somebody began it anew
            self._keys, self._read = set(), 0
        file.seek(self._read)
        for line in file:
            if not line.endswith(b"\n"):
                return True
            self._read += len(line)
            with suppress(ValueError):
                self._keys.add(json.loads(line)["key"])
        return False

    def sent(self) -> list[dict[str, str]]:
        """Every text so far, for whoever looks on; a line cut off by a crash is passed over."""
        lines = []
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            with suppress(ValueError):
                lines.append(json.loads(line))
        return lines

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        return iter(())

    def check(self) -> str:
        return f"Los SMS se escriben en {self._path} (solo para pruebas)."


def build(settings: SmsSettings) -> FileGateway:
    return FileGateway(settings)
