"""The files of a rules directory, and by what it is known that one of them has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path


def rules_files(directory: Path) -> list[Path]:
    """The files of a rules directory, replies and vocabularies included; hidden ones are not rules."""
    found = (path.relative_to(directory) for path in directory.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts))


def rules_version(directory: Path) -> str:
    """Twelve letters that change with any rules file."""
    digest = hashlib.sha256()
    for path in rules_files(directory):
        digest.update(path.as_posix().encode() + b"\0")
        digest.update(hashlib.sha256((directory / path).read_bytes()).digest())
    return digest.hexdigest()[:12]


def fingerprint(rules: Path) -> frozenset[tuple[str, int, int]]:
    """Changes whenever a file of the directory is edited, added, replaced or taken away."""
    seen = set()
    for path in rules_files(rules):
        try:
            stat = (rules / path).stat()
        except FileNotFoundError:  # an editor is just replacing it
            continue
        seen.add((path.as_posix(), stat.st_mtime_ns, stat.st_size))
    return frozenset(seen)
