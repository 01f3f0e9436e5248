"""Whatever bytes come in: a register, or one sentence that says why not."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InputError
from bot.registry.phones_on_file import read_phones, takes_sms
from bot.registry.seneca import read_export
from tests.registry.conftest import a_guardian, a_row
from training.export_files import write_export

MOTHER = a_guardian(1, "Ana", "Pino", "Soto", dni="12345678Z", phone="600000001")


@pytest.fixture(scope="module", params=["RegAlum.csv", "RegAlum.txt", "RegAlum.xls"])
def sound(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / request.param
    write_export([a_row(**MOTHER), a_row(id="2", given="Sara", **MOTHER)], path)
    return path.read_bytes()


def read(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "RegAlum"
        path.write_bytes(content)
        return read_export(path)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes(content):
    with pytest.raises(InputError) as caught:
        read(content)
    assert "\n" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_export(sound, data):
    """Cut off, overwritten or with bytes put in, at any place."""
    at = data.draw(st.integers(0, len(sound)))
    gone = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=40))
    try:
        register, report = read(sound[:at] + put + sound[at + gone :])
    except InputError:
        return
    assert report.active + report.left + report.pending == len(register.students)
    for guardian in register.guardians.values():
        assert guardian.students
        assert all(guardian.key in register.students[i].guardians for i in guardian.students)


@given(cell=st.text(alphabet="0123456789+-. /()yo;6", max_size=30))
def test_phones_found_are_found_again(cell):
    for phone in read_phones(cell, "ES").phones:
        assert read_phones(phone, "ES").phones == (phone,)
        assert isinstance(takes_sms(phone), bool)
