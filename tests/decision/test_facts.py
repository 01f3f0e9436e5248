"""Each fact says of a mail what it promises to say."""

import pytest

from bot.decision.facts import built_in, gather, vocabulary
from bot.decision.policy import Policy
from bot.model import (
    Address,
    AutomaticSign,
    GuardianFit,
    History,
    Intent,
    Passage,
    PassageKind,
    PhoneFit,
    Region,
    SenderVerdict,
    Signal,
    StudentFit,
    Thread,
    Writer,
)
from bot.rules import shipped_rules
from tests.decision.making import BODY, NEW, NO_HISTORY, bare, claim, finding, match, message

LIMITS = Policy.load(shipped_rules()).limits


def facts(mail=None, said=None, fits=None, thread=NEW, history=NO_HISTORY, limits=LIMITS):
    return gather(mail or message(), said or claim(), fits or match(), thread, history, limits).values


def test_a_flawless_request_has_every_usual_value():
    assert facts() == {name: fact.usual for name, fact in built_in().items()}


def shown(name, email="marta@familias.example"):
    return message(sender=Address(name, email))


@pytest.mark.parametrize(
    ("given", "fact", "value"),
    [
        ({"mail": message(automatic=AutomaticSign("dsn", "x"))}, "automatic", "yes"),
        ({"said": bare(Intent.AUTOMATIC)}, "automatic", "yes"),
        ({"said": bare(Intent.AUTOMATIC)}, "intent", "other"),
        ({"mail": message(sender_verdict=SenderVerdict.NONE)}, "sender", "none"),
        ({"mail": message(sender_verdict=SenderVerdict.FAIL)}, "sender", "fail"),
        ({"mail": message(no_auto_reply=True)}, "answer", "forbidden"),
        ({"mail": shown("", "noreply@familias.example")}, "answer", "no_address"),
        ({"mail": shown("", "do-not-reply@familias.example")}, "answer", "no_address"),
        ({"mail": shown("", "avisos.no_responder@familias.example")}, "answer", "no_address"),
        ({"mail": shown("", "noelia.reply@familias.example")}, "answer", "allowed"),
        ({"mail": shown("", "monoreply@familias.example")}, "answer", "allowed"),
        ({"mail": shown("Marta", "")}, "answer", "no_address"),
        ({"history": History(replies_24h=3)}, "answer", "allowed"),
        ({"history": History(replies_24h=4)}, "answer", "loop"),
        ({"said": bare(Intent.BULK)}, "intent", "bulk"),
        ({"said": claim(topic="install")}, "topic", "install"),
        ({"said": claim(topic="nobody knows")}, "topic", "none"),
        ({"said": claim(writer=Writer.STUDENT)}, "writer", "student"),
        ({"said": claim(signals=(Signal.THANKS,))}, "thanks", "yes"),
        ({"said": claim(signals=(Signal.EMPTY,))}, "empty", "yes"),
        ({"said": claim(guardian=None)}, "guardian_writes", "unknown"),
        ({"mail": shown("Marta")}, "guardian_writes", "unknown"),
        ({"mail": shown("SOLIS VERA, MARTA")}, "guardian_writes", "yes"),
        ({"mail": shown("Ana Solís")}, "guardian_writes", "no"),
        ({"said": claim(phone=None)}, "missing", "some"),
        ({"said": bare(Intent.RECOVER)}, "missing", "all"),
        ({"fits": match(student_fit=StudentFit.LEFT)}, "student", "left"),
        ({"fits": match(guardian_fit=GuardianFit.AMBIGUOUS)}, "guardian", "ambiguous"),
        ({"fits": match(phone_fit=PhoneFit.LANDLINE)}, "phone", "landline"),
        ({"fits": match(probability=0.5)}, "certainty", "doubtful"),
        ({"fits": match(margin=0.1)}, "certainty", "tie"),
        ({"fits": match(probability=0.5, margin=0.01)}, "certainty", "tie"),
        ({"fits": match(probability=0.3, margin=0.29)}, "certainty", "doubtful"),
        ({"fits": match(probability=0.0, margin=0.0)}, "certainty", "doubtful"),
        ({"thread": Thread(ticket="T")}, "conversation", "unanswered"),
        ({"thread": Thread(ticket="T", answered=True)}, "conversation", "answered"),
        ({"thread": Thread(ticket="T", answered=True, asked=1)}, "conversation", "asked"),
        ({"thread": Thread(ticket="T", answered=True, asked=1, regenerated=True)}, "conversation", "regenerated"),
        ({"thread": Thread(ticket="T", asked=1)}, "may_ask", "no"),
        ({"thread": Thread(ticket="T", with_person=True)}, "with_person", "yes"),
        ({"history": History(account_24h=1)}, "rate", "account_24h"),
        ({"history": History(account_30d=3)}, "rate", "account_30d"),
        ({"history": History(sender_accounts_24h=3)}, "rate", "sender_24h"),
        ({"history": History(account_30d=2, sender_accounts_24h=2)}, "rate", "within"),
    ],
)  # fmt: skip
def test_fact(given, fact, value):
    assert facts(**given)[fact] == value


def test_a_guardian_taken_from_the_display_name_writes_herself():
    from_sender = finding("Marta", "Marta", region=Region.SENDER)
    assert facts(shown("Marta"), claim(guardian=from_sender))["guardian_writes"] == "yes"


def test_a_name_in_the_body_is_no_signature():
    passages = (
        Passage(PassageKind.OWN, 0, len(BODY) - 1),
        Passage(PassageKind.SIGNATURE, len(BODY) - 1, len(BODY)),
    )
    mail = message(sender=Address("", "x@familias.example"), passages=passages)
    assert facts(mail)["guardian_writes"] == "unknown"


@pytest.mark.parametrize("enum", [Intent, Writer, SenderVerdict, StudentFit, GuardianFit, PhoneFit])
def test_every_value_that_can_be_read_is_in_the_vocabulary(enum):
    fact = {
        Intent: "intent",
        Writer: "writer",
        SenderVerdict: "sender",
        StudentFit: "student",
        GuardianFit: "guardian",
        PhoneFit: "phone",
    }[enum]
    assert set(built_in()[fact].values) == set(enum) - {Intent.AUTOMATIC}


def test_every_signal_is_a_fact():
    assert set(Signal) <= set(built_in())


@pytest.mark.parametrize("fact", built_in().values(), ids=lambda fact: fact.name)
def test_every_fact_is_explained(fact):
    assert fact.usual in fact.values
    assert all((fact.about, fact.source, *fact.values.values()))


@pytest.mark.parametrize(
    ("subject", "body", "value"),
    [
        ("Huelga del jueves", "", "yes"),
        ("", "¿Hay HUELGA mañana?", "yes"),
        ("", "huelgas", "no"),
        ("", "", "no"),
    ],
)
def test_an_admins_phrase_is_a_fact(subject, body, value):
    limits = LIMITS.model_copy(update={"phrases": {"strike": r"\bhuelga\b"}})
    mail = message(subject=subject, body=body, passages=(Passage(PassageKind.OWN, 0, len(body)),))
    assert facts(mail, limits=limits)["says_strike"] == value
    assert vocabulary(limits)["says_strike"].usual == "no"


def test_a_phrase_in_a_quoted_mail_is_not_the_writers():
    limits = LIMITS.model_copy(update={"phrases": {"strike": "huelga"}})
    mail = message(body="huelga", passages=(Passage(PassageKind.QUOTE, 0, 6),))
    assert facts(mail, limits=limits)["says_strike"] == "no"
