"""`kind = "file"`: texts appended to a JSON-lines file, for the demo and for tests.

Never for a real school: the file holds the codes in clear.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.errors import TransportError
from bot.ports import Receipt
from bot.settings import SmsSettings


class FileGateway:
    """Appends `{"key", "number", "text"}` lines to `path`; a key that stands there is not written again."""

    kind = "file"
    idempotent = True

    def __init__(self, settings: SmsSettings) -> None:
        path = (settings.model_extra or {}).get("path", "var/sms.jsonl")
        self._path = Path(path)

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if any(line["key"] == key for line in self.sent()):
                return ()
            line = json.dumps({"key": key, "number": number, "text": text}, ensure_ascii=False)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise TransportError(
                f"No se puede escribir el fichero de SMS {self._path}.", permanent=False, detail=str(error)
            ) from error
        return ()

    def sent(self) -> list[dict[str, str]]:
        """Every text so far; a line cut off by a crash is passed over."""
        if not self._path.exists():
            return []
        lines = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                continue
        return lines

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        return iter(())

    def check(self) -> str:
        return f"Los SMS se escriben en {self._path} (solo para pruebas)."


def build(settings: SmsSettings) -> FileGateway:
    return FileGateway(settings)
