"""Runs of words that read as one name.

Capitals show a name in ordinary text; in dictated text without capitals (or all in capitals) a name is a run
of words that are known as names, or that follow a phrase after which only a name can come (a *slot*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz.process import extractOne

from bot.parsers.names.tokens import ABBREVIATED, Token, name_tokens
from bot.parsers.names.words import PARTICLES, NameWords
from bot.text.plain import plain

#: What follows the last word of a name in dictated text.
_NAME_ENDS = re.compile(
    r"\s*(?:[,.;(\n]|$|(?:soy |la |el )?(?:madre|padre|mama|papa|tutora?)\b|(?:de|del|d) (?:[1-6]|"
    r"primero|segundo|tercero|cuarto))"
)
_COURSE_FOLLOWS = re.compile(r"\s+(?:de|del|d)\s+(?:[1-6]|primer|segund|tercer|cuart)")
#: "soy xxx yyy la mama de …": whatever stands there is the writer's name, however it is spelt.
_OWN_NAME_ENDS = re.compile(r"\s*,?\s*(?:soy )?(?:la |el )?(?:madre|padre|mama|papa) (?:de|del|d)\b")
_OF_THEIRS = (["la", "de"], ["el", "de"])
_LONGEST = 8  #: words of a name, particles included
_WRAPPED = 58  #: a line at least so long was broken by the mail program


def name_runs(
    text: str, start: int, end: int, names: NameWords, slots: AbstractSet[int], taken: str
) -> Iterator[tuple[Token, ...]]:
    """The words of each name in `text[start:end]`, in order; see `find_mentions` for `slots` and `taken`."""
    tokens = name_tokens(text, start, end, taken)
    n = 0
    while n < len(tokens):
        if not _can_start(text, tokens, n, names, slots):
            n += 1
            continue
        run = _run_from(text, tokens, n, names)
        n += len(run)
        kept = _trim(text, run, names, slots)
        if kept:
            yield tuple(kept)


def _run_from(text: str, tokens: Sequence[Token], n: int, names: NameWords) -> list[Token]:
    """The longest run of name words that begins at token `n`."""
    run = [tokens[n]]
    m = n + 1
    while m < len(tokens) and len(run) < _LONGEST:
        if not _joined(text, run[-1], tokens[m]):
            break
        particles = 0
        while (
            m + particles < len(tokens)
            and particles < 3
            and tokens[m + particles].word in PARTICLES
            and not tokens[m + particles].initial
        ):
            particles += 1
        if [token.word for token in tokens[m : m + particles]] in _OF_THEIRS:
            break  # "Paqui Gil la de Leo"
        if not particles and _joins_surnames(tokens, m, run, names):
            particles = 1
        target = m + particles
        chain = tokens[m : target + 1]
        if target >= len(tokens) or not all(
            _joined(text, a, b) for a, b in zip([run[-1], *chain], chain, strict=False)
        ):
            break
        if not _continues(text, run, tokens, target, particles, names):
            break
        run += chain
        m = target + 1
    return run


def _joins_surnames(tokens: Sequence[Token], at: int, run: Sequence[Token], names: NameWords) -> bool:
    """Whether a lone "i" or "y" stands inside surnames: "Puig i Cadafalch", "Ortega y Gasset"."""
    if tokens[at].word not in {"i", "y"} or tokens[at].capital or at + 1 >= len(tokens) or len(run) < 2:
        return False
    before, after = run[-1], tokens[at + 1]
    return (
        before.capital == after.capital
        and after.word in names.surname
        and after.word not in names.given
        and before.word in names.surname
        and not names.is_given(before.word)
        and not names.is_common(after.word)
        and (at + 2 >= len(tokens) or not names.is_surname(tokens[at + 2].word))
    )


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if "\n" in gap:
        line_start = text.rfind("\n", 0, left.end) + 1
        if text[right.end : right.end + 2].lstrip().startswith(":"):
            return False  # the label of the next line of a form
        return not gap.strip() and gap.count("\n") == 1 and left.end - line_start >= _WRAPPED
    return gap.strip() in {"", "-"} and len(gap) <= 3 and "\t" not in gap


def _can_start(text: str, tokens: Sequence[Token], n: int, names: NameWords, slots: AbstractSet[int]) -> bool:
    token = tokens[n]
    word = token.word
    if not (token.capital or token.initial or names.is_name(word) or token.start in slots):
        return word in ABBREVIATED
    if _is_and(text, token):
        return False
    if word in PARTICLES:
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        return bool(
            word in {"el", "ben", "ait", "van", "von", "al", "da"}
            and token.capital
            and following
            and following.capital
            and _joined(text, token, following)
            and (token.start in slots or not _opens_sentence(text, token.start))
            and not names.is_common(following.word)
        )
    if token.initial:
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        return bool(
            following
            and _joined(text, token, following)
            and following.capital
            and (following.initial or not names.is_common(following.word))
        )
    if len(word) == 1:
        return False
    if names.is_common(word) and word not in ABBREVIATED:
        # "Bueno", "Mayor" are surnames and "Sol" a name; a sentence may begin with them too.
        given = word in names.given
        following = tokens[n + 1] if n + 1 < len(tokens) else None
        if token.capital and names.is_surname(word) and following and _joined(text, token, following):
            # "Su Jianguo": a surname of two letters that is a word of ours.
            return following.capital and names.is_name(following.word) and not names.is_common(following.word)
        return given and (
            (token.capital and (token.start in slots or not _opens_sentence(text, token.start)))
            or _name_follows(text, tokens, n, names)
        )
    return True


def _continues(
    text: str, run: list[Token], tokens: Sequence[Token], at: int, particles: int, names: NameWords
) -> bool:
    token, last = tokens[at], run[-1]
    if _is_and(text, token):
        return False
    if len(run) > 1 and "-" in text[last.end : token.start] and names.is_given(token.word):
        return False  # "Ana Gil Mora - Leo Pardo Gil" are two
    if token.initial:
        return (last.capital and text[token.end - 1] == ".") or bool(
            last.capital and at + 1 < len(tokens) and tokens[at + 1].capital
        )
    if token.word in ABBREVIATED:
        return True
    known = names.is_name(token.word)
    if not known and particles == 1 and len(run) > 1 and names.is_surname(last.word):
        de = tokens[at - 1]
        if de.word == "de" and not de.capital:
            return False  # "Ana Gil de Ubrique" lives there
    if token.capital and last.capital and not names.is_everyday(token.word):
        return True
    if names.is_common(token.word) if token.capital else names.is_common_in_lower_case(token.word):
        # After a given name a word that is a surname on file counts, if it is written like one.
        if token.capital:
            return known and last.capital
        return (
            names.is_surname(token.word)
            and not last.capital
            and (
                particles > 0
                or _name_follows(text, tokens, at, names)
                or (
                    names.is_surname(last.word)
                    and bool(_COURSE_FOLLOWS.match(plain(text[token.end : token.end + 12])))
                )
            )
        )
    if token.capital:
        return last.capital or last.initial or (known and names.is_name(last.word))
    if known:
        return particles == 0 or not last.capital
    if last.capital and run[0].capital:
        return False
    if particles:
        return False
    return _ends_dictated(text, run, token, names)


def _is_and(text: str, token: Token) -> bool:
    """The Y of "ANA Y LUIS" is no initial."""
    return token.word == "y" and text[token.start : token.end + 1][-1] != "."


def _ends_dictated(text: str, run: list[Token], token: Token, names: NameWords) -> bool:
    """Whether an unknown word still belongs to a name written without capitals."""
    if sum(not names.is_name(t.word) for t in run) >= 2:
        return False
    return (
        not any(names.is_surname(t.word) for t in run[1:])
        or bool(_NAME_ENDS.match(plain(text[token.end : token.end + 24])))
        or _nearly_known(token.word, names)
    )


def _name_follows(text: str, tokens: Sequence[Token], at: int, names: NameWords) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return bool(
        following
        and _joined(text, tokens[at], following)
        and names.is_surname(following.word)
        and not names.is_common(following.word)
    )


def _nearly_known(word: str, names: NameWords) -> bool:
    """Whether a lower-case word is a surname but for a typo."""
    return len(word) >= 5 and extractOne(word, names.surname.keys(), score_cutoff=84) is not None


def _opens_sentence(text: str, start: int) -> bool:
    ahead = text[max(0, start - 40) : start].rstrip(" \"'¿¡(*-–•\t")
    return not ahead or ahead[-1] in ".!?:;\n…,"


def _trim(text: str, run: list[Token], names: NameWords, slots: AbstractSet[int]) -> list[Token]:
    """The run without words at its ends that only look like names; empty when nothing is left."""
    while run and run[-1].word in PARTICLES:
        run = run[:-1]
    if (
        len(run) >= 2
        and run[0].start not in slots
        and not names.is_name(run[0].word)
        and run[0].word not in ABBREVIATED
        and _opens_sentence(text, run[0].start)
        and names.is_given(run[1].word)
        and run[1].capital
    ):
        run = run[1:]
    known = sum(names.is_name(t.word) for t in run)
    if run and not run[0].capital and (known == 0 or (known == 1 and not names.is_given(run[0].word))):
        told = len(run) >= 2 and run[0].start in slots
        if not (told and _OWN_NAME_ENDS.match(plain(text[run[-1].end : run[-1].end + 24]))):
            return []
    return run
