"""Everything that can be wrong with a rules directory, whichever of its files it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bot.decision.checks import missing_texts
from bot.decision.policy import Policy
from bot.decision.rulebook import FILE
from bot.mail.letters.templates import VARIABLES, article_names, check_templates, reply_names
from bot.matchers.linkage import MatchingRules
from bot.matchers.name_files import read_name_files
from bot.parsers.courses.words import CourseRules
from bot.parsers.intents.rules import IntentRules
from bot.parsers.language import can_be_told, catalogue_languages
from bot.rules.directory import Problem, RulesError, load_rules


def problems_of(directory: Path) -> Iterator[Problem]:
    """Every mistake: decisions and their examples, matching, vocabularies and replies."""
    if not (directory / FILE).is_file():
        yield Problem(str(directory), 0, 0, f"aquí no hay ningún {FILE}: no es una carpeta de reglas")
        return
    loaders: tuple[Callable[[], object], ...] = (
        partial(Policy.load, directory),
        partial(load_rules, directory, "matching.yaml", MatchingRules),
        partial(load_rules, directory, "intents.yaml", IntentRules),
        partial(load_rules, directory, "courses.yaml", CourseRules),
        partial(read_name_files, directory),
    )
    for load in loaders:
        try:
            load()
        except RulesError as error:
            yield from error.problems
    yield from reply_problems(directory)


def reply_problems(directory: Path) -> Iterator[Problem]:
    """Mistakes in the replies, and rules that name one which does not exist."""
    yield from check_templates(directory)
    for code in sorted(catalogue_languages(directory)):
        if not can_be_told(code):
            file = str(directory / "replies/languages" / f"{code}.yaml")
            yield Problem(
                file, 0, 0, f"«{code}» no es el código ISO 639-1 de un idioma que se sepa reconocer"
            )
    required = VARIABLES.keys() - {"sms", "layout"}  # that one is missing is said already
    try:
        yield from missing_texts(directory, required | reply_names(directory), article_names(directory))
    except RulesError:
        return  # decisions.yaml cannot be read: whoever loads the policy says so


def ensure_sound(directory: Path) -> None:
    """Raises RulesError with every mistake."""
    if problems := list(problems_of(directory)):
        raise RulesError(problems)
