"""One file an integration: the file's name *is* the `kind` in the settings."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.errors import InputError


def builder(package: str, kind: str, setting: str) -> Callable[..., Any]:
    """The `build` function of `package.kind`.

    Raises InputError naming the setting and the kinds that exist.
    """
    kinds = sorted(m.name for m in pkgutil.iter_modules(import_module(package).__path__))
    if kind not in kinds:
        raise InputError(f"{setting}: «{kind}» no existe; vale: {', '.join(kinds)}.")
    try:
        build: Callable[..., Any] = import_module(f"{package}.{kind}").build
    except ModuleNotFoundError as error:
        raise InputError(
            f"{setting}: «{kind}» necesita «{error.name}». Desde la carpeta del programa: "
            f"{sys.prefix}/bin/pip install '.[{kind}]'"
        ) from error
    return build
