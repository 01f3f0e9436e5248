"""Mails a second, from a full mailbox to every answer delivered and every mail in its folder.

python -m bench.throughput [-n 1000] [--json FILE]

On the same servers, one after the other: the *floor*, a loop that fetches by 50 and for each mail sends an
answer over one TLS connection, sets a flag and moves it, without a thought; and the bot, a real worker
process. Then the time from arrival to answer of single mails while nothing else happens.
"""

from __future__ import annotations

import argparse
import json
import signal
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from imaplib import IMAP4
from pathlib import Path
from statistics import quantiles

from imapclient import IMAPClient

from bench.town import Town, town
from tests.servers.mailserver import BOT, FAMILIES, HOST, PASSWORD
from tests.servers.parents import Parent

_FOLDERS = ("Procesados", "Revision", "Ignorados")
_WARM_UP = 5
_SINGLE = 40


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("-n", type=int, default=1000, help="mails (default: 1000)")
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    with town(pupils=int(1.5 * (asked.n + _WARM_UP + _SINGLE)) + 100) as place:
        floor = asked.n / floor_seconds(place, place.letters(asked.n))
        place.server.empty()
        with place.installation.worker() as worker:
            singles(place, place.letters(_WARM_UP, skip=asked.n))
            bot = asked.n / bot_seconds(place, place.letters(asked.n), worker.send_signal)
            latency = quantiles(singles(place, place.letters(_SINGLE, skip=asked.n + _WARM_UP)), n=100)
    result = {
        "floor_mails_per_s": round(floor, 1),
        "bot_mails_per_s": round(bot, 1),
        "ratio": round(bot / floor, 3),
        "latency_ms": {"p50": round(1000 * latency[49]), "p95": round(1000 * latency[94])},
    }
    print(f"{asked.n} mails, each answered once")
    print(f"floor, no thinking     {floor:8.1f} mails/s")
    print(f"bot, whole journey     {bot:8.1f} mails/s   ({bot / floor:.2f} of the floor)")
    print(f"arrival to answer, idle: p50 {1000 * latency[49]:.0f} ms, p95 {1000 * latency[94]:.0f} ms")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def floor_seconds(place: Town, letters: Sequence[tuple[Parent, bytes]]) -> float:
    """Fetch by 50; per mail one answer, one STORE, one MOVE; until all answers are delivered."""
    place.fill(letters)
    with _families(place) as families, _submission(place) as smtp:
        imap = IMAPClient(HOST, place.server.imap, ssl=False)
        imap.login(BOT, PASSWORD)
        imap.select_folder("INBOX")
        imap.create_folder("Hecho")
        started = time.monotonic()
        uids = imap.search("ALL")
        for start in range(0, len(uids), 50):
            chunk = uids[start : start + 50]
            imap.fetch(chunk, [b"BODY.PEEK[]", b"FLAGS"])
            for place_in_chunk, uid in enumerate(chunk):
                address = letters[start + place_in_chunk][0].address
                smtp.sendmail(BOT, [address], _answer(address))
                imap.add_flags([uid], [b"$Triado"])
                imap.move([uid], "Hecho")
        _wait(lambda: _count(families, "INBOX") >= len(letters))
        seconds = time.monotonic() - started
        imap.logout()
    return seconds


def bot_seconds(
    place: Town, letters: Sequence[tuple[Parent, bytes]], tell: Callable[[signal.Signals], None]
) -> float:
    """The worker is held while the mailbox is filled; until all is answered and put away."""
    with _families(place) as families, place.server.client() as mailbox:
        answered = _count(families, "INBOX") + len(letters)
        put_away = _put_away(mailbox) + len(letters)
        tell(signal.SIGSTOP)
        place.fill(letters)
        started = time.monotonic()
        tell(signal.SIGCONT)
        _wait(lambda: _count(families, "INBOX") >= answered and _put_away(mailbox) >= put_away)
        return time.monotonic() - started


def singles(place: Town, letters: Sequence[tuple[Parent, bytes]]) -> list[float]:
    """Seconds from a mail's acceptance to its answer in the family's mailbox, one after the other."""
    seconds = []
    with _families(place) as families:
        for parent, mail in letters:
            before = _count(families, "INBOX")
            place.server.deliver(mail, sender=parent.address)
            started = time.monotonic()
            _wait(lambda wanted=before + 1: _count(families, "INBOX") >= wanted, every=0.01)
            seconds.append(time.monotonic() - started)
            time.sleep(0.5)  # idle again: the mail moved, the copy of the answer put away
    return seconds


def _submission(place: Town) -> smtplib.SMTP:
    line = smtplib.SMTP("localhost", place.server.submission)
    line.starttls(context=ssl.create_default_context(cafile=str(place.server.ca_file)))
    line.login(BOT, PASSWORD)
    return line


def _answer(address: str) -> bytes:
    """A short answer, lighter than the bot's."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BOT, address, "Re: iPasen"
    mail["Message-ID"], mail["Auto-Submitted"] = make_msgid(domain="ieslaloma.test"), "auto-replied"
    mail.set_content("Hemos recibido su mensaje y lo estamos mirando.\n" * 20)
    return mail.as_bytes(policy=SMTP)


def _families(place: Town) -> IMAP4:
    line = IMAP4(HOST, place.server.imap)
    line.login(FAMILIES, PASSWORD)
    return line


def _count(line: IMAP4, folder: str) -> int:
    status, data = line.status(folder, "(MESSAGES)")
    return int(data[0].split()[-1].rstrip(b")")) if status == "OK" else 0


def _put_away(line: IMAP4) -> int:
    return sum(_count(line, folder) for folder in _FOLDERS)


def _wait(done: Callable[[], bool], *, every: float = 0.05, timeout: float = 900) -> None:
    """Look now and then: looking costs the servers time, too."""
    deadline = time.monotonic() + timeout
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the answers did not come")
        time.sleep(every)


if __name__ == "__main__":
    main()
