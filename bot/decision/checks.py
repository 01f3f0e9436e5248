"""Everything that can be wrong with decisions.yaml, all at once, each with its place and its mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.decision.coverage import Box, uncovered
from bot.decision.facts import vocabulary
from bot.decision.guards import GATES
from bot.decision.rulebook import FILE, Rule, Rulebook
from bot.decision.vocabulary import Fact
from bot.model import Action
from bot.rules import Problem, RulesError, as_model, place, read_yaml

_NEUTRAL = "looking"  #: the answer of an escalation: rows 6-15 must look the same (POLICY §3)
_UNREAD = "too_large"  #: the one other: nothing was read, so nothing can be told


def read_rulebook(directory: Path) -> Rulebook:
    """The rules of a directory. Raises RulesError with every mistake in decisions.yaml."""
    draft = Draft.read(directory)
    problems = [problem for check in _CHECKS for problem in check(draft)]
    if problems:
        raise RulesError(sorted(problems, key=lambda p: (p.line, p.column)))
    return draft.book


def missing_texts(
    directory: Path, templates: Collection[str], articles: Collection[str]
) -> Iterator[Problem]:
    """Rules that name a reply or an article which is not among those that exist.

    Raises RulesError when decisions.yaml cannot be read at all.
    """
    draft = Draft.read(directory)
    for index, rule in enumerate(draft.book.rules):
        if rule.reply and rule.reply not in templates:
            meant = _meant(rule.reply, templates)
            yield draft.problem(f"no hay ninguna plantilla «{rule.reply}» en replies{meant}", index, "reply")
        if rule.article and rule.article not in articles:
            meant = _meant(rule.article, articles)
            yield draft.problem(
                f"no hay ningún artículo «{rule.article}» en replies/articles{meant}", index, "article"
            )


@dataclass(frozen=True, slots=True)
class Draft:
    """decisions.yaml as typed values, and as YAML that knows its lines."""

    path: Path
    data: Any
    book: Rulebook
    facts: Mapping[str, Fact]

    @classmethod
    def read(cls, directory: Path) -> Draft:
        """Raises RulesError when the file cannot be read as a rulebook."""
        path = directory / FILE
        data = read_yaml(path)
        book = as_model(path, data, Rulebook)
        return cls(path, data, book, vocabulary(book.limits))

    def problem(self, message: str, rule: int, *where: str | int) -> Problem:
        line, column = place(self.data, ("rules", rule, *where))
        name = self.book.rules[rule].name
        return Problem(str(self.path), line, column, f"regla «{name}»: {message}")

    def sound(self) -> Iterator[tuple[int, Rule]]:
        """The rules whose conditions are well-formed, so that they can be compared."""
        for index, rule in enumerate(self.book.rules):
            if all(f in self.facts and vs <= self.facts[f].values.keys() for f, vs in rule.when.items()):
                yield index, rule

    @property
    def domain(self) -> Box:
        return {name: frozenset(fact.values) for name, fact in self.facts.items()}

    @property
    def usual(self) -> dict[str, str]:
        """A flawless request."""
        return {name: fact.usual for name, fact in self.facts.items()}


def _names(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, rule in enumerate(draft.book.rules):
        if rule.name in seen:
            yield draft.problem("ya hay otra regla con este nombre: cámbielo", index, "name")
        seen.add(rule.name)


def _conditions(draft: Draft) -> Iterator[Problem]:
    for index, rule in enumerate(draft.book.rules):
        for fact, values in rule.when.items():
            yield from _fact(draft, fact, sorted(values), index, "when")
        for number, example in enumerate(rule.examples):
            for fact, value in example.facts.items():
                yield from _fact(draft, fact, [value], index, "examples", number, "facts")


def _fact(draft: Draft, fact: str, values: Sequence[str], rule: int, *where: str | int) -> Iterator[Problem]:
    if fact not in draft.facts:
        yield draft.problem(f"no existe el hecho «{fact}»{_meant(fact, draft.facts)}", rule, *where, fact)
        return
    known = draft.facts[fact].values
    for value in values:
        if value not in known:
            place_in_list = _index(draft.data["rules"][rule], value, *where, fact)
            yield draft.problem(
                f"«{fact}» no puede ser «{value}»: escriba {', '.join(known)}",
                rule, *where, fact, *place_in_list,
            )  # fmt: skip


def _index(node: Any, value: str, *where: str | int) -> tuple[int, ...]:
    for step in where:
        node = node[step]
    return (node.index(value),) if isinstance(node, list) else ()


def _deeds(draft: Draft) -> Iterator[Problem]:
    """`then`, `reason`, `reply` and `article` must suit each other."""
    for index, rule in enumerate(draft.book.rules):
        match rule.then:
            case Action.ASK | Action.SELF_HELP if rule.reply is None:
                yield draft.problem(f"«{rule.then}» sin «reply» no dice nada: añada reply", index, "then")
            case Action.CLOSE | Action.IGNORE if rule.reply is not None:
                yield draft.problem(f"«{rule.then}» no contesta: quite reply", index, "reply")
            case Action.ESCALATE if rule.reply not in (None, _NEUTRAL, _UNREAD):
                yield draft.problem(
                    f"lo que ve una persona solo se contesta con «{_NEUTRAL}»: otra respuesta delataría"
                    " quién está matriculado",
                    index,
                    "reply",
                )
            case _:
                pass
        if rule.then is Action.ESCALATE and rule.reason is None:
            yield draft.problem("falta «reason»: diga por qué lo debe ver una persona", index, "then")
        if (rule.then is Action.SELF_HELP) is not (rule.article is not None):
            mend = "falta «article»" if rule.article is None else "«article» solo vale con self_help"
            yield draft.problem(mend, index, "then" if rule.article is None else "article")


def _reach(draft: Draft) -> Iterator[Problem]:
    """Every rule can be reached by some mail that no earlier rule takes."""
    earlier: list[Rule] = []
    for index, rule in draft.sound():
        if uncovered(rule.when, [r.when for r in earlier], draft.domain) is None:
            takers = _needed(rule, earlier, draft.domain)
            yield draft.problem(
                f"nunca se llega a ella: todo lo suyo lo resuelve antes {takers}; súbala o bórrela", index
            )
        earlier.append(rule)


def _needed(rule: Rule, earlier: Sequence[Rule], domain: Box) -> str:
    """The earlier rules without which this one would be reached, as Spanish words."""
    needed = list(earlier)
    for candidate in earlier:
        rest = [r for r in needed if r is not candidate]
        if uncovered(rule.when, [r.when for r in rest], domain) is None:
            needed = rest
    return ", ".join(f"«{r.name}»" for r in needed)


def _gates(draft: Draft) -> Iterator[Problem]:
    """No rule may want what the program would refuse to do: the policy that is read is the one that runs."""
    earlier: list[Box] = []
    for index, rule in draft.sound():
        for gate in GATES.get(rule.then, ()):
            leak = uncovered(rule.when, [*earlier, *gate], draft.domain)
            if leak is not None:
                asked = dict.fromkeys(fact for box in gate for fact in box)
                case = ", ".join(f"{f}: {' o '.join(sorted(leak.get(f, draft.domain[f])))}" for f in asked)
                yield draft.problem(
                    f"haría «{rule.then}» también con {case}; el programa no lo hará nunca así:"
                    " añada la condición a when o ponga antes una regla que lo trate",
                    index,
                    "then",
                )
        earlier.append(rule.when)


def _examples(draft: Draft) -> Iterator[Problem]:
    """Every example is caught by its own rule."""
    for index, rule in enumerate(draft.book.rules):
        for number, example in enumerate(rule.examples):
            values = {**draft.usual, **example.facts}
            taker = next((r for r in draft.book.rules if r.against(values) is None), None)
            if taker is None or taker.name != rule.name:
                why = f"lo resuelve antes «{taker.name}»" if taker else "no lo recoge ninguna regla"
                if taker is None or draft.book.rules.index(taker) > index:
                    why = f"no lo recoge esta regla ({rule.against(values)})"
                yield draft.problem(f"falla su ejemplo «{example.says}»: {why}", index, "examples", number)


def _meant(word: str, existing: Collection[str]) -> str:
    near = get_close_matches(word, list(existing), n=1)
    return f"; ¿quería decir «{near[0]}»?" if near else f"; hay: {', '.join(sorted(existing))}"


_CHECKS = (_names, _conditions, _deeds, _reach, _gates, _examples)
