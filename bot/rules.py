"""The rules directory: YAML read into typed values, every mistake with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from bot.errors import InputError

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
    return in_wheel if in_wheel.is_dir() else Path(__file__).resolve().parent.parent / "rules"


def load_rules(directory: Path, name: str, model: type[M]) -> M:
    """Read `directory/name` as `model`.

    Raises RulesError with every mistake of the file.
    """
    return as_model(directory / name, read_yaml(directory / name), model)


def read_yaml(path: Path) -> Any:
    """The YAML of a file, each node knowing its line and column.

    Raises RulesError when there is no such file or it is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RulesError([Problem(str(path), 0, 0, "falta este fichero de reglas")]) from None
    except UnicodeDecodeError:
        raise RulesError([Problem(str(path), 0, 0, "el fichero no está en UTF-8")]) from None
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise RulesError([Problem(str(path), line, column, f"YAML mal escrito: {error.problem}")]) from None


def as_model(path: Path, data: Any, model: type[M]) -> M:
    """What `read_yaml` gave, as `model`. Raises RulesError with every mistake of the file."""
    try:
        return model.model_validate(data if data is not None else {})
    except ValidationError as error:
        raise RulesError(
            Problem(str(path), *place(data, e["loc"]), _spanish(e)) for e in error.errors()
        ) from None


def place(data: Any, location: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column (from 1) of the deepest node on the way to `location` that can be found."""
    line, column = (data.lc.line, data.lc.col) if hasattr(data, "lc") else (0, 0)
    node = data
    for step in location:
        try:
            if isinstance(node, CommentedMap) and step in node:
                line, column = node.lc.key(step)
            elif isinstance(node, CommentedSeq) and isinstance(step, int):
                line, column = node.lc.item(step)
            else:
                break
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
    return line + 1, column + 1


def _spanish(error: Any) -> str:
    """A pydantic error as a Spanish sentence that names the mend."""
    where = ".".join(str(p) for p in error["loc"])
    given = error.get("input")
    match error["type"]:
        case "missing":
            return f"falta «{error['loc'][-1]}»"
        case "extra_forbidden":
            return f"«{error['loc'][-1]}» no se conoce aquí: quítelo o corrija su nombre"
        case "literal_error" | "enum":
            return f"«{given}» no vale en «{where}»; se espera {error['ctx']['expected']}"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            bound, sign = next(iter(error["ctx"].items()))
            words = {"ge": "como mínimo", "gt": "más de", "le": "como máximo", "lt": "menos de"}
            return f"«{given}» no vale en «{where}»: debe ser {words[bound]} {sign}"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"«{where}»: {error['msg']}"
