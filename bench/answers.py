"""What comparing with everybody answers, kept from one run of the bench to the next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from bench.brute import Everybody
from bot.model.claim import Claim
from bot.model.match import Match


@dataclass(frozen=True, slots=True)
class Answer:
    """What a match says that somebody acts on."""

    fits: tuple[str, ...]  #: of the pupils, the guardian and the phone
    guardian: str | None
    students: tuple[str, ...]
    probability: float

    @classmethod
    def of(cls, match: Match) -> Answer:
        fits = match.student_fit.value, match.guardian_fit.value, match.phone_fit.value
        return cls(fits, match.guardian, match.students, match.probability)

    def is_like(self, other: Answer) -> bool:
        """The same people and fits, and the probability to a hundredth."""
        same = replace(self, probability=0) == replace(other, probability=0)
        return same and abs(self.probability - other.probability) < 0.01

    def __str__(self) -> str:
        return f"{' '.join(self.fits)} {self.guardian} {self.students} {self.probability:.4f}"


class Answers:
    """Asks everybody about a claim, unless the file has the answer."""

    def __init__(self, everybody: Everybody, file: Path | None = None) -> None:
        self._everybody, self._file = everybody, file
        self._kept: dict[str, Answer] = {}
        self.asked = 0  #: claims whose answer was not kept
        if file and file.exists():
            for key, row in json.loads(file.read_text("utf-8")).items():
                people = row["guardian"], tuple(row["students"])
                self._kept[key] = Answer(tuple(row["fits"]), *people, row["probability"])

    def of(self, claim: Claim) -> Answer:
        key = sha256(repr(claim).encode()).hexdigest()
        if key not in self._kept:
            self._kept[key] = Answer.of(self._everybody.link(claim))
            self.asked += 1
        return self._kept[key]

    def keep(self) -> None:
        """Write all answers to the file, if there is one."""
        if self._file:
            rows = {key: asdict(answer) for key, answer in self._kept.items()}
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(rows), "utf-8")
