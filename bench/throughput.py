"""Mails a second, from a full mailbox to every answer delivered and every mail in its folder.

python -m bench.throughput [-n 1000] [--json FILE]

One after the other, over the same kind of lines to mail servers begun for it: the *floor*, a loop that
fetches by 50 and for each mail sends an answer over one TLS connection, sets a flag and moves it, without a
thought; the bot, a real worker process; and the floor once more, since a shared machine is not always as
fast: its mean counts. (Not to the same servers: Dovecot reads at each delivery what was done in that mailbox
before, so who comes second would pay for the floor's thousands of single moves. They keep their files in
memory where there is room: a disk would make each pay for the files that the one before it has deleted.)
The same floor is taken with a copy of each answer to the mailbox itself, put away at last, as the bot has it
for proof that the answer was accepted: the price of never answering twice. For all also what each mail costs
in processor time, by process. Then the time from arrival to answer of
single mails while nothing else happens.
"""

from __future__ import annotations

import os
import signal
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from statistics import quantiles

from imapclient import IMAPClient

from bench.command import keep, options
from bench.cpu import Meter, of_servers, of_worker
from bench.town import Town, town
from tests.servers.mailserver import BOT, FAMILIES, HOST, PASSWORD, private_mailserver
from tests.servers.parents import Parent

FOLDERS = ("Procesados", "Revision", "Ignorados")
_WARM_UP = 5
_SINGLE = 40


def main() -> None:
    asked = options(__doc__, n=1000)
    with town(pupils=int(1.5 * (asked.n + _WARM_UP + _SINGLE)) + 100) as place:
        floors = [_floor(place, asked.n)]
        with place.installation.worker() as worker:
            singles(place, place.letters(_WARM_UP, skip=asked.n))
            ours = Meter({**of_servers(place.server), **of_worker(worker.pid)})
            bot(place, place.letters(asked.n), worker.send_signal, ours)
            latency = quantiles(singles(place, place.letters(_SINGLE, skip=asked.n + _WARM_UP)), n=100)
        floors.append(_floor(place, asked.n))
    proving = _floor(place, asked.n, copies=True)
    least = sum(meter.seconds for meter in floors) / len(floors)
    p50, p95 = round(1000 * latency[49]), round(1000 * latency[94])
    result = {
        "floor_mails_per_s": round(asked.n / least, 1),
        "bot_mails_per_s": round(asked.n / ours.seconds, 1),
        "ratio": round(least / ours.seconds, 3),
        "floor_with_copies_mails_per_s": round(asked.n / proving.seconds, 1),
        "ratio_with_copies": round(proving.seconds / ours.seconds, 3),
        "latency_ms": {"p50": p50, "p95": p95},
        "load": round(os.getloadavg()[0], 1),
        "floors_mails_per_s": [round(asked.n / meter.seconds, 1) for meter in floors],
        "floor_cpu_ms": _each(floors[0], asked.n),
        "bot_cpu_ms": _each(ours, asked.n),
    }
    print(f"{asked.n} mails, each answered once; {os.cpu_count()} processors, load {result['load']}")
    print(f"floor, no thinking     {result['floor_mails_per_s']:8.1f} mails/s   {_told(floors[0], asked.n)}")
    print(f"… before and after     {' and '.join(f'{f:.1f}' for f in result['floors_mails_per_s'])} mails/s")
    print(
        f"floor, with copies     {result['floor_with_copies_mails_per_s']:8.1f} mails/s"
        f"   {_told(proving, asked.n)}"
    )
    print(f"bot, whole journey     {result['bot_mails_per_s']:8.1f} mails/s   {_told(ours, asked.n)}")
    print(f"ratio                  {result['ratio']:8.2f}")
    print(f"… to that with copies  {result['ratio_with_copies']:8.2f}")
    print(f"arrival to answer, idle: p50 {p50} ms, p95 {p95} ms")
    keep(result, asked.json)


