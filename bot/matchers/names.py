"""Comparing a name as a parent writes it with one on file (POLICY, "Name comparison")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.phonetics import is_blend, sound
from bot.model import PersonName
from bot.text import fold

#: Left out or put in at will; they only count where words are written together ("Delacalle").
PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "da", "do", "dos", "das", "di"}
    | {"el", "al", "ben", "bin", "ibn", "bint", "ait", "ould", "van", "von", "der", "den"}
)
_TITLES = frozenset(
    ("don", "dona", "dna", "sr", "sra", "srta", "sres", "dr", "dra", "mr", "mrs", "miss", "ms", "mme")
)
_MEN = frozenset({"jose", "jesus"})  # a woman's second name, but never the one she goes by
_WORD = re.compile(r"[a-z0-9?]+")
_MARIA = re.compile(r"\bM\s?\.?\s?[ªº°]\.?|\bMa\.?(?=\s\w)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’´`](?=\w)")
_LONE_LINK = re.compile(r"(?<=\w )[yieYIE](?= \w)")  # Ortega y Gasset, Puig i Ferrer: no initials


class Part(IntEnum):
    """Comparison level of one part of a name (given, first or second surname), worst first."""

    DIFFERENT = 0
    MISSING = 1  #: not written, or not on file
    EXTRA = 2  #: agrees, but one word more is written than is on file
    INITIAL = 3
    SOME = 4  #: one of several words: Catalina for María Catalina
    TYPO = 5
    SHORT = 6
    VARIANT = 7
    EXACT = 8


class NameLevel(IntEnum):
    """What a comparison of whole names says."""

    DIFFERENT = 0
    WEAK = 1  #: nothing against it, but too little is written: one given name, one surname
    SAME = 2  #: given name and a surname (or more) agree and nothing disagrees


#: From here on a name can stand for a person on its own.
same_person_level = NameLevel.SAME

_PART_OF = {
    Agreement.INITIAL: Part.INITIAL,
    Agreement.TYPO: Part.TYPO,
    Agreement.SHORT: Part.SHORT,
    Agreement.VARIANT: Part.VARIANT,
    Agreement.EXACT: Part.EXACT,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring written words put together, particles between them included: "delacalle"."""

    tokens: frozenset[int]  #: the tokens it holds
    text: str
    several: bool  #: of more than one word


@dataclass(frozen=True, slots=True)
class Written:
    """A written name in folded words; `tokens` are those that count, particles are only in `runs`."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]
    runs: tuple[Run, ...]
    surnames_only: bool = False  #: the mail gives no given name ("los mellizos Ruiz Gil")


@dataclass(frozen=True, slots=True)
class Filed:
    """A name on file in folded words; `parts[i]` tells which part token i is of: 0 given, 1, 2 surnames."""

    tokens: tuple[str, ...]
    parts: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]  #: of each part: its tokens
    joined: tuple[tuple[int, str], ...]  #: parts of several words, written together: (1, "benhaddou")

    def part(self, number: int) -> tuple[str, ...]:
        """The words of one part."""
        return tuple(self.tokens[i] for i in self.places[number])


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How a written name agrees with one on file: the level, and the level of each part."""

    level: NameLevel
    given: Part
    surname1: Part
    surname2: Part


_APART = NameComparison(NameLevel.DIFFERENT, Part.DIFFERENT, Part.DIFFERENT, Part.DIFFERENT)


@lru_cache(maxsize=16_384)
def written_name(text: str, *, surnames_only: bool = False) -> Written:
    """Take a written name to words: titles and particles go, Mª becomes María."""
    text = _LONE_LINK.sub("", _APOSTROPHE.sub("", _MARIA.sub("María ", text)))
    found = [w for w in _WORD.findall(fold(text)) if w not in _TITLES]
    if len(found) > 2 and found[0] == "d":  # D. Juan Pérez
        del found[0]
    places = [i for i, word in enumerate(found) if word not in PARTICLES] or list(range(len(found)))
    return Written(tuple(found), tuple(found[i] for i in places), tuple(_runs(found, places)), surnames_only)


