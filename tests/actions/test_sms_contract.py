"""What every gateway promises, held to by each against a real or faithful server."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.actions.plugins import builder
from bot.errors import TransportError
from bot.ports.texts import SmsGateway
from bot.settings.values import SmsSettings
from tests.actions.test_gammu import settings as smsd_settings
from tests.servers.smsc import free_port, running_smsc
from tests.servers.smsweb import sms_web
from tests.servers.waiting import PATIENCE_S, wait_until

SPANISH = "iPasen\nUsuario: aruisan111\nClave: k7mq-4wxt-9hpzr\nSirve 48 horas. Ñ é ¿?"
UKRAINIAN = (
    "iPasen\nЛогін: aruisan111\nПароль: k7mq-4wxt-9hpzr\nДіє 48 год. Увійшовши, змініть його в Mis Datos."
)
TO = "+34600000001"
KINDS = ["apprise", "file", "gammu", "http", "smpp"]  # none refuses by design


@dataclass(frozen=True, slots=True)
class Line:
    """A gateway, what has gone out by it (number, text), and the same gateway with nobody at the other end."""

    gateway: SmsGateway
    sent: Callable[[], list[tuple[str, str]]]
    broken: SmsGateway


def build(kind: str, **settings: Any) -> SmsGateway:
    made: SmsGateway = builder("bot.actions.sms", kind, "[school.sms] kind")(
        SmsSettings(kind=kind, **settings)
    )
    return made


@pytest.fixture(params=KINDS)
def each(request, tmp_path):
    """Every gateway in turn."""
    yield from LINES[request.param](tmp_path)


def over_file(folder: Path):
    gateway = build("file", path=str(folder / "sms.jsonl"))
    (folder / "dir").mkdir()
    yield Line(
        gateway,
        lambda: [(s["number"], s["text"]) for s in gateway.sent()],
        build("file", path=str(folder / "dir")),
    )


def over_apprise(folder: Path):
    with sms_web() as web:

        def sent() -> list[tuple[str, str]]:
            return [(f"+{r['path'].strip('/')}", json.loads(r["body"])["message"]) for r in web.requests]

        url = "json://127.0.0.1:{port}/{{to}}"
        yield Line(
            build("apprise", url=url.format(port=web.port)),
            sent,
            build("apprise", url=url.format(port=free_port())),
        )


def over_http(folder: Path):
    with sms_web() as web:

        def sent() -> list[tuple[str, str]]:
            return [(b["to"], b["text"]) for b in (json.loads(r["body"]) for r in web.requests)]

        body = {"to": "{to}", "text": "{text}"}
        yield Line(
            build("http", url=f"{web.url}/", json=body),
            sent,
            build("http", url=f"http://127.0.0.1:{free_port()}/", json=body),
        )


def over_smpp(folder: Path):
    with running_smsc(folder) as smsc:

        def sent() -> list[tuple[str, str]]:
            texts: dict[str, str] = {}
            for event in smsc.events("taken"):  # the parts of a text follow each other
                texts[event["to"]] = texts.get(event["to"], "") + event["text"]
            return [(f"+{to}", text) for to, text in texts.items()]

        options = {
            "host": "127.0.0.1",
            "security": "none",
            "system_id": "ies",
            "password": "secreto",
            "sender": "IES",
        }
        gateway = build("smpp", port=smsc.port, **options)
        yield Line(gateway, sent, build("smpp", port=free_port(), **options))
        gateway._hang_up()


def over_gammu(folder: Path):
    for name in ("phone", "in", "out", "sent", "failed"):
        (folder / name).mkdir()
    smsd_settings(folder)
    process = subprocess.Popen(
        [shutil.which("gammu-smsd") or "/usr/sbin/gammu-smsd", "-c", folder / "smsdrc"]
    )

    def sent() -> list[tuple[str, str]]:
        wait_until(lambda: not list((folder / "out").iterdir()))
        files = (folder / "sent").iterdir()
        return [(file.name.split("_")[3], file.read_text(encoding="utf-16")) for file in files]

    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    smsd_settings(elsewhere)  # its folders are not there
    gateway = build("gammu", config_file=str(folder / "smsdrc"))
    wait_until(lambda: checks(gateway))
    yield Line(gateway, sent, build("gammu", config_file=str(elsewhere / "smsdrc")))
    process.terminate()
    process.wait(PATIENCE_S)


LINES = {
    "file": over_file,
    "apprise": over_apprise,
    "http": over_http,
    "smpp": over_smpp,
    "gammu": over_gammu,
}


def checks(gateway: SmsGateway) -> bool:
    try:
        return bool(gateway.check())
    except TransportError:
        return False


def test_a_gateway(each: Line) -> None:
    """One server a kind serves all promises: the text arrives once, letter by letter, and a fault is named."""
    gateway = each.gateway
    assert gateway.check().endswith(".")
    assert list(gateway.receipts([])) == []
    first = gateway.send(TO, SPANISH, key="mail/1/sms")
    assert each.sent() == [(TO, SPANISH)]
    if gateway.idempotent:
        assert gateway.send(TO, SPANISH, key="mail/1/sms") == first
        assert each.sent() == [(TO, SPANISH)]
    gateway.send("+34611000001", UKRAINIAN, key="mail/2/sms")
    assert sorted(each.sent()) == [(TO, SPANISH), ("+34611000001", UKRAINIAN)]
    with pytest.raises(TransportError) as caught:
        each.broken.send(TO, SPANISH, key="mail/3/sms")
    assert not caught.value.permanent
    assert "k7mq" not in f"{caught.value} {caught.value.detail}"


def test_the_examples_of_the_docs_are_taken_as_written(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/operacion.md").read_text(encoding="utf-8")
    (tmp_path / "sms").write_text("twilio://SID:TOKEN@ORIGEN/{to}")
    examples = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    kinds = set()
    for example in examples:
        settings = tomllib.loads(example.replace("secretos/sms", str(tmp_path / "sms"))).get("school", {})
        if isinstance(settings, dict) and "sms" in settings:
            assert build(**settings["sms"])
            kinds.add(settings["sms"]["kind"])
    assert kinds == {"smpp", "http", "apprise"}
