"""Settings read from `incidencias.toml` and the environment, every mistake with its line.

`INCIDENCIAS_STORE__URL` overrides `[store] url`, `INCIDENCIAS_SCHOOL__0__IMAP__PASSWORD` that of the
first school. Relative paths (files, rules, the SQLite database) start at the folder of the settings file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import InputError, why
from bot.settings.toml_lines import Location, parse_forgiving
from bot.settings.values import Settings, StoreSettings
from bot.text.mistakes import of_pydantic

PREFIX = "INCIDENCIAS_"
CONFIG = "INCIDENCIAS_CONFIG"  #: names the file itself
_USUAL_PLACES = (Path("incidencias.toml"), Path("/etc/incidencias/incidencias.toml"))
_TEXTS = "var/sms.jsonl"  #: where `[school.sms] kind = "file"` writes
_RELATIVE_SQLITE = re.compile(r"(?P<scheme>sqlite[^:]*:///)(?P<file>[^/:].*)")


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """One mistake: where it stands and how to mend it (Spanish)."""

    place: str  #: "incidencias.toml:12" or "variable INCIDENCIAS_STORE__URL"
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class SettingsError(InputError):
    """All mistakes of the settings at once."""

    def __init__(self, problems: Iterable[SettingsProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def is_configured() -> bool:
    """Is there a settings file in INCIDENCIAS_CONFIG or a usual place, or a setting in the environment?"""
    return _named(None) is not None or any(_location(name) for name in os.environ)


def _named(config: Path | str | None) -> Path | None:
    named = config or os.environ.get(CONFIG)
    return Path(named) if named else next((p for p in _USUAL_PLACES if p.is_file()), None)


def load_settings_file(config: Path | str | None) -> Settings:
    """The settings of `--config`, INCIDENCIAS_CONFIG or the usual places, with this environment.

    Raises SettingsError.
    """
    path = _named(config)
    if path is None and not is_configured():
        raise SettingsError(
            [
                SettingsProblem(
                    str(_USUAL_PLACES[0]),
                    "no existe. Cree la configuración con «incidencias init», o indíquela con --config.",
                )
            ]
        )
    return load_settings(path, os.environ)


def load_settings(path: Path | None, env: Mapping[str, str]) -> Settings:
    """Settings from a TOML file (if any) under the overrides of `env`.

    Raises SettingsError with every mistake of both.
    """
    text = _read(path) if path else ""
    file = path.name if path else "incidencias.toml"
    parsed = parse_forgiving(text)
    data = parsed.data
    problems = [SettingsProblem(f"{file}:{line}", message) for line, message in parsed.mistakes]
    variables = {place: name for name in sorted(env) if (place := _location(name))}
    for place, name in variables.items():
        if not _put(data, place, _value(env[name])):
            problems.append(
                SettingsProblem(f"variable {name}", "no corresponde a ningún sitio de la configuración")
            )
    if path:
        _name_text_files(data)
        _anchor(data, path.resolve().parent)
        _anchor_database(data, path.resolve().parent)
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        lines = parsed.lines()
        problems += [
            SettingsProblem(_place(e["loc"], file, lines, variables), of_pydantic(e, Settings, toml=True))
            for e in error.errors()
            if not (
                parsed.mistakes and e["type"] == "missing"
            )  # it may stand in the line that could not be read
        ]
    if problems:
        raise SettingsError(problems)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = "no está en UTF-8: guárdelo así"
    except OSError as error:
        message = f"no se puede leer ({why(error)}). Cree uno con «incidencias init»"
    raise SettingsError([SettingsProblem(str(path), message)])


# --------------------------------------------------------------------------- environment


def _location(name: str) -> Location | None:
    """INCIDENCIAS_SCHOOL__0__IMAP__PORT -> ("school", 0, "imap", "port"); None: not a setting."""
    if not name.startswith(PREFIX) or name == CONFIG:
        return None
    parts = name.removeprefix(PREFIX).lower().split("__")
    if len(parts) == 1 and parts[0] not in Settings.model_fields:
        return None  # some other variable of ours
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _value(text: str) -> Any:
    """A variable's value: TOML when it is a list or a table, else the text itself."""
    if not text.startswith(("[", "{")):
        return text
    parsed = parse_forgiving(f"value = {text}")
    return text if parsed.mistakes else parsed.data["value"]


def _put(data: Any, place: Location, value: Any) -> bool:
    """Set a value deep in the data, making what is missing on the way; False: there is no such way."""
    step, rest = place[0], place[1:]
    if isinstance(data, dict) and isinstance(step, str):
        if not rest:
            data[step] = value
            return True
        return _put(data.setdefault(step, [] if isinstance(rest[0], int) else {}), rest, value)
    if isinstance(data, list) and isinstance(step, int) and step <= len(data) and rest:
        if step == len(data):
            data.append({})
        return _put(data[step], rest, value)
    return False


# --------------------------------------------------------------------------- paths


def _anchor(node: Any, folder: Path) -> None:
    """Make the paths of files and rules absolute, in place."""
    if isinstance(node, list):
        for item in node:
            _anchor(item, folder)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and (key.endswith("_file") or key in {"rules", "path"}):
                node[key] = str(folder / value)
            else:
                _anchor(value, folder)


def _name_text_files(data: Any) -> None:
    """`[school.sms] kind = "file"` without `path`: its usual file, so that it is anchored like the others."""
    schools = data.get("school")
    for school in schools if isinstance(schools, list) else ():
        sms = school.get("sms") if isinstance(school, dict) else None
        if isinstance(sms, dict) and sms.get("kind") == "file":
            sms.setdefault("path", _TEXTS)


def _anchor_database(data: Any, folder: Path) -> None:
    """The same for a SQLite file, the default one too, in place."""
    store = data.setdefault("store", {})
    if not isinstance(store, dict):
        return  # a mistake that validation tells
    url = store.get("url", StoreSettings.model_fields["url"].default)
    if isinstance(url, str) and (relative := _RELATIVE_SQLITE.fullmatch(url)):
        store["url"] = f"{relative['scheme']}{folder / relative['file']}"


# --------------------------------------------------------------------------- mistakes


def _place(
    location: Location, file: str, lines: Mapping[Location, int], variables: Mapping[Location, str]
) -> str:
    """The variable that set this value, else the line of the deepest part of the way that is there."""
    for depth in range(len(location), 0, -1):
        way = location[:depth]
        if way in variables:
            return f"variable {variables[way]}"
        if way in lines:
            return f"{file}:{lines[way]}"
    made = next((name for place, name in variables.items() if place[: len(location)] == location), None)
    return f"variable {made}" if made else file
