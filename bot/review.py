"""What a person decides about a case, for the commands and for the console alike.

Every step names who takes it and the version of the ticket it was looked at in: two people never act
on one case, and a double click acts once. What follows outside goes through the same outbox as the
bot's own decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.actions.plan import Envelope, letter, regeneration
from bot.errors import InputError
from bot.journey import Mind
from bot.matchers.phone import phone_fit, takes_sms
from bot.model import (
    Action,
    Candidate,
    Datum,
    Decision,
    Effect,
    Guardian,
    InboundMessage,
    PhoneFit,
    TicketState,
)
from bot.parsers.inbound import parse_mail
from bot.store.tickets import SqlTickets
from bot.store.views import MailRow, TicketFile

Outcome = Literal["hecho", "no-existe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A candidate as a person chooses it: whose account, and which phone would get the code."""

    number: int  #: from 1, as shown
    guardian: Guardian
    candidate: Candidate
    phone: str | None  #: on file, able to receive an SMS; None: nothing can be sent
    phone_differs: bool  #: the mail gives another number, or none


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The human steps of one school."""

    school: str
    tickets: SqlTickets
    mind: Mind
    by: str
    clock: Callable[[], datetime]

    # ----------------------------------------------------------------- looking

    def options(self, file: TicketFile) -> list[Option]:
        """The accounts that the case can mean, best first."""
        decided = next((m for m in reversed(file.mails) if m.match is not None), None)
        if decided is None or decided.match is None:
            return []
        said = next((m.claim.phone.value for m in reversed(file.mails) if m.claim and m.claim.phone), None)
        register = self.mind.index.register
        options: list[Option] = []
        for candidate in decided.match.candidates:
            guardian = register.guardians.get(candidate.guardian or "")
            if guardian is None:
                continue
            agrees = phone_fit(said, guardian) is PhoneFit.OWN
            mobiles = sorted(phone for phone in guardian.phones if takes_sms(phone))
            options.append(
                Option(
                    number=len(options) + 1,
                    guardian=guardian,
                    candidate=candidate,
                    phone=said if agrees else next(iter(mobiles), None),
                    phone_differs=not agrees,
                )
            )
        return options

    # ----------------------------------------------------------------- deciding

    def approve(self, number: str, *, option: int = 1, phone_differs: bool = False) -> Option:
        """Renew the credentials of the chosen candidate; the code goes to the phone on file.

        Raises InputError when there is no such candidate, no phone to send to, or the mail's phone is
        not the one on file and `phone_differs` does not say that this was seen.
        """
        file = self.tickets.get(self.school, number)
        options = self.options(file)
        if not 1 <= option <= len(options):
            raise InputError(f"El caso {number} no tiene el candidato {option}; hay {len(options)}.")
        chosen = options[option - 1]
        if chosen.phone is None:
            raise InputError("Esa persona no tiene ningún móvil en la ficha: corríjalo antes en Séneca.")
        if chosen.phone_differs and not phone_differs:
            raise InputError(
                f"El teléfono del correo no es el de la ficha. El SMS iría al {masked(chosen.phone)}: "
                "si está segura de quién es, repítalo con --phone-differs."
            )
        template = "seneca_done" if self.mind.assisted else "regenerated"
        key, envelope = self._key(file), self._envelope(file)
        effects = regeneration(
            chosen.guardian,
            chosen.phone,
            envelope,
            key=key,
            register=self.mind.index.register,
            assisted=self.mind.assisted,
            answer=letter(Decision(action=Action.REGENERATE, reply=template), envelope, key=key),
        )
        self._apply(
            file,
            "approved",
            state=TicketState.WORKING,
            settles=TicketState.SOLVED,
            effects=effects,
            account=chosen.guardian.key,
            data={"option": option, "phone_differs": chosen.phone_differs},
        )
        return chosen

    def ask(self, number: str, missing: Sequence[Datum]) -> None:
        """Ask the family for these data."""
        if not missing:
            raise InputError("Diga qué falta: guardian, student, course, phone.")
        wanted = tuple(datum for datum in Datum if datum in missing)
        self._answer(
            number,
            "asked",
            Decision(action=Action.ASK, reply="ask", missing=wanted),
            state=TicketState.WAITING,
        )

    def answer(self, number: str, text: str, *, state: TicketState = TicketState.SOLVED) -> None:
        """Answer in the coordinator's own words."""
        if not text.strip():
            raise InputError("El texto de la respuesta está vacío.")
        self._answer(
            number,
            "answered",
            Decision(action=Action.CLOSE, reply="free"),
            state=state,
            context={"text": text.strip()},
        )

    def reject(self, number: str) -> None:
        """No credentials: the family is sent to the school's office, without a word about the reason."""
        self._answer(
            number,
            "rejected",
            Decision(action=Action.CLOSE, reply="seneca_not_found"),
            state=TicketState.CLOSED,
        )

    def spam(self, number: str) -> None:
        """A machine's or a swindler's mail: nobody is answered."""
        self._step(number, "spam", state=TicketState.IGNORED)

    def close(self, number: str) -> None:
        """Nothing more to do, nothing to say."""
        self._step(number, "closed", state=TicketState.CLOSED)

    def done(self, number: str, outcome: Outcome = "hecho") -> None:
        """The work in Séneca was done, and the answer goes out; or the person does not exist there."""
        file = self.tickets.get(self.school, number)
        if outcome == "no-existe":
            self.reject(number)
            return
        self.tickets.complete_work_item(
            self.school, number, expected_version=file.ticket.version, by=self.by, now=self.clock()
        )

    def assign(self, number: str, owner: str | None) -> None:
        """Give the case to somebody, or to nobody."""
        file = self.tickets.get(self.school, number)
        self.tickets.apply(
            self.school,
            number,
            expected_version=file.ticket.version,
            by=self.by,
            event="assigned",
            now=self.clock(),
            owner=owner,
        )

    def retry(self, number: str) -> None:
        """Read a quarantined mail once more."""
        file = self.tickets.get(self.school, number)
        self.tickets.retry_mail(
            self.school, number, expected_version=file.ticket.version, by=self.by, now=self.clock()
        )

    # ----------------------------------------------------------------- helpers

    def _answer(
        self,
        number: str,
        event: str,
        decision: Decision,
        *,
        state: TicketState,
        context: Mapping[str, object] | None = None,
    ) -> None:
        file = self.tickets.get(self.school, number)
        effects = letter(decision, self._envelope(file), key=self._key(file))
        if context:
            effects = tuple(
                replace(e, payload={**e.payload, "context": {**_context(e), **context}}) for e in effects
            )
        self._apply(file, event, state=state, effects=effects, asked=decision.action is Action.ASK)

    def _step(self, number: str, event: str, *, state: TicketState) -> None:
        self._apply(self.tickets.get(self.school, number), event, state=state)

    def _apply(
        self,
        file: TicketFile,
        event: str,
        *,
        state: TicketState,
        settles: TicketState | None = None,
        effects: Sequence[Effect] = (),
        account: str | None = None,
        asked: bool = False,
        data: Mapping[str, object] | None = None,
    ) -> None:
        """One step: what the ticket had planned and not begun is called off."""
        self.tickets.apply(
            self.school,
            file.ticket.number,
            expected_version=file.ticket.version,
            by=self.by,
            event=event,
            now=self.clock(),
            state=state,
            settles=settles,
            effects=effects,
            deadline=None,
            account=account,
            asked=asked,
            call_off=True,
            data=data,
        )

    @staticmethod
    def _key(file: TicketFile) -> str:
        """Idempotency key of this step: a second one on the same version is refused by the store."""
        return f"step/{file.ticket.number}/{file.ticket.version}"

    def _envelope(self, file: TicketFile) -> Envelope:
        """The answer goes to the newest mail of the case."""
        newest = next((mail for mail in reversed(file.mails) if mail.content), None)
        if newest is None:
            raise InputError(f"El caso {file.ticket.number} ya no guarda ningún correo al que contestar.")
        return Envelope.answering(
            self.message(newest),
            language=file.ticket.language,
            ticket=file.ticket.number,
            token=file.ticket.token,
            domain=self.mind.domain,
        )

    def message(self, mail: MailRow) -> InboundMessage:
        """A stored mail, readable again."""
        return parse_mail(mail.content or b"", own=self.mind.own, truncated=mail.truncated)


def masked(phone: str) -> str:
    """A phone of which only the end is shown."""
    return f"•••{phone[-3:]}"


def _context(effect: Effect) -> Mapping[str, object]:
    context = effect.payload["context"]
    return context if isinstance(context, Mapping) else {}
