"""Templates that an admin may edit: what each may say, and every mistake before it reaches a family."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.mail.letters.languages import Article, Source, Texts, read_texts
from bot.model.decision import Datum
from bot.rules.directory import Problem, RulesError
from bot.text.gsm7 import SMS_LENGTH, is_gsm7, split

REPLIES = "replies"  #: the folder inside a rules directory
LAYOUT = "layout"
SMS_PARTS = 2  #: messages that an SMS in another alphabet may become

#: The closed list of variables of each template. Names of people, phones and accounts are in none of
#: them but `sms`, so that no edit can put such a thing into a mail (POLICY §3).
VARIABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ask": frozenset({"ticket", "school", "missing"}),
        "regenerated": frozenset({"ticket", "school", "hours", "until"}),
        "looking": frozenset({"ticket"}),  # rows 6-15 differ in nothing else
        "self_help": frozenset({"ticket", "school", "article"}),
        "notice_owner": frozenset({"ticket", "school", "hours"}),
        "too_large": frozenset({"ticket", "school", "limit_mb"}),
        "done": frozenset({"ticket", "school"}),
        "seneca_done": frozenset({"ticket", "school", "hours"}),
        "seneca_not_found": frozenset({"ticket", "school"}),
        "seneca_differs": frozenset({"ticket", "school"}),
        "coordinator_notice": frozenset({"school", "what"}),
        "coordinator_digest": frozenset({"school", "tasks", "url"}),
        "free": frozenset({"ticket", "school", "text"}),
        "sms": frozenset({"school", "username", "password", "hours"}),
        LAYOUT: frozenset({"sections"}),
    }
)
#: What any further template of the admin's own may use.
OF_ANY_TEMPLATE = frozenset({"ticket", "school", "hours"})

_SAMPLE: Mapping[str, object] = MappingProxyType(
    {
        "ticket": "K7QM2X",
        "school": "IES La Loma",
        "missing": tuple(Datum),
        "hours": 48,
        "until": "24/11/2026, 10:30",
        "article": Article("Título", "Cuerpo"),
        "limit_mb": 25,
        "tasks": ("K7QM2X: espera desde hace 2 días",),
        "url": "https://incidencias.example",
        "what": "Una dirección ha escrito 40 veces en una hora.",
        "text": "Puede pasar por secretaría.",
        "username": "x" * 20,
        "password": "xxxx-xxxx-xxxxx",
        "sections": (),
    }
)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Whether an attribute is safe depends on its name and on what kind of thing bears it: asked once each.

    A letter asks for some thirty, and Jinja2 compares each time with everything that can be changed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        known = self._safe.get((type(obj), attr))
        if known is None:
            known = self._safe[type(obj), attr] = super().is_safe_attribute(obj, attr, value)
        return known


def environment(*, html: bool = False) -> ImmutableSandboxedEnvironment:
    """Jinja2 without access to anything: no files, no attributes beyond the plain ones, no unknown names."""
    return _Sandbox(undefined=StrictUndefined, autoescape=html, trim_blocks=True, lstrip_blocks=True)


def allowed(name: str) -> frozenset[str]:
    """The variables that a template may use."""
    return VARIABLES.get(name, OF_ANY_TEMPLATE)


def reply_names(directory: Path) -> frozenset[str]:
    """The templates of a rules directory that a rule may name as its `reply`."""
    return frozenset(path.stem for path in (directory / REPLIES).glob("*.txt")) - {"sms"}


def article_names(directory: Path) -> frozenset[str]:
    """The self-help articles of a rules directory."""
    return frozenset(path.stem for path in (directory / REPLIES / "articles").glob("*.txt"))


def check_templates(directory: Path) -> list[Problem]:
    """Every mistake in `directory`/replies, with file, line and column; empty when all is well."""
    try:
        valid_texts(directory / REPLIES)
    except RulesError as error:
        return list(error.problems)
    return []


def valid_texts(folder: Path, *, catalogues: bool = True) -> Texts:
    """The texts of a folder `replies`. Raises RulesError with every mistake in them."""
    texts, problems = read_texts(folder, required=VARIABLES, catalogues=catalogues)
    problems.extend(_all_problems(texts, folder))
    if problems:
        raise RulesError(problems)
    return texts


def _all_problems(texts: Texts, folder: Path) -> Iterator[Problem]:
    for name in sorted(VARIABLES.keys() - {LAYOUT}):
        if not (file := folder / f"{name}.txt").is_file():
            yield Problem(str(file), 0, 0, "falta esta plantilla")
    for language in texts.languages.values():
        for name, source in language.replies.items():
            yield from _problems(source, name)
    yield from _problems(texts.layout, LAYOUT)


@lru_cache(maxsize=1024)  # at every edit all texts are looked at, and one of them is new
def _problems(source: Source, name: str) -> tuple[Problem, ...]:
    return tuple(_mistakes(source, name, environment(html=name == LAYOUT)))


def _mistakes(source: Source, name: str, env: ImmutableSandboxedEnvironment) -> Iterator[Problem]:
    def problem(line: int, message: str, word: str = "") -> Problem:
        found = re.search(rf"\b{re.escape(word)}\b", source.text.splitlines()[line - 1]) if word else None
        return Problem(source.file, source.line + line - 1, found.start() + 1 if found else 1, message)

    try:
        tree = env.parse(source.text)
        template = env.from_string(tree)
    except TemplateSyntaxError as error:
        yield problem(error.lineno, _mend(error.message or ""))
        return
    unknown = find_undeclared_variables(tree) - allowed(name)
    for word in sorted(unknown):
        line = next(node.lineno for node in tree.find_all(nodes.Name) if node.name == word)
        known = ", ".join(sorted(allowed(name)))
        yield problem(line, f"«{word}» no existe aquí; puede usar: {known}", word)
    borrowed = list(tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)))
    yield from (problem(node.lineno, "una plantilla no puede traer otros ficheros") for node in borrowed)
    if borrowed or unknown:
        return
    try:
        text = template.render({key: _SAMPLE[key] for key in allowed(name)})
    except (TemplateError, TypeError, ValueError, OverflowError) as error:
        yield problem(1, f"con valores de prueba la plantilla no se puede rellenar ({error})")
        return
    if name == "sms":
        yield from (problem(1, message) for message in _sms_problems(text.strip()))


def _mend(said: str) -> str:
    """What the template engine says, as a Spanish sentence that names the mend."""
    word = (re.findall(r"'([^']*)'", said) or [""])[-1]
    if "No filter named" in said:
        return f"no existe el filtro «{word}»: quite «|{word}»"
    if "Unexpected end of template" in said:
        return f"«{{% {word} %}}» no se cierra: falta «{{% end{word} %}}»"
    if "Encountered unknown tag" in said:
        tag = re.findall(r"'([^']*)'", said)[0]
        return f"«{{% {tag} %}}» no existe o sobra"
    return f"aquí no se cierra bien una llave: escriba {{{{ palabra }}}} ({said})"


def _sms_problems(text: str) -> Iterator[str]:
    if is_gsm7(text):
        if len(text) > SMS_LENGTH:
            yield f"con usuario y contraseña son {len(text)} signos y en un SMS caben {SMS_LENGTH}: acórtelo"
    elif latin(text):
        bad = ", ".join(sorted({c for c in text if not is_gsm7(c)}))
        yield f"estos signos no caben en un SMS corriente: {bad} (de las vocales con tilde solo «é»)"
    elif len(split(text)) > SMS_PARTS:
        yield f"con usuario y contraseña son {len(split(text))} SMS: acórtelo para que quepa en {SMS_PARTS}"


def latin(text: str) -> bool:
    """Other alphabets have no letters in an ordinary SMS: it becomes shorter messages."""
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha())


def clean(value: Any) -> Any:
    """A value on its way into a template: one short line (each), without controls or invisible characters."""
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    if not isinstance(value, str):
        return value
    if not value.isprintable():
        value = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(value.split())[:200]


def clean_lines(text: str) -> str:
    """A person's own words on their way into a template: the lines stay, controls go."""
    return "\n".join("".join(c for c in line if c.isprintable()) for line in text.splitlines())[:20_000]
