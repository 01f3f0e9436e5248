"""Mails flow while workers die, the database crashes and lines break: nothing lost, nothing twice.

python -m bench.chaos [--mails 260] [--seed 7] [--json FILE]

Real Dovecot, Postfix and PostgreSQL, three schools and four workers at once, then one school on SQLite.
Workers are killed with SIGKILL before and after every step of a journey (the first, second and third time
that they come to it) and at random moments; some are frozen for longer than a lease and go on. Between the
kills the database crashes and is shut down, and every fault of `tests.chaos.storm` befalls a line once.
At the end the program itself, with its process that thinks, is killed at random moments, and one worker
ends it in peace. Then the mailboxes, the phones, the accounts and the store are counted.
"""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from cryptography.fernet import Fernet

from bench.command import keep, options
from bot.store.engine import open_engine
from tests.chaos.lives import lives_over
from tests.chaos.storm import DEATHS, IMAP_FAULTS, PLACES, SMTP_FAULTS, Storm
from tests.chaos.tally import Tally, keep_journal, tally
from tests.end_to_end.dying import Death
from tests.servers.cutter import Line, faulty_line
from tests.servers.installation import Installation
from tests.servers.mailserver import MailServer, private_mailserver
from tests.servers.postgres import PostgresServer, private_postgres
from tests.servers.region import Region
from tests.servers.smsweb import sms_web

_REFUSED_S = 60.0
_PROGRAMS = 6  #: whole programs killed
_FREEZES = [
    Death("claim_due", "after", signal=signal.SIGSTOP),
    Death("set_password", "after", signal=signal.SIGSTOP),
    Death("envelope", "after", signal=signal.SIGSTOP),
]
_ERRORS = ("lost", "double_password", "double_sms", "double_reply", "stuck", "wrong")


def main() -> None:
    asked = options(__doc__, mails=260, seed=7)
    began = time.monotonic()
    with (
        private_mailserver() as server,
        private_postgres() as postgres,
        tempfile.TemporaryDirectory() as folder,
    ):
        many = over_postgres(Path(folder) / "many", server, postgres, mails=asked.mails, seed=asked.seed)
        one = over_sqlite(Path(folder) / "one", server, mails=asked.mails // 5, seed=asked.seed)
    result = {
        "mails": sum(t.mails for _, t in (many, one)),
        "kills": sum(s.kills for s, _ in (many, one)),
        **{key: sum(len(getattr(t, key)) for _, t in (many, one)) for key in _ERRORS},
        "renewed": sum(t.renewed for _, t in (many, one)),
        "sms_unknown_to_person": sum(t.to_person for _, t in (many, one)),
        "seconds": round(time.monotonic() - began),
    }
    report(many, one, result)
    keep(result, asked.json)
    raise SystemExit(any(result[key] for key in _ERRORS))


def over_postgres(
    directory: Path, server: MailServer, postgres: PostgresServer, *, mails: int, seed: int
) -> tuple[Storm, Tally]:
    """Three schools, four workers at once, everything that can befall them."""
    url = postgres.create_database("chaos")
    with _storm(directory, server, url, schools=3, slots=4, seed=seed) as (storm, imap, smtp):

        def away(mode: str) -> None:
            postgres.stop(mode)
            storm.engine.dispose()
            time.sleep(2)
            postgres.start()

        everything = [
            *((fault.name, partial(imap.faults.append, fault)) for fault in IMAP_FAULTS),
            *((fault.name, partial(smtp.faults.append, fault)) for fault in SMTP_FAULTS),
            *((f"database stopped ({m})", partial(away, m)) for m in ("immediate", "fast", "immediate")),
            ("IMAP refused for a minute", partial(imap.refuse, _REFUSED_S)),
            ("SMTP refused for a minute", partial(smtp.refuse, _REFUSED_S)),
            ("every line cut", lambda: (imap.cut(), smtp.cut())),
            *(
                ("other UIDVALIDITY", partial(server.renumber, box))
                for box in storm.region.mailboxes.values()
            ),
        ]
        storm.befalls = random.Random(seed).sample(everything, len(everything))
        storm.every = 8
        again = [Death(d.step, d.moment, nth) for d in DEATHS for nth in (1, 2, 3)]
        storm.rage(mails=mails, deaths=[*again, *DEATHS, *_FREEZES], anywhere=75)
        kill_programs(storm, random.Random(seed))
        storm.end_in_peace()
        return storm, tally(storm.region, storm.engine)


def over_sqlite(directory: Path, server: MailServer, *, mails: int, seed: int) -> tuple[Storm, Tally]:
    """One school, one worker at a time."""
    url = f"sqlite:///{directory}/store.db"
    directory.mkdir(parents=True)
    with _storm(directory, server, url, schools=1, slots=1, seed=seed) as (storm, imap, smtp):
        storm.befalls = (
            ("every line cut", lambda: (imap.cut(), smtp.cut())),
            ("answer to DATA lost", partial(smtp.faults.append, SMTP_FAULTS[0])),
        )
        storm.rage(mails=mails, deaths=DEATHS, anywhere=8)
        return storm, tally(storm.region, storm.engine)


def kill_programs(storm: Storm, chance: random.Random) -> None:
    """`incidencias worker` as a whole, with its process that thinks, while mails arrive."""
    region, schools = storm.region, list(storm.region.mailboxes)
    program = Installation(region.directory, "")
    for _ in range(_PROGRAMS):
        with program.worker(stop=signal.SIGKILL) as process:
            region.write(schools * 2)
            time.sleep(chance.uniform(1, 6))
        storm.killed["the whole program"] += 1
        storm.free_leases(process.pid)


def report(many: tuple[Storm, Tally], one: tuple[Storm, Tally], result: dict[str, int]) -> None:
    killed: Counter[str] = sum((storm.killed for storm, _ in (many, one)), Counter())
    print(f"{result['mails']} mails, {result['kills']} kills, {result['seconds']} s\n")
    print(f"{'killed with SIGKILL':32}{'before':>8}{'after':>8}")
    for step in PLACES:
        print(f"{step:32}{killed[f'before {step}']:8}{killed[f'after {step}']:8}")
    for place in ("anywhere", "the whole program", "by the poisonous mail"):
        print(f"{place:32}{killed[place]:8}")
    print()
    for name, times in sorted(sum((storm.befell for storm, _ in (many, one)), Counter()).items()):
        print(f"{name:40}{times:8}")
    print()
    for key in ("renewed", "sms_unknown_to_person", *_ERRORS):
        print(f"{key:40}{result[key]:8}")
    for line in chain.from_iterable(getattr(t, key) for _, t in (many, one) for key in _ERRORS):
        print(f"  ! {line}")


@contextmanager
def _storm(
    directory: Path, server: MailServer, url: str, *, schools: int, slots: int, seed: int
) -> Iterator[tuple[Storm, Line, Line]]:
    with ExitStack() as opened:
        imap, smtp = (opened.enter_context(faulty_line(port)) for port in (server.imap, server.smtp))
        region = Region.found(
            directory,
            server,
            opened.enter_context(sms_web()),
            schools=schools,
            pupils=400,
            store_url=url,
            key=Fernet.generate_key(),
            imap=imap.port,
            smtp=smtp.port,
        )
        engine = open_engine(url)
        opened.callback(engine.dispose)
        keep_journal(engine)
        lives = opened.enter_context(lives_over(region.settings))
        yield Storm(region, engine, lives, slots=slots, seed=seed), imap, smtp


if __name__ == "__main__":
    main()
