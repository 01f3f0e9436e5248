"""The pages say all that there is: what is added to the program and not to them fails here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import BaseModel
from typer.main import get_command
from typer.testing import CliRunner

from bot.bootstrap import open_house
from bot.cli import app
from bot.commands.rules.app import rules_app
from bot.console.metrics import metrics
from bot.decision.facts import built_in
from bot.decision.policy import NO_RULE, UNSAFE_RULE, Policy
from bot.decision.vocabulary import Limits
from bot.errors import AccountSuspended, IncidenciasError, NoAccount, StoreAway, TransportError
from bot.mail.letters.replies import Replies
from bot.mail.letters.templates import VARIABLES, article_names, reply_names
from bot.model.decision import Action, Datum
from bot.model.mail import Address, InboundMessage
from bot.model.ticket import EffectKind, TicketState
from bot.review.steps import BY_HAND_FAILED
from bot.rules.directory import shipped_rules
from bot.settings.config import load_settings
from bot.settings.values import (
    ConsoleSettings,
    CredentialsSettings,
    ImapSettings,
    OAuthSettings,
    OidcSettings,
    School,
    Settings,
    SmsSettings,
    SmtpSettings,
    StoreSettings,
)
from bot.store.mails.desk import QUARANTINED
from bot.store.tables.schema import Status
from bot.text.wording import ACTIONS, DATA, EFFECTS, REASONS, STATES, STATUSES

ROOT = Path(__file__).parent.parent
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "docs/coordinacion.md",
        "docs/reglas.md",
        "docs/operacion.md",
        "docs/privacidad.md",
        "docs/profesorado.md",
        "docs/scale.md",
        "docs/journey.md",
        "docs/extending.md",
        "CHANGELOG.md",
    )
}
EVERYTHING = "\n".join(PAGES.values())


def section(page: str, title: str) -> str:
    """The text under a heading, up to the next one."""
    parts = re.split(r"^#+ (.*)$", PAGES[page], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[title]


def rows(text: str) -> dict[str, list[str]]:
    """Tables by the first cell's code."""
    lines = (line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `"))
    return {
        name: [c.strip() for c in cells] for cells in lines for name in re.findall(r"`([^`]+)`", cells[0])
    }


# --------------------------------------------------------------------------- settings


SECTIONS: list[tuple[str, tuple[type[BaseModel], ...], set[str]]] = [
    ("Generales", (Settings,), {"store", "school", "console"}),
    ("[store]", (StoreSettings,), set()),
    ("[console]", (ConsoleSettings,), {"oidc"}),
    ("[console.oidc]", (OidcSettings,), set()),
    ("[[school]]", (School,), {"imap", "smtp", "credentials", "sms"}),
    ("[school.imap] y [school.smtp]", (ImapSettings, SmtpSettings), set()),
    ("[school.imap.oauth] y [school.smtp.oauth]", (OAuthSettings,), set()),
    ("[school.credentials]", (CredentialsSettings,), set()),
    ("[school.sms]", (SmsSettings,), set()),
]


@pytest.mark.parametrize(("title", "models", "below"), SECTIONS, ids=[s[0] for s in SECTIONS])
def test_every_setting_has_its_line_and_its_default(title, models, below):
    table = rows(section("docs/operacion.md", title))
    for model in models:
        for name, field in model.model_fields.items():
            if name in below:
                continue
            assert name in table, f"falta «{name}» en docs/operacion.md, {title}"
            default: Any = field.default
            if field.is_required():
                assert "obligatorio" in table[name][1], name
            elif isinstance(default, str | int | float):
                shown = f"{default:g}" if isinstance(default, float) else str(default)
                assert f"`{shown}`" in table[name][1], name
    if models[0].model_config["extra"] == "forbid":
        assert set(table) <= set().union(*(model.model_fields for model in models))


@pytest.mark.parametrize("package", ["credentials", "sms"])
def test_every_kind_of_plugin_is_told(package):
    told = rows(section("docs/operacion.md", f"[school.{package}]"))["kind"][2]
    kinds = {p.stem for p in (ROOT / "bot/actions" / package).glob("*.py")} - {"__init__"}
    assert {kind for kind in kinds if f"`{kind}`" in told} == kinds


def test_the_variables_of_the_example_are_settings():
    text = section("docs/operacion.md", "Desde el entorno")
    env = dict(re.findall(r"^(INCIDENCIAS_\w+)=(\S+)$", text, re.MULTILINE))
    assert len(env) == 2
    base = {
        f"INCIDENCIAS_SCHOOL__0__{name}": value
        for name, value in {
            "ID": "x", "NAME": "X", "ADDRESS": "a@b.es", "IMAP__HOST": "h", "IMAP__USERNAME": "u"
        }.items()
    }  # fmt: skip
    settings = load_settings(None, base | env)
    assert settings.store.url == env["INCIDENCIAS_STORE__URL"]
    assert settings.school[0].imap.password_file == Path(env["INCIDENCIAS_SCHOOL__0__IMAP__PASSWORD_FILE"])


# --------------------------------------------------------------------------- rules


def test_every_fact_and_value_has_its_line():
    table = rows(section("docs/reglas.md", "Los hechos"))
    assert set(table) == set(built_in())
    for name, fact in built_in().items():
        about, values, source = table[name][1:]
        assert about == fact.about
        assert values == "<br>".join(f"`{value}`: {meaning}" for value, meaning in fact.values.items())
        assert source == fact.source


def test_every_limit_has_its_line_with_the_number_in_force():
    table = rows(section("docs/reglas.md", "Los límites"))
    limits = Policy.load(shipped_rules()).limits
    assert set(table) == set(Limits.model_fields)
    for name, field in Limits.model_fields.items():
        assert table[name][1:] == [str(getattr(limits, name) or "–"), field.description]


def test_every_template_has_its_line_with_its_variables():
    table = rows(section("docs/reglas.md", "Las respuestas"))
    assert set(table) == set(VARIABLES) - {"layout"} == reply_names(shipped_rules()) | {"sms"}
    for name in table:
        assert set(re.findall(r"`(\w+)`", table[name][2])) == VARIABLES[name]


def test_every_article_and_action_is_named():
    text = PAGES["docs/reglas.md"]
    for name in (*article_names(shipped_rules()), *Action):
        assert f"`{name}`" in text, name


def test_every_file_of_the_rules_is_named():
    told = section("docs/reglas.md", "La carpeta")
    for path in shipped_rules().iterdir():
        if path.is_file() and path.suffix != ".json":
            assert f"`{path.name}`" in told, path.name


def test_the_worked_example_is_a_good_draft(tmp_path):
    """What the page tells to write, written as told, is taken by `rules check`."""
    page = section("docs/reglas.md", "Una primera tarde con las reglas")
    article, phrases, rule = re.findall(r"```(?:text|yaml)\n(.*?)```", page, re.DOTALL)
    draft = shutil.copytree(shipped_rules(), tmp_path / "mis-reglas")
    (draft / "replies/articles/mantenimiento.txt").write_text(article, encoding="utf-8")
    decisions = draft / "decisions.yaml"
    text = decisions.read_text(encoding="utf-8")
    for old in ("  phrases: {}\n", "  - name: student-writes\n"):
        assert text.count(old) == 1
    text = text.replace("  phrases: {}\n", phrases).replace(
        "  - name: student-writes\n", f"{rule}\n  - name: student-writes\n"
    )
    decisions.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(rules_app, ["check", "--rules", str(draft)])
    assert result.exit_code == 0, result.stderr
    assert "mantenimiento" in {rule.name for rule in Policy.load(draft).rules}


# --------------------------------------------------------------------------- words for codes


def reasons() -> set[str]:
    policy = Policy.load(shipped_rules())
    return {r.reason for r in (*policy.rules, NO_RULE, UNSAFE_RULE) if r.reason} | {
        QUARANTINED,
        NoAccount.reason,
        AccountSuspended.reason,
        BY_HAND_FAILED,
    }


def test_every_reason_is_called_something_and_told():
    assert reasons() == set(REASONS)
    table = {
        cells[1].strip(" `"): cells[0].strip()
        for cells in (
            line.strip("|").split("|")
            for line in section("docs/coordinacion.md", "Por la mañana: la cola").splitlines()
            if re.match(r"\| .* \| `", line)
        )
    }
    assert table == REASONS


@pytest.mark.parametrize(
    ("codes", "words"),
    [(Action, ACTIONS), (TicketState, STATES), (Datum, DATA), (EffectKind, EFFECTS), (Status, STATUSES)],
)
def test_every_code_is_called_something(codes, words):
    assert set(codes) == set(words)


# --------------------------------------------------------------------------- what machines watch


def test_every_metric_is_told(engine):
    text = metrics(engine, ["school"], now=datetime.now(UTC)).decode()
    assert set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE)) == set(
        re.findall(r"`(incidencias_\w+)`", section("docs/operacion.md", "Vigilarlo con máquinas"))
    )


