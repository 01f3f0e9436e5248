"""The words of the command line that are typer's own, in Spanish: the help's headings, what was typed wrong.

typer has no catalogue for most of them, so the table is ours; what it does not know stays as typer says it.
"""

from __future__ import annotations

import re
import sys
from typing import Final

import typer
from typer._click import Context, HelpFormatter  # no public names, nor for the two below
from typer._click.exceptions import NoArgsIsHelpError, UsageError

_SAID: Final = [
    (re.compile(english, re.MULTILINE), spanish)
    for english, spanish in (
        (r"^Usage: ", "Uso: "),
        (r"\[OPTIONS\]", "[OPCIONES]"),
        (r"COMMAND \[ARGS\]\.\.\.", "ORDEN [ARGUMENTOS]..."),
        (r"^Options:$", "Opciones:"),
        (r"^Arguments:$", "Argumentos:"),
        (r"^Commands:$", "Órdenes:"),
        (r"Show this message and exit\.", "Muestra esta ayuda y termina."),
        (r"(?<=[\[ ])default: ", "sin ella: "),
        (r"(?<=[\[ ])required\]", "obligatoria]"),
        (r"\[env var:", "[o en el entorno:"),
        (r"^Missing argument '(.*)'\.", r"Falta \1."),
        (r"^Missing option '(.*)'\.", r"Falta la opción \1."),
        (r"^Missing command\.", "Falta decir qué orden."),
        (r"^No such command '(.*?)'\.", r"No hay ninguna orden «\1»."),
        (r"^No such option: (\S+)", r"No hay ninguna opción «\1»."),
        (r"Did you mean (.*)\?", r"¿Quería decir \1?"),
        (r"\(Possible options: (.*)\)", r"¿Quería decir \1?"),
        (r"^Option '(.*)' requires an argument\.", r"A la opción \1 le falta su valor."),
        (r"^Option '(.*)' does not take a value\.", r"La opción \1 no lleva ningún valor."),
        (r"^Got unexpected extra argument\(s\) \((.*)\)", r"Esto sobra: \1."),
        (r"^Invalid value for (?:'\[?(.*?)\]?'): ", r"\1: "),
        (r"Value error, (.*) is not one of (.*)\.", r"\1 no es ninguno de estos: \2."),
        (r"Input should be a valid integer.*", "tiene que ser un número entero."),
        (r"Input should be greater than or equal to (.*)", r"tiene que ser \1 o más."),
        (r"Input should be less than or equal to (.*)", r"tiene que ser \1 o menos."),
        (r"Value error, (.*) does not match the formats '%Y-%m-%d'\.?", r"\1 no es un día, como 2026-10-31."),
        (r"Input should be (?:a valid )?(.*)", r"tiene que ser \1."),
    )
]


_KIND: Final = re.compile(r"(?<= )<(?:list\[)?([^\]>]+)\]?>")
_KINDS: Final = {"path": "RUTA", "Path": "", "str": "TEXTO", "int": "Nº", "int range": "Nº"}


def in_spanish(text: str) -> str:
    """What typer says, with the words of the table; columns stay where they were."""
    for english, spanish in _SAID:
        text = english.sub(spanish, text)
    return _KIND.sub(_kind, text)


def _kind(found: re.Match[str]) -> str:
    """What sort of value an option takes; nothing when its name has told the choices already."""
    told = found.string[: found.start()].endswith(f"{found[1]} ")
    return ("" if told else _KINDS.get(found[1], found[1])).ljust(len(found[0]))


class _Help(HelpFormatter):
    def getvalue(self) -> str:
        return in_spanish(super().getvalue())


def run(app: typer.Typer) -> int:
    """Run the program as it was called; gives its exit code: 2 when called wrongly, 1 when broken off."""
    Context.formatter_class = _Help
    try:
        code: object = app(prog_name="incidencias", standalone_mode=False)
    except typer.Abort:
        sys.stderr.write("Cancelado.\n")
        return 1
    except UsageError as error:
        sys.stderr.write(_wrong(error))
        return 2
    return code if isinstance(code, int) else 0


def _wrong(error: UsageError) -> str:
    """What was typed wrong, and where the help is; no words at all typed: the help itself."""
    said = in_spanish(error.format_message())
    if error.ctx is None or isinstance(error, NoArgsIsHelpError):
        return f"{said}\n"
    return f"{said}\n{error.ctx.get_usage()}\nAyuda: {error.ctx.command_path} --help\n"
