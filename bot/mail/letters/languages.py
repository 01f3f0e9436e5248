"""The texts of our answers: Spanish ones, a file each, and one catalogue a further language.

rules/replies/ask.txt              "Asunto: …" in the first line, then the body (Jinja2)
rules/replies/articles/blocked.txt the title in the first line, then the body (plain text)
rules/replies/languages/fr.yaml    the same texts in French; what it lacks goes out in Spanish only
rules/replies/layout.html          how the paragraphs become HTML
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.rules.directory import Problem, RulesError, as_model, place, read_text, read_yaml
from bot.rules.model import RulesModel

SPANISH = "es"
_SUBJECT = "Asunto:"


@dataclass(frozen=True, slots=True)
class Source:
    """A text and where it stands, for messages to the admin."""

    text: str
    file: str
    line: int  #: of the text's first line, from 1


@dataclass(frozen=True, slots=True)
class Article:
    """Self-help: how a family solves it alone."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All that we can say in one language."""

    code: str  #: ISO 639-1
    direction: Literal["ltr", "rtl"] = "ltr"
    below: str = ""  #: "English below", set above the Spanish text
    replies: Mapping[str, Source]
    articles: Mapping[str, Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The whole of rules/replies/."""

    subjects: Mapping[str, str]  #: by template, Spanish
    languages: Mapping[str, Language]
    layout: Source


class _Catalogue(RulesModel):
    """languages/<code>.yaml."""

    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    below: str
    replies: dict[str, str]
    articles: dict[str, str] = Field(default_factory=dict)


def read_texts(
    directory: Path, *, required: Collection[str] = (), catalogues: bool = True
) -> tuple[Texts, list[Problem]]:
    """Everything below `directory` (rules/replies/) that can be read, and what cannot.

    `required`: replies that every catalogue may hold, though the Spanish one be missing just now. Without
    `catalogues` the Spanish texts alone, which takes a tenth of the time.
    """
    problems: list[Problem] = []
    replies = {path.stem: source for path, source in _files(directory, "*.txt", problems)}
    articles = {path.stem: source for path, source in _files(directory / "articles", "*.txt", problems)}
    layout = dict(_files(directory, "layout.html", problems)).get(directory / "layout.html")
    if layout is None:
        layout = Source("", str(directory / "layout.html"), 1)
        problems.append(Problem(layout.file, 0, 0, "falta este fichero"))
    subjects = {}
    for name, source in replies.items():
        first, _, body = source.text.partition("\n")
        if name == "sms":
            continue
        if first.startswith(_SUBJECT) and first.removeprefix(_SUBJECT).strip():
            subjects[name] = first.removeprefix(_SUBJECT).strip()
            replies[name] = Source(body, source.file, 2)
        else:
            problems.append(Problem(source.file, 1, 1, f"la primera línea debe ser «{_SUBJECT} …»"))
    spanish = Language(
        code=SPANISH, replies=replies, articles={name: _article(s.text) for name, s in articles.items()}
    )
    languages = {SPANISH: spanish}
    known = {"replies": {*required, *_names(directory)}, "articles": _names(directory / "articles")}
    for path in sorted((directory / "languages").glob("*.yaml")) if catalogues else ():
        try:
            languages[path.stem], unknown = _read_catalogue(path, known)
        except RulesError as error:
            problems.extend(error.problems)
        else:
            problems.extend(unknown)
    return Texts(subjects=subjects, languages=languages, layout=layout), problems


def _files(directory: Path, pattern: str, problems: list[Problem]) -> Iterator[tuple[Path, Source]]:
    for path in sorted(directory.glob(pattern)):
        try:
            yield path, Source(read_text(path), str(path), 1)
        except RulesError as error:
            problems.extend(error.problems)


def _names(directory: Path) -> set[str]:
    return {path.stem for path in directory.glob("*.txt")}


def _read_catalogue(path: Path, known: Mapping[str, Collection[str]]) -> tuple[Language, list[Problem]]:
    """A further language, and its texts that are none of ours (`known`). Raises RulesError."""
    data = read_yaml(path)
    catalogue, wrong = as_model(path, data, _Catalogue)
    if catalogue is None:
        raise RulesError(wrong)
    unknown = [
        Problem(str(path), *place(data, (part, name)), f"no hay ningún texto «{name}» en español")
        for part in ("replies", "articles")
        for name in getattr(catalogue, part)
        if name not in known[part]
    ]
    language = Language(
        code=path.stem,
        direction=catalogue.direction,
        below=catalogue.below,
        replies={
            name: Source(text, str(path), place(data, ("replies", name))[0] + 1)
            for name, text in catalogue.replies.items()
        },
        articles={name: _article(text) for name, text in catalogue.articles.items()},
    )
    return language, unknown


def _article(text: str) -> Article:
    title, _, body = text.strip().partition("\n")
    return Article(title.strip(), body.strip())