def test_every_warning_of_the_log_is_told():
    """By its code: also that no page tells of one that is no more."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    given = set(re.findall(r'\blog\.(?:warning|error|exception)\(\s*"(\w+)"', source))
    table = section("docs/operacion.md", "Avisos del registro")
    cells = " ".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))
    assert given == set(re.findall(r"`(\w+_\w+)`", cells))


def test_every_code_of_a_command_that_ends_badly_is_told():
    told = re.search(r"^Códigos de salida: (.*?)\n\n", PAGES["docs/operacion.md"], re.DOTALL | re.MULTILINE)
    assert {int(code) for code in re.findall(r"\b(\d+),", told[1])} == {
        0,
        1,
        IncidenciasError.exit_code,
        StoreAway.exit_code,
    }


# --------------------------------------------------------------------------- commands


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    command = command or get_command(app)
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(path), command
    for name, one in (below or {}).items():
        yield from commands(one, (*path, name))


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name):
    assert re.search(rf"incidencias {name}\b", EVERYTHING), f"ninguna página cuenta «incidencias {name}»"


def written() -> list[tuple[str, str]]:
    """Every command line in the pages: of code blocks and between backquotes."""
    lines = []
    for name, page in PAGES.items():
        blocks = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
        found = re.findall(r"(?:^|\s)(incidencias (?!worker\n)[a-z][^#\n]*)", blocks, re.MULTILINE)
        found += re.findall(r"`(incidencias [a-z][^`]*)`", page)
        lines += [(name, line.strip()) for line in found]
    return lines


@pytest.mark.parametrize(("page", "line"), sorted(set(written())))
def test_every_command_line_written_can_be_typed(page, line):
    words = line.split()[1:]
    length = max((n for n in range(1, len(words) + 1) if " ".join(words[:n]) in COMMANDS), default=0)
    if not length:  # a group: «incidencias queue …»
        assert any(name.split()[0] == words[0] for name in COMMANDS), f"{page}: {line}"
        return
    options = {o for p in COMMANDS[" ".join(words[:length])].params for o in p.opts}
    assert {w for w in words[length:] if w.startswith("--")} <= options, f"{page}: {line}"


# --------------------------------------------------------------------------- settings as they are written

SECRETS = {
    "directorio": "secreto",
    "microsoft": "secreto",
    "moodle": "secreto",
    "sms": "json://localhost/{to}",
}
_GOOGLE = {"type": "service_account", "client_email": "bot@c.test", "token_uri": "https://c.test/token"}
_FIRST = """\
[store]
url = "sqlite:///store.db"
key_file = "key"

