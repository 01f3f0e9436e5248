"""A rules directory as one value for the database, and back."""

from __future__ import annotations

import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Engine

from bot.errors import InputError
from bot.rules.files import rules_files
from bot.store.engine import Query, reading

_MOST_BYTES = 5_000_000  #: the shipped rules are 0.2 MB: whoever exceeds this named another folder


def pack(directory: Path) -> bytes:
    """The rules files, zipped; the same files give the same bytes. Raises InputError when too large."""
    packed = BytesIO()
    size = 0
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path in rules_files(directory):
            content = (directory / path).read_bytes()
            size += len(content)
            if size > _MOST_BYTES:
                raise InputError(f"{directory} es demasiado grande para ser una carpeta de reglas.")
            archive.writestr(ZipInfo(path.as_posix()), content, ZIP_DEFLATED)
    return packed.getvalue()


def written_out(engine: Engine, school: str, name: str, packed: Query) -> Path:
    """The directory of a school's rules of this name; while there is none, made of what `packed` finds."""
    target = rules_home(engine) / school / name
    if target.is_dir():
        return target
    with reading(engine) as connection:
        return unpack(connection.scalars(packed).one(), target)


def unpack(packed: bytes, target: Path) -> Path:
    """Write the files out into a new directory `target`.

    It appears whole or not at all, whichever of several processes comes first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
    with ZipFile(BytesIO(packed)) as archive:
        archive.extractall(making)
    for path in making.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)  # a copy: edits belong into the draft
    making.chmod(0o755)
    try:
        making.rename(target)
    except OSError:  # another process was quicker
        shutil.rmtree(making)
    return target


def rules_home(engine: Engine) -> Path:
    """Where published rules are written out for reading.

    Beside the SQLite file; with PostgreSQL in the service's own state directory (systemd's
    `StateDirectory=`), else in the user's.
    """
    if engine.dialect.name == "sqlite":
        return Path(f"{engine.url.database}.rules").resolve()
    state = os.environ.get("STATE_DIRECTORY") or os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "incidencias" / "rules"
