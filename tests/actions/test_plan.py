"""What follows from each decision, before any of it is done."""

from datetime import UTC, datetime

import pytest

from bot.actions.plan import Envelope, owner_addresses, plan
from bot.model.decision import Action, Datum, Decision
from bot.model.mail import Address, InboundMessage
from bot.model.ticket import EffectKind, Folder, TicketState
from tests.actions.making import FATHER, MOTHER, REGISTER, envelope

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def planned(
    action, *, sender="otra@correo.example", assisted=False, reason=None, reply="looking", missing=()
):
    return plan(
        Decision(action=action, reason=reason, reply=reply, missing=missing),
        envelope(sender, language="ro"),
        key="mail/7",
        guardian=MOTHER if action is Action.REGENERATE else None,
        phone="+34600111222" if action is Action.REGENERATE else None,
        register=REGISTER,
        assisted=assisted,
        now=NOW,
    )


def kinds(result):
    return [(e.step, e.kind) for e in result.effects]


@pytest.mark.parametrize(
    ("action", "state", "folder", "effects"),
    [
        (Action.ASK, TicketState.WAITING, Folder.DONE, [(0, EffectKind.REPLY)]),
        (Action.SELF_HELP, TicketState.SOLVED, Folder.DONE, [(0, EffectKind.REPLY)]),
        (Action.ESCALATE, TicketState.OPEN, Folder.REVIEW, [(0, EffectKind.REPLY)]),
        (Action.IGNORE, TicketState.IGNORED, Folder.IGNORED, []),
    ],
)
def test_each_action_has_its_state_folder_and_answer(action, state, folder, effects):
    result = planned(action)
    assert (result.state, result.folder, kinds(result)) == (state, folder, effects)


def test_closing_without_a_template_answers_nothing():
    assert planned(Action.CLOSE, reply=None).effects == ()


def test_a_regeneration_sets_tells_answers_and_notifies_in_this_order():
    result = planned(Action.REGENERATE, reply="regenerated")
    assert kinds(result) == [
        (0, EffectKind.SET_PASSWORD),
        (1, EffectKind.SMS),
        (2, EffectKind.REPLY),
        (2, EffectKind.NOTICE),
    ]
    assert (result.state, result.settles) == (TicketState.WORKING, TicketState.SOLVED)
    password, sms, reply, notice = result.effects
    assert password.secret
    assert password.secret == sms.secret
    assert sms.payload["number"] == "+34600111222"
    assert password.secret not in repr([reply, notice, password.payload, sms.payload])
    assert notice.payload["to"] == "ana@correo.example"
    assert notice.payload["language"] == "es"
    assert len({e.key for e in result.effects}) == len(result.effects)


def test_in_seneca_a_person_does_it_and_the_answer_waits():
    result = planned(Action.REGENERATE, assisted=True, reply="regenerated")
    assert kinds(result) == [(0, EffectKind.WORK_ITEM), (1, EffectKind.REPLY), (1, EffectKind.NOTICE)]
    assert all(e.secret is None for e in result.effects)
    assert result.effects[0].payload["students"] == [{"id": "1", "name": "Mora Ruiz, Eva", "unit": "1º A"}]


def test_a_second_request_keeps_the_ticket_open_for_a_person():
    result = planned(Action.REGENERATE, reason="also_other", reply="regenerated")
    assert result.settles is TicketState.OPEN
    assert result.folder is Folder.REVIEW
    assert result.deadline is not None


def test_a_regeneration_without_account_or_phone_is_refused():
    with pytest.raises(ValueError, match="account"):
        plan(
            Decision(action=Action.REGENERATE, reply="regenerated"),
            envelope(),
            key="mail/7",
            guardian=MOTHER,
            phone=None,
            register=REGISTER,
            assisted=False,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("guardian", "sender", "expected"),
    [
        (MOTHER, "otra@correo.example", ["ana@correo.example"]),
        (MOTHER, "ana@correo.example", []),
        (MOTHER, "casa@correo.example", []),
        (FATHER, "otra@correo.example", []),
    ],
    ids=["from elsewhere", "from her own", "from the shared one", "only a shared one on file"],
)
def test_the_notice_never_reaches_the_other_guardian(guardian, sender, expected):
    assert owner_addresses(guardian, sender, REGISTER) == expected


def test_the_answer_threads_and_goes_to_reply_to():
    message = InboundMessage(
        message_id="<m1@x>",
        references=("<m0@x>",),
        in_reply_to=("<m0@x>",),
        sender=Address("", "a@x"),
        reply_to=Address("", "b@x"),
    )
    envelope = Envelope.answering(message, language="es", ticket="T", token="U", domain="c")
    assert (envelope.to, envelope.in_reply_to, envelope.references) == ("b@x", "<m1@x>", ("<m0@x>", "<m1@x>"))


def test_an_ask_carries_the_kinds_of_data_only():
    reply = planned(Action.ASK, reply="ask", missing=(Datum.PHONE, Datum.COURSE)).effects[0]
    assert reply.payload["context"]["missing"] == ["phone", "course"]


def test_who_denies_having_asked_has_the_temporary_password_revoked_at_once():
    decision = Decision(action=Action.ESCALATE, reason="not_me", reply="looking")
    common = {"key": "mail/9", "guardian": MOTHER, "phone": None, "register": REGISTER, "now": NOW}
    result = plan(decision, envelope(), assisted=False, **common)
    assert kinds(result) == [(0, EffectKind.REVOKE), (0, EffectKind.REPLY)]
    assert (result.state, result.deadline) == (TicketState.OPEN, NOW)
    assert kinds(plan(decision, envelope(), assisted=True, **common)) == [(0, EffectKind.REPLY)]
