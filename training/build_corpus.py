"""Render the hand-written mails of a corpus (its `*.yaml`) as `.eml` files and `labels.jsonl`.

    python -m training.build_corpus tests/corpus

A mail in the source: `id`, `from`, `subject`, `body`, `label`, and if need be `client`
(`corpus_shapes.CLIENTS`), `date`, `auth` (pass, fail, none), `headers`, `return_path`, `to`, `quoted`,
`html`, `attachments`, `charset: undeclared`, `reply_to` (id of an earlier mail), or `raw`: all that
follows our own header lines, as it came.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.charset import SHORTEST, Charset
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.parsers.headers import read_addresses
from training.corpus_shapes import body_of, digest

MAILBOX = "incidenciastde@iesvalledelsol.test"
SERVER = "mx.iesvalledelsol.test"
_ZONE = ZoneInfo("Europe/Madrid")
_FIRST_DAY = datetime(2026, 10, 1, 7, 0, tzinfo=_ZONE)


def read_source(directory: Path) -> list[dict[str, Any]]:
    """The mails of every `*.yaml`, file after file. Raises ValueError when an id stands twice."""
    yaml = YAML(typ="safe", pure=True)
    mails = [mail for path in sorted(directory.glob("*.yaml")) for mail in yaml.load(path)]
    twice = {mail["id"] for mail in mails if sum(m["id"] == mail["id"] for m in mails) > 1}
    if twice:
        raise ValueError(f"ids that stand twice: {sorted(twice)}")
    return mails


def render(directory: Path) -> dict[str, bytes]:
    """File name -> content of all that the source of this corpus stands for."""
    mails = read_source(directory)
    by_id = {mail["id"]: mail for mail in mails}
    files = {f"{mail['id']}.eml": _mail(mail, by_id) for mail in mails}
    lines = [json.dumps(_label(mail), ensure_ascii=False) for mail in mails]
    return files | {"labels.jsonl": ("\n".join(lines) + "\n").encode()}


def _label(mail: Mapping[str, Any]) -> dict[str, Any]:
    label = mail["label"]
    return {
        "id": mail["id"],
        "file": f"{mail['id']}.eml",
        "message_id": _message_id(mail),
        "reply_to": mail.get("reply_to"),
        "intent": label.get("intent", "recover"),
        "decision": label["decision"],
        "reason": label.get("reason"),
        "acceptable": label.get("acceptable", []),
        "guardian": label.get("guardian"),
        "students": [
            {"name": name, "surnames": surnames, "course": course}
            for name, surnames, course in label.get("students", [])
        ],
        "phone": label.get("phone"),
        "missing": label.get("missing", []),
        "truth_students": label.get("truth_students", []),
        "truth_guardian": label.get("truth_guardian"),
        "note": label.get("note", ""),
    }


def _mail(mail: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> bytes:
    head = "".join(f"{name}: {value}\n" for name, value in _head(mail, by_id))
    if "raw" in mail:
        return (head + mail["raw"]).encode()
    if mail.get("charset") == "undeclared":
        return head.encode() + b"\n" + mail["body"].encode("latin-1")
    body = body_of(
        mail.get("client", "plain"),
        mail.get("body", ""),
        quoted=mail.get("quoted", ""),
        html=mail.get("html", ""),
        attachments=mail.get("attachments", ()),
        seed=mail["id"],
    )
    return head.encode() + body.as_bytes()


def _head(mail: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    (sender,) = read_addresses(mail["from"])
    name, address = sender.name, sender.email
    date = format_datetime(_date(mail, by_id))
    peer = f"mail.{_domain(mail)} [198.51.100.{int(digest(mail['id'], 2), 16)}]"
    yield "Return-Path", f"<{mail.get('return_path', address)}>"
    yield "Received", f"from {peer} by {SERVER} with ESMTPS id {digest(mail['id'], 10)}; {date}"
    if mail.get("auth") != "none":
        yield "Authentication-Results", _verdict(mail.get("auth", "pass"), _domain(mail))
    yield "Date", date
    yield "Message-ID", _message_id(mail)
    yield "From", f"{_encoded(name, 'From')} <{address}>" if name else address
    yield "To", mail.get("to", MAILBOX)
    yield "Subject", _encoded(mail["subject"], "Subject")
    if "reply_to" in mail:
        yield "X-Corpus-Reply-To", mail["reply_to"]
    for header, value in mail.get("headers", {}).items():
        yield header, _encoded(value, header)


def _verdict(result: str, domain: str) -> str:
    return (
        f"{SERVER}; dkim={'none' if result == 'fail' else 'pass'} header.d={domain};"
        f" spf={result} smtp.mailfrom={domain}; dmarc={result} (p=REJECT) header.from={domain}"
    )


def _date(mail: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> datetime:
    """The date in the source; else some moment of the autumn, an answer's a day after its question."""
    if "date" in mail:
        return datetime.strptime(mail["date"], "%Y-%m-%d %H:%M").replace(tzinfo=_ZONE)
    if "reply_to" in mail:
        return _date(by_id[mail["reply_to"]], by_id) + timedelta(days=1)
    number = int(digest(mail["id"], 8), 16)
    return _FIRST_DAY + timedelta(days=number % 55, minutes=number % 941)


def _message_id(mail: Mapping[str, Any]) -> str:
    return f"<{digest(mail['id'], 24)}@{_domain(mail)}>"


def _domain(mail: Mapping[str, Any]) -> str:
    return read_addresses(mail["from"])[0].email.rpartition("@")[2]


def _encoded(text: str, header: str) -> str:
    """RFC 2047 when it is not ASCII; a name with specials is quoted."""
    if not text.isascii():
        utf8 = Charset("utf-8")
        utf8.header_encoding = SHORTEST  # a library in the same process may have changed the default
        return Header(text, utf8, header_name=header).encode(linesep="\n")
    return f'"{text}"' if header == "From" and set(text) & set('.,()@:;<>"') else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    files = render(directory)
    for stale in {path.name for path in directory.glob("*.eml")} - set(files):
        (directory / stale).unlink()
    for name, content in files.items():
        (directory / name).write_bytes(content)
    print(f"{directory}: {len(files) - 1} mails")


if __name__ == "__main__":
    main()
