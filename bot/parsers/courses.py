"""Courses as families write them: "segundo de la eso b", "1 bach c", "3ºD", "grado medio de informática".

A course is read as a chain of parts (level, stage, branch, group letter) with only small words between
them. The words of each part come from `rules/courses.yaml`; cycle codes of the school itself are added
from the units of its register, and units that no family would word so ("E4B") are known by heart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from bot.model import Course
from bot.parsers.plain import plain


class Branch(BaseModel):
    """One vocational cycle: the stage it belongs to and the words for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    stage: str
    words: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  #: count only when the stage is written too


class CourseRules(BaseModel):
    """`rules/courses.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    levels: dict[int, tuple[str, ...]]
    stages: dict[str, tuple[str, ...]]
    branches: dict[str, Branch]


@dataclass(frozen=True, slots=True)
class CourseMention:
    """A course in a text: `text[start:end]` says it."""

    course: Course
    start: int
    end: int
    past: bool = False  #: last year's, or the one before a change of group
    teachers: bool = False  #: named as a teacher's ("tutor de 3ºA"), not as a pupil's


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str  #: "level", "stage", "branch", "group"
    value: str
    start: int
    end: int
    loose: bool = False


_DIGIT = (
    r"(?<![a-z0-9_.,/+€-])(?<!\d[ ])[1-6](?![.,:/-]?\d)(?!\s?[%€])(?:\s?º|\.º|(?:er|ero|era|do|da|"
    r"ro|to|th|st|nd|rd|o|r|n|t)(?![a-z0-9]))?\.?(?:º)?"
)
_GROUP = (
    r"(?:(?<![a-z0-9])|(?<=[1-6º])|(?<=eso))(?!a\s+[1-6])(?!d\s+(?:la|el|eso|bach|[1-6]|pri|seg|ter|"
    r"cua))[a-h](?![a-z0-9º'])"
)
_GLUE = re.compile(
    r"(?:\s|[-_,;:()/\"'*|]|\.(?=\s?(?:-|,|de\b|grupo|[a-h]\b)|\s*$)|\b(?:de|d|del|dela|la|el|en|of|in|"
    r"du|di|da|do|curso|cursos|year|ano|grupo|gr|letra|clase|class"
    r"|clasa|group|groupe|grupa|gruppe|linea|unidad|seccion|section|litera|lettre|letter|ciclo|modulo|formativo|annee|classe|grade"
    r"|klasse|turma|l|ciencias|sociales|humanidades|letras|artes|tecnologico|tecnologia|general)\b)*"
)
_NAMED = re.compile(
    r"\b(?:grupo|gr|letra|clase|linea|group|class|classe|clasa|groupe|grupa|gruppe|litera|lettre|letter)"
    r"\s?[\"'(]?\s?$"
)
#: "en el B de 3º": the letter comes first.
_GROUP_FIRST = re.compile(
    r"[a-h]\"?\s+(?:de|del|d)\s+(?:[1-6]\s?[ºo]?|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa])\b"
)
_THE = re.compile(r"\b(?:el|la)\s+\"?$")
_ADDRESS = re.compile(
    r"(?:\bc/|\b(?:calle|avda?|avenida|plaza|pza|bloque|piso|portal|planta|urb|urbanizacion|barriada|bda|"
    r"puerta|esc)\b)"
    r"(?:[^\n]*\d[^\n]*|\W*(?:\w+\W+){0,3}?(?<!\bde\s)(?<!\ben\s))$"
)
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
    r"\s*(?:[.,;:)|\n]|$|(?:y|que|este|con|del? (?:este|ese|vuestro) (?:centro|instituto)|ano|curso)\b)"
)
_LATER_GROUP = re.compile(
    r"[^.;\n]{0,45}?\b(?:(?:en|es|tocado|al|ahora en|del?)\s+(?:el\s+|la\s+)?(?:grupo |letra |clase |"
    r"linea )?|(?:grupo|letra|clase|linea)\s+(?:el\s+|la\s+)?)\"?([a-h])\"?(?![a-z0-9º'])"
)
_THE_ONE_OF = re.compile(
    r"\s*,?\s*(?:la|el) del? (?:grupo )?\"?([a-h])(?![a-z0-9º'])"
)  #: "1º de ESO, la del B"

_GENERAL = frozenset({"ESO", "BACH", "PDC", "PRIMARIA"})  #: stages without cycles
_CODE, _GAP = re.compile(r"[a-zñ]+|\d"), r"[\s._ºª-]{0,2}"  #: words of a unit's name, and what may part them

_NEXT_LINE_GROUP = re.compile(
    r"[ .,]*\n[ \-*•]*(?:grupo|letra|clase|unidad|group|class)\s*[:|]?\s*([a-h])(?![a-z0-9º'])"
)


class CourseReader:
    """Finds courses in plain text; made once from the rules (and a school's units), then pure."""

    def __init__(self, rules: CourseRules, units: Mapping[str, Course] = MappingProxyType({})) -> None:
        """`units`: the names of the school's own units, each with the course that it stands for."""
        self._levels = {plain(w): str(n) for n, ws in rules.levels.items() for w in ws}
        self._stages = {plain(w): s for s, ws in rules.stages.items() for w in (s, *ws)}
        self._branches = {plain(w): b for b, r in rules.branches.items() for w in (b, *r.words)}
        self._loose: dict[tuple[str, str], str] = {
            (plain(w), r.stage): b for b, r in rules.branches.items() for w in r.loose
        }
        for word in {w for w, _ in self._loose}:
            self._branches.pop(word, None)
        self._stage_of = {b: r.stage for b, r in rules.branches.items()}
        for code, course in self._codes(units):
            if course.stage in _GENERAL:  # "1 BCT A": how this school writes Bachillerato
                self._stages.setdefault(plain(code), course.stage)
            else:
                self._branches.setdefault(plain(code), code)
        self._parts = re.compile(
            rf"(?P<level>{_DIGIT}|{_words(self._levels)})"
            rf"|(?P<stage>{_words(self._stages)})|(?P<branch>{_words(self._branches)})"
            rf"|(?P<loose>{_words(w for w, _ in self._loose)})|(?P<group>{_GROUP})"
        )
        self._codewords = {
            "".join(words): replace(course, branch=None) if course.stage in _GENERAL else course
            for unit, course in units.items()
            if len(words := _CODE.findall(plain(unit))) > 1 and words[0].isalpha() and words[1].isdigit()
        }
        self._coded = re.compile(
            "|".join(
                rf"(?<![^\W_]){_GAP.join(_CODE.findall(code))}(?![^\W_])" for code in sorted(self._codewords)
            )
            or r"(?!)"
        )

    def _codes(self, units: Mapping[str, Course]) -> Iterator[tuple[str, Course]]:
        """Codes in the school's own units, with the course of such a unit: "2ºGM COC-A" -> "COC"."""
        for unit, course in units.items():
            for code in re.findall(r"[A-ZÑ]{2,}", unit.upper()):
                if plain(code) not in self._stages and plain(code) not in self._levels:
                    yield code, course

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
            m for chain in self._chains(text, flat, start, stop) if (m := self._mention(text, flat, chain))
        ]
        coded = [
            self._told(flat, self._codewords["".join(_CODE.findall(hit[0]))], *hit.span())
            for hit in self._coded.finditer(flat, start, stop)
        ]
        if coded:
            apart = [m for m in found if all(m.end <= c.start or c.end <= m.start for c in coded)]
            found = sorted([*apart, *coded], key=lambda m: m.start)
        for n in range(len(found) - 2, -1, -1):
            this, following = found[n], found[n + 1]
            if str(this.course) == f"{this.course.level}º" and _COORDINATED.match(
                flat, this.end, following.start + 9
            ):
                found[n] = replace(this, course=replace(this.course, stage=following.course.stage))
        return found

    def _chains(self, text: str, flat: str, start: int, end: int) -> Iterator[list[_Part]]:
        chain: list[_Part] = []
        for hit in self._parts.finditer(flat, start, end):
            part = self._part(hit)
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
                same = self._refines(chain, part, flat)
                if same:
                    continue
                yield chain
                chain = []
            ahead = flat[max(0, part.start - 9) : part.start]
            if (
                chain
                or part.kind != "group"
                or _NAMED.search(ahead)
                or (_THE.search(ahead) and _GROUP_FIRST.match(flat, part.start))
            ):
                chain.append(part)
        if chain:
            yield chain

    def _refines(self, chain: list[_Part], part: _Part, flat: str) -> bool:
        """Whether `part` only repeats what the chain says ("3º de ESO de secundaria")."""
        last = chain[-1]
        if (
            part.kind == "stage"
            and part.start - last.end < 12
            and _GLUE.fullmatch(flat, last.end, part.start)
        ):
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

    def _part(self, hit: re.Match[str]) -> _Part:
        kind = hit.lastgroup or ""
        word = re.sub(r"[\s.-]+", " ", hit.group()).strip()
        joined = re.sub(r"[\s.]+", "", hit.group())  # "e.s.o", "e s o"
        match kind:
            case "level":
                value = word[0] if word[0].isdigit() else self._levels[word]
            case "stage":
                value = self._stages.get(word) or self._stages[joined]
            case "branch":
                value = self._branches.get(word) or self._branches[joined]
            case "loose":
                return _Part("branch", word, hit.start(), hit.end(), loose=True)
            case _:
                value = word.upper()
        return _Part(kind, value, hit.start(), hit.end())

    def _mention(self, text: str, flat: str, chain: list[_Part]) -> CourseMention | None:
        parts = {p.kind: p for p in chain}
        group = parts.get("group")
        if group and not self._is_group(text, flat, chain, group):
            place = chain.index(group)
            ahead, behind = chain[:place], chain[place + 1 :]
            chain = behind if any(p.kind == "level" for p in behind) else ahead
            parts = {p.kind: p for p in chain}
        if not chain or set(parts) == {"group"}:
            return None
        stage = parts["stage"].value if "stage" in parts else None
        branch = self._branch(parts.get("branch"), stage, with_level="level" in parts)
        if parts.get("branch") and branch is None:
            chain = [p for p in chain if p.kind != "branch"]
            parts.pop("branch")
            if not chain:
                return None
        if branch and stage in {None, "FP"}:
            stage = self._stage_of.get(branch)
        start, end = chain[0].start, max(p.end for p in chain)
        line = flat.rfind("\n", 0, start) + 1
        before = flat[max(line, start - 70) : start]
        if _ADDRESS.search(before) or not self._is_course(flat, parts, start, end, before):
            return None
        level = int(parts["level"].value) if "level" in parts else None
        letter = parts["group"].value if "group" in parts else None
        if level and not letter:
            letter = self._later_group(text, flat, end, alone=set(parts) == {"level"})
        course = Course(level, None if stage == "FP" and not level else stage, branch, letter)
        return self._told(flat, course, start, end)

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

    def _branch(self, part: _Part | None, stage: str | None, *, with_level: bool) -> str | None:
        if part is None:
            return None
        if part.loose:
            # "2º de Gestión" says enough when only one cycle answers to the word.
            meant = {branch for (word, _), branch in self._loose.items() if word == part.value}
            only = meant.pop() if with_level and stage is None and len(meant) == 1 else None
            return self._loose.get((part.value, stage or ""), only)
        return part.value

    @staticmethod
    def _is_group(text: str, flat: str, chain: list[_Part], group: _Part) -> bool:
        """Whether a lone letter is a group, not a word ("a", "e", "d") or an initial."""
        after = flat[group.end : group.end + 14]
        if len(chain) == 1:
            return False
        place = chain.index(group)
        if place == 0 or _NAMED.search(flat[max(0, group.start - 8) : group.start]):
            return True
        between = flat[chain[place - 1].end : group.start]
        if re.search(r"[,:;]", between) or ("(" in between and not after.startswith(")")):
            return not after.startswith(".") and text[group.start].isupper() and ":" not in between
        if not between or (
            text[group.start].isupper() and not text[max(0, group.start - 20) : group.end + 20].isupper()
        ):
            return True
        if group.value in "AED":
            return bool(
                re.match(
                    r"\s*(?:$|[.,;:)\n|]|(?:punto|coma|de|d|y|mi|tlf|tel|telefono|movil|soy|me|no|que|gracias|"
                    r"el (?:numero|movil|tlf|telefono))\b)",
                    after,
                )
            ) and not re.match(r"\s*,?\s*(?:las?|los|\d)\b", after)
        return not (group.value == "H" and chain[0].kind == "level" and len(chain) == 2)

    @staticmethod
    def _is_course(flat: str, parts: dict[str, _Part], start: int, end: int, before: str) -> bool:
        """Whether the parts suffice: two of them, or one in a place where only a course can stand."""
        if len(parts) >= 2:
            return not (
                "level" in parts
                and re.match(r"\s*(?:trimestre|evaluacion|hora|planta|vez)\b", flat[end : end + 14])
            )
        if "level" in parts:
            word = parts["level"]
            said = flat[word.start : word.end]
            if said.isdigit() or said.endswith((".", "er", "st", "nd")):
                return False
            after = flat[end : end + 24]
            if _COORDINATED.match(after) or _ALONE_PLACE.search(before):
                return bool(_ALONE_AFTER.match(after) or _COORDINATED.match(after))
            return bool(
                before.strip() and re.search(r"[(,|]\s*$", before) and re.match(r"\s*(?:[.;)|\n]|$)", after)
            )
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


def _words(words: Iterable[str]) -> str:
    """Words as one regex alternative, longest first; blanks may be hyphens, short ones may hold dots."""
    alternatives = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        if len(word) <= 5 and " " not in word:
            gap = r"\.?\s?" if word == "eso" else r"\.?"
            pattern = gap.join(map(re.escape, word))
        else:
            pattern = r"[\s-]+".join(map(re.escape, word.split()))
        alternatives.append(pattern)
    # "1º ESOB": the letter of the group is written to the stage.
    end = r"(?:(?![a-z])|(?<=eso)(?=[a-h](?![a-z])))"
    return rf"(?<![a-z])(?:{'|'.join(alternatives)}){end}" if alternatives else r"(?!)"
