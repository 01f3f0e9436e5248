"""SMS gateways."""

import pytest

from bot.actions.plugins import builder
from bot.errors import InputError, TransportError
from bot.settings.values import SmsSettings


def gateway(kind, **settings):
    return builder("bot.actions.sms", kind, "[school.sms] kind")(SmsSettings(kind=kind, **settings))


def test_file_writes_each_key_once(tmp_path):
    sms = gateway("file", path=str(tmp_path / "var" / "sms.jsonl"))
    sms.send("+34600111222", "hola", key="a")
    sms.send("+34600111222", "hola", key="a")
    sms.send("+34600111222", "adiós", key="b")
    assert [(s["key"], s["text"]) for s in sms.sent()] == [("a", "hola"), ("b", "adiós")]


def test_file_passes_over_a_line_that_a_crash_cut_off(tmp_path):
    path = tmp_path / "sms.jsonl"
    path.write_text('{"key": "a", "number": "1", "text": "x"}\n{"key": "b", "num', encoding="utf-8")
    sms = gateway("file", path=str(path))
    sms.send("2", "y", key="b")
    assert [s["key"] for s in sms.sent()] == ["a", "b"]


def test_file_knows_the_keys_of_another_writer_and_of_a_file_begun_anew(tmp_path):
    path = tmp_path / "sms.jsonl"
    one, other = gateway("file", path=str(path)), gateway("file", path=str(path))
    one.send("1", "x", key="a")
    other.send("1", "x", key="a")
    assert len(one.sent()) == 1
    path.unlink()
    one.send("1", "x", key="a")
    assert len(one.sent()) == 1


def test_file_that_cannot_be_written_is_a_passing_fault(tmp_path):
    (tmp_path / "dir").mkdir()
    with pytest.raises(TransportError) as caught:
        gateway("file", path=str(tmp_path / "dir")).send("1", "x", key="a")
    assert not caught.value.permanent


def test_none_sends_the_case_to_a_person():
    with pytest.raises(TransportError) as caught:
        gateway("none").send("1", "x", key="a")
    assert caught.value.permanent


@pytest.mark.parametrize("settings", [{}, {"url": "json://localhost/"}, {"url_file": "/no/existe"}])
def test_apprise_without_a_place_for_the_number_is_refused(settings):
    with pytest.raises(InputError, match=r"\[school.sms\]"):
        gateway("apprise", **settings)


def test_apprise_with_an_address_it_does_not_know_is_permanent():
    with pytest.raises(TransportError) as caught:
        gateway("apprise", url="nosuchservice://x/{to}").send("+34600111222", "hola", key="a")
    assert caught.value.permanent
