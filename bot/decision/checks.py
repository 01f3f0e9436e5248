"""Everything that can be wrong with decisions.yaml, all at once, each with its place and its mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.decision.coverage import Box, uncovered
from bot.decision.facts import vocabulary
from bot.decision.guards import GATES
from bot.decision.rulebook import FILE, Rule, Rulebook
from bot.decision.vocabulary import Fact, Limits
from bot.model.decision import Action
from bot.rules.directory import Problem, RulesError, as_model, in_order, parse_yaml, place
from bot.text.mistakes import meant
from bot.text.words import quoted

_NEUTRAL = "looking"  #: the answer of an escalation: rows 6-15 must look the same (POLICY §3)
_UNREAD = "too_large"  #: the one other: nothing was read, so nothing can be told
_MANY = 2  #: of more rules that one alone makes useless, that one is the mistake


def read_rulebook(directory: Path) -> Rulebook:
    """The rules of a directory. Raises RulesError with every mistake in decisions.yaml."""
    draft = Draft.read(directory)
    problems = [*draft.unreadable, *(problem for check in _CHECKS for problem in check(draft))]
    if draft.book is None or problems:
        raise RulesError(in_order(problems))
    return draft.book


def missing_texts(
    directory: Path, templates: Collection[str], articles: Collection[str]
) -> Iterator[Problem]:
    """Rules that name a reply or an article which is not among those that exist.

    Raises RulesError when decisions.yaml cannot be read at all.
    """
    draft = Draft.read(directory)
    for index, rule in draft.rules.items():
        if rule.reply and rule.reply not in templates:
            known = meant(rule.reply, sorted(templates))
            yield draft.problem(f"no hay ninguna plantilla «{rule.reply}» en replies{known}", index, "reply")
        if rule.article and rule.article not in articles:
            known = meant(rule.article, sorted(articles))
            yield draft.problem(
                f"no hay ningún artículo «{rule.article}» en replies/articles{known}", index, "article"
            )


@dataclass(frozen=True, slots=True)
class Draft:
    """decisions.yaml as far as it can be read: so that one mistake does not hide the others."""

    path: Path
    data: Any  #: YAML that knows its lines
    book: Rulebook | None  #: None: not all of it could be read
    rules: Mapping[int, Rule]  #: those that could be read, by their place in the file, from 0
    facts: Mapping[str, Fact]
    unreadable: tuple[Problem, ...]

    @classmethod
    def read(cls, directory: Path) -> Draft:
        """Raises RulesError when the file cannot be read at all."""
        path = directory / FILE
        data, twice = parse_yaml(path)
        book, wrong = as_model(path, data, Rulebook)
        return cls(
            path=path,
            data=data,
            book=book,
            rules=dict(enumerate(book.rules)) if book else dict(_readable(path, data)),
            facts=vocabulary(book.limits if book else _phrases_alone(data)),
            unreadable=(*twice, *wrong),
        )

    def problem(self, message: str, rule: int, *where: str | int) -> Problem:
        line, column = place(self.data, ("rules", rule, *where))
        return Problem(str(self.path), line, column, f"regla «{self.rules[rule].name}»: {message}")

    def sound(self) -> Iterator[tuple[int, Rule]]:
        """The rules whose conditions are well-formed, so that they can be compared."""
        for index, rule in self.rules.items():
            if all(f in self.facts and vs <= self.facts[f].values.keys() for f, vs in rule.when.items()):
                yield index, rule

    @property
    def domain(self) -> Box:
        return {name: frozenset(fact.values) for name, fact in self.facts.items()}

    @property
    def usual(self) -> dict[str, str]:
        """A flawless request."""
        return {name: fact.usual for name, fact in self.facts.items()}


def _readable(path: Path, data: Any) -> Iterator[tuple[int, Rule]]:
    """The rules that are all right by themselves."""
    for index, item in enumerate(_written(data)):
        rule, _ = as_model(path, item, Rule)
        if rule is not None:
            yield index, rule


def _written(data: Any) -> list[Any]:
    """The rules as they stand in the file, whatever they are."""
    rules = data.get("rules") if isinstance(data, dict) else None
    return rules if isinstance(rules, list) else []


def _phrases_alone(data: Any) -> Limits:
    """Limits that know no more than what the admin's phrases are called."""
    limits = data.get("limits") if isinstance(data, dict) else None
    phrases = limits.get("phrases") if isinstance(limits, dict) else None
    names = phrases if isinstance(phrases, dict) else {}
    known: dict[str, Any] = {"phrases": {str(name): "" for name in names}}
    return Limits.model_construct(**known)


