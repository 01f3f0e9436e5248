"""`incidencias demo --once` as a process: what it prints, what it leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.actions.credentials.local import LocalProvider
from bot.actions.sms.file import FileGateway
from bot.bootstrap import House, open_house
from bot.demo.board import Row, rows
from bot.demo.samples import load_samples, message_id
from bot.demo.words import ACTIONS
from bot.model.ticket import EffectKind
from bot.settings.config import load_settings
from bot.store.register.accounts import SqlAccountBook

COMMAND = (sys.executable, "-c", "from bot.cli import main; main()", "demo", "--once")

#: What the situation in a sample's name must lead to (POLICY §1, §2).
EXPECTED = {
    "01-todo-en-orden": ("regenerate", None),
    "02-nombre-abreviado": ("regenerate", None),
    "03-sin-tildes-y-con-prisa": ("regenerate", None),
    "04-dos-hermanos": ("regenerate", None),
    "05-desde-el-correo-del-trabajo": ("regenerate", None),
    "06-no-he-sido-yo": ("escalate", "not_me"),
    "07-falta-el-telefono": ("ask", None),
    "08-el-telefono-que-faltaba": ("regenerate", None),
    "09-gracias": ("close", None),
    "10-solo-dice-que-no-entra": ("ask", None),
    "11-no-da-los-datos": ("escalate", "incomplete"),
    "12-telefono-a-medias": ("ask", None),
    "13-otro-telefono": ("escalate", "phone_mismatch"),
    "14-la-abuela": ("escalate", "not_guardian"),
    "15-escribe-un-alumno": ("escalate", "student_writes"),
    "16-ya-no-esta-en-el-centro": ("escalate", "not_enrolled"),
    "17-alumno-que-no-aparece": ("escalate", "student_not_found"),
    "18-los-dos-padres-a-la-vez": ("escalate", "ambiguous"),
    "19-un-hijo-si-y-otro-no": ("escalate", "partial_match"),
    "20-telefono-nuevo": ("escalate", "change_data"),
    "21-que-me-la-manden-por-correo": ("escalate", "change_data"),
    "22-remitente-suplantado": ("escalate", "sender_not_authenticated"),
    "23-otra-vez-el-mismo-dia": ("escalate", "rate_limited"),
    "24-y-ademas-otra-cosa": ("regenerate", "also_other"),
    "25-como-me-doy-de-alta": ("self_help", None),
    "26-el-autologin-no-va": ("regenerate", None),
    "27-como-se-instala": ("self_help", None),
    "28-no-me-sale-uno-de-mis-hijos": ("escalate", "missing_child"),
    "29-una-falta-de-asistencia": ("escalate", "not_ours"),
    "30-toda-la-clase": ("escalate", "bulk_request"),
    "31-en-ingles": ("regenerate", None),
    "32-en-frances": ("regenerate", None),
    "33-en-ucraniano": ("regenerate", None),
    "34-en-arabe-sin-telefono": ("ask", None),
    "35-fuera-de-la-oficina": ("ignore", "automatic"),
    "36-boletin": ("ignore", "automatic"),
    "37-rebote": ("ignore", "automatic"),
    "38-formulario-en-html": ("regenerate", None),
    "39-sigue-sin-funcionar": ("escalate", "reopened"),
}


@dataclass(frozen=True)
class Round:
    """One finished `demo --once`."""

    code: int
    output: str
    errors: str
    folder: Path
    house: House
    rows: dict[str, Row]  #: by the sample's name


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    folder = tmp_path_factory.mktemp("once")
    # A setting of a real school stands in the environment: the demo must not touch that school's database.
    environment = os.environ | {
        "COLUMNS": "220",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "INCIDENCIAS_STORE__URL": f"sqlite:///{folder}/real.db",
    }
    done = subprocess.run(COMMAND, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    house = open_house(load_settings(folder / "var/demo/incidencias.toml", {}))
    names = {message_id(sample.name): sample.name for sample in load_samples()}
    yield Round(
        done.returncode,
        done.stdout,
        done.stderr,
        folder,
        house,
        {names[row.message_id]: row for row in rows(house.engine, "demo")},
    )
    house.engine.dispose()


def test_everything_is_done_and_said(once: Round) -> None:
    assert (once.code, once.errors) == (0, "")
    assert "39 correos." in once.output
    assert "Nada pendiente." in once.output
    for words in ACTIONS.values():
        assert words in once.output


def test_the_demo_does_not_touch_a_real_schools_database(once: Round) -> None:
    assert not (once.folder / "real.db").exists()


def test_phones_are_masked_and_no_code_stands_in_the_table(once: Round) -> None:
    assert "SMS al •••612" in once.output
    assert "627343612" not in once.output
    assert not any(code in once.output for _, code in _codes(once).values())


def test_every_sample_has_an_expectation() -> None:
    assert [sample.name for sample in load_samples()] == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_situation_is_decided_as_the_policy_says(once: Round, name: str) -> None:
    decision = once.rows[name].decision
    assert decision is not None
    assert (decision.action.value, decision.reason or None) == EXPECTED[name]


def test_a_follow_up_joins_the_case_that_it_answers(once: Round) -> None:
    conversation = ("07-falta-el-telefono", "08-el-telefono-que-faltaba", "09-gracias")
    assert len({once.rows[name].ticket for name in conversation}) == 1


def test_every_sms_holds_credentials_that_the_account_book_knows(once: Round) -> None:
    provider = LocalProvider(_book(once))
    codes = _codes(once)
    regenerated = [name for name, row in once.rows.items() if row.of_kind(EffectKind.SET_PASSWORD)]
    assert sorted(codes) == sorted(regenerated)
    revoked = "05-desde-el-correo-del-trabajo"  # its owner answered «no he sido yo»
    for name, (username, code) in codes.items():
        says = provider.verify(username, code, now=datetime.now(UTC))
        assert says == ("expired" if name == revoked else "must_change"), name


def _book(once: Round) -> SqlAccountBook:
    return SqlAccountBook(once.house.engine, "demo")


def _codes(once: Round) -> dict[str, tuple[str, str]]:
    """User name and code of each SMS, by the name of the sample that led to it."""
    sent = {line["key"]: line["text"] for line in FileGateway(once.house.school(None).sms).sent()}
    found = {}
    for name, row in once.rows.items():
        for effect in row.of_kind(EffectKind.SMS):
            username, code = re.search(r": (\S+)\n[^:]+: (\S+)\n", sent[effect.key]).groups()
            found[name] = (username, code)
    return found
