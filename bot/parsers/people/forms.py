"""Data given as a form or a table: "Alumno/a: …", labels of the school's page, a pasted spreadsheet row.

What a label asks for is told by the first word of it that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.parsers.people.relations import Role
from bot.parsers.scene import Zone

_LABELS: tuple[tuple[Role | None, re.Pattern[str]], ...] = (
    (
        Role.OTHER,
        re.compile(
            r"\b(?:otr[oa]s? (?:padre|madre|tutora?|progenitora?|guardadora?)|other (?:parent|guardian)|"
            r"tutora?(?:[/ ]a)? (?:de(?:l)? (?:grupo|curso|clase)|docente)|profesora?|centro|"
            r"direccion|asunto|motivo|incidencia|problema|localidad|poblacion)\b"
        ),
    ),
    (
        Role.STUDENT,
        re.compile(
            r"\b(?:alumn\w*|hij[oa@]\w*|nin[oa]s?|estudiantes?|menor(?:es)?|pupil|student|child(?:ren)?|"
            r"son|daughter|eleve|enfants?|elev\w*|copil\w*|filh[oa]|schuler\w*|kind|sohn|tochter)\b|"
            r"التلميذ|الطالب|учень|учениця|ребенок|дитина|学生|孩子"
        ),
    ),
    (
        Role.WRITER,
        re.compile(
            r"\b(?:padre|madre|tutora?|legal|responsable|progenitor\w*|guardian|parent|mother|father|"
            r"mere|pere|mama|papa|tata|mae|pai|encarregad[oa]|mutter|vater|eltern\w*|familiar|"
            r"solicitante|titular|remitente|firmado|fdo|representante)\b|الام|الاب|мати|батько|мать|отец|"
            r"家长|母亲|父亲"
        ),
    ),
)
_OTHER_DATA = re.compile(
    r"\b(?:curso|clase|grupo|unidad|course|class|classe|clasa|turma|klasse|tel\w*|tfno?|tlf|movil\w*|"
    r"mobile|phone|celular|numero|numar|correo|e-?mail|dni|nif|nie)\b|手机|电话"
)
_LINE = re.compile(r"[^\n]+")
_LABELLED = re.compile(
    r"(?=[^:=|\t>]*[:=|\t>])"  # quick: most lines are no fields
    r"\s*(?:[-*•·>]|\d{1,2}\s?[.)ºª-])?\s*([^\n:=|\x01\x02]{2,90}?)\s*(?::|=|->|\t|\s\|\s)\s*"
)
_SENTENCE_END = re.compile(r"[^\W_]{4,}\)?\.\s")
#: "Hijos:" with one on each line below: words that can be a name, perhaps a course; a bullet or a number.
_SEVERAL = re.compile(
    r"\b(?:alumn[oa@]s|hij[oa@]s|nin[oa]s|estudiantes|menores|pupils|students|children|kids|sons|daughters|"
    r"eleves|enfants|elevi|copii\w*|filh[oa]s|kinder|melliz[oa]s|gemel[oa]s|trilliz[oa]s)\b"
)
_ONE_OF_LIST = re.compile(
    r"\s*(?:[-*•·>–]|\d{1,2}\s?[.)ºª-]+)?\s*(?:\x01+\s*[,:–-]?\s*)?"
    r"[^\W\d]+(?:[ '-](?!(?:y|e|and|et|si)\b)[^\W\d]+){1,5}"
    r"\s*(?:[,(:–-]?\s*(?:(?:en|de)\s+)?\x01+\)?)?\s*[.,;]?\s*"
)
_ONLY_COURSE = re.compile(r"[\s(-]*(?:(?:curso|grupo|clase|en|de)\s*:?\s*)?\x01+[\s).,;]*")
_MARKED_ITEM = re.compile(r"^\s*(?:[-*•·>–]|\d)|\x01")
_CELLS = re.compile(r"\s*(?:\||\t|;)\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """`text[start:end]` is what was written for a label that asks for `role`."""

    role: Role
    start: int
    end: int
    label: str


@lru_cache(maxsize=512)  # a mail about which the model is asked is read twice
def find_fields(marked: str, zones: tuple[Zone, ...]) -> tuple[Field, ...]:
    """The labelled values of a marked text (see `Scene`) that hold names."""
    return tuple(
        field
        for zone in zones
        for find in (_labelled, _tables)
        for field in find(marked, zone.start, zone.end)
    )


def role_of(label: str) -> Role | None:
    """Whose name a plain label asks for: by the earliest telling word; None when it asks for none."""
    hits = [(m.start(), role) for role, pattern in _LABELS if (m := pattern.search(label))]
    if not hits:
        return None
    if any(role is Role.OTHER for _, role in hits):
        return Role.OTHER
    return min(hits, key=lambda h: h[0])[1]


def _labelled(marked: str, start: int, end: int) -> Iterator[Field]:
    lines = list(_LINE.finditer(marked, start, end))
    for n, line in enumerate(lines):
        hit = _LABELLED.match(marked, line.start(), line.end())
        label, value_start, value_end = "", 0, line.end()
        if hit:
            label, value_start = hit.group(1), hit.end()
        role = role_of(label)
        if role is None or not _is_label(label, role):
            continue
        sentence = _SENTENCE_END.search(marked, value_start, value_end)
        if sentence:
            value_end = sentence.end()
        if not marked[value_start:value_end].strip() and n + 1 < len(lines):
            value_start, value_end = lines[n + 1].span()
            n += 1  # noqa: PLW2901 - the value's line
        if (
            role is Role.STUDENT
            and _SEVERAL.search(label)
            and _ONE_OF_LIST.fullmatch(marked, value_start, value_end)
        ):
            yield from _listed(marked, lines[n + 1 :], value_end, end, label.strip())
        yield Field(role, value_start, value_end, label.strip())


def _listed(marked: str, lines: Sequence[re.Match[str]], at: int, end: int, label: str) -> Iterator[Field]:
    """The further lines under "Hijos:", up to an empty one; the last of a text is rather who signs it."""
    for line in lines:
        if marked[at : line.start()] != "\n":
            return
        at = line.end()
        if _ONLY_COURSE.fullmatch(line.group()):
            continue
        if not _ONE_OF_LIST.fullmatch(line.group()):
            return
        if not re.search(r"[^\W_]", marked[line.end() : end]) and not _MARKED_ITEM.search(line.group()):
            return
        yield Field(Role.STUDENT, line.start(), line.end(), label)


def _is_label(label: str, role: Role) -> bool:
    """Whether the words before a colon are a label rather than prose."""
    if re.search(r"[.!?]\s|\b(?:hola|buenas|buenos|saludos|gracias|soy|tengo|son)\b", label):
        return False
    return len(label.split()) <= (4 if role is Role.OTHER else 14)


def _tables(marked: str, start: int, end: int) -> Iterator[Field]:
    """Rows under a line of at least two known headings."""
    heads: list[Role | None] = []
    labels: list[str] = []
    for line in _LINE.finditer(marked, start, end):
        cells = _split(marked, line.start(), line.end())
        if len(cells) < 2:
            heads = [] if line.group().strip() else heads
            continue
        roles = [role_of(marked[a:b]) for a, b in cells]
        known = sum(
            r is not None or bool(_OTHER_DATA.search(marked[a:b]))
            for r, (a, b) in zip(roles, cells, strict=True)
        )
        if known >= 2 and not any(c in line.group() for c in "\x01\x02"):
            heads, labels = roles, [marked[a:b].strip() for a, b in cells]
            continue
        for role, label, (a, b) in zip(heads, labels, cells, strict=False):
            if role is not None:
                yield Field(role, a, b, label)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells, at = [], start
    for gap in _CELLS.finditer(text, start, end):
        if gap.start() > at:
            cells.append((at, gap.start()))
        at = gap.end()
    if at < end:
        cells.append((at, end))
    return cells
