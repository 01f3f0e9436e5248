"""The further keys of a section that belong to its `kind`, read as a model; mistakes in Spanish."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.errors import InputError, why
from bot.settings.values import CredentialsSettings, SmsSettings

_SECRET = ("password", "secret", "token", "key")


class Options(BaseModel):
    """Base of what a kind may be told; an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


M = TypeVar("M", bound=Options)


def read_options(model: type[M], settings: CredentialsSettings | SmsSettings, section: str) -> M:
    """The options of `settings.kind`. Raises InputError with every mistake; `section`: "[school.sms]"."""
    try:
        return model.model_validate(settings.model_extra or {})
    except ValidationError as error:
        where = f"{section} kind = «{settings.kind}»"
        raise InputError("\n".join(f"{where}: {sentence_of(e)}" for e in error.errors())) from error


def read_secret(value: SecretStr | None, file: Path | None, name: str) -> str:
    """A secret that stands in the settings or in a file of its own. Raises InputError when in neither."""
    if value is not None:
        return value.get_secret_value()
    if file is None:
        raise InputError(f"{name}: falta (o «{name.rsplit(maxsplit=1)[-1]}_file» con el fichero).")
    try:
        return file.read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise InputError(f"{name}_file: no se puede leer {file} ({why(error)}).") from error


def sentence_of(error: Any) -> str:
    """One of pydantic's errors as a Spanish sentence that names the mend and tells no secret."""
    location, context = error["loc"], error.get("ctx", {})
    where = ".".join(str(step) for step in location)
    secret = not location or any(word in str(location[-1]) for word in _SECRET)
    given = "" if secret else f" (ahora: {error.get('input')!r})"
    match error["type"]:
        case "missing":
            return f"falta «{location[-1]}»"
        case "extra_forbidden":
            return f"«{location[-1]}» no se conoce aquí: quítelo o corrija su nombre"
        case "literal_error":
            return f"«{where}» debe ser {context['expected'].replace(' or ', ' o ')}{given}"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"«{where}» debe ser un número entero{given}"
        case "float_parsing" | "float_type":
            return f"«{where}» debe ser un número{given}"
        case "greater_than":
            return f"«{where}» debe ser mayor que {context['gt']:g}{given}"
        case "greater_than_equal" | "less_than_equal":
            bound = f"como mínimo {context['ge']}" if "ge" in context else f"como máximo {context['le']}"
            return f"«{where}» debe ser {bound}{given}"
        case "string_type" | "path_type":
            return f"«{where}» debe ser un texto entre comillas{given}"
        case "string_pattern_mismatch":
            return f"«{where}» solo puede llevar minúsculas sin acento, cifras y guiones{given}"
        case "tuple_type":
            return f'«{where}» debe ser una lista: ["…"] (o varios [[{location[-1]}]])'
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"«{where}» debe ser una sección: [{where}]"
        case "value_error":
            return str(context["error"])
        case _:
            return f"«{where}»: {error['msg']}"