def _runs(words: list[str], places: list[int]) -> Iterator[Run]:
    """Up to four neighbours together, every token alone among them."""
    token_at = {place: token for token, place in enumerate(places)}
    for start in range(len(words)):
        for end in range(start + 1, min(start + 4, len(words)) + 1):
            tokens = frozenset(token_at[i] for i in range(start, end) if i in token_at)
            if tokens:
                yield Run(tokens, "".join(words[start:end]), end > start + 1)


@lru_cache(maxsize=65_536)
def filed_name(name: PersonName) -> Filed:
    """Take a name on file to words."""
    tokens: list[str] = []
    places: list[tuple[int, ...]] = []
    joined: list[tuple[int, str]] = []
    for number, text in enumerate((name.given, name.surname1, name.surname2)):
        part = written_name(text)
        places.append(tuple(range(len(tokens), len(tokens) + len(part.tokens))))
        tokens += part.tokens
        if len(part.words) > 1:
            joined.append((number, "".join(part.words)))
    parts = tuple(number for number, own in enumerate(places) for _ in own)
    return Filed(tuple(tokens), parts, tuple(places), tuple(joined))


def compare_names(written: str, on_file: PersonName, lexicon: Lexicon) -> NameComparison:
    """Compare a name as written, in any order, with one on file."""
    return compare(written_name(written), filed_name(on_file), lexicon)


def compare(written: Written, filed: Filed, lexicon: Lexicon) -> NameComparison:
    """As `compare_names`, with both names already in words."""
    return _Alignment(written, filed, lexicon).judge()


