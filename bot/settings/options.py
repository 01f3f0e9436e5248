"""The further keys of a section that belong to its `kind`, read as a model; mistakes in Spanish."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.errors import InputError, why
from bot.settings.values import CredentialsSettings, SmsSettings
from bot.text.mistakes import of_pydantic


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
        raise InputError(
            "\n".join(f"{where}: {of_pydantic(e, model, toml=True)}" for e in error.errors())
        ) from error


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
