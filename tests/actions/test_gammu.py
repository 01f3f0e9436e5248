"""A USB modem: gammu-smsd itself, over gammu's dummy phone."""

import shutil
import subprocess

import pytest

from bot.actions.sms.gammu import build
from bot.errors import InputError, TransportError
from bot.settings.values import SmsSettings
from tests.servers.waiting import PATIENCE_S, wait_until

TEXT = "iPasen\nUsuario: aruisan111\nClave: k7mq-4wxt-9hpzr €"


@pytest.fixture(scope="module")
def smsd(tmp_path_factory):
    """A running daemon; returns its folder."""
    folder = tmp_path_factory.mktemp("smsd")
    for name in ("phone", "in", "out", "sent", "failed"):
        (folder / name).mkdir()
    settings(folder)
    process = subprocess.Popen(
        [shutil.which("gammu-smsd") or "/usr/sbin/gammu-smsd", "-c", folder / "smsdrc"]
    )
    yield folder
    process.terminate()
    process.wait(PATIENCE_S)


def settings(folder, **different):
    smsd = {
        "service": "files",
        "debuglevel": "0",
        "logfile": f"{folder}/log",
        "inboxpath": f"{folder}/in/",
        "outboxpath": f"{folder}/out/",
        "sentsmspath": f"{folder}/sent/",
        "errorsmspath": f"{folder}/failed/",
        "commtimeout": "1",
        "loopsleep": "1",
    } | different
    (folder / "smsdrc").write_text(
        f"[gammu]\nmodel = dummy\nconnection = none\nport = {folder}/phone\ngammuloc = /dev/null\n[smsd]\n"
        + "".join(f"{name} = {value}\n" for name, value in smsd.items() if value)
    )


def gateway(folder):
    return build(SmsSettings(kind="gammu", config_file=str(folder / "smsdrc")))


@pytest.fixture
def idle(tmp_path):
    """Folders without a daemon."""
    for name in ("in", "out", "sent", "failed"):
        (tmp_path / name).mkdir()
    settings(tmp_path)
    return tmp_path


def test_a_text_goes_through_the_modem_and_leaves_nothing_behind(smsd):
    sms = gateway(smsd)
    references = sms.send("+34600111222", TEXT, key="mail/1/sms")
    assert sms.send("+34600111222", TEXT, key="mail/1/sms") == references  # taken up again after a crash
    news = wait_until(lambda: list(sms.receipts(references)))
    assert [(r.reference, r.outcome) for r in news] == [(references[0], "accepted")]
    assert [file for name in ("out", "sent", "failed") for file in (smsd / name).iterdir()] == []


def test_check_names_the_modem(smsd):
    assert "IMEI 999999999999999" in gateway(smsd).check()


def test_the_file_is_what_smsd_reads(idle):
    gateway(idle).send("+34600111222", TEXT, key="a")
    gateway(idle).send("+34600111222", "Пароль: k7mq", key="b")
    files = {file.suffix: file for file in (idle / "out").iterdir()}
    assert files[".txt"].read_text(encoding="utf-16") == TEXT
    assert files[".txtu"].read_text(encoding="utf-16") == "Пароль: k7mq"
    assert all("+34600111222" in file.name and TEXT not in file.name for file in files.values())


@pytest.mark.parametrize(("folder", "outcome"), [("sent", "accepted"), ("failed", "failed")])
def test_its_fate_is_told_until_it_is_noted(idle, folder, outcome):
    sms = gateway(idle)
    (reference,) = sms.send("+34600111222", TEXT, key="a")
    assert list(sms.receipts([reference])) == []
    (file,) = (idle / "out").iterdir()
    file.replace(idle / folder / file.name)  # as smsd does
    assert next(sms.receipts([reference])).outcome == outcome  # and the program dies
    assert sms.send("+34600111222", TEXT, key="a") == (reference,)
    assert list((idle / "out").iterdir()) == []  # never a second time
    assert [r.outcome for r in sms.receipts([reference])] == [outcome]
    assert list(sms.receipts([reference])) == []


def test_a_folder_that_is_away_is_a_passing_fault(idle):
    sms = gateway(idle)
    (idle / "out").rmdir()
    with pytest.raises(TransportError) as caught:
        sms.send("+34600111222", TEXT, key="a")
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"service": "sql"}, "service = files"),
        ({"sentsmspath": ""}, "falta sentsmspath"),
        ({"debuglevel": "1"}, "debuglevel"),
        ({"outboxpath": "/no/existe"}, "No se puede escribir"),
    ],
)
def test_a_daemon_that_is_set_up_wrongly_is_explained(idle, different, says):
    settings(idle, **different)
    with pytest.raises(InputError, match=says):
        gateway(idle).check()


def test_a_daemon_that_does_not_run_is_named(idle):
    with pytest.raises(TransportError, match="no está en marcha"):
        gateway(idle).check()


def test_without_its_settings_the_path_is_named(tmp_path):
    with pytest.raises(InputError, match="smsdrc"):
        gateway(tmp_path)
