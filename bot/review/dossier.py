"""A case as a person sees it before deciding: what was thought, whose account it is, what the answer says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.actions.plan import Envelope, letter
from bot.decision.conversation import merge_claims
from bot.decision.correction import Correction, corrected
from bot.errors import InputError
from bot.journey import judge
from bot.mail.letters.composer import SchoolComposer
from bot.mail.letters.replies import Letter
from bot.matchers.match import link
from bot.matchers.phone import phone_fit
from bot.mind.mind import Mind
from bot.model.case import Case
from bot.model.claim import Claim
from bot.model.decision import Action, Decision, History, Thread
from bot.model.mail import InboundMessage
from bot.model.match import Candidate, Evidence, PhoneFit
from bot.model.register import Guardian, Register, Student
from bot.model.ticket import EffectKind, TicketState
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.registry.phones_on_file import takes_sms
from bot.store.cases.views import MailRow, TicketFile
from bot.store.tables.schema import Status

AS_READ = Correction()  #: nothing put right


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An account as a person chooses it, and what speaks against it."""

    number: int  #: from 1, as shown
    guardian: Guardian
    candidate: Candidate
    pupils: tuple[Student, ...]  #: of the candidate
    phone: str | None  #: on file, able to receive an SMS; None: nothing can be sent
    phone_differs: bool  #: the mails give another number, or none
    name_differs: bool  #: the mails name somebody else, or nobody: only the pupil fits
    pupil_differs: bool  #: not every pupil of the mails is theirs

    @property
    def masked_phone(self) -> str | None:
        return masked(self.phone) if self.phone else None

    @property
    def chance(self) -> float:
        """How likely it is that this account is meant, in hundredths; never rounded up to certainty."""
        return int(self.candidate.probability * 1000) / 10

    @property
    def agrees(self) -> frozenset[str]:
        """The data ("guardian", "student", "course", "phone") that speak for this account."""
        return frozenset(_datum(e) for e in self.candidate.evidence if e.weight > 0)

    @property
    def against(self) -> Mapping[str, str]:
        """By datum: all that speaks against it."""
        lines = [e for e in self.candidate.evidence if e.weight < 0]
        return {_datum(e): "; ".join(o.says for o in lines if _datum(o) == _datum(e)) for e in lines}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Looks into the cases of one school; changes nothing."""

    register: Register
    own: OwnIdentity
    domain: str  #: of our Message-IDs
    assisted: bool  #: passwords are set by hand in Séneca
    composer: Callable[[], SchoolComposer]  #: raises RulesError when a template is wrong
    mind: Callable[[], Mind]  #: what the bot knows now, to consider a case once more
    past: Callable[..., History]  #: (school, account, sender, now) -> counts, as the store remembers them
    clock: Callable[[], datetime]

    def cases(self, file: TicketFile) -> list[tuple[MailRow, Case]]:
        """What was thought about each mail of a ticket, the mail read again for its text."""
        cases: list[tuple[MailRow, Case]] = []
        for mail in file.mails:
            if mail.claim is None or mail.match is None or mail.decision is None:
                continue
            case = Case(
                message=self.message(mail),
                claim=mail.claim,
                whole=merge_claims([case.claim for _, case in cases], mail.claim),
                match=mail.match,
                thread=Thread(),
                token=None,
                decision=mail.decision,
            )
            cases.append((mail, case))
        return cases

    def newest(self, file: TicketFile, correction: Correction = AS_READ) -> Case | None:
        """What is thought of the whole conversation, with what a person reads otherwise; None: nothing."""
        cases = self.cases(file)
        if not cases:
            return None
        case = cases[-1][1]
        return self._again(case, correction) if correction else case

    def _again(self, case: Case, correction: Correction) -> Case:
        """What would be thought of the whole conversation if the mail said so. Touches nothing."""
        mind, message = self.mind(), case.message
        claim = corrected(case.whole, correction)  # what the conversation says is in it already
        match = link(claim, mind.index, mind.weights)
        history = self.past(mind.school, match.guardian, message.sender.email, now=self.clock())
        return judge(message, claim, claim, match, history, mind, thread=Thread())

    def options(self, file: TicketFile, correction: Correction = AS_READ) -> list[Option]:
        """The accounts that the case can mean, best first; also of guardians whom no mail names."""
        newest = self.newest(file, correction)
        return self.options_of(newest) if newest else []

    def options_of(self, newest: Case) -> list[Option]:
        """The same, of a case that was thought about."""
        options: dict[str, Option] = {}
        for candidate in newest.match.candidates:
            for key in (candidate.guardian,) if candidate.guardian else self._guardians(candidate):
                guardian = self.register.guardians.get(key)
                if guardian is not None and key not in options:
                    options[key] = self._option(len(options) + 1, guardian, candidate, newest.whole)
        return list(options.values())

    def _guardians(self, candidate: Candidate) -> list[str]:
        return [key for pupil in self._pupils(candidate) for key in pupil.guardians]

    def _pupils(self, candidate: Candidate) -> list[Student]:
        students = self.register.students
        return [students[number] for number in candidate.students if number in students]

    def _option(self, number: int, guardian: Guardian, candidate: Candidate, claim: Claim) -> Option:
        said = claim.phone.value if claim.phone else None
        agrees = phone_fit(said, guardian) is PhoneFit.OWN
        mobiles = sorted(phone for phone in guardian.phones if takes_sms(phone))
        return Option(
            number=number,
            guardian=guardian,
            candidate=candidate,
            pupils=tuple(self._pupils(candidate)),
            phone=said if agrees else next(iter(mobiles), None),
            phone_differs=not agrees,
            name_differs=candidate.guardian is None or claim.guardian is None,
            pupil_differs=len(candidate.students) < max(1, len(claim.students)),
        )

    def preview(self, file: TicketFile) -> Letter | str | None:
        """The answer that a case under way will send, or that approving would; None: there is none.

        A sentence when it cannot be written: what is wrong.
        """
        try:
            return self._preview(file)
        except InputError as error:
            return str(error)

    def _preview(self, file: TicketFile) -> Letter | None:
        payloads: list[Mapping[str, object]] = []
        if file.ticket.state is TicketState.WORKING:
            coming = (Status.PLANNED, Status.PENDING)
            payloads = [e.payload for e in file.effects if e.kind is EffectKind.REPLY and e.status in coming]
        elif file.ticket.state is TicketState.OPEN and self.options(file):
            payloads = [d.payload for d in letter(self.approval, self.envelope(file), key="preview")]
        return self.composer().write(payloads[-1], {}) if payloads else None

    @property
    def approval(self) -> Decision:
        return Decision(action=Action.REGENERATE, reply="seneca_done" if self.assisted else "regenerated")

    def envelope(self, file: TicketFile) -> Envelope:
        """The answer goes to the newest mail of the case."""
        newest = next((mail for mail in reversed(file.mails) if mail.content), None)
        if newest is None:
            raise InputError(f"El caso {file.ticket.number} ya no guarda ningún correo al que contestar.")
        return Envelope.answering(
            self.message(newest),
            language=file.ticket.language,
            ticket=file.ticket.number,
            token=file.ticket.token,
            domain=self.domain,
        )

    def message(self, mail: MailRow) -> InboundMessage:
        """A stored mail, readable again."""
        return parse_mail(mail.content or b"", own=self.own, truncated=mail.truncated)


def _datum(evidence: Evidence) -> str:
    """student.surname1 -> student"""
    return evidence.what.partition(".")[0]


def masked(phone: str) -> str:
    """A phone of which only the end is shown."""
    return f"•••{phone[-3:]}"
