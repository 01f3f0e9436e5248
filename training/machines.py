"""Made-up mails of machines, and of people who may sound like them, to tell the ones from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bot.text.ascii_text import ascii_text
from training.gist import Saying
from training.grammar import Piece, expand, parse, read_blocks
from training.mails import samples
from training.people import Town

MACHINE = "machine"
SAYINGS = Path(__file__).parent / "sayings"
_TRADES = ("absence", "desks", "trade")
_SPANISH, _PEOPLE_SPANISH = 0.4, 0.6  #: share of mails in Spanish
_READ = 1_500  #: letters of a mail
_A_OR_OF = re.compile(r"\b(a|de) el(?= )")  #: what a slot may put together
#: Subjects of ours, and of families, that machines answer with "Re:".
_OURS = (
    "Su consulta sobre iPasen", "iPasen", "clave", "Contraseña iPasen", "acceso", "no puedo entrar", "hola",
    "Your iPasen request", "parola", "Votre demande iPasen", "A sua consulta", "Ihre Anfrage", "usuario bloqueado",
)  # fmt: skip
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def machines_and_people(count: int, seed: int) -> Iterator[Saying]:
    """So many mails of each, always the same ones for a seed."""
    rng = Random(seed)
    town = Town(rng, held_out=False)
    for sample in samples(count, seed):
        yield _machine(rng, town)
        yield _person(rng, town, sample.text)


def _machine(rng: Random, town: Town) -> Saying:
    book = read_blocks(SAYINGS / f"{rng.choice(_TRADES)}.txt")
    language = _language(rng, book, _SPANISH)

    def say(part: str, most: int) -> list[str]:
        lines = book[f"{language}.{part}"]
        return [spoken(line, rng, town) for line in rng.sample(lines, min(most, len(lines)))]

    title = (
        say("subject", 1)[0]
        if rng.random() < 0.8
        else rng.choice(("Re: ", "RE: ", "AW: ", "")) + rng.choice(_OURS)
    )
    parts = [
        *say("open", rng.random() < 0.6),
        *say("say", rng.choice((1, 2, 2, 3, 3, 4))),
        *say("close", rng.random() < 0.6),
    ]
    return Saying(ascii_text(title), ascii_text(". ".join(parts)), frozenset({MACHINE}))


def _person(rng: Random, town: Town, mail: str) -> Saying:
    """What a family writes, other things that people write, or both."""
    book = read_blocks(SAYINGS / "people.txt")
    lines = book[f"{_language(rng, book, _PEOPLE_SPANISH)}.say"]
    said = [
        spoken(line, rng, town) for line in rng.sample(lines, min(rng.choice((1, 1, 2, 2, 3)), len(lines)))
    ]
    parts = rng.choice(([mail], [mail], [mail, *said], said))
    title = rng.choice(("", "Re: ")) + rng.choice(("", *_OURS))
    return Saying(ascii_text(title), ascii_text(" ".join(parts)[:_READ]))


def _language(rng: Random, book: dict[str, tuple[str, ...]], spanish: float) -> str:
    languages = sorted({section.partition(".")[0] for section in book})
    return "es" if rng.random() < spanish else rng.choice(languages)


def spoken(line: str, rng: Random, town: Town) -> str:
    """One random reading of a line."""
    words = read_blocks(SAYINGS / "words.txt")

    def fill(slot: str) -> list[Piece]:
        if slot in words:
            return [Piece(spoken(rng.choice(words[slot]), rng, town))]
        stranger = town.stranger()
        value = {
            "ours": rng.choice(_OURS),
            "n": f"{stranger.given} {stranger.surname1}",
            "mail": "ana.sol@casa.test",
            "url": "https://casa.test/a",
            "t": f"{rng.choice((6, 7, 9))}{rng.randrange(10**8):08d}",
            "d": str(rng.randrange(1, 31)),
            "n1": stranger.given,
            "c": rng.choice(("3 b", "2º de ESO A", "1º Bach", "4ºC", "1º FPB", "2 DAW", "primero A")),
            "num": str(rng.randrange(1_000, 999_999)),
            "mes": rng.choice(_MONTHS),
            "mois": rng.choice(("octobre", "novembre", "mai", "juillet")),
            "month": rng.choice(("October", "November", "May", "July")),
        }[slot]
        return [Piece(value)]

    return _A_OR_OF.sub(r"\1l", "".join(piece.text for piece in expand(parse(line), rng, fill)))
