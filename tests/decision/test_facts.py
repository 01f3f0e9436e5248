"""Each fact says of a mail what it promises to say."""

from dataclasses import replace

import pytest

from bot.decision.facts import built_in, gather, vocabulary
from bot.decision.vocabulary import Situation
from bot.model.claim import Intent, Region, Signal, Writer
from bot.model.decision import History, Thread
from bot.model.mail import Address, AutomaticSign, Passage, PassageKind, SenderVerdict
from bot.model.match import GuardianFit, PhoneFit, StudentFit
from tests.decision.making import (
    BODY,
    GUARDIAN,
    NEW,
    NO_HISTORY,
    PHONE,
    POLICY,
    PUPIL,
    bare,
    claim,
    finding,
    match,
    message,
)

LIMITS = POLICY.limits


def facts(mail=None, said=None, fits=None, thread=NEW, history=NO_HISTORY, limits=LIMITS):
    return gather(mail or message(), said or claim(), fits or match(), thread, history, limits).values


def test_a_flawless_request_has_every_usual_value():
    assert facts() == {name: fact.usual for name, fact in built_in().items()}


def shown(name, email="marta@familias.example"):
    return message(sender=Address(name, email))


def replied(email, sender="marta@familias.example"):
    return message(sender=Address("", sender), reply_to=Address("", email))


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
        ({"mail": message(sender_verdict=SenderVerdict.FAIL), "history": History(replies_24h=1)}, "answer", "loop"),
        ({"mail": message(sender_verdict=SenderVerdict.FAIL)}, "answer", "allowed"),
        ({"mail": replied("noreply@familias.example")}, "answer", "no_address"),
        ({"mail": replied("marta@familias.example", sender="noreply@familias.example")}, "answer", "allowed"),
        ({"mail": message(truncated=True)}, "too_large", "yes"),
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
        ({"mail": shown("Mar Solís")}, "guardian_writes", "yes"),
        ({"mail": shown("Ma Solís")}, "guardian_writes", "no"),
        ({"mail": shown("Marta Prado")}, "guardian_writes", "no"),
        ({"said": claim(phone=None)}, "missing", "some"),
        ({"said": bare(Intent.RECOVER)}, "missing", "all"),
        ({"fits": match(student_fit=StudentFit.LEFT)}, "student", "left"),
        ({"fits": match(guardian_fit=GuardianFit.AMBIGUOUS)}, "guardian", "ambiguous"),
        ({"fits": match(phone_fit=PhoneFit.LANDLINE)}, "phone", "landline"),
        ({"fits": match(probability=0.5)}, "certainty", "doubtful"),
        ({"fits": match(margin=0.1)}, "certainty", "tie"),
        ({"fits": match(probability=0.5, margin=0.01)}, "certainty", "tie"),
        ({"fits": match(probability=0.3, margin=0.29)}, "certainty", "doubtful"),
        ({"fits": match(probability=LIMITS.probability, margin=1)}, "certainty", "sure"),
        ({"fits": match(probability=1, margin=LIMITS.margin)}, "certainty", "sure"),
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


AT = BODY.index(GUARDIAN)
END = AT + len(GUARDIAN)
OWN, SIGNATURE, QUOTE, FORWARD = (
    PassageKind.OWN,
    PassageKind.SIGNATURE,
    PassageKind.QUOTE,
    PassageKind.FORWARD,
)


@pytest.mark.parametrize(
    ("passages", "found_by", "writes"),
    [
        pytest.param([(OWN, 0, len(BODY))], "test", "unknown", id="named in the text"),
        pytest.param([(OWN, 0, len(BODY))], "relation: me llamo", "yes", id="soy …"),
        pytest.param([(OWN, 0, AT), (SIGNATURE, AT, END)], "test", "yes", id="signature"),
        pytest.param([(OWN, 0, END), (SIGNATURE, END, len(BODY))], "test", "unknown", id="before the signature"),
        pytest.param([(OWN, 0, AT + 1), (SIGNATURE, AT + 1, END)], "test", "unknown", id="half in the signature"),
        pytest.param([(SIGNATURE, AT, END - 1)], "test", "unknown", id="longer than the signature"),
        pytest.param([(QUOTE, AT, END)], "test", "forwarded", id="quoted"),
        pytest.param([(FORWARD, AT, END)], "relation: me llamo", "forwarded", id="forwarded, soy …"),
    ],
)  # fmt: skip
def test_the_place_of_the_guardians_name_tells_who_writes(passages, found_by, writes):
    mail = message(sender=Address("", "x@familias.example"), passages=tuple(Passage(*p) for p in passages))
    said = claim(guardian=replace(finding(GUARDIAN), found_by=found_by))
    assert facts(mail, said)["guardian_writes"] == writes


@pytest.mark.parametrize("kind", [QUOTE, FORWARD])
@pytest.mark.parametrize(
    ("author", "found_by", "writes"),
    [
        pytest.param("x@familias.example", "relation: me llamo", "yes", id="her own mail of last week"),
        pytest.param("X@Familias.example", "relation: me llamo", "yes", id="in capitals"),
        pytest.param("x@familias.example", "test", "unknown", id="where she names somebody"),
        pytest.param("otra@familias.example", "relation: me llamo", "forwarded", id="another's mail"),
        pytest.param(
            "ax@familias.example", "relation: me llamo", "forwarded", id="an address that ends alike"
        ),
    ],
)
def test_an_earlier_mail_of_the_sender_below_is_hers(kind, author, found_by, writes):
    above = f"Os lo reenvío.\nDe: {author}\nPara: x@familias.example\n"
    body = above + BODY
    passages = (Passage(OWN, 0, 15), Passage(kind, 15, len(body)))  # the first line is hers
    name = replace(
        finding(GUARDIAN), found_by=found_by, start=len(above) + AT, end=len(above) + AT + len(GUARDIAN)
    )
    mail = message(sender=Address("", "x@familias.example"), body=body, passages=passages)
    assert facts(mail, claim(guardian=name))["guardian_writes"] == writes


@pytest.mark.parametrize(
    ("region", "changes"),
    [
        pytest.param(Region.BODY, {"body": "x" * len(BODY)}, id="of an earlier mail"),
        pytest.param(Region.SUBJECT, {"subject": BODY}, id="of the subject"),
    ],
)
def test_a_name_from_elsewhere_is_no_signature(region, changes):
    mail = message(
        sender=Address("", "x@familias.example"), passages=(Passage(SIGNATURE, 0, len(BODY)),), **changes
    )
    assert facts(mail, claim(guardian=finding(GUARDIAN, region=region)))["guardian_writes"] == "unknown"


@pytest.mark.parametrize(
    ("fact", "said", "words"),
    [
        ("intent", claim(intent_findings=(finding("No puedo entrar"), finding("iPasen"))), "No puedo entrar"),
        ("intent", claim(), None),
        ("student", claim(), PUPIL),
        ("student", claim(students=()), None),
        ("guardian", claim(), GUARDIAN),
        ("guardian_writes", claim(), GUARDIAN),
        ("phone", claim(), PHONE),
        ("thanks", replace(claim(), signals={Signal.THANKS: finding("Hola")}), "Hola"),
        ("thanks", replace(claim(), signals={Signal.EMPTY: finding("Hola")}), None),
        ("certainty", claim(), None),
    ],
)
def test_a_fact_is_shown_by_the_words_of_the_mail(fact, said, words):
    situation = Situation(
        message=message(), claim=said, match=match(), thread=NEW, history=NO_HISTORY, limits=LIMITS
    )
    shown_by = built_in()[fact].shown_by(situation)
    assert (shown_by and shown_by.text) == words


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
