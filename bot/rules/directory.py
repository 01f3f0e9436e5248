"""The rules directory: YAML read into typed values, every mistake with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from bot.errors import InputError, why
from bot.rules import yaml_places
from bot.rules.sentences import of_yaml
from bot.rules.yaml_places import Mapping, Sequence
from bot.text.mistakes import of_pydantic

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a rules file: where it is and how to mend it (Spanish)."""

    file: str
    line: int  #: from 1; 0 when the whole file is meant
    column: int  #: from 1
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class RulesError(InputError):
    """All mistakes of a rules directory at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def shipped_rules() -> Path:
    """The rules directory that comes with the program."""
    in_wheel = Path(str(resources.files("bot"))) / "_rules"
    return in_wheel if in_wheel.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def load_rules(directory: Path, name: str, model: type[M]) -> M:
    """Read `directory/name` as `model`.

    Raises RulesError with every mistake of the file.
    """
    path = directory / name
    data, problems = parse_yaml(path)
    found, wrong = as_model(path, data, model)
    if found is None or problems:
        raise RulesError(in_order([*problems, *wrong]))
    return found


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """File by file as they stand in them, each once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column))


def read_text(path: Path) -> str:
    """The text of a rules file.

    Raises RulesError when there is no such file or it is not UTF-8.
    """
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        raise RulesError([Problem(str(path), 0, 0, "falta este fichero de reglas")]) from None
    except OSError as error:
        raise RulesError([Problem(str(path), 0, 0, f"no se puede leer ({why(error)})")]) from None
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = "no está en UTF-8: guárdelo otra vez con esa codificación («Guardar como…»)"
        raise RulesError([Problem(str(path), line, column, message)]) from None


def read_yaml(path: Path) -> Any:
    """The YAML of a file, each node knowing its line and column.

    Raises RulesError when there is no such file, it is not YAML, or a key stands twice.
    """
    data, problems = parse_yaml(path)
    if problems:
        raise RulesError(problems)
    return data


def parse_yaml(path: Path) -> tuple[Any, list[Problem]]:
    """The YAML of a file, and the mistakes in spite of which it could be read: a key that stands twice.

    Raises RulesError when it could not be read at all.
    """
    text = read_text(path)
    try:
        data, wrong = yaml_places.read(text)
        return data, [Problem(str(path), *found) for found in wrong]
    except MarkedYAMLError as error:
        tabs = [
            Problem(str(path), number, 1, "la línea empieza con un tabulador: use espacios")
            for number, line in enumerate(text.splitlines(), 1)
            if "\t" in line[: len(line) - len(line.lstrip())]
        ]
        raise RulesError(tabs or [Problem(str(path), *of_yaml(error, text))]) from None
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = "hay un signo invisible que no es texto: bórrelo"
        raise RulesError([Problem(str(path), line, column, message)]) from None


def as_model(path: Path, data: Any, model: type[M]) -> tuple[M | None, list[Problem]]:
    """What `parse_yaml` gave, as `model`; else None and every mistake."""
    try:
        return model.model_validate(data if data is not None else {}), []
    except ValidationError as error:
        return None, [
            Problem(str(path), *place(data, e["loc"]), _rule(data, e["loc"]) + of_pydantic(e, model))
            for e in error.errors()
        ]


def _rule(data: Any, location: tuple[int | str, ...]) -> str:
    """Which rule a place belongs to, as the beginning of a sentence."""
    try:
        name = data["rules"][location[1]]["name"] if location[0] == "rules" else None
    except (KeyError, IndexError, TypeError):
        return ""
    return f"regla «{name}»: " if name else ""


def place(data: Any, location: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column (from 1) of the deepest node on the way to `location` that can be found."""
    found = data.begins if isinstance(data, Mapping | Sequence) else (1, 1)
    node = data
    for step in location:
        try:
            found, node = node.places[step], node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return found
