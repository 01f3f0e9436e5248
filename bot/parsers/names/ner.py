"""The project's own name model: who is named in a mail, and in which role, by context alone.

The model is trained on synthetic mails (training/) and ships as package data in `data/names`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

MODEL = Path(__file__).parents[1] / "data" / "names"
#: Characters and tokens of one text that are read: names stand near the top.
_LONGEST, _MOST = 4_000, 1_000
#: The tokenizer peels signs off a word one by one: what no name can be is blanked, or it costs its square.
_UNBROKEN = re.compile(r"\S{80,}")
_BATCH = 64
_WORDS_KEPT = 200_000  #: the model never forgets a word that it has seen: beyond so many it is loaded anew


class Label(StrEnum):
    """What the model calls somebody."""

    GUARDIAN = "GUARDIAN"  #: the guardian whose account is meant, or the writer who signs
    STUDENT = "STUDENT"  #: a pupil whom the mail is about
    OTHER = "OTHER"  #: teachers, doctors, friends, the other parent merely mentioned


@dataclass(frozen=True, slots=True)
class Entity:
    """`text` is `source[start:end]`, exactly."""

    label: Label
    text: str
    start: int
    end: int


class Ner:
    """Finds names; one thread at a time."""

    def __init__(self, load: Callable[[], Any]) -> None:
        """`load` makes a spaCy pipeline, the same one each time."""
        self._load = load
        self._pipeline = load()
        self._turn = Lock()

    @classmethod
    @cache  # the same for every school
    def load(cls, path: Path = MODEL) -> Ner:
        """Raises OSError when there is no model at `path`."""
        import spacy  # noqa: PLC0415 - heavy, and not for --help
        from thinc.api import use_ops  # noqa: PLC0415

        def pipeline() -> Any:
            with use_ops("numpy", use_blis=False):  # BLIS knows few processors, numpy's OpenBLAS all
                return spacy.load(path)

        return cls(pipeline)

    def find(self, texts: Sequence[str]) -> list[list[Entity]]:
        """The names of each text, in order."""
        with self._turn:
            if len(self._pipeline.vocab.strings) > _WORDS_KEPT:
                self._pipeline = self._load()
            docs = list(self._pipeline.pipe(map(self._tokens, texts), batch_size=_BATCH))
        return [[Entity(Label(e.label_), e.text, e.start_char, e.end_char) for e in doc.ents] for doc in docs]

    def _tokens(self, text: str) -> Any:
        doc = self._pipeline.make_doc(_readable(text))
        return doc if len(doc) <= _MOST else doc[:_MOST].as_doc()


def _readable(text: str) -> str:
    return _UNBROKEN.sub(lambda run: " " * len(run[0]), text[:_LONGEST])
