"""Templates and values -> what a family reads; an edited and valid folder is in force at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import structlog
from anyascii import anyascii
from jinja2 import Template

from bot.errors import InputError
from bot.mail.letters.languages import SPANISH, Article, Language, Texts
from bot.mail.letters.layout import Block, Section, as_text, blocks_of
from bot.mail.letters.templates import (
    REPLIES,
    SMS_PARTS,
    allowed,
    clean,
    clean_lines,
    environment,
    latin,
    valid_texts,
)
from bot.rules.directory import RulesError
from bot.rules.files import fingerprint
from bot.text.gsm7 import is_gsm7, split

_LOOK_EVERY_S = 1.0  #: how often the folder is looked at for edits

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An answer before it has headers."""

    subject: str  #: Spanish; for a mail that answers none
    text: str
    html: str
    languages: tuple[str, ...]  #: Spanish first


class _Set:
    """One valid state of the folder, its templates compiled when first used."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._compiled: dict[tuple[str, str], Template] = {}

    def render(self, language: Language, name: str, values: Mapping[str, object]) -> str:
        key = (language.code, name)
        if key not in self._compiled:
            self._compiled[key] = environment().from_string(language.replies[name].text)
        return self._compiled[key].render(values)

    @cached_property
    def layout(self) -> Template:
        return environment(html=True).from_string(self.texts.layout.text)


class Replies:
    """The folder `replies` of a rules directory; safe to share between threads."""

    def __init__(self, directory: Path | Callable[[], Path]) -> None:
        """`directory`: the rules directory, or who knows which one is in force now.

        Raises RulesError when the Spanish texts are not all right.

        The other languages are read when first needed; until they are right, Spanish goes out alone.
        """
        self._where = directory if callable(directory) else lambda: directory
        self._catalogues = False
        self._lock = threading.Lock()
        self._seen: object = None  #: which folder, and its files
        self._look_again = 0.0
        self._set: _Set | None = None
        self._current()

    def render(self, name: str, language: str, values: Mapping[str, Any]) -> Letter:
        """Template `name` in Spanish and, where we have it, in the writer's `language`.

        `values` may hold more than the template may use (`templates.VARIABLES`): it never sees the rest.
        `article` is the name of a self-help article. Raises InputError for an unknown template, article
        or a value that is missing.
        """
        current = self._current(catalogues=language != SPANISH)
        spanish = current.texts.languages[SPANISH]
        if name not in spanish.replies:
            raise InputError(f"No hay ninguna plantilla de respuesta «{name}».")
        sections = [self._section(current, spanish, name, values)]
        own = current.texts.languages.get(language)
        if own is not None and own is not spanish and _speaks(own, name, values):
            sections = [
                Section(own.code, own.direction, (Block("p", (own.below,)),)),
                *sections,
                self._section(current, own, name, values),
            ]
        return Letter(
            subject=current.texts.subjects[name],
            text=as_text(sections),
            html=current.layout.render(sections=sections),
            languages=tuple(dict.fromkeys((SPANISH, *(s.language for s in sections)))),
        )

    def articles(self) -> Mapping[str, Article]:
        """The self-help articles by name, in Spanish: what a person can answer with."""
        return self._current().texts.languages[SPANISH].articles

    def sms(self, language: str, values: Mapping[str, Any]) -> str:
        """The text message with user name and temporary password, in the writer's language where we have it.

        One ordinary SMS; two where the alphabet is not the Latin one. Raises InputError when it is longer.
        """
        current = self._current(catalogues=language != SPANISH)
        own = current.texts.languages.get(language)
        if own is None or "sms" not in own.replies:
            own = current.texts.languages[SPANISH]
        text = current.render(own, "sms", _given("sms", values)).strip()
        if not is_gsm7(text) and latin(text):
            text = "".join(c if is_gsm7(c) else anyascii(c) for c in text)
        most = 1 if is_gsm7(text) else SMS_PARTS
        if (parts := len(split(text))) > most:
            raise InputError(f"El texto con las credenciales no cabe: son {parts} SMS y puede ser {most}.")
        return text

    def _section(self, current: _Set, language: Language, name: str, values: Mapping[str, Any]) -> Section:
        given = _given(name, values)
        if "article" in given:
            try:
                given["article"] = language.articles[given["article"]]
            except KeyError:
                raise InputError(f"No hay ningún artículo de ayuda «{given['article']}».") from None
        return Section(language.code, language.direction, blocks_of(current.render(language, name, given)))

    def _current(self, *, catalogues: bool = False) -> _Set:
        """The folder as it is now, or its last good state while an edit is wrong."""
        with self._lock:
            more = catalogues and not self._catalogues
            if self._set is not None and not more and time.monotonic() < self._look_again:
                return self._set
            self._catalogues = self._catalogues or catalogues
            self._look_again = time.monotonic() + _LOOK_EVERY_S
            folder = self._where() / REPLIES
            seen = folder, fingerprint(folder)
            if self._set is None or more or seen != self._seen:
                self._seen = seen
                self._set = self._read(folder)
            return self._set

    def _read(self, folder: Path) -> _Set:
        try:
            return _Set(valid_texts(folder, catalogues=self._catalogues))
        except RulesError as error:
            if self._set is None:
                raise
            log.error("replies_wrong_last_good_kept", problems=[str(p) for p in error.problems])
            return self._set


def _given(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the template may use, made harmless; `text` keeps its lines."""
    try:
        return {key: (clean_lines if key == "text" else clean)(values[key]) for key in allowed(name)}
    except KeyError as error:
        raise InputError(f"A la plantilla «{name}» le falta el valor «{error.args[0]}».") from None


def _speaks(language: Language, name: str, values: Mapping[str, Any]) -> bool:
    if "article" in allowed(name) and values.get("article") not in language.articles:
        return False
    return name in language.replies
