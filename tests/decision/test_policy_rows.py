"""Every row of the triage policy: hand-made claim and match -> decision, by the shipped rules."""

from dataclasses import replace

import pytest

from bot.decision.facts import gather
from bot.model.claim import Intent, Signal, Writer
from bot.model.decision import Action, Datum, History, Thread
from bot.model.mail import Address, AutomaticSign, Passage, PassageKind, SenderVerdict
from bot.model.match import GuardianFit, PhoneFit, StudentFit
from tests.decision.making import (
    BODY,
    GUARDIAN,
    NEW,
    NO_HISTORY,
    POLICY,
    bare,
    claim,
    finding,
    match,
    message,
    pupil,
)

NOBODY = match(
    student_fit=StudentFit.NOT_GIVEN,
    guardian_fit=GuardianFit.NOT_GIVEN,
    phone_fit=PhoneFit.NOT_GIVEN,
    guardian=None,
    students=(),
    probability=0.0,
    margin=0.0,
)
ASKED = Thread(ticket="T", asked=1, answered=True, claims=(claim(phone=None),))
DONE = Thread(ticket="T", regenerated=True, answered=True, claims=(claim(),))
HELPED = Thread(ticket="T", answered=True, claims=(bare(Intent.REGISTER),))
LOOKING = Thread(ticket="T", answered=True, with_person=True, claims=(claim(),))


def decide(mail, said, fits, thread=NEW, history=NO_HISTORY):
    return POLICY.decide(gather(mail, said, fits, thread, history, POLICY.limits))


def row(
    name, action, reason=None, *, mail=None, said=None, fits=None, thread=NEW, history=NO_HISTORY, reply=...
):
    usual = {
        Action.REGENERATE: "regenerated",
        Action.ASK: "ask",
        Action.SELF_HELP: "self_help",
        Action.ESCALATE: "looking",
    }.get(action)
    expected = (action, reason, usual if reply is ... else reply)
    return pytest.param(
        mail or message(), said or claim(), fits or match(), thread, history, expected, id=name
    )  # fmt: skip


REGENERATE, ASK, SELF_HELP, ESCALATE, CLOSE, IGNORE = (
    Action.REGENERATE,
    Action.ASK,
    Action.SELF_HELP,
    Action.ESCALATE,
    Action.CLOSE,
    Action.IGNORE,
)

INTENTS = [
    row("register", SELF_HELP, said=bare(Intent.REGISTER), fits=NOBODY),
    row("register, all data given", SELF_HELP, said=claim(intent=Intent.REGISTER)),
    row(
        "register, autologin failed: recover",
        REGENERATE,
        said=claim(intent=Intent.REGISTER, signals={Signal.AUTOLOGIN_FAILED: None}),
    ),
    row("missing child", ESCALATE, "missing_child", said=claim(intent=Intent.MISSING_CHILD)),
    row("change of data", ESCALATE, "change_data", said=claim(intent=Intent.CHANGE_DATA)),
    row("bulk", ESCALATE, "bulk_request", said=bare(Intent.BULK, writer=Writer.THIRD_PARTY), fits=NOBODY),
    row("other", ESCALATE, "not_ours", said=bare(Intent.OTHER), fits=NOBODY),
    row("other, though every datum fits", ESCALATE, "not_ours", said=claim(intent=Intent.OTHER)),
    row(
        "empty mail",
        ESCALATE,
        "not_ours",
        said=bare(Intent.OTHER, signals=(Signal.EMPTY,)),
        fits=NOBODY,
        mail=message(body="", passages=(), subject=""),
    ),
    row(
        "automatic",
        IGNORE,
        "automatic",
        mail=message(automatic=AutomaticSign("auto-submitted", "auto-replied")),
        said=bare(Intent.AUTOMATIC),
        fits=NOBODY,
    ),
    row("automatic by its words only", IGNORE, "automatic", said=bare(Intent.AUTOMATIC), fits=NOBODY),
    row(
        "automatic with every datum right",
        IGNORE,
        "automatic",
        mail=message(automatic=AutomaticSign("list", "List-Id")),
    ),
]

