"""Parts of a course that belong together: level, stage, branch and group with only small words between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.parsers.courses.words import Part

_GLUE = re.compile(
    r"(?:\s|[-_,;:()/\"'*|]|\b[dl]['’]|\.(?=\s?(?:-|,|de\b|grupo|[a-h]\b)|\s*$)|\b(?:de|d|del|dela|la|el|en|of|in|the|"
    r"du|di|da|do|curso|cursos|course|year|ano|any|anno|anio|anul|курс|курсу|клас|класу|grupo|gr|letra|clase|class|the|grado|nivel|seccion|salon|aula"
    r"|clasa|group|groupe|grup|grupa|gruppe|linea|unidad|paralelo|seccion|section|litera|lettre|letter|ciclo|modulo|formativo|tecnico|annee|classe|grade|modalidad|modalitat|modalidade|itinerario|itinerari|opcion|rama|via|especialidad"
    r"|klasse|turma|l|ciencias|sociales|humanidades|letras|artes|tecnologico|tecnologia|general"
    r"|der|des|jahr|jahres|sezione|sectia|della|na|no|груп[аиіу]|класі|року|шкіл|الصف|الفصل|المجموعة|من)\b"
    r"|،|年级|年級|班|组)*"
)
NAMED = re.compile(
    r"\b(?:grupo|grup|gr|letra|clase|linea|paralelo|group|class|classe|clasa|groupe|grupa|gruppe|litera|lettre|letter"
    r"|turma|klasse|sezione|sectia|клас|груп[аиіу]|الصف)\s?:?\s?[\"'(]?\s?$"
)
#: "en el B de 3º": the letter comes first.
_GROUP_FIRST = re.compile(
    r"[a-h]\"?\s+(?:de|del|d|do|della)\s+(?:[1-6]\s?[ºo]?|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa])\b"
)
_THE = re.compile(r"\b(?:el|la)\s+\"?$")


def chains(text: str, flat: str, parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The parts of a text as chains, in order; `text` keeps its capitals, `flat` is plain."""
    chain: list[Part] = []
    for part in parts:
        if part.kind == "stage" and text[part.start : part.end] == "esa":
            continue  # "en la clase esa": a word rather than Educación Secundaria de Adultos
        if (
            part.kind == "branch"
            and text[part.start : part.end].istitle()
            and (not chain or "," in flat[chain[-1].end : part.start])
            and part.end - part.start <= 4
        ):
            continue  # a given name rather than a code: "2º C, Eva María"
        if chain and (
            part.kind in {p.kind for p in chain}
            or not _GLUE.fullmatch(flat, chain[-1].end, part.start)
            or flat.count("\n", chain[-1].end, part.start)
        ):
            same = _refines(chain, part, flat)
            if same:
                continue
            yield chain
            chain = []
        ahead = flat[max(0, part.start - 9) : part.start]
        if (
            chain
            or part.kind != "group"
            or NAMED.search(ahead)
            or (_THE.search(ahead) and _GROUP_FIRST.match(flat, part.start))
        ):
            chain.append(part)
    if chain:
        yield chain


def _refines(chain: list[Part], part: Part, flat: str) -> bool:
    """Whether `part` only repeats what the chain says ("3º de ESO de secundaria")."""
    last = chain[-1]
    if part.kind == "stage" and part.start - last.end < 12 and _GLUE.fullmatch(flat, last.end, part.start):
        for n, p in enumerate(chain):
            if p.kind == "stage" and (p.value == part.value or p.value in {"FP", "ESO"}):
                chain[n] = replace(part, start=p.start) if p.value != part.value else p
                chain[-1] = replace(chain[-1], end=part.end)
                return True
    if part.kind == "branch" and last.kind == "branch" and (last.loose or last.value == part.value):
        chain[-1] = replace(
            last, value=part.value if not part.loose else last.value, end=part.end, loose=part.loose
        )
        return True
    return False
