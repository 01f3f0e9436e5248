"""Every text of every template is there in every language, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import bot
from bot import errors
from bot.actions import deliver
from bot.actions.credentials import seneca
from bot.actions.credentials.microsoft import MicrosoftProvider
from bot.actions.credentials.moodle import MoodleProvider
from bot.actions.sms import http, smpp
from bot.console import i18n, rendering
from bot.console.i18n import SPANISH, catalogues
from bot.console.menu import MENU
from bot.decision import explain
from bot.decision.facts import built_in
from bot.mail.servers import oauth, smtp
from bot.mail.servers.smtp_line import Refusal
from bot.matchers import evidence
from bot.model.claim import Signal
from bot.registry.catalogue import CATALOGUE
from bot.store.effects import texts as fates
from bot.store.sections import resets as bulk
from bot.text import wording

TEMPLATES = Path(rendering.__file__).parent / "templates"


TABLES = [table for name, table in vars(wording).items() if name.isupper() and isinstance(table, Mapping)]


def test_only_words_of_the_templates_are_taken_for_our_own_html():
    """`_(…)` marks its text as HTML; what comes from elsewhere goes through the filter `told`."""
    for path in TEMPLATES.glob("*.html"):
        assert re.findall(r"\b_\((?![\"'])[^)]*\)", path.read_text(encoding="utf-8")) == [], path.name


def texts(templates: Path) -> set[str | tuple[str, ...]]:
    """What stands in templates; a text that counts is a pair: of one thing, of many."""
    env = rendering.environment(SPANISH)
    found: set[str | tuple[str, ...]] = set()
    for path in templates.glob("*.html"):
        for _line, _function, said in env.extract_translations(path.read_text(encoding="utf-8")):
            words = (said,) if isinstance(said, str) else tuple(s for s in said if s)
            found.add(words if len(words) > 1 else words[0])
    return found


def missing_in_english(templates: Path, more: Iterable[str] = ()) -> list[object]:
    """What these templates and others say that has no English."""
    english = catalogues()["en"]
    return sorted({*texts(templates), *more} - english.messages.keys() - english.plurals.keys(), key=str)


def test_every_text_is_there_in_english():
    assert missing_in_english(TEMPLATES, (label for _route, label in MENU)) == []


def test_every_code_has_a_name_in_english():
    assert (
        sorted({said for table in TABLES for said in table.values()} - catalogues()["en"].messages.keys())
        == []
    )


@pytest.mark.parametrize("language", [code for code in catalogues() if code != SPANISH])
def test_the_values_are_the_same(language):
    words = catalogues()[language]
    pairs = [(many, form) for (_one, many), forms in words.plurals.items() for form in forms]
    for spanish, other in [*words.messages.items(), *pairs]:
        assert sorted(re.findall(r"%\(\w+\)s|%s|<\w+>", spanish)) == sorted(
            re.findall(r"%\(\w+\)s|%s|<\w+>", other)
        ), spanish


def test_what_the_evidence_says_is_there_in_english():
    tables = (evidence._NAME_SAYS, evidence._COURSE_SAYS, evidence._PHONE_SAYS, evidence._STATE_SAYS)
    said = {says for table in (*tables, explain._INTENTS, explain._MISSING) for says in table.values()}
    said |= {built_in()[signal].about for signal in Signal}
    assert sorted(said - catalogues()["en"].messages.keys()) == []


def test_what_is_wrong_with_an_export_is_there_in_english():
    said = {words for entry in CATALOGUE for words in (entry.title, entry.advice)}
    assert sorted(said - catalogues()["en"].messages.keys()) == []


SPEAKERS = {
    *("TransportError", "NoAccount", "AccountSuspended", "MoodleError", "SignInRefused"),
    *("InputError", "Conflict"),
}
#: Where sentences are made that pages show: files of `bot`, or whole packages.
SPEAKING = (
    *("actions", "console", "mail", "review"),
    *("store/cases", "store/effects", "store/people", "store/sections"),
    *("store/register/enrolment.py", "store/rules/versions.py"),
    *("bulk/choose.py", "registry/columns.py", "registry/containers.py", "registry/seneca.py"),
)
#: Said by `doctor`, in a terminal; the last one is told below, of each system.
ELSEWHERE = re.compile(r"^\[|«incidencias accounts|^any thing: |^any thing no da permiso: any thing$")


def failures(tree: ast.AST) -> Iterator[str]:
    """The sentences of failures in a module, but for those of checks, which `doctor` prints in Spanish."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and re.match("_?check|_read_key|_ask_clock", node.name):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SPEAKERS:
            match node.args[0]:
                case ast.Constant(value=str(sentence)):
                    yield sentence
                case ast.JoinedStr(values=parts):
                    yield "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "any thing" for part in parts
                    )
        yield from failures(node)