ROWS = [
    row("1 all fits", REGENERATE),
    row("2 course missing", REGENERATE, said=claim(students=(pupil(course=None),))),
    row("3 surnames missing", REGENERATE, said=claim(students=(pupil("Hugo"),))),
    row("4 several children", REGENERATE, said=claim(students=(pupil(), pupil("Ana Prado Solís")))),
    row("4 siblings not told apart", REGENERATE, fits=match(student_fit=StudentFit.SIBLINGS)),
    row("5 phone missing", ASK, said=claim(phone=None), fits=match(phone_fit=PhoneFit.NOT_GIVEN)),
    row("5 nothing given", ASK, said=bare(Intent.RECOVER), fits=NOBODY),
    row(
        "5 second time",
        ESCALATE,
        "incomplete",
        said=bare(Intent.FOLLOW_UP),
        fits=NOBODY,
        thread=Thread(ticket="T", asked=1, answered=True, claims=(bare(Intent.RECOVER),)),
    ),
    row("6 another number", ESCALATE, "phone_mismatch", fits=match(phone_fit=PhoneFit.DIFFERENT)),
    row("6 the other guardian's", ESCALATE, "phone_mismatch", fits=match(phone_fit=PhoneFit.OTHER_GUARDIAN)),
    row("6 landline", ESCALATE, "phone_mismatch", fits=match(phone_fit=PhoneFit.LANDLINE)),
    row("6 none on file", ESCALATE, "phone_mismatch", fits=match(phone_fit=PhoneFit.NONE_ON_FILE)),
    row("7 not a guardian", ESCALATE, "not_guardian", fits=match(guardian_fit=GuardianFit.NOT_GUARDIAN)),
    row(
        "7 grandmother who is no guardian",
        ESCALATE,
        "not_guardian",
        said=claim(writer=Writer.THIRD_PARTY, relation="abuela"),
        fits=match(guardian_fit=GuardianFit.NOT_GUARDIAN, phone_fit=PhoneFit.DIFFERENT),
    ),
    row("7 grandmother on file", REGENERATE, said=claim(writer=Writer.THIRD_PARTY, relation="abuela")),
    row(
        "7 neighbour with the right data",
        ESCALATE,
        "not_guardian",
        mail=message(sender=Address("Puri Cano", "puri@familias.example")),
        said=claim(writer=Writer.THIRD_PARTY, relation="vecina"),
    ),
    row(
        "7 outsider without a display name",
        ESCALATE,
        "not_guardian",
        mail=message(sender=Address("", "puri@familias.example")),
        said=claim(writer=Writer.THIRD_PARTY),
    ),
    row(
        "7 aunt of the same surname",
        ESCALATE,
        "not_guardian",
        mail=message(sender=Address("Rocío Solís", "rocio@familias.example")),
        said=claim(writer=Writer.THIRD_PARTY, relation="tía"),
    ),
    row(
        "7 guardian writes from the husband's address",
        REGENERATE,
        mail=message(sender=Address("Pedro Prado", "pedro@familias.example")),
    ),
    row("8 nobody fits", ESCALATE, "student_not_found", fits=match(student_fit=StudentFit.NONE)),
    row("9 two pupils fit", ESCALATE, "ambiguous", fits=match(student_fit=StudentFit.AMBIGUOUS)),
    row("9 two guardians fit", ESCALATE, "ambiguous", fits=match(guardian_fit=GuardianFit.AMBIGUOUS)),
    row("9 another account fits about equally", ESCALATE, "ambiguous", fits=match(margin=0.1)),
    row(
        "10 one child fits, another not",
        ESCALATE,
        "partial_match",
        fits=match(student_fit=StudentFit.PARTIAL),
    ),
    row("11 left", ESCALATE, "not_enrolled", fits=match(student_fit=StudentFit.LEFT)),
    row("11 pending", ESCALATE, "not_enrolled", fits=match(student_fit=StudentFit.PENDING)),
    row("12 a pupil writes", ESCALATE, "student_writes", said=claim(writer=Writer.STUDENT)),
    row(
        "12 an adult pupil for their own account",
        ESCALATE,
        "student_writes",
        said=claim(writer=Writer.STUDENT, guardian=None),
        fits=match(guardian_fit=GuardianFit.NOT_GIVEN),
    ),
    row("13 forged", ESCALATE, "sender_not_authenticated", mail=message(sender_verdict=SenderVerdict.FAIL)),
    row(
        "13 forged and bulk",
        ESCALATE,
        "sender_not_authenticated",
        mail=message(sender_verdict=SenderVerdict.FAIL),
        said=bare(Intent.BULK),
        fits=NOBODY,
    ),
    row(
        "13 forged and third party",
        ESCALATE,
        "sender_not_authenticated",
        mail=message(sender_verdict=SenderVerdict.FAIL, sender=Address("Puri Cano", "p@familias.example")),
        said=claim(writer=Writer.THIRD_PARTY),
    ),
    row("13 no verdict at all", REGENERATE, mail=message(sender_verdict=SenderVerdict.NONE)),
    row("14 twice in a day", ESCALATE, "rate_limited", history=History(account_24h=1, account_30d=1)),
    row("14 a third in the month", REGENERATE, history=History(account_30d=2)),
    row("14 a fourth in the month", ESCALATE, "rate_limited", history=History(account_30d=3)),
    row("14 a third account of a sender", REGENERATE, history=History(sender_accounts_24h=2)),
    row("14 a fourth account of a sender", ESCALATE, "rate_limited", history=History(sender_accounts_24h=3)),
    row("15 code elsewhere", ESCALATE, "change_data", said=claim(signals={Signal.CODE_ELSEWHERE: None})),
    row("15 odd delivery", ESCALATE, "change_data", said=claim(signals={Signal.ODD_DELIVERY: None})),
    row("7 sounds like another", ESCALATE, "not_guardian", said=claim(signals={Signal.FOR_ANOTHER: None})),
    row("an odd request", ESCALATE, "uncertain", said=claim(signals={Signal.ODD_REQUEST: None})),
    row(
        "15 code elsewhere, phone missing",
        ESCALATE,
        "change_data",
        said=claim(signals={Signal.CODE_ELSEWHERE: None}, phone=None),
        fits=match(phone_fit=PhoneFit.NOT_GIVEN),
    ),
    row("16 something else too", REGENERATE, "also_other", said=claim(signals={Signal.ALSO_OTHER: None})),
    row(
        "16 something else too, phone missing",
        ASK,
        said=claim(signals={Signal.ALSO_OTHER: None}, phone=None),
        fits=match(phone_fit=PhoneFit.NOT_GIVEN),
    ),
    row("9 two accounts share the evidence", ESCALATE, "ambiguous", fits=match(probability=0.5, margin=0.01)),
    row("not sure enough", ESCALATE, "uncertain", fits=match(probability=0.98, margin=0.9)),
]

