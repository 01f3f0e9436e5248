"""Past mails decided again under other rules. Nothing outside is touched.

Each mail is read again from its stored bytes; where these are gone (their retention time is over), what
was understood then is decided again. The conversation and the counts of the limits are as they were
when the mail was decided; the enrolment register is today's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.decision.conversation import merge_claims
from bot.decision.facts import Facts, gather
from bot.decision.vocabulary import PHRASE_PREFIX
from bot.journey import judge
from bot.matchers.match import link
from bot.mind.mind import Mind
from bot.model.claim import Claim
from bot.model.decision import Action, Decision, History
from bot.model.mail import Address, InboundMessage
from bot.model.match import GuardianFit, Match, StudentFit
from bot.model.register import Enrolment, Register
from bot.parsers.inbound import parse_mail
from bot.store.cases.past import PastMail

#: (account, sender, moment) -> what the limits counted then.
Histories = Callable[[str | None, str, datetime], History]

#: Facts that look at the mail itself: without its bytes they stay what they were.
_OF_THE_MAIL = ("automatic", "too_large", "sender", "answer", "guardian_writes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a decision comes to; two with the same verdict do the same."""

    action: str
    reason: str | None = None
    missing: tuple[str, ...] = ()
    article: str | None = None
    account: str | None = None  #: whose credentials are renewed

    def __str__(self) -> str:
        """In the codes of the rules; never whose account."""
        extra = self.reason or self.article or " ".join(self.missing)
        return f"{self.action} ({extra})" if extra else self.action

    def as_json(self) -> dict[str, object]:
        """Without the account."""
        return {k: v for k, v in asdict(self).items() if v and k != "account"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One past mail, decided again."""

    past: PastMail
    claim: Claim  #: of the whole conversation
    match: Match
    decision: Decision
    reread: bool  #: False: the mail itself is gone

    @property
    def old(self) -> Verdict:
        return verdict(self.past.decision, self.past.account)

    @property
    def new(self) -> Verdict:
        return verdict(self.decision, self.match.guardian)

    @property
    def changed(self) -> bool:
        return self.old != self.new


def verdict(decision: Decision, account: str | None) -> Verdict:
    """What a decision about an account comes to."""
    return Verdict(
        action=decision.action.value,
        reason=decision.reason,
        missing=tuple(datum.value for datum in decision.missing),
        article=decision.article,
        account=account if decision.action is Action.REGENERATE else None,
    )


def replay(mails: Sequence[PastMail], mind: Mind, histories: Histories) -> list[Replayed]:
    """Decide these mails again as `mind` would have, in their order."""
    with_body = [past for past in mails if past.content is not None]
    messages = [parse_mail(p.content or b"", own=mind.own, truncated=p.truncated) for p in with_body]
    claims = mind.reader.read_many(messages, mind.index, [past.thread for past in with_body])
    read = {past.id: (m, c) for past, m, c in zip(with_body, messages, claims, strict=True)}
    return [
        _judged(past, *read[past.id], mind, histories)
        if past.id in read
        else _remembered(past, mind, histories)
        for past in mails
    ]


def family_changed(replayed: Replayed, register: Register) -> bool:
    """Is the family on file not the one that the mail was decided by? As far as its match tells.

    Then the register may be what changes a decision: a pupil has left, a guardian or a phone is another.
    """
    then, now = replayed.past.match, replayed.match
    if then.guardian is not None and then.guardian not in register.guardians:
        return True
    if then.guardian == now.guardian and then.phone_fit is not now.phone_fit:
        return True
    if then.student_fit not in (StudentFit.UNIQUE, StudentFit.SIBLINGS):
        return False
    pupils = [register.students.get(number) for number in then.students]
    return any(
        pupil is None
        or pupil.enrolment is not Enrolment.ACTIVE
        or (then.guardian_fit is GuardianFit.MATCH and then.guardian not in pupil.guardians)
        for pupil in pupils
    )


def outcomes(replayed: Iterable[Replayed]) -> Counter[tuple[str, str]]:
    """How often each verdict became which other one."""
    return Counter((str(r.old), _label(r)) for r in replayed if r.changed)


def _label(replayed: Replayed) -> str:
    """The new verdict, told from an old one that reads alike."""
    same_words = str(replayed.old) == str(replayed.new)
    return f"{replayed.new}, otra cuenta" if same_words else str(replayed.new)


def _judged(
    past: PastMail, message: InboundMessage, claim: Claim, mind: Mind, histories: Histories
) -> Replayed:
    whole = merge_claims(past.thread.claims, claim)
    match = link(whole, mind.index, mind.weights)
    history = histories(match.guardian, message.sender.email, past.at)
    case = judge(message, claim, whole, match, history, mind, thread=past.thread)
    return Replayed(past=past, claim=whole, match=match, decision=case.decision, reread=True)


def _remembered(past: PastMail, mind: Mind, histories: Histories) -> Replayed:
    """From the stored claim. A phrase that was not looked for then counts as not said."""
    whole = merge_claims(past.thread.claims, past.claim)
    match = link(whole, mind.index, mind.weights)
    message = InboundMessage(message_id=None, sender=Address("", past.sender))
    history = histories(match.guardian, past.sender, past.at)
    facts = gather(message, whole, match, past.thread, history, mind.policy.limits)
    kept = {name: value for name, value in past.decision.facts.items() if _is_of_the_mail(name)}
    known: Mapping[str, str] = {**facts.values, **{n: v for n, v in kept.items() if n in facts.values}}
    decision = mind.policy.decide(Facts(values=known, missing=facts.missing))
    return Replayed(past=past, claim=whole, match=match, decision=decision, reread=False)


def _is_of_the_mail(fact: str) -> bool:
    return fact in _OF_THE_MAIL or fact.startswith(PHRASE_PREFIX)
