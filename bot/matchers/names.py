"""Comparing a name as a parent writes it with one on file (POLICY, "Name comparison")."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from bot.matchers.lexicon import Agreement, Lexicon
from bot.matchers.name_words import PARTICLES, Filed, Run, Written
from bot.matchers.phonetics import is_blend

_MEN = frozenset({"jose", "jesus"})  # a woman's second name, but never the one she goes by


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


_PART_OF = {
    Agreement.INITIAL: Part.INITIAL,
    Agreement.TYPO: Part.TYPO,
    Agreement.SHORT: Part.SHORT,
    Agreement.VARIANT: Part.VARIANT,
    Agreement.EXACT: Part.EXACT,
}


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How a written name agrees with one on file: the level, and the level of each part."""

    level: NameLevel
    given: Part
    surname1: Part
    surname2: Part

    @property
    def by_second_surname(self) -> bool:
        """Of the surnames only the second is written, by which hardly anybody goes."""
        return self.surname1 is Part.MISSING and self.surname2 > Part.MISSING


APART = NameComparison(NameLevel.DIFFERENT, Part.DIFFERENT, Part.DIFFERENT, Part.DIFFERENT)
#: Written word by word as on file, with two surnames or with the only one.
_WHOLE = NameComparison(NameLevel.SAME, Part.EXACT, Part.EXACT, Part.EXACT)
_WITHOUT_SECOND = NameComparison(NameLevel.SAME, Part.EXACT, Part.EXACT, Part.MISSING)


def compare(written: Written, filed: Filed, lexicon: Lexicon) -> NameComparison:
    """Compare a name as written, in any order, with one on file."""
    if written.tokens == filed.tokens and filed.places[0] and filed.places[1]:
        return _WHOLE if filed.places[2] else _WITHOUT_SECOND
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
        self._drop_leading_particle()
        if not self.agreed or max(self.agreed.values()) <= Agreement.TYPO:
            return APART
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
        phrases, tokens, filed = self.lexicon.hypocoristics.phrases, self.written.tokens, self.filed
        given = {filed.tokens[i]: i for i in filed.places[0]}
        for token in sorted(self.open):
            for phrase in phrases(tokens[token]):
                places = [given[w] for w in phrase if w in given and given[w] not in self.agreed]
                if len(places) == len(phrase):
                    for place in places:
                        self._pair(token, place, Agreement.SHORT)
        for place in filed.places[0]:
            if place in self.agreed:
                continue
            for phrase in phrases(filed.tokens[place]):
                spelt = {tokens[t]: t for t in self.open}
                if all(w in spelt for w in phrase):
                    for w in phrase:
                        self._pair(spelt[w], place, Agreement.SHORT)

    def _pair_joined(self) -> None:
        """Delacalle for de la Calle, Xiao Li for Xiaoli, Juande for Juan de Dios."""
        for run in self.written.runs:
            if self.open.issuperset(run.tokens):
                self._pair_with_joined(run)
            if run.several and run.heard in self.filed.heard and self.open.issuperset(run.tokens):
                self._pair_with_single(run)

    def _pair_with_joined(self, run: Run) -> None:
        for number, whole, heard in self.filed.joined:
            places = self.filed.places[number]
            if not self.agreed.keys().isdisjoint(places):
                continue
            if run.heard == heard:
                self._pair_all(run, places, Agreement.VARIANT)
                return
            if number == 0 and is_blend(run.text, self.filed.tokens[places[0]], whole):
                self._pair_all(run, places, Agreement.SHORT)
                return

    def _pair_with_single(self, run: Run) -> None:
        for place, heard in enumerate(self.filed.heard):
            if place not in self.agreed and run.heard == heard:
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

    def _drop_leading_particle(self) -> None:
        """In "El Haddad, Asma" the first word is only a part of the surname that follows."""
        if 0 in self.open and self.written.tokens[0] in PARTICLES:
            parts = {self.filed.parts[place] for place, token in self.answer.items() if token == 1}
            if any(
                part in parts and whole.startswith(self.written.tokens[0])
                for part, whole, _ in self.filed.joined
            ):
                self.open.discard(0)

    def _weigh(self) -> NameComparison:
        """From paired words to the levels of the parts and of the whole."""
        given, surname1, surname2 = self._part(0), self._part(1), self._part(2)
        more_given = self._more_given() if self.open else set()
        more_surnames = self.open - more_given
        if given == Part.DIFFERENT or self._turned():
            return APART
        if given == Part.MISSING and self._names_somebody_else():
            return APART
        if more_given:
            if not self._may_bear_more(more_given, surname1, surname2):
                return APART
            given = min(given, Part.EXTRA)
        if more_surnames:
            # One surname more than the school knows is borne; a *different* surname is another person.
            if surname1 < Part.TYPO or self.filed.places[2]:
                return APART
            if more_surnames != {max(self.answer[i] for i in self.filed.places[1]) + 1}:
                return APART
            surname2 = Part.EXTRA
        strong = len({self.answer[i] for i, how in self.agreed.items() if how > Agreement.INITIAL})
        both = given > Part.MISSING and max(surname1, surname2) >= Part.SOME
        filed_in_one_part = sum(map(bool, self.filed.places)) == 1
        # The second surname alone is seldom what people go by: then the given name must be whole.
        second_only = surname1 == Part.MISSING and bool(self.filed.places[1]) and given < Part.SHORT
        same = strong >= 2 and (both or filed_in_one_part) and not second_only
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

    def _may_bear_more(self, more: set[int], surname1: Part, surname2: Part) -> bool:
        """Whether the person on file can be the one who writes with more given names.

        Not when other given names are on file (José Luis, José Antonio). And "Daniel Pedro Díaz" is not
        Daniel Moreno Díaz: unless all surnames are written, Pedro can be one.
        """
        answers = self._given_answers()
        spell = self.written.tokens.__getitem__
        names, chosen = [*map(spell, sorted(answers | more))], [*map(spell, sorted(answers))]
        if not all(i in self.answer for i in self.filed.places[0]) or chosen == ["maria"] != names[:1]:
            return False
        if not self._one_of(names, chosen):
            return False
        all_surnames = surname1 >= Part.SOME and (surname2 >= Part.SOME or not self.filed.places[2])
        return all_surnames or all(spell(token) == "maria" for token in more)

    def _one_of(self, names: list[str], chosen: list[str]) -> bool:
        """Whether people go by `chosen` of their given `names`: no María José goes by José, nor a
        José María by María.
        """
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
        return bool(self.open) or gives_name(self.written, self.lexicon)


def gives_name(written: Written, lexicon: Lexicon) -> bool:
    """Whether a given name is among the written words: then nobody is meant whose given name is another."""
    tokens = written.tokens
    return (
        not written.surnames_only
        and len(tokens) > 1
        and (lexicon.may_be_given(tokens[0]) or any(map(lexicon.is_given, tokens)))
    )