FOLLOW_UPS = [
    row("brings the phone", REGENERATE, thread=ASKED),
    row("thanks", CLOSE, said=claim(intent=Intent.FOLLOW_UP, signals={Signal.THANKS: None}), thread=DONE),
    row(
        "thanks, long after a wish for another phone",
        CLOSE,
        said=claim(intent=Intent.FOLLOW_UP, signals={Signal.THANKS: None, Signal.CODE_ELSEWHERE: None}),
        thread=Thread(ticket="T", answered=True, claims=(claim(),)),
    ),
    row(
        "thanks while a person is at it",
        ESCALATE,
        "thanks",
        said=claim(intent=Intent.FOLLOW_UP, signals={Signal.THANKS: None}),
        thread=LOOKING,
        reply=None,
    ),
    row(
        "still fails",
        ESCALATE,
        "reopened",
        said=claim(intent=Intent.FOLLOW_UP, signals={Signal.STILL_FAILS: None}),
        thread=DONE,
    ),
    row(
        "still fails, read as a new request",
        ESCALATE,
        "reopened",
        said=claim(signals={Signal.STILL_FAILS: None}),
        thread=DONE,
    ),
    row(
        "asks again after help", ESCALATE, "reopened", said=bare(Intent.FOLLOW_UP), fits=NOBODY, thread=HELPED
    ),
    row(
        "autologin failed after help: its data are asked for",
        ASK,
        said=bare(Intent.FOLLOW_UP, signals=(Signal.AUTOLOGIN_FAILED,)),
        fits=NOBODY,
        thread=HELPED,
    ),
    row(
        "asks again after the regeneration",
        ESCALATE,
        "reopened",
        said=claim(intent=Intent.FOLLOW_UP, signals={Signal.AUTOLOGIN_FAILED: None}),
        thread=DONE,
    ),
    row("gives all data after help", REGENERATE, said=claim(intent=Intent.REGISTER), thread=HELPED),
    row("a new request on a solved ticket", REGENERATE, thread=DONE),
    row(
        "a new request on a solved ticket, same day",
        ESCALATE,
        "rate_limited",
        thread=DONE,
        history=History(account_24h=1, account_30d=1),
    ),
    row(
        "an answer whose conversation is unknown",
        ASK,
        said=bare(Intent.FOLLOW_UP, signals=(Signal.STILL_FAILS,)),
        fits=NOBODY,
    ),
    row("never answered before", REGENERATE, thread=Thread(ticket="T", claims=(claim(),))),
]

