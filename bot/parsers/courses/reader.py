"""Courses as families write them: "segundo de la eso b", "1 bach c", "3ºD", "grado medio de informática".

A course is a chain of parts (see `chains`); here it is settled whether a chain is a course at all,
whether its lone letter is a group, and of whom it is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from bot.model.claim import Course
from bot.parsers.courses.chains import NAMED, chains
from bot.parsers.courses.units import SpeltUnits
from bot.parsers.courses.words import CourseRules, CourseWords, Part
from bot.text.plain import plain


@dataclass(frozen=True, slots=True)
class CourseMention:
    """A course in a text: `text[start:end]` says it."""

    course: Course
    start: int
    end: int
    past: bool = False  #: last year's, or the one before a change of group
    teachers: bool = False  #: named as a teacher's ("tutor de 3ºA"), not as a pupil's


_SURNAMES = {"bachiller"}  #: that are stages too
_CAPITALISED = r"[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{2,}"
_NAME_BEFORE = re.compile(rf"(?<![^\W_])(?!(?:Del|Curso|Primero|Segundo|Hace|Alumn\w*) ){_CAPITALISED} \Z")
_NAME_BEHIND = re.compile(
    rf" (?!(?:Ciencias|Humanidades|Artes|Sociales|Letras|General|Tecn\w*|Grupo)\b){_CAPITALISED}"
)
_SHORT = 3  #: letters of a code that can be a word too
_SMALL_WORD = re.compile(r"a\s+[1-6]|d\s+(?:la|el|eso|bach|[1-6]|pri|seg|ter|cua)")  #: "2ºd eso"
_LONE_D = re.compile(r"[1-6][ºªo.]{0,2}\s?D\s")
_ADDRESS = re.compile(
    r"(?:\bc/|\b(?:calle|avda?|avenida|plaza|pza|urb|urbanizacion|barriada|bda)\b)[^\n]*\d[^\n]*$"
    r"|\b(?:bloque|piso|portal|planta|puerta|esc)\b\W*(?:n[ºo]?\W*)?\d[^\n]*$"
    r"|(?:\bc/|\b(?:calle|avda?|avenida|pza|bloque|piso|portal|planta|urb|urbanizacion|barriada|bda|esc)\b)"
    r"\W*(?:\w+\W+){0,3}?(?<!\bde\s)(?<!\ben\s)$"
)
_OF_A_STREET = re.compile(r"\s*(?:de la|del?)\s+(?:calle|c/|avda|avenida|plaza|bloque|portal|edificio)")
_PAST = re.compile(
    r"\b(?:(?:ano|curso) (?:pasado|anterior)|estaba|estuvo|estuvimos|hizo|antes (?:en|de|era|estaba)|"
    r"venia de|repitio|last year|l'an(?:nee)? (?:dernier|passee?))\b"
    r"[^.;\n]{0,40}$"
)
_NOW = re.compile(r"\b(?:ahora|este (?:ano|curso)|ya|matriculo|actualmente|pasado a|now)\b")
_PAST_AFTER = re.compile(r"^[^.;,\n]{0,12}\b(?:el (?:ano|curso) (?:pasado|anterior)|last year)\b")
_TEACHER = re.compile(
    r"\b(?:tutor|tutora|tutoria|profe|profesor|profesora|maestra|maestro|teacher|jefe|jefa)\s*\(?(?:de|"
    r"del|d|en|of)?\s*(?:curso|grupo)?\s*$"
)
_ALONE_PLACE = re.compile(r"\b(?:en|de|del|repite|cursa|curso|pasado a|empieza|estudia|hace)\s+(?:el\s+)?$")
_COORDINATED = re.compile(r"\s*(?:y|e|and|et|/|,)\s*(?:en\s+|el de\s+)?(?:[1-6]\s?º|segundo|tercero|cuarto)")
_ALONE_AFTER = re.compile(
    r"\s*(?:[.,;:()|\n]|$|(?:y|que|este|con|del? (?:este|ese|vuestro) (?:centro|instituto)|"
    r"de formacion|ano|curso)\b)"
)
_TOLD_ALONE = re.compile(
    r"\s*(?:[.;)|\n]|$|,\s+(?:no (?:se|recuerdo|me acuerdo)|creo|la letra|el grupo|con)\b)"
)
_LATER_GROUP = re.compile(
    r"[^.;\n]{0,45}?\b(?:(?:en|es|tocado|al|ahora en|del?)\s+(?:el\s+|la\s+)?(?:grupo |letra |clase |"
    r"linea )?|(?:grupo|letra|clase|linea)\s+(?:el\s+|la\s+)?)\"?([a-h])\"?(?![a-z0-9º'])"
)
_THE_ONE_OF = re.compile(
    r"\s*,?\s*(?:(?:la|el) del?|en el|en la|al) (?:grupo |letra )?\"?([a-h])(?![a-z0-9º'])"
)  #: "1º de ESO, la del B", "4º de ESO, en el B"
_LABEL = (
    r"(?:curso|ano|nivel|etapa|ciclo|ensenanza|estudios?|modulo|especialidad|grado|familia|year|level|stage|"
    r"course|annee|niveau|classe|clasa|an|jahr|klasse)"
    r"(?: (?:escolar|academico|formativo|profesional|educativa))?\s*[:|=\t]\s*"
)
_LABELLED = re.compile(rf"(?:^|[\n|;,])[ \-*•]*{_LABEL}$")
_LABEL_BETWEEN = re.compile(rf"[ .,;]*\n[ \-*•]*{_LABEL}")  #: "Ciclo: SMR\nCurso: 2º"
_NEXT_LINE_GROUP = re.compile(
    r"[ .,]*\n[ \-*•]*(?:grupo|letra|clase|unidad|group|class)\s*[:|]?\s*([a-h])(?![a-z0-9º'])"
)


def _merged(flat: str, found: list[CourseMention], spelt: list[CourseMention]) -> list[CourseMention]:
    """All mentions in order; of two that overlap the school's own, unless a group stands beside it."""

    def rivals(one: CourseMention, others: list[CourseMention]) -> list[CourseMention]:
        return [m for m in others if m.start < one.end and one.start < m.end]

    def lacks_group(unit: CourseMention) -> bool:
        signs = re.findall(r"[a-zñ]+", flat[unit.start : unit.end])
        groups = {(m.course.group or "").lower() for m in rivals(unit, found)} - {""}
        return unit.course.group is None and not groups.issubset(signs)

    def says_less(unit: CourseMention) -> bool:  # "2º Bach" of "2º Bach. Ciencias", the same course
        return any(m.course == unit.course and m.end > unit.end for m in rivals(unit, found))

    spelt = [unit for unit in spelt if not lacks_group(unit) and not says_less(unit)]
    return sorted([*spelt, *(m for m in found if not rivals(m, spelt))], key=lambda m: m.start)


