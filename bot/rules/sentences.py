"""What the YAML reader says of a mistake, as a Spanish sentence that names the mend."""

from __future__ import annotations

from collections.abc import Sequence

from ruamel.yaml.error import MarkedYAMLError

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
