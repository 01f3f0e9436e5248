"""What a mail wants, as models hear it: doubt about what the phrases of the rules say.

One hears its sentences; its kinds are the files of `training/sayings/wishes`. Another hears the mail as a
whole (`training/requests.py`): one odd sentence in a mail that is else a plain request need not stop it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType

from bot.parsers.gist import Gist
from bot.text.ascii_text import ascii_text
from bot.text.plain import Span

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_MOST = 40  #: sentences that are heard
_SHORTEST = 5  #: words of a sentence that says something
_SILENCE = -9.0

Heard = Mapping[
    str, tuple[float, Span]
]  #: of each kind: log-odds in the sentence that says it most, and where


def doubt_of(flat: str) -> float:
    """Log-odds that a person should see a mail though it gives all data, by its sound.

    `flat`: simplified subject, blank line, own words.
    """
    return float(Gist.load("requests").score(*title_and_text(flat))[0])


def title_and_text(flat: str) -> tuple[str, str]:
    """Subject and own words as the models read them."""
    title, _, text = ascii_text(flat).partition("\n\n")
    return title, text


def listen(flat: str) -> Heard:
    """What is heard in a simplified text; every kind has a value."""
    model = Gist.load("wishes")
    found: dict[str, tuple[float, Span]] = dict.fromkeys(model.kinds, (_SILENCE, (0, 0)))
    for sentence in islice(SENTENCE.finditer(flat), _MOST):
        if len(sentence[0].split()) < _SHORTEST:
            continue
        for kind, odds in zip(model.kinds, model.score("", ascii_text(sentence[0])).tolist(), strict=True):
            if odds > found[kind][0]:
                found[kind] = odds, sentence.span()
    return MappingProxyType(found)
