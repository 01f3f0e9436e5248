"""The sample mails: sent as families would, and an answer only once there is something to answer.

A sample is a file of `mails/`, named by its situation; date, Message-ID and addressee are added when it is
sent. Two headers are for us alone and never leave:

- `X-Demo-Answers: NAME`: sent when the sample of that name is settled, as an answer to the last letter that
  its writer got from the school.
- `Return-Path: <address>`: the envelope's sender, when it is not the one of From.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import default as default_policy
from email.utils import parseaddr
from pathlib import Path

from bot.demo.posting import make_answer, send
from bot.demo.server import MailServers

_FOLDER = Path(__file__).parent / "mails"
_ANSWERS, _ENVELOPE = "X-Demo-Answers", "Return-Path"
_PLAIN = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One mail to come."""

    name: str  #: of its file: the situation
    mail: EmailMessage
    envelope_from: str
    answers: str | None  #: name of the sample whose answer this one answers


def load_samples(folder: Path = _FOLDER) -> list[Sample]:
    """All samples of a folder, in the order of their names."""
    return [_read(path) for path in sorted(folder.glob("*.eml"))]


def message_id(name: str) -> str:
    """The Message-ID under which the sample of this name is sent."""
    return f"<{name}@muestras.example>"


def _read(path: Path) -> Sample:
    content = path.read_bytes()
    mail = message_from_bytes(content, policy=default_policy)
    assert isinstance(mail, EmailMessage)  # so says the policy
    # The files are UTF-8 from the first letter; on the wire headers are ASCII (RFC 2047).
    for name, value in HeaderParser(policy=default_policy).parsestr(content.decode()).items():
        if not value.isascii():
            mail.replace_header(name, str(value))
    if "MIME-Version" not in mail:
        for name, value in _PLAIN.items():
            mail[name] = value
    envelope = parseaddr(str(mail.get(_ENVELOPE, mail["From"])))[1]
    answers = str(mail[_ANSWERS]) if _ANSWERS in mail else None
    del mail[_ANSWERS], mail[_ENVELOPE]
    return Sample(name=path.stem, mail=mail, envelope_from=envelope, answers=answers)


class Writers:
    """Those who write the samples; they remember what they have not sent yet."""

    def __init__(self, servers: MailServers, samples: Iterable[Sample]) -> None:
        self._servers = servers
        self._waiting = list(samples)

    def send_ready(self, settled: Collection[str], *, limit: int | None = None) -> int:
        """Send what can be sent by now, at most `limit`; returns how many were sent.

        `settled` are the Message-IDs of the mails that the school is done with.
        """
        ready = [s for s in self._waiting if s.answers is None or message_id(s.answers) in settled][:limit]
        for sample in ready:
            self._send(sample)
        self._waiting = [s for s in self._waiting if s not in ready]
        return len(ready)

    @property
    def unsent(self) -> list[str]:
        """Names of the samples that still wait for an answer to answer."""
        return [sample.name for sample in self._waiting]

    def _send(self, sample: Sample) -> None:
        mail = sample.mail
        if sample.answers is not None:
            letter = self._servers.families.newest_of(parseaddr(str(mail["From"]))[1])
            if letter is not None:
                make_answer(mail, letter)
        mail["Message-ID"] = message_id(sample.name)
        send(mail, self._servers, envelope_from=sample.envelope_from)