def _joined(one: CourseMention, other: CourseMention) -> list[CourseMention]:
    """What two lines of a form say of one course; both as they are when they say the same thing twice."""
    said, also = asdict(one.course), asdict(other.course)
    if any(said[part] and also[part] for part in said):
        return [one, other]
    course = Course(**{part: said[part] or also[part] for part in said})
    return [replace(one, course=course, end=other.end)]


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether the words around are in capitals as well."""
    around = text[max(0, start - 20) : start] + text[end : end + 20]
    return around.isupper()


def _is_surname(text: str, flat: str, start: int, end: int) -> bool:
    """Whether a stage alone is part of a name: "Susana Bachiller Ruiz"."""
    if flat[start:end] not in _SURNAMES or not text[start].isupper():
        return False
    line = text.rfind("\n", 0, start) + 1
    return bool(_NAME_BEFORE.search(text, line, start) or _NAME_BEHIND.match(text, end))


class CourseReader:
    """Finds courses in plain text; made once from the rules (and a school's units), then pure."""

    def __init__(
        self,
        rules: CourseRules,
        units: Mapping[str, Course] = MappingProxyType({}),
        cycles: Mapping[str, Course] = MappingProxyType({}),
    ) -> None:
        """`units`: the names of the school's own units, each with the course that it stands for; `cycles`:
        the stage and code of each cycle that the school teaches, by the cycle's name.
        """
        self._words = CourseWords(rules, units, cycles)
        self._units = SpeltUnits(units)

    def find(
        self, flat: str, start: int = 0, end: int | None = None, *, original: str | None = None
    ) -> list[CourseMention]:
        """All courses of `flat[start:end]`, in order; spans are offsets into `flat`.

        `original` is the text with its capitals and accents, of the same length (a lone "A" is rather a
        group than "a" is); when it is left out, `flat` is taken for it and made plain.
        """
        text = original if original is not None else flat
        flat = flat if original is not None else plain(flat)
        stop = len(flat) if end is None else end
        found = [
            m
            for chain in chains(text, flat, self._words.parts(flat, start, stop))
            if (m := self._mention(text, flat, chain))
        ]
        spelt = [self._told(flat, *unit) for unit in self._units.find(flat, start, stop)]
        if spelt:
            found = _merged(flat, found, spelt)
        for n in range(len(found) - 2, -1, -1):
            this, following = found[n], found[n + 1]
            if _LABEL_BETWEEN.fullmatch(flat, this.end, following.start):
                found[n : n + 2] = _joined(this, following)
            elif str(this.course) == f"{this.course.level}º" and _COORDINATED.match(
                flat, this.end, following.start + 9
            ):
                found[n] = replace(this, course=replace(this.course, stage=following.course.stage))
        return found

    def _mention(self, text: str, flat: str, chain: list[Part]) -> CourseMention | None:
        parts = {p.kind: p for p in chain}
        group = parts.get("group")
        if group and not self._is_group(text, flat, chain, group):
            place = chain.index(group)
            ahead, behind = chain[:place], chain[place + 1 :]
            if group.value == "D" and text[group.start].islower():
                chain = [*ahead, *behind]  # "segundo d cocina": what is left of "de"
            else:
                chain = behind if any(p.kind == "level" for p in behind) else ahead
            parts = {p.kind: p for p in chain}
        if not chain or set(parts) == {"group"}:
            return None
        stage = parts["stage"].value if "stage" in parts else None
        level = int(parts["level"].value) if "level" in parts else None
        branch = self._words.branch(parts.get("branch"), stage, with_level=level is not None)
        said = max(p.end for p in chain) if self._words.names_modality(parts.get("branch"), stage) else 0
        if parts.get("branch") and branch is None:
            chain = [p for p in chain if p.kind != "branch"]
            parts.pop("branch")
            if not chain:
                return None
        if branch and stage in {None, "FP"}:
            stage = self._words.stage_of(branch)
        start, end = chain[0].start, max(p.end for p in chain)
        line = flat.rfind("\n", 0, start) + 1
        before = flat[max(line, start - 70) : start]
        if _ADDRESS.search(before) or _OF_A_STREET.match(flat, end):
            return None
        if not self._is_course(flat, parts, start, end, before):
            return None
        if set(parts) == {"stage"} and _is_surname(text, flat, start, end):
            return None
        if set(parts) == {"branch"} and end - start <= _SHORT and not text[start:end].isupper():
            return None  # "far", "sea", "tis": words of some language rather than a cycle
        letter = parts["group"].value if "group" in parts else None
        if level and not letter:
            letter = self._later_group(text, flat, end, alone=set(parts) == {"level"})
        if level and not letter and _LONE_D.search(text, start, end) and not _shouted(text, start, end):
            letter = "D"  # "2º D ESO": of "de" a capital is seldom left
        code = self._words.code_of(branch)
        course = Course(level, None if stage == "FP" and not level else stage, code, letter)
        return self._told(flat, course, start, max(end, said))  # with "Ciencias"

    @staticmethod
    def _told(flat: str, course: Course, start: int, end: int) -> CourseMention:
        """The mention, with what the words around it say of whose course it is."""
        line = flat.rfind("\n", 0, start) + 1
        before = flat[max(line, start - 70) : start]
        earlier = _PAST.search(before)
        past = bool(earlier and not _NOW.search(earlier.group())) or bool(
            _PAST_AFTER.search(flat[end : end + 40])
        )
        return CourseMention(course, start, end, past, bool(_TEACHER.search(before)))

    @staticmethod
    def _is_group(text: str, flat: str, chain: list[Part], group: Part) -> bool:
        """Whether a lone letter is a group, not a word ("a", "e", "d") or an initial."""
        after = flat[group.end : group.end + 14]
        if len(chain) == 1 or (not text[group.start].isupper() and _SMALL_WORD.match(flat, group.start)):
            return False
        place = chain.index(group)
        if place == 0 or NAMED.search(flat[max(0, group.start - 8) : group.start]):
            return True
        between = flat[chain[place - 1].end : group.start]
        if group.value in "AE" and re.search(r"\.\s", between) and re.match(r"\s+[a-z]{2}", after):
            return False  # "2º ESO. A partir de hoy …"
        if re.search(r"[,:;]", between) or ("(" in between and not after.startswith(")")):
            return not after.startswith(".") and text[group.start].isupper() and ":" not in between
        if not between or (
            text[group.start].isupper() and not text[max(0, group.start - 20) : group.end + 20].isupper()
        ):
            return True
        if group.value in "AED":
            return bool(
                re.match(
                    r"\s*(?:$|[.,;:)\n|\x02]|(?:punto|coma|de|d|y|mi|tlf|tel|telefono|movil|soy|me|no|que|gracias|"
                    r"este (?:ano|curso)|el (?:numero|movil|tlf|telefono))\b)",
                    after,
                )
            ) and not re.match(r"\s*,?\s*(?:las?|los|\d)\b", after)
        return not (group.value == "H" and chain[0].kind == "level" and len(chain) == 2)

    @staticmethod
    def _is_course(flat: str, parts: dict[str, Part], start: int, end: int, before: str) -> bool:
        """Whether the parts suffice: two of them, or one in a place where only a course can stand."""
        if len(parts) >= 2:
            return not (
                "level" in parts
                and re.match(r"\s*(?:trimestre|evaluacion|hora|planta|vez)\b", flat[end : end + 14])
            )
        if "level" in parts:
            word = parts["level"]
            if _LABELLED.search(before) and re.match(r"\s*(?:[.,;|\n]|$)", flat[end : end + 14]):
                return True
            said = flat[word.start : word.end]
            if said.isdigit() or re.fullmatch(r"[1-9](?:\.|er|st|nd)", said):
                return False
            after = flat[end - said.endswith(".") : end + 24]
            if _COORDINATED.match(after) or _ALONE_PLACE.search(before):
                return bool(_ALONE_AFTER.match(after) or _COORDINATED.match(after))
            return bool(before.strip() and re.search(r"[(,|]\s*$", before) and _TOLD_ALONE.match(after))
        if "stage" in parts:
            return parts["stage"].value not in {"FP", "ESPA", "INFANTIL"} and flat[start:end] not in {
                "gm",
                "gs",
                "gb",
                "eso",
            }
        return "branch" in parts and not parts["branch"].loose

    @staticmethod
    def _later_group(text: str, flat: str, end: int, *, alone: bool) -> str | None:
        """The letter told apart from the level: "repite 2º, este año está en el A", or a line below."""
        hit = (
            _NEXT_LINE_GROUP.match(flat, end)
            or _THE_ONE_OF.match(flat, end)
            or (_LATER_GROUP.match(flat, end) if alone else None)
        )
        return text[hit.start(1)].upper() if hit and text[hit.start(1)].isupper() else None