def _floor(place: Town, mails: int, *, copies: bool = False) -> Meter:
    """What the floor takes for so many mails, with servers of its own."""
    with private_mailserver() as server:
        meter = Meter({**of_servers(server), "loop": time.process_time})
        floor(replace(place, server=server), place.letters(mails), meter, copies=copies)
    return meter


def _each(meter: Meter, mails: int) -> dict[str, float]:
    return {name: round(1000 * seconds / mails, 2) for name, seconds in meter.cpu.items()}


def _told(meter: Meter, mails: int) -> str:
    """Milliseconds of processor time a mail."""
    each = _each(meter, mails)
    parts = ", ".join(f"{name} {ms:.1f}" for name, ms in each.items())
    return f"{sum(each.values()):5.1f} ms CPU a mail ({parts})"


def floor(
    place: Town, letters: Sequence[tuple[Parent, bytes]], meter: Meter, *, copies: bool = False
) -> None:
    """Fetch by 50; per mail one answer, one STORE, one MOVE; until all answers (and copies) are delivered."""
    place.fill(letters)
    with _submission(place) as smtp:
        imap = IMAPClient(HOST, place.server.imap, ssl=False)
        imap.login(BOT, PASSWORD)
        imap.select_folder("INBOX")
        imap.create_folder("Hecho")
        imap.create_folder("Enviados")
        meter.start()
        uids = imap.search("ALL")
        for start in range(0, len(uids), 50):
            chunk = uids[start : start + 50]
            imap.fetch(chunk, [b"BODY.PEEK[]", b"FLAGS"])
            for place_in_chunk, uid in enumerate(chunk):
                address = letters[start + place_in_chunk][0].address
                smtp.sendmail(BOT, [address, BOT] if copies else [address], _answer(address))
                imap.add_flags([uid], [b"$Triado"])
                imap.move([uid], "Hecho")
        _wait(lambda: place.server.count(FAMILIES) >= len(letters))
        if copies:
            _wait(lambda: _put_copies_away(imap) >= len(letters))
        meter.stop()
        imap.logout()


def _put_copies_away(imap: IMAPClient) -> int:
    """All copies that have come, in one command each; how many there are now."""
    imap.noop()
    if come := imap.search("ALL"):
        imap.fetch(come, [b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
        imap.move(come, "Enviados")
    return int(imap.folder_status("Enviados", ["MESSAGES"])[b"MESSAGES"])


def bot(
    place: Town,
    letters: Sequence[tuple[Parent, bytes]],
    tell: Callable[[signal.Signals], None],
    meter: Meter,
    watch: Callable[[int], None] = lambda _answers: None,
) -> None:
    """The worker is held while the mailbox is filled; until all is answered and put away.

    `watch` is told now and then how many answers there are.
    """
    before, away = place.server.count(FAMILIES), _put_away(place)

    def done() -> bool:
        answers = place.server.count(FAMILIES) - before
        watch(answers)
        return answers >= len(letters) and _put_away(place) - away >= len(letters)

    tell(signal.SIGSTOP)
    place.fill(letters)
    meter.start()
    tell(signal.SIGCONT)
    _wait(done)
    meter.stop()


def singles(place: Town, letters: Sequence[tuple[Parent, bytes]]) -> list[float]:
    """Seconds from a mail's acceptance to its answer in the family's mailbox, one after the other."""
    seconds = []
    for parent, mail in letters:
        before = place.server.count(FAMILIES)
        place.server.deliver(mail, sender=parent.address)
        started = time.monotonic()
        _wait(lambda wanted=before + 1: place.server.count(FAMILIES) >= wanted, every=0.01)
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


def _put_away(place: Town) -> int:
    return sum(place.server.count(folder=folder) for folder in FOLDERS)


def _wait(done: Callable[[], bool], *, every: float = 0.05, timeout: float = 1800) -> None:
    """Look now and then, the less often the longer it takes: looking costs time, too."""
    started = time.monotonic()
    while not done():
        waited = time.monotonic() - started
        if waited > timeout:
            raise TimeoutError("the answers did not come")
        time.sleep(max(every, waited / 100))


if __name__ == "__main__":
    main()
