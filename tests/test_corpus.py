"""The labelled mails of our corpora: true to mail and register, and decided safely."""

from __future__ import annotations

import html
import json
import re
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.commands.evaluate import score_of
from bot.model.claim import Intent
from bot.model.decision import Action
from bot.model.register import Enrolment, Guardian, Register
from bot.registry.phones_on_file import takes_sms
from bot.registry.seneca import read_export
from bot.text.words import words

CORPORA = sorted(path.parent for path in Path("tests").rglob("labels.jsonl"))
#: Labelled word for word; the strangers of the later corpora label short names and trades in their own way.
OURS = [corpus for corpus in CORPORA if re.match(r"tests/corpus(_[b-e])?(/|$)", str(corpus))]
LABELS = [
    json.loads(line) | {"corpus": corpus}
    for corpus in CORPORA
    for line in (corpus / "labels.jsonl").read_text("utf-8").splitlines()
]
BY_ID = {label["id"]: label for label in LABELS}
ALONE = [label for label in LABELS if not label["reply_to"]]
ESCALATIONS = {
    "ambiguous",
    "bulk_request",
    "change_data",
    "incomplete",
    "missing_child",
    "not_enrolled",
    "not_guardian",
    "not_ours",
    "partial_match",
    "phone_mismatch",
    "reopened",
    "sender_not_authenticated",
    "student_not_found",
    "student_writes",
}
REASONS = {
    "regenerate": {None, "also_other"},
    "ask": {None},
    "self_help": {None},
    "close": {None},
    "ignore": {"automatic"},
    "escalate": ESCALATIONS,
}


every_corpus = pytest.mark.parametrize("corpus", CORPORA, ids=str)
our_corpora = pytest.mark.parametrize("corpus", OURS, ids=str)


def of(corpus: Path) -> list[dict[str, Any]]:
    return [label for label in LABELS if label["corpus"] == corpus]


def deciding(decision: str, *reasons: str) -> list[dict[str, Any]]:
    return [
        label
        for label in LABELS
        if label["decision"] == decision and (not reasons or label["reason"] in reasons)
    ]


@cache
def _register(corpus: Path) -> Register:
    return read_export(corpus / "school" / "RegAlum.csv")[0]


def register(label: dict[str, Any]) -> Register:
    """The school to which the mail is written."""
    return _register(label["corpus"])


def readable(label: dict[str, Any]) -> str:
    """Subject, sender and text parts of a mail, by the standard library alone."""
    content = (label["corpus"] / label["file"]).read_bytes()
    mail = message_from_bytes(content, policy=policy.default)
    texts = [
        (part.get_payload(decode=True) or b"").decode(part.get_content_charset("latin-1"))
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    ]
    return html.unescape(re.sub(r"<[^>]*>", " ", " ".join([str(mail["Subject"]), str(mail["From"]), *texts])))


def whole(label: dict[str, Any], key: str) -> Any:
    """A label's value, or that of the mail whose reply it answers."""
    return label[key] or (whole(BY_ID[label["reply_to"]], key) if label["reply_to"] else label[key])


def account(label: dict[str, Any]) -> Guardian:
    (found,) = (g for g in register(label).guardians.values() if g.on_file == label["truth_guardian"])
    return found


def test_no_id_stands_twice():
    assert len(BY_ID) == len(LABELS)


@every_corpus
def test_a_label_uses_the_closed_lists(corpus):
    for label in of(corpus):
        assert label["intent"] in set(Intent), label["id"]
        assert label["reason"] in REASONS[label["decision"]], label["id"]
        assert {label["decision"], *label["acceptable"]} <= set(Action), label["id"]
        assert (label["intent"] == "automatic") == (label["decision"] == "ignore"), label["id"]
        assert label["note"], label["id"]


@our_corpora
def test_what_a_label_names_stands_in_the_mail(corpus):
    for label in of(corpus):
        text = readable(label)
        written = set(words(text))
        names = [label["guardian"], *(s[part] for s in label["students"] for part in ("name", "surnames"))]
        missing = [word for name in names if name for word in words(name) if word not in written]
        assert missing == [], label["id"]
        if label["phone"] and "in words" not in label["note"]:
            digits = re.sub(r"\D", "", text)
            assert label["phone"].removeprefix("+34").removeprefix("+") in digits, label["id"]


@every_corpus
def test_the_truth_is_in_the_register(corpus):
    for label in of(corpus):
        assert set(label["truth_students"]) <= register(label).students.keys(), label["id"]
        if label["truth_guardian"]:
            assert set(label["truth_students"]) <= set(account(label).students), label["id"]


def test_regenerating_rests_on_row_1():
    for label in deciding("regenerate"):
        guardian, phone, name = account(label), whole(label, "phone"), label["id"]
        pupils = [register(label).students[s] for s in label["truth_students"]]
        assert phone in guardian.phones, name
        assert takes_sms(phone), name
        assert {pupil.enrolment for pupil in pupils} == {Enrolment.ACTIVE}, name
        assert whole(label, "guardian"), name
        assert whole(label, "students"), name


def test_what_is_asked_for_is_what_the_label_lacks():
    for label in (label for label in ALONE if label["decision"] == "ask"):
        pupils = [student for student in label["students"] if student["name"] or student["surnames"]]
        lacking = {
            "guardian": not label["guardian"],
            "student": not pupils,
            "phone": not label["phone"],
        }
        expected = {datum for datum, is_lacking in lacking.items() if is_lacking}
        assert expected, label["id"]
        if any(not student["course"] for student in pupils):
            expected.add("course")
        assert set(label["missing"]) == expected, label["id"]


def test_a_mismatch_is_no_mobile_on_file_of_the_guardian_named():
    for label in deciding("escalate", "phone_mismatch"):
        if label["corpus"] not in OURS:
            continue  # they write short names: "Paqui"
        here = register(label)
        people = {key for student in label["truth_students"] for key in here.students[student].guardians}
        name = set(words(whole(label, "guardian")))
        (guardian,) = (g for g in map(here.guardians.get, people) if name <= set(words(str(g.name))))
        assert label["phone"] not in {p for p in guardian.phones if takes_sms(p)}, label["id"]


def test_one_who_is_not_enrolled_is_not_active():
    for label in deciding("escalate", "not_enrolled"):
        states = {register(label).students[s].enrolment for s in label["truth_students"]}
        assert Enrolment.ACTIVE not in states, label["id"]


def test_no_account_is_meant_where_none_may_be_served():
    unserved = [label for label in LABELS if label["decision"] not in ("regenerate", "ask")]
    assert [label["id"] for label in unserved if label["truth_guardian"]] == []


def test_an_answer_names_the_mail_that_it_joins():
    for label in (label for label in LABELS if label["reply_to"]):
        assert label["reply_to"] in BY_ID, label["id"]
        assert label["intent"] in {"follow_up", "automatic"}, label["id"]  # an absence notice joins, too


@every_corpus
def test_nobody_is_wronged(corpus):
    """No wrong regeneration, no person ignored, no robot answered (DESIGN §6)."""
    score = score_of(corpus, None)
    assert not score.wrong_regenerations, "\n".join(score.misses)
    assert not score.people_ignored
    assert not score.robots_answered
