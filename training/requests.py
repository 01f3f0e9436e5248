"""Whole mails of the labelled corpora: requests that were rightly served, and those that a person had to see.

Both give all data, so that only their words tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.model.mail import PassageKind
from bot.parsers.inbound import parse_mail
from bot.parsers.intents.heard import title_and_text
from bot.parsers.intents.vocabulary import simplify
from bot.tuning.evaluation import Label, read_labels
from bot.tuning.rehearsal import infer_identity
from training.gist import Saying

DOUBT = "doubt"
TESTS = Path(__file__).parents[1] / "tests"
CORPORA = tuple(sorted(path.parent for path in TESTS.rglob("labels.jsonl")))
#: What no word of a mail shows, only the register.
_OF_THE_REGISTER = {
    "ambiguous", "incomplete", "not_enrolled", "partial_match", "phone_mismatch", "sender_not_authenticated", "student_not_found",
}  # fmt: skip


def requests(corpora: Iterable[Path] = CORPORA) -> Iterator[Saying]:
    """Subject and own words of each mail that gives all data."""
    for corpus in corpora:
        labels = [label for label in read_labels(corpus) if _is_complete(label)]
        contents = [(corpus / label.file).read_bytes() for label in labels]
        own = infer_identity(contents)
        for label, content in zip(labels, contents, strict=True):
            message = parse_mail(content, own=own)
            said = [message.body[p.start : p.end] for p in message.passages if p.kind is PassageKind.OWN]
            served = label.decision == "regenerate"
            yield Saying(
                *title_and_text(simplify("\n\n".join([message.subject, *said]))),
                frozenset() if served else frozenset({DOUBT}),
            )


def _is_complete(label: Label) -> bool:
    """Whether the mail is a person's who gives all that a renewal needs."""
    if label.decision == "regenerate":
        return True
    given = label.guardian and label.students and label.phone
    return bool(given) and label.decision != "ignore" and label.reason not in _OF_THE_REGISTER
