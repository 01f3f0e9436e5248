"""What pydantic and the YAML reader say of a mistake, as Spanish sentences that name the mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from ruamel.yaml.error import MarkedYAMLError

Location = tuple[int | str, ...]

_KEY = "[key]"  #: pydantic's last step of a mistake in the name of an entry
_BOUNDS = {"ge": "como mínimo", "gt": "más de", "le": "como máximo", "lt": "menos de"}

#: Part of the YAML reader's words -> the mend; True where the place is that of what it was busy with.
_YAML: Sequence[tuple[str, str, bool]] = (
    ("could not find expected ':'", "falta «: » (dos puntos y un espacio) entre la palabra y su valor", True),
    ("expected ',' or '}'", "esta llave «{» no se cierra, o dentro falta una coma", True),
    ("expected ',' or ']'", "este corchete «[» no se cierra, o dentro falta una coma", True),
    ("expected the node content", "este corchete «[» no se cierra", True),
    ("unexpected end of stream", "esta comilla no se cierra", True),
    (
        "mapping values are not allowed",
        "aquí sobran dos puntos: ponga el texto entre comillas, o mire en qué columna empieza la línea",
        False,
    ),
    ("expected <block end>", "debe empezar en la misma columna que las líneas de su bloque", False),
    ("unknown escape character", "entre comillas dobles «\\» no se entiende: use las simples, '…'", False),
    ("undefined alias", "un texto no puede empezar por «*»: póngalo entre comillas", False),
    ("cannot start any token", "un texto no puede empezar por este signo: póngalo entre comillas", False),
    ("another document", "sobra la línea «---»", False),
)


def of_yaml(error: MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """(line, column, sentence) of what the YAML reader could not read in `text`."""
    said = f"{error.problem or ''}"
    mend, of_context = next(
        ((mend, of_context) for part, mend, of_context in _YAML if part in said),
        (f"el YAML está mal escrito cerca de aquí ({said})", False),
    )
    mark = (error.context_mark if of_context else None) or error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.splitlines()
    if line < len(lines) and "\N{NO-BREAK SPACE}" in lines[line]:
        mend = "hay un espacio que no es corriente (copiado de otro programa): bórrelo y escríbalo de nuevo"
    return line + 1, mark.column + 1 if mark else 1, mend


def of_pydantic(error: Any, model: type[BaseModel]) -> str:
    """One of pydantic's errors over `model`."""
    location: Location = error["loc"]
    where = ".".join(str(step) for step in _named(location))
    given, context = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"falta «{location[-1]}»"
        case "extra_forbidden":
            known = _fields(model, location[:-1])
            return f"«{location[-1]}» no se conoce aquí{meant(str(location[-1]), known)}"
        case "literal_error" | "enum":
            allowed = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            return f"«{where}» no puede ser «{given}»{meant(str(given), allowed)}"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            bound, number = next(iter(context.items()))
            return f"«{where}» no puede ser {given}: debe ser {_BOUNDS[bound]} {number:g}"
        case "float_parsing" | "float_type" | "finite_number":
            point = f"; los decimales, con punto: {given.replace(',', '.')}" if _has_comma(given) else ""
            return f"«{where}» debe ser un número, no «{given}»{point}"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"«{where}» debe ser un número entero, no «{given}»"
        case "string_type":
            return f"«{where}» debe ser un texto, no «{given}»: póngalo entre comillas"
        case "string_pattern_mismatch":
            what = f"el nombre «{given}»" if location[-1] == _KEY else f"«{where}: {given}»"
            return f"{what} solo puede llevar minúsculas sin tilde, cifras y guiones, y empezar por una letra"
        case "tuple_type" | "list_type" | "frozen_set_type":
            return f"«{where}» debe ser una lista: líneas que empiezan por «- », o [a, b]"
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type":
            return f"{f'«{where}»' if where else 'el fichero'} debe llevar líneas «palabra: valor»"
        case "too_short":
            return f"«{where}» está vacío: escriba al menos una"
        case "value_error":
            return str(context["error"])
        case _:
            return f"«{where}» no vale ({error['msg']})"


def meant(word: str, known: Collection[str]) -> str:
    """How a sentence about an unknown word ends: the nearest known one, else all of them."""
    near = get_close_matches(word, list(known), n=1)
    if near:
        return f"; ¿quería decir «{near[0]}»?"
    return f"; aquí vale: {', '.join(known)}" if known else ""


def _named(location: Location) -> Iterator[str]:
    """The names on the way; that of a rule stands before the sentence already."""
    inside = location[2:] if location[:1] == ("rules",) and len(location) > 2 else location
    return (step for step in inside if isinstance(step, str) and step != _KEY)


def _fields(model: type[BaseModel], location: Location) -> list[str]:
    """The names that the part of `model` at this place may have; none where any are allowed."""
    here: Any = model
    for step in location:
        if isinstance(step, str) and isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(step)
            here = _inner(field.annotation) if field else None
    is_model = isinstance(here, type) and issubclass(here, BaseModel)
    return list(here.model_fields) if is_model else []


def _inner(annotation: Any) -> Any:
    """The model in `tuple[Rule, ...]` or `dict[str, Branch]`; else the annotation itself."""
    inner = [a for a in get_args(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
    return inner[0] if inner else annotation


def _has_comma(given: object) -> bool:
    return isinstance(given, str) and given.replace(",", "", 1).strip("+-").isdigit()