class _Alignment:
    """One comparison under way: which written word answers which word on file."""

    def __init__(self, written: Written, filed: Filed, lexicon: Lexicon) -> None:
        self.written, self.filed, self.lexicon = written, filed, lexicon
        self.agreed: dict[int, Agreement] = {}  # place on file -> how it agrees
        self.answer: dict[int, int] = {}  # place on file -> written token
        self.open = set(range(len(written.tokens)))

    def judge(self) -> NameComparison:
        self._pair_equal()
        if self.open and len(self.agreed) < len(self.filed.tokens):
            self._pair_short_phrases()
            self._pair_joined()
            self._pair_similar()
        if not self.agreed or max(self.agreed.values()) <= Agreement.TYPO:
            return _APART
        return self._weigh()

    def _pair(self, token: int, place: int, how: Agreement) -> None:
        self.agreed[place] = how
        self.answer[place] = token
        self.open.discard(token)

    def _pair_equal(self) -> None:
        for token, word in enumerate(self.written.tokens):
            for place, filed in enumerate(self.filed.tokens):
                if word == filed and place not in self.agreed:
                    self._pair(token, place, Agreement.EXACT)
                    break

    def _pair_short_phrases(self) -> None:
        """Juanma for Juan Manuel, whichever of the two is on file."""
        phrases = self.lexicon.hypocoristics.phrases
        given = {self.filed.tokens[i]: i for i in self.filed.places[0]}
        for token in sorted(self.open):
            for phrase in phrases(self.written.tokens[token]):
                places = [given[w] for w in phrase if w in given and given[w] not in self.agreed]
                if len(places) == len(phrase):
                    for place in places:
                        self._pair(token, place, Agreement.SHORT)
                    break
        for word, place in given.items():
            if place in self.agreed or not phrases(word):
                continue
            spelt = {self.written.tokens[t]: t for t in self.open}
            for phrase in phrases(word):
                if all(w in spelt for w in phrase):
                    for w in phrase:
                        self._pair(spelt[w], place, Agreement.SHORT)
                    break

    def _pair_joined(self) -> None:
        """Delacalle for de la Calle, Xiao Li for Xiaoli, Juande for Juan de Dios."""
        for run in self.written.runs:
            if run.tokens <= self.open and not self._pair_with_joined(run) and run.several:
                self._pair_with_single(run)

    def _pair_with_joined(self, run: Run) -> bool:
        for number, whole in self.filed.joined:
            places = self.filed.places[number]
            if not self.agreed.keys().isdisjoint(places):
                continue
            if sound(run.text) == sound(whole):
                self._pair_all(run, places, Agreement.VARIANT)
                return True
            if number == 0 and is_blend(run.text, self.filed.tokens[places[0]], whole):
                self._pair_all(run, places, Agreement.SHORT)
                return True
        return False

    def _pair_with_single(self, run: Run) -> None:
        for place, word in enumerate(self.filed.tokens):
            if place not in self.agreed and sound(run.text) == sound(word):
                self._pair_all(run, (place,), Agreement.VARIANT)
                return

    def _pair_all(self, run: Run, places: tuple[int, ...], how: Agreement) -> None:
        for place in places:
            for token in run.tokens:
                self._pair(token, place, how)

    def _pair_similar(self) -> None:
        agree, written, filed = self.lexicon.agreement, self.written.tokens, self.filed
        found = [
            (-how, token, place)
            for token in self.open
            for place in range(len(filed.tokens))
            if place not in self.agreed
            and (how := agree(written[token], filed.tokens[place], surname=filed.parts[place] > 0))
        ]
        for worse, token, place in sorted(found):
            if token in self.open and place not in self.agreed:
                self._pair(token, place, Agreement(-worse))

    def _weigh(self) -> NameComparison:
        """From paired words to the levels of the parts and of the whole."""
        given, surname1, surname2 = self._part(0), self._part(1), self._part(2)
        more_given = self._more_given() if self.open else set()
        more_surnames = self.open - more_given
        if given == Part.DIFFERENT or self._turned():
            return _APART
        if given == Part.MISSING and self._names_somebody_else():
            return _APART
        if more_given:
            answers = self._given_answers()
            spell = self.written.tokens.__getitem__
            if not self._one_of([*map(spell, sorted(answers | more_given))], [*map(spell, sorted(answers))]):
                return _APART
            given = min(given, Part.EXTRA)
        if more_surnames:
            # One surname more than the school knows is borne; a *different* surname is another person.
            if len(more_surnames) > 1 or surname1 < Part.TYPO or self.filed.places[2]:
                return _APART
            surname2 = Part.EXTRA
        strong = len({self.answer[i] for i, how in self.agreed.items() if how > Agreement.INITIAL})
        both = given > Part.MISSING and max(surname1, surname2) >= Part.SOME
        filed_in_one_part = sum(map(bool, self.filed.places)) == 1
        same = strong >= 2 and (both or filed_in_one_part)
        level = NameLevel.SAME if same else NameLevel.WEAK
        return NameComparison(level, given, surname1, surname2)

    def _part(self, number: int) -> Part:
        places = self.filed.places[number]
        answered = [i for i in places if i in self.agreed]
        if not answered:
            return Part.MISSING
        worst = _PART_OF[min(self.agreed[i] for i in answered)]
        if len(answered) < len(places):
            if number == 0 and not self._one_of(
                [self.filed.tokens[i] for i in places], [self.filed.tokens[i] for i in answered]
            ):
                return Part.DIFFERENT
            worst = min(worst, Part.SOME)
        return worst

    def _one_of(self, names: list[str], chosen: list[str]) -> bool:
        """Whether people go by `chosen` of their given `names`: no María José goes by José, nor a
        José María by María.
        """
        if "maria" not in names or len(names) == len(chosen):
            return True
        if chosen == ["maria"]:
            return names[0] == "maria" or names[0].endswith("a")
        return names[0] != "maria" or not _MEN.issuperset(chosen)

    def _turned(self) -> bool:
        """María José against José María: the same words, another person."""
        names, places = self.filed.part(0), self.filed.places[0]
        if "maria" not in names or _MEN.isdisjoint(names) or not all(i in self.answer for i in places):
            return False
        first = min(places, key=self.answer.__getitem__)
        return (names[0] == "maria") != (self.filed.tokens[first] == "maria")

    def _given_answers(self) -> set[int]:
        return {self.answer[i] for i in self.filed.places[0] if i in self.answer}

    def _more_given(self) -> set[int]:
        """Open words beside the given name that read as one more given name."""
        group = self._given_answers()
        more: set[int] = set()
        for token in sorted(self.open):
            word = self.written.tokens[token]
            if not group.isdisjoint({token - 1, token + 1}) and (
                len(word) == 1 or self.lexicon.is_given(word)
            ):
                group.add(token)
                more.add(token)
        return more

    def _names_somebody_else(self) -> bool:
        """No given name agrees although one is written: "Martín López" is not Ana Martín López."""
        return bool(self.open) or (
            not self.written.surnames_only
            and len(self.written.tokens) > 1
            and self.lexicon.may_be_given(self.written.tokens[0])
        )
