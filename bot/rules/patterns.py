"""Regular expressions that an admin writes: RE2 runs them in linear time, whatever the mail holds."""

from __future__ import annotations

from functools import lru_cache

import re2

_MEND = "use palabras, \\b, |, ? y [], sin (?=…) ni \\1"


@lru_cache(maxsize=4096)  # rules are checked again at every edit, and few of them have changed
def ensure_safe(pattern: str, *, written: str | None = None) -> None:
    """Raises ValueError (Spanish) when RE2 does not take `pattern`, or when it holds nothing to look for.

    `written`: what the admin wrote, where `pattern` was made of it.
    """
    shown = pattern if written is None else written
    if not shown.strip():
        raise ValueError("la expresión está vacía: escriba lo que se busca, o quite la línea")
    if not shown.isprintable():
        raise ValueError(
            f"la expresión «{' '.join(shown.split())}» lleva signos invisibles: póngala entre comillas"
            " simples, '…'; entre comillas dobles \\b no es «fin de palabra»"
        )
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise ValueError(
            f"la expresión «{shown}» no es segura o está mal escrita ({reason.partition(': ')[0]}): {_MEND}"
        ) from None
    if compiled.search(""):
        raise ValueError(f"la expresión «{shown}» acierta con cualquier correo: quite algún *, ? o |")
