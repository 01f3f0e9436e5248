"""How good is it? Dry run over labelled mails, scored as in DESIGN §6."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.model.case import Case
from bot.model.decision import Action
from bot.model.register import Register
from bot.text.amounts import decimal
from bot.text.words import words


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful person says of one mail (corpus README)."""

    name: str
    file: str
    intent: str
    decision: str
    reason: str | None
    acceptable: tuple[str, ...]
    missing: frozenset[str]
    guardian: str | None
    students: tuple[tuple[str, str], ...]  #: (name, course)
    phone: str | None
    truth_guardian: str | None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Label:
        pupils = data["students"] or []
        return cls(
            name=data["id"],
            file=data["file"],
            intent=data["intent"],
            decision=data["decision"],
            reason=data["reason"],
            acceptable=tuple(data.get("acceptable") or ()),
            missing=frozenset(data["missing"] or ()),
            guardian=data["guardian"],
            students=tuple(
                (" ".join(p for p in (s["name"], s["surnames"]) if p), s["course"] or "") for s in pupils
            ),
            phone=data["phone"],
            truth_guardian=data["truth_guardian"],
        )


def read_labels(directory: Path) -> list[Label]:
    """The lines of `labels.jsonl`. Raises InputError when there are none or one is not a label."""
    path = directory / "labels.jsonl"
    if not path.is_file():
        raise InputError(f"{path}: no existe; se espera una línea JSON por correo.")
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            labels.append(Label.of(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: no es una etiqueta válida ({error}).") from error
    return labels


@dataclass(slots=True)
class Field:
    """Counts of one extracted field; a wrong value counts as both a false alarm and a miss."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def count(self, expected: Iterable[str], found: Iterable[str]) -> None:
        wanted, got = Counter(expected), Counter(found)
        agreed = (wanted & got).total()
        self.right += agreed
        self.extra += got.total() - agreed
        self.missed += wanted.total() - agreed

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Score:
    """The table of DESIGN §6 over some labelled mails."""

    mails: int = 0
    wrong_regenerations: list[str] = field(default_factory=list)
    people_ignored: list[str] = field(default_factory=list)
    robots_answered: list[str] = field(default_factory=list)
    regenerate: list[str] = field(default_factory=list)  #: labelled so
    regenerate_missed: list[str] = field(default_factory=list)
    decision_wrong: list[str] = field(default_factory=list)
    reason_wrong: list[str] = field(default_factory=list)
    intent_wrong: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)  #: labelled so
    asks_inexact: list[str] = field(default_factory=list)
    fields: dict[str, Field] = field(
        default_factory=lambda: {name: Field() for name in ("guardian", "student", "course", "phone")}
    )
    misses: list[str] = field(default_factory=list)  #: one line each, for people

    def add(self, label: Label, case: Case, register: Register) -> None:
        """Score one mail."""
        self.mails += 1
        self._score_decision(label, case, register)
        self._score_fields(label, case)

    def _score_decision(self, label: Label, case: Case, register: Register) -> None:
        decision, name = case.decision, label.name
        action = decision.action
        right = {label.decision, *label.acceptable}
        if action is Action.REGENERATE:
            account = register.guardians[case.match.guardian or ""].on_file
            if "regenerate" not in right or account != label.truth_guardian:
                self.wrong_regenerations.append(name)
        if label.intent != "automatic" and action is Action.IGNORE:
            self.people_ignored.append(name)
        if label.intent == "automatic" and (action is not Action.IGNORE or decision.reply):
            self.robots_answered.append(name)
        if label.decision == "regenerate":
            self.regenerate.append(name)
            if action is not Action.REGENERATE:
                self.regenerate_missed.append(name)
        if action not in right:
            self.decision_wrong.append(name)
            self.misses.append(
                f"{name}: {decision.action} {decision.reason or ''} {','.join(decision.missing)}"
                f" [{decision.rule}], se esperaba {label.decision} {label.reason or ''}"
                f" {','.join(sorted(label.missing))}"
            )
        elif action == label.decision and (decision.reason or "") != (label.reason or ""):
            self.reason_wrong.append(name)
            self.misses.append(f"{name}: motivo {decision.reason}, se esperaba {label.reason}")
        if case.claim.intent != label.intent:
            self.intent_wrong.append(name)
        if label.decision == "ask":
            self.asks.append(name)
            if action is not Action.ASK or frozenset(decision.missing) != label.missing:
                self.asks_inexact.append(name)

    def _score_fields(self, label: Label, case: Case) -> None:
        claim = case.claim
        pairs: dict[str, tuple[list[str], list[str]]] = {
            "guardian": (_keys([label.guardian]), _keys([claim.guardian.value if claim.guardian else None])),
            "student": (
                _keys(name for name, _ in label.students),
                _keys(s.name.value for s in claim.students),
            ),
            "course": (
                _keys(course for _, course in label.students),
                _keys(
                    str(c)
                    for c in ([s.course for s in claim.students] or [claim.loose_course])
                    if c is not None
                ),
            ),
            "phone": (_keys([label.phone]), _keys([claim.phone.value if claim.phone else None])),
        }
        for what, (expected, found) in pairs.items():
            self.fields[what].count(expected, found)
            if Counter(expected) != Counter(found):
                self.misses.append(f"{label.name}: {what}: {found}, se esperaba {expected}")

    @property
    def broken(self) -> bool:
        """An invariant does not hold: the first two rows of DESIGN §6."""
        return bool(self.wrong_regenerations or self.people_ignored or self.robots_answered)

    def rows(self) -> list[tuple[str, str, str]]:
        """(measure, value, must) for a table."""
        musts = {"guardian": "≥ 0,93", "student": "≥ 0,93", "course": "≥ 0,93", "phone": "≥ 0,98"}
        return [
            ("renovaciones equivocadas", str(len(self.wrong_regenerations)), "0"),
            ("personas ignoradas", str(len(self.people_ignored)), "0"),
            ("correos automáticos contestados", str(len(self.robots_answered)), "0"),
            *((title, _share(*counts), must) for _, title, counts, must in self._shares()),
            *((f"F1 {name}", decimal(self.fields[name].f1, ".3f"), must) for name, must in musts.items()),
        ]

    def _shares(self) -> list[tuple[str, str, tuple[Sequence[object], Sequence[object]], str]]:
        """(name for machines, title, (all, those that are wrong), must)."""
        every, reasons = range(self.mails), [*self.decision_wrong, *self.reason_wrong]
        regenerated = (self.regenerate, self.regenerate_missed)
        return [
            ("regenerated", "renovadas de las que tocaba", regenerated, "≥ 90 %"),
            ("decision", "decisión correcta", (every, self.decision_wrong), "≥ 93 %"),
            ("reason", "decisión y motivo correctos", (every, reasons), "–"),
            ("intent", "intención correcta", (every, self.intent_wrong), "–"),
            ("ask", "se pide exactamente lo que falta", (self.asks, self.asks_inexact), "≥ 90 %"),
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "mails": self.mails,
            "wrong_regenerations": self.wrong_regenerations,
            "people_ignored": self.people_ignored,
            "robots_answered": self.robots_answered,
            **{name: _ratio(*counts) for name, _, counts, _ in self._shares()},
            "f1": {name: round(counts.f1, 4) for name, counts in self.fields.items()},
            "misses": self.misses,
        }


def _keys(values: Iterable[str | None]) -> list[str]:
    """Names compared by their folded words in any order; numbers and courses likewise."""
    return [" ".join(sorted(words(value))) for value in values if value]


def _ratio(all_: Sequence[object], wrong: Sequence[object]) -> float:
    return round(1 - len(wrong) / len(all_), 4) if all_ else 1.0


def _share(all_: Sequence[object], wrong: Sequence[object]) -> str:
    return f"{decimal(100 * _ratio(all_, wrong), '.1f')} % ({len(all_) - len(wrong)} de {len(all_)})"