def modules(places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        path = Path(bot.__file__).parent / place
        yield from path.rglob("*.py") if path.is_dir() else [path]


def test_what_was_refused_or_has_failed_is_told_in_english():
    """A case keeps the Spanish sentence of what failed; an English page says it in English."""
    said = {
        sentence
        for path in modules(SPEAKING)
        for sentence in failures(ast.parse(path.read_text(encoding="utf-8")))
        if not ELSEWHERE.search(sentence)
    }
    assert len(said) > 100
    said |= {
        *(f"{one.system} no da permiso: {one.no_right}" for one in (MicrosoftProvider, MoodleProvider)),
        *(http._UNKNOWN, smpp._UNKNOWN, deliver._OUR_FAULT, *deliver._NOTICES_FAILED.values()),
        *(fates._NOT_DELIVERED, fates._NO_NEWS, bulk._NEVER_KNOWN),
        *(str(smtp._fault(Refusal(to, code, b""))) for to in ("RCPT", "DATA", "MAIL") for code in (450, 550)),
        *(*oauth._WHY.values(), *errors._WHY.values()),
        *seneca._STEPS,
    }
    assert sorted(one for one in said if catalogues()["en"].tell(one) == one) == []


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            "Microsoft 365 no responde o pide esperar; se volverá a intentar con la misma clave.",
            "Microsoft 365 does not answer or asks to wait; it will be tried again with the same password.",
        ),
        ("Se ha cortado la conexión con mail.ies.es:993.", "The connection to mail.ies.es:993 broke."),
        ("1 cuenta en la matrícula", "1 account in the register"),
        ("2140 cuentas en la matrícula", "2140 accounts in the register"),
        ("«612 34» no es un teléfono completo", "«612 34» is no whole phone number"),
        ("phone es «own», no «other» ni «landline»", "phone is «own», not «other» or «landline»"),
        ("intent es «recover», no «50 %s»", "intent is «recover», not «50 %s»"),
        (
            "correo automático (wording): suena a máquina (2,3)",
            "automatic mail (wording): sounds like a machine (2.3)",
        ),
        ("«Ana Gil»", "«Ana Gil»"),
        ("lo que nadie ha traducido 7", "lo que nadie ha traducido 7"),
        ("oferta; List-Unsubscribe; enlace 7", "offer; List-Unsubscribe; enlace 7"),
    ],
)
def test_a_sentence_with_values_is_told_in_english(made, said):
    assert catalogues()["en"].tell(made) == said
    assert catalogues()[SPANISH].tell(made) == made


@pytest.mark.parametrize("hostile", ["regla «x»: ", "«a» ni «", "a; ", "; ¿quería decir «"])
@pytest.mark.parametrize("times", [50, 100_000])
def test_a_sentence_that_holds_itself_again_and_again_is_told_all_the_same(hostile, times):
    assert catalogues()["en"].tell(hostile * times)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (SPANISH, ["¿Renovar 0 claves de 1º A?", "¿Renovar 1 clave de 1º A?", "¿Renovar 2 claves de 1º A?"]),
        ("en", ["Renew 0 passwords of 1º A?", "Renew 1 password of 1º A?", "Renew 2 passwords of 1º A?"]),
    ],
)
def test_none_one_and_two_are_told_as_people_say_them(language, said):
    one, many = "¿Renovar %(num)s clave de %(unit)s?", "¿Renovar %(num)s claves de %(unit)s?"
    asked = f'{{{{ ngettext("{one}", "{many}", n, unit="1º A") }}}}'
    page = rendering.environment(language).from_string(asked)
    assert [page.render(n=number) for number in range(3)] == said


def test_a_language_of_more_forms_than_two_counts_with_its_own(tmp_path, monkeypatch):
    (tmp_path / "ro.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==0 || n%100>0 && n%100<20 ? 1 : 2);\\n"\n'
        'msgid "%(n)s día"\nmsgid_plural "%(n)s días"\n'
        'msgstr[0] "%(n)s zi"\nmsgstr[1] "%(n)s zile"\nmsgstr[2] "%(n)s de zile"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    romanian = catalogues.__wrapped__()["ro"]
    said = [romanian.count("%(n)s día", "%(n)s días", n) % {"n": n} for n in (0, 1, 2, 20)]
    assert said == ["0 zile", "1 zi", "2 zile", "20 de zile"]
