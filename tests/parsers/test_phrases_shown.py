"""A text's letters and words tell what it cannot show; no phrase that stands in it may be left out."""

import re

import re2
from hypothesis import given
from hypothesis import strategies as st

from bot.parsers.vocabulary import Vocabulary, as_regex, simplify

PHRASES = (
    "no (me )?(la|lo) (se|recuerdo)",
    "clave … no (la )?encuentro",
    "bloque*",
    "(bloque*|pillado|no la) clave",
    "e-?mail",
    "don't know",
    "la( de ipasen){0,2} clave",
    "tutor de [1-4]º*",
    "ya esta([.!,]|$)",
    "(nuevo|otro) numero (es|:) [0-9+]+",
    "ni (la )?de [a-z]+,? mi mujer",
    "(mi|la[, ]*)?mujer no",
    "(a (b (c|d) )?)?clave se",
    "no lo|clave se",
    "忘(记|了)",
)
SPOKEN = sorted({*re.findall(r"[^\W_]+", " ".join(PHRASES)), "bloqueado", "Ana", "3º", "600"})
JOINTS = st.sampled_from([" ", ", ", "\n", " (", ". ", "-", "'", "", ": ", "/"])
TEXTS = st.lists(st.tuples(st.sampled_from(SPOKEN), JOINTS), max_size=20)
ALL = Vocabulary({phrase: (phrase,) for phrase in PHRASES})
EDGE = r"[\s.,;:!?()'\-/@]"


@given(TEXTS)
def test_no_phrase_that_stands_there_is_left_out(said: list[tuple[str, str]]) -> None:
    flat = simplify("".join(map("".join, said)))
    whole = {
        p: as_regex(p) if p == PHRASES[-1] else f"(?:^|{EDGE}){as_regex(p)}(?:$|{EDGE})" for p in PHRASES
    }
    assert {p for p in PHRASES if re2.search(whole[p], flat)} <= ALL.possible(flat).keys()


def test_without_its_words_a_phrase_is_not_looked_for() -> None:
    assert ALL.possible("nos lo serecuerdos").keys().isdisjoint({PHRASES[0], PHRASES[1]})
