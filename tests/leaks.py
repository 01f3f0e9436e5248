"""The whole run is overheard: no line that the program logs holds what is private to somebody.

In-process lines are read after each test, those of workers (`worker.log`) at the end of the run. Private
are addresses of people, phones, DNIs, whatever was sealed as a secret, and every name of a school that was
thought about. Lines are read unmasked: what is masked has escaped all the same (commands mask as always).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
import structlog

from bot.errors import InputError
from bot.matchers.index import RegisterIndex
from bot.model.register import Register
from bot.registry.seneca import read_export
from bot.store.secrets import SecretBox
from bot.system import logs
from bot.text.words import fold

_PRIVATE = re.compile(
    r"[\w.+-]+@(?:[\w-]+\.)*familias\.test"
    r"|(?<![\w.])(?:\+?34)?[679]\d{8}(?!\w)"
    r"|(?<!\w)(?:\d{8}|[XYZ]\d{7})[A-Z](?!\w)"
)
_CODE = re.compile(r": \S+\n[^:]+: (\S+)\n")  # below the user name, in every language
_known: dict[int, tuple[Register, frozenset[str]]] = {}  #: the schools of this run, by identity


def names_of(register: Register) -> frozenset[str]:
    """Given name and first surname of everybody, as they would stand in a line."""
    people = [*register.students.values(), *register.guardians.values()]
    return frozenset(
        fold(f"{p.name.given} {p.name.surname1}") for p in people if p.name.given and p.name.surname1
    )


def _names_in(export: Path) -> frozenset[str]:
    """Of a school's export; some tests write one that is none."""
    try:
        return names_of(read_export(export)[0])
    except InputError:
        return frozenset()


def leaks_in(line: str, names: Collection[str], secrets: Collection[str]) -> list[str]:
    """What is private in a line."""
    found = _PRIVATE.findall(line) + [secret for secret in secrets if len(secret) > 5 and secret in line]
    words = fold(re.sub(r"[^\w]+", " ", line)).split()
    runs = {" ".join(words[at : at + n]) for n in (2, 3, 4) for at in range(len(words) - n + 1)}
    return found + sorted(runs.intersection(names))


@pytest.fixture(autouse=True)
def nothing_private_is_logged(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """The lines of this test so far."""
    said: list[str] = []
    sealed: set[str] = set()
    seal, index = SecretBox.seal, RegisterIndex.__init__
    logs.configure()
    ours = structlog.get_config()["processors"]
    structlog.configure(processors=[one for one in ours if one is not logs.masked])

    say = logs.say

    def overheard(line: str) -> None:
        said.append(line)
        say(line)

    def overheard_seal(box: SecretBox, secret: str) -> str:
        sealed.add(secret)
        return seal(box, secret)

    def overheard_index(self: RegisterIndex, register: Register, *more: object) -> None:
        if id(register) not in _known:
            _known[id(register)] = (register, names_of(register))
        index(self, register, *more)

    monkeypatch.setattr(logs, "say", overheard)
    monkeypatch.setattr(SecretBox, "seal", overheard_seal)
    monkeypatch.setattr(RegisterIndex, "__init__", overheard_index)
    yield said
    if request.module.__name__.endswith("test_logs"):  # it says such things in order to see them masked
        return
    names = {name for _, some in _known.values() for name in some} if said else set()
    leaks = {line: found for line in said if (found := leaks_in(line, names, sealed))}
    assert not leaks


@pytest.fixture(scope="session", autouse=True)
def nothing_private_stays_in_logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    yield
    base = tmp_path_factory.getbasetemp()
    logs = sorted(base.rglob("worker.log"))
    exports = {path.read_bytes(): path for path in base.rglob("RegAlum.csv")} if logs else {}
    names = {name for path in exports.values() for name in _names_in(path)}
    leaks = {
        f"{path}:{number}": found
        for path in logs
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := leaks_in(line, names, _codes(path.with_name("sms.jsonl"))))
    }
    assert not leaks


def _codes(texts: Path) -> set[str]:
    """The passwords of the text messages of an installation."""
    if not texts.exists():
        return set()
    sent = (json.loads(line)["text"] for line in texts.read_text(encoding="utf-8").splitlines())
    return {code for text in sent for code in _CODE.findall(text)}
