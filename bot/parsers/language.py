"""Which language somebody wrote in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from bot.text.plain import plain, word_set

DEFAULT = "es"
#: Always told from each other; the languages of a school's own catalogues come on top.
_LANGUAGES = frozenset({"es", "en", "fr", "ro", "pt", "de", "it", "ca", "ar", "uk", "ru", "zh"})
_LONGEST = 1500  #: characters looked at: more text makes no answer surer
_FEWEST_WORDS = 4  #: fewer say nothing
_FEW_WORDS = 8
#: Below it the school's own language is the better guess: (few words, more words).
_SURE = (0.95, 0.7)
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER_SCRIPT_SHARE = 0.25  #: of the letters: names, courses and app words stay Latin in any mail
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.!?:\n]")
#: Words that any mail to a school holds, whatever its language.
_SHARED = frozenset(
    ["ipasen", "pasen", "pasén", "seneca", "séneca", "app", "eso", "sms", "email", "mail", "whatsapp", "tlf"]
)
_LETTERS = re.compile(r"[^\W\d_]+")
#: Small words of Spanish, some of which its neighbours have too …
_SPANISH = word_set(
    "y los las del el una con hijo hija hijos hijas mi puedo puede pueden podemos podeis podria podrian "
    "hola buenos buenas dias tardes gracias muchas saludo saludos necesito queria quiero quisiera tengo "
    "tenemos tiene estoy estamos esta estan hemos soy somos contrasena clave entrar acceder usuario pero "
    "porque cuando desde tambien ahora hoy ayer ningun ninguna nada muy usted ustedes movil telefono "
    "nuestra nuestro su sus sale llega dice pone hace ano anos alumno alumna curso nombre madre padre se "
    "me lo le ya he ha bloqueado"
)
#: … and of the others that Spanish has not: whoever uses one of them is asked about.
_NOT_SPANISH = word_set(
    "the and my is to of i you for not have please hello dear can with this je et est des pour pas avec "
    "vous nous mon bonjour merci une dans sur ma suis nu pot am meu mea pentru sunt cu buna ziua rog din "
    "as do das nao minha um uma em com obrigado obrigada boa bom filho filha sou ich und nicht mein meine "
    "der die das ist wir sie mit guten danke bitte ein eine il gli non mia sono per buongiorno grazie che "
    "di figlio figlia ho amb puc els meva filla fill bon bona gracies tinc soc"
)
_PLAINLY = 0.2  #: share of small Spanish words from which nobody need be asked
_FEWEST_PLAIN = 5
#: The models know Romanian with cedillas.
_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")


def catalogue_languages(rules: Path) -> frozenset[str]:
    """What the replies in a rules directory can be written in, beside Spanish."""
    return frozenset(path.stem for path in (rules / "replies/languages").glob("*.yaml"))


def can_be_told(code: str) -> bool:
    """Whether there is a model of this language (ISO 639-1)."""
    if code in _LANGUAGES:
        return True
    from lingua import IsoCode639_1  # noqa: PLC0415 - heavy, and not for --help

    try:
        IsoCode639_1.from_str(code)
    except ValueError:
        return False
    return True


def detect_language(text: str, more: frozenset[str] = frozenset()) -> str:
    """ISO 639-1 code of the language of `text`; "es" when it is short, mixed or doubtful.

    `more`: languages to be told beside the usual ones.
    """
    text = text[:_LONGEST]
    other = _OTHER_SCRIPT.findall(text)
    if other and len(other) >= _OTHER_SCRIPT_SHARE * (len(other) + len(_LATIN.findall(text))):
        return _ask("".join(c if _OTHER_SCRIPT.match(c) else " " for c in text), more, sure=0.0)
    if _is_plainly_spanish(text):
        return DEFAULT
    words = _without_names(text)
    if len(words) < _FEWEST_WORDS:
        return DEFAULT
    return _ask(" ".join(words).lower().translate(_CEDILLAS), more, sure=_SURE[len(words) >= _FEW_WORDS])


def _is_plainly_spanish(text: str) -> bool:
    """Small words tell at a glance what most mails are written in; all others are asked about."""
    words = _LETTERS.findall(plain(text))
    spanish = sum(word in _SPANISH for word in words)
    return spanish >= _FEWEST_PLAIN and spanish >= _PLAINLY * len(words) and _NOT_SPANISH.isdisjoint(words)


def _without_names(text: str) -> list[str]:
    """The words of a text but for names, for "Bogdan Ionescu, 2 ESO B" is no Romanian.

    A capitalised word stays only at the start of a sentence, when a small word follows.
    """
    tokens = [w for w in _WORD.findall(text) if w.lower() not in _SHARED]
    tall = Counter(w.isupper() for w in tokens if len(w) > 1)
    if tall[True] > tall[False]:
        return [w for w in tokens if w[0].isalpha()]
    padded = [".", *tokens, "."]
    return [
        word
        for before, word, after in zip(padded[:-2], tokens, padded[2:], strict=True)
        if word[0].islower() or (word[0].isalpha() and not before[0].isalpha() and after[0].islower())
    ]


def _ask(text: str, more: frozenset[str], *, sure: float) -> str:
    best = _detector(_LANGUAGES | more).compute_language_confidence_values(text)[0]
    return str(best.language.iso_code_639_1.name).lower() if best.value >= sure else DEFAULT


@cache
def _detector(codes: frozenset[str]) -> Any:
    """Lingua's light models: 0.2 s and 30 MB at first use, against 2 s and 220 MB of the full ones."""
    from lingua import IsoCode639_1, LanguageDetectorBuilder  # noqa: PLC0415 - heavy, and not for --help

    known = [IsoCode639_1.from_str(code) for code in sorted(codes) if can_be_told(code)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*known).with_low_accuracy_mode().build()