[[school]]
id = "loma"
name = "IES La Loma"
address = "incidenciastde@ieslaloma.test"

"""


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", PAGES["docs/operacion.md"], re.DOTALL))
def test_the_systems_of_the_examples_can_be_built(tmp_path, monkeypatch, block):
    (tmp_path / "secretos").mkdir()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    google = json.dumps(_GOOGLE | {"private_key": key.decode()})
    for name, text in (SECRETS | {"google.json": google}).items():
        (tmp_path / "secretos" / name).write_text(text, encoding="utf-8")
    (tmp_path / "key").write_bytes(Fernet.generate_key())
    (tmp_path / "incidencias.toml").write_text(_FIRST + block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    house = open_house(load_settings(tmp_path / "incidencias.toml", {}), migrating=True)
    (school,) = house.settings.school
    built = {school.sms.kind: house.sms(school), school.credentials.kind: house.provider(school)}
    built |= {system.kind: house.provider(school, name) for name, system in school.systems.items()}
    assert any(f'kind = "{kind}"' in block for kind in built)


# --------------------------------------------------------------------------- links


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", PAGES[page]):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


# --------------------------------------------------------------------------- extending


def examples() -> dict[str, str]:
    """The code of docs/extending.md by the heading above it."""
    parts = re.split(r"^## (.*)$", PAGES["docs/extending.md"], flags=re.MULTILINE)
    blocks = zip(parts[1::2], parts[2::2], strict=True)
    return {
        title: found[1]
        for title, text in blocks
        if (found := re.search(r"```(?:python|yaml)\n(.*?)```", text, re.DOTALL))
    }


def module(title: str) -> dict[str, Any]:
    """The example, run as a module."""
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(examples()[title], title, "exec"), names)
    return names


def test_the_example_provider_is_one():
    built = module("A system that holds accounts")["build"](
        CredentialsSettings(kind="directory", url="http://x"), None
    )
    assert (built.assisted, built.policy.min_length) == (False, 10)


def test_the_example_gateway_is_one(monkeypatch):
    gateway = module("An SMS gateway")["build"](SmsSettings(kind="modem"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TransportError):
        gateway.send("+34600000001", "hola", key="k")
    typed = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: typed.append(command) or SimpleNamespace())
    gateway.send("+34600000001", "hola", key="k")
    assert typed == [["sendsms", "+34600000001"]]


def test_the_example_fact_is_one():
    (fact,) = module("A fact for the rules")["FACTS"]
    mail = InboundMessage(message_id=None, sender=Address("", ""))

    def at(hour: int) -> Any:
        return SimpleNamespace(message=replace(mail, date=datetime(2026, 11, 21, hour, tzinfo=UTC)))

    assert [fact.read(at(hour)) for hour in (3, 12, 23)] == ["yes", "no", "yes"]
    assert fact.usual in fact.values


def test_the_example_language_goes_out_below_the_spanish(tmp_path):
    rules = shutil.copytree(shipped_rules(), tmp_path / "rules")
    (rules / "replies/languages/it.yaml").write_text(
        examples()["A language of the replies"], encoding="utf-8"
    )
    letter = Replies(rules).render("looking", "it", {"ticket": "K7QM2X"})
    assert letter.languages == ("es", "it")
    assert letter.text.startswith("Italiano più sotto")
    assert "abbiamo ricevuto" in letter.text
