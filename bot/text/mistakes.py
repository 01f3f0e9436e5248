"""What pydantic says of a mistake in settings or rules, as a Spanish sentence that names the mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel

Location = tuple[int | str, ...]

_KEY = "[key]"  #: pydantic's last step of a mistake in the name of an entry
_BOUNDS = {"ge": "como mínimo", "gt": "más de", "le": "como máximo", "lt": "menos de"}
_SECRET = ("password", "secret", "token", "key")


def of_pydantic(error: Any, model: type[BaseModel], *, toml: bool = False) -> str:
    """One of pydantic's errors over `model`; what it was given is not shown where it is a secret.

    `toml`: the mend in TOML, else in YAML.
    """
    location: Location = error["loc"]
    where = ".".join(str(step) for step in _named(location))
    given, context = "…" if _is_secret(location) else error.get("input"), error.get("ctx", {})
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
        case "bool_parsing" | "bool_type":
            return f"«{where}» debe ser true o false, no «{given}»"
        case "string_type" | "path_type":
            return f"«{where}» debe ser un texto, no «{given}»: póngalo entre comillas"
        case "string_pattern_mismatch":
            what = f"el nombre «{given}»" if location[-1] == _KEY else f"«{where}: {given}»"
            first = "" if toml else ", y empezar por una letra"
            return f"{what} solo puede llevar minúsculas sin tilde, cifras y guiones{first}"
        case "tuple_type" | "list_type" | "frozen_set_type":
            lines = (
                f'["…"] (o varios [[{location[-1]}]])' if toml else "líneas que empiezan por «- », o [a, b]"
            )
            return f"«{where}» debe ser una lista: {lines}"
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type":
            if toml:
                return f"«{where}» debe ser una sección: [{where}]"
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
        if not _is_model(here):  # the number or name of an entry in `tuple[Rule, ...]`, `dict[str, Branch]`
            here = _model_in(here)
            continue
        field = here.model_fields.get(step)
        here = field and field.annotation
        if isinstance(here, UnionType):  # `Server | None`
            here = _model_in(here)
    return list(here.model_fields) if _is_model(here) else []


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model_in(annotation: Any) -> Any:
    return next(filter(_is_model, get_args(annotation)), None)


def _is_secret(location: Location) -> bool:
    last = str(location[-1]) if location else ""
    return last != _KEY and any(word in last for word in _SECRET)


def _has_comma(given: object) -> bool:
    return isinstance(given, str) and given.replace(",", "", 1).strip("+-").isdigit()
