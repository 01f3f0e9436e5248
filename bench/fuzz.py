"""What do arbitrary bytes do to the reading of a mail? Coverage-guided, from the labelled mails on.

python -m bench.fuzz [--minutes 10] [--found DIR]

Needs `atheris` (libFuzzer for Python). Every input goes bytes -> InboundMessage -> Claim -> Match; an
exception, a wrong span or an input that takes more than two seconds stops the run and is kept in DIR.
What it learns is kept in DIR/seeds, from where the next run goes on; it gives way to other programs.
libFuzzer prints inputs (`#N`), coverage (`cov:` edges, `ft:` features) and, at the end, its sums.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.parsers", "bot.matchers"], enable_loader_override=False):
    from bot.matchers.match import link
    from bot.mind.mind import mind_of_files
    from bot.model.claim import Claim, Region
    from bot.model.mail import InboundMessage
    from bot.parsers.inbound import OwnIdentity, parse_mail

TESTS = Path(__file__).resolve().parent.parent / "tests"
OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
LONGEST = 20_000  #: bytes
SLOWEST_S = 2
#: What a mail is made of, for the mutations.
WORDS = (
    *(
        "Content-Type: ",
        "multipart/mixed; boundary=b",
        "multipart/alternative; boundary=b",
        "--b",
        "text/html",
    ),
    *(
        "text/html",
        "text/plain",
        "message/rfc822",
        "application/ms-tnef",
        "application/pkcs7-mime",
        "text/calendar",
    ),
    *("; charset=utf-8", "; charset=utf-7", "; format=flowed", "Content-Transfer-Encoding: ", "base64"),
    *("quoted-printable", "=?utf-8?q?", "<blockquote>", "</div>", "<table><tr><td>", "display:none", "\n> "),
    *("escribió:\n", "De: ", "Enviado: ", "-- \n", "madre de ", "3º B ESO", "654 32 10 98", "seis cinco "),
    *("Alumno: ", "\tCurso\t", "Saludos,\n", "\u202e", "\u200b"),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "fuzz")
    asked = options.parse_args()
    os.nice(10)
    seeds = asked.found / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    for mail in TESTS.rglob("*.eml"):
        (seeds / mail.name).write_bytes(mail.read_bytes()[:LONGEST])
    words = asked.found / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    mind = mind_of_files(TESTS / "corpus" / "school" / "RegAlum.csv", None, OWN)
    slowest = 0.0

    def one(data: bytes) -> None:
        nonlocal slowest
        started = time.process_time()
        message = parse_mail(data, own=OWN)
        claim = mind.reader.read(message, mind.index)
        link(claim, mind.index, mind.weights)
        took = time.process_time() - started
        if took > slowest:
            slowest = took
            print(f"slowest: {1000 * took:.0f} ms for {len(data)} bytes", flush=True)
        check(message, claim)

    libfuzzer = [
        *(f"-max_total_time={60 * asked.minutes:.0f}", f"-max_len={LONGEST}", f"-timeout={SLOWEST_S}"),
        *(f"-dict={words}", f"-artifact_prefix={asked.found}/", "-print_final_stats=1", "-rss_limit_mb=1500"),
    ]
    atheris.Setup([sys.argv[0], *libfuzzer, str(seeds)], one)
    atheris.Fuzz()


def check(message: InboundMessage, claim: Claim) -> None:
    """Passages cover the body without a gap; whatever was found stands where it says."""
    at = 0
    for passage in message.passages:
        assert passage.start == at
        at = passage.end
    assert at == len(message.body)
    regions = {
        Region.SUBJECT: message.subject,
        Region.BODY: message.body,
        Region.SENDER: message.sender.name,
    }
    students = [finding for s in claim.students for finding in (s.name, s.course_finding)]
    single = (claim.guardian, claim.phone, claim.incomplete_phone, claim.loose_course_finding)
    findings = (*students, *single, *claim.other_phones, *claim.signals.values(), *claim.intent_findings)
    for finding in filter(None, findings):
        assert regions[finding.region][finding.start : finding.end] == finding.text, finding


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