LOOP = History(replies_24h=4)
NO_REPLY = message(sender=Address("Marta Solís", "no-reply@familias.example"))
ANSWERS = [
    row("loop cut keeps the action", REGENERATE, history=LOOP, reply=None),
    row("loop cut of a question", ASK, said=claim(phone=None), history=LOOP, reply=None),
    row(
        "loop cut of an escalation",
        ESCALATE,
        "not_ours",
        said=claim(intent=Intent.OTHER),
        history=LOOP,
        reply=None,
    ),
    row("three replies are no loop", REGENERATE, history=History(replies_24h=3)),
    row("no machine may answer", ESCALATE, "no_auto_reply", mail=message(no_auto_reply=True), reply=None),
    row("no-reply address, all fits", REGENERATE, mail=NO_REPLY, reply=None),
    row(
        "no-reply address, data missing",
        ESCALATE,
        "no_auto_reply",
        mail=NO_REPLY,
        said=claim(phone=None),
        reply=None,
    ),
    row(
        "no-reply address, wants help",
        ESCALATE,
        "no_auto_reply",
        mail=NO_REPLY,
        said=bare(Intent.REGISTER),
        fits=NOBODY,
        reply=None,
    ),
    row(
        "no-reply address, but a Reply-To",
        ASK,
        mail=message(sender=NO_REPLY.sender, reply_to=Address("Marta", "marta@familias.example")),
        said=claim(phone=None),
    ),
    row(
        "address that cannot be read",
        ESCALATE,
        "no_auto_reply",
        mail=message(sender=Address("Marta", "")),
        said=claim(phone=None),
        reply=None,
    ),
]


@pytest.mark.parametrize(
    ("mail", "said", "fits", "thread", "history", "expected"), [*INTENTS, *ROWS, *FOLLOW_UPS, *ANSWERS]
)
def test_row(mail, said, fits, thread, history, expected):
    decision = decide(mail, said, fits, thread, history)
    assert (decision.action, decision.reason, decision.reply) == expected
    assert decision.trials[-1].rule == decision.rule
    assert [t.hit for t in decision.trials] == [False] * (len(decision.trials) - 1) + [True]
    assert all(trial.because for trial in decision.trials[:-1])


def test_an_ask_names_what_is_missing_and_so_does_giving_up():
    said, fits = claim(phone=None, guardian=None), match(phone_fit=PhoneFit.NOT_GIVEN)
    assert decide(message(), said, fits).missing == (Datum.GUARDIAN, Datum.PHONE)
    assert decide(message(), said, fits, ASKED).missing == (Datum.GUARDIAN, Datum.PHONE)
    assert decide(message(), claim(phone=None, intent=Intent.OTHER), fits).missing == ()


@pytest.mark.parametrize(
    ("topic", "article"), [("install", "install"), ("autologin", "autologin"), (None, "autologin")]
)
def test_self_help_sends_the_article_that_fits(topic, article):
    assert decide(message(), bare(Intent.REGISTER, topic=topic), NOBODY).article == article


def test_a_guardian_named_only_in_the_signature_is_the_one_who_writes():
    body = f"{BODY}\n\nMarta Solís Vera\nAdministrativa"
    start = body.rindex("Marta")
    mail = message(
        body=body,
        passages=(
            Passage(PassageKind.OWN, 0, len(BODY)),
            Passage(PassageKind.SIGNATURE, len(BODY), len(body)),
        ),
        sender=Address("", "abuela@familias.example"),
    )
    signed = replace(finding(GUARDIAN), start=start, end=start + len(GUARDIAN))
    said = claim(writer=Writer.THIRD_PARTY, guardian=signed)
    assert decide(mail, said, match()).action is Action.REGENERATE


def test_escalations_look_the_same_from_outside():
    """POLICY §3: rows 6-15 are told apart by nobody who reads the reply."""
    replies = set()
    for param in ROWS:
        decision = decide(*param.values[:5])
        if decision.action is Action.ESCALATE:
            replies.add(
                (
                    decision.reply,
                    decision.article,
                    decision.missing if decision.reason != "incomplete" else (),
                )
            )
    assert replies == {("looking", None, ())}