def _names(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, rule in draft.rules.items():
        if rule.name in seen:
            line, _ = place(draft.data, ("rules", seen[rule.name], "name"))
            message = f"ya hay otra regla con este nombre en la línea {line}: cámbielo"
            yield draft.problem(message, index, "name")
        seen.setdefault(rule.name, index)


def _conditions(draft: Draft) -> Iterator[Problem]:
    for index, rule in draft.rules.items():
        for fact, values in rule.when.items():
            yield from _fact(draft, fact, sorted(values), index, "when")
        for number, example in enumerate(rule.examples):
            for fact, value in example.facts.items():
                yield from _fact(draft, fact, [value], index, "examples", number, "facts")


def _fact(draft: Draft, fact: str, values: Sequence[str], rule: int, *where: str | int) -> Iterator[Problem]:
    if fact not in draft.facts:
        yield draft.problem(
            f"no existe el hecho «{fact}»{meant(fact, list(draft.facts))}", rule, *where, fact
        )
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
    for index, rule in draft.rules.items():
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
    victims: dict[tuple[int, ...], list[int]] = {}  # by the rules that take all that is theirs
    for index, takers in _unreachable(draft).items():
        victims.setdefault(takers, []).append(index)
    for takers, lost in victims.items():
        if len(takers) == 1 and len(lost) > _MANY:
            yield draft.problem(
                f"se queda también con todo lo de las {len(lost)} reglas que van después de ella, desde"
                f" {_called(draft, lost[:1])}: bájela o añada condiciones a when",
                takers[0],
            )
            continue
        for index in lost:
            yield draft.problem(
                f"nunca se llega a ella: todo lo suyo lo resuelve antes {_called(draft, takers)};"
                " súbala o bórrela",
                index,
            )


def _unreachable(draft: Draft) -> dict[int, tuple[int, ...]]:
    """Of each rule that no mail can reach: the earlier rules without which it would be reached."""
    found: dict[int, tuple[int, ...]] = {}
    earlier: dict[int, Rule] = {}
    for index, rule in draft.sound():
        if uncovered(rule.when, [r.when for r in earlier.values()], draft.domain) is None:
            found[index] = _needed(rule, earlier, draft.domain)
        earlier[index] = rule
    return found


def _called(draft: Draft, rules: Sequence[int]) -> str:
    return ", ".join(f"«{draft.rules[index].name}»" for index in rules)


def _needed(rule: Rule, earlier: Mapping[int, Rule], domain: Box) -> tuple[int, ...]:
    """The fewest earlier rules that take all of this one, found by leaving out one after the other."""
    needed = list(earlier)
    for candidate in earlier:
        rest = [index for index in needed if index != candidate]
        if uncovered(rule.when, [earlier[index].when for index in rest], domain) is None:
            needed = rest
    return tuple(needed)


def _gates(draft: Draft) -> Iterator[Problem]:
    """No rule may want what the program would refuse to do: the policy that is read is the one that runs.

    Only asked when all rules can be compared: one that cannot may be what holds a mail back.
    """
    if len(list(draft.sound())) < len(_written(draft.data)):
        return
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
    """Every example is caught by its own rule; of those that can be reached."""
    lost = _unreachable(draft)
    for index, rule in draft.sound():
        for number, example in enumerate(rule.examples if index not in lost else ()):
            values = {**draft.usual, **example.facts}
            taker = next((i for i, other in draft.rules.items() if other.against(values) is None), None)
            if taker == index or example.facts.keys() - draft.facts.keys():
                continue
            why = (
                f"lo resuelve antes {_called(draft, [taker])}"
                if taker is not None and taker < index
                else f"no lo recoge esta regla ({rule.against(values)})"
            )
            yield draft.problem(f"falla su ejemplo {quoted(example.says)}: {why}", index, "examples", number)


_CHECKS = (_names, _conditions, _deeds, _reach, _gates, _examples)
