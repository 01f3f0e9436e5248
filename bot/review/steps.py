"""What a person decides about a case, for the commands and for the console alike.

Every step names who takes it and the version of the ticket it was looked at in: two people never act
on one case, and a double click acts once. What follows outside goes through the same outbox as the
bot's own decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Unpack

from bot.actions.plan import REVIEW_WITHIN, letter, regeneration
from bot.decision.correction import Correction
from bot.errors import InputError
from bot.model.decision import Action, Datum, Decision
from bot.model.ticket import TicketState
from bot.ports.accounts import PasswordPolicy
from bot.review.dossier import AS_READ, Dossier, Option, masked
from bot.store.cases.tickets import SqlTickets, Step
from bot.store.cases.views import TicketFile
from bot.store.effects.locked import changed

Outcome = Literal["hecho", "no-existe", "datos-distintos"]
BY_HAND_FAILED = "by_hand_failed"  #: reason of a case that Séneca would not let anybody solve
_AT_ONCE = timedelta(0)


class Unseen(InputError):  # noqa: N818 - a question back
    """Something differs, and nobody has said that they have seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The human steps of one school."""

    school: str
    tickets: SqlTickets
    dossier: Dossier
    passwords: PasswordPolicy  #: what the system that holds the accounts demands
    by: str
    clock: Callable[[], datetime]
    seen: int | None = None  #: the version of the case that was looked at; None: whatever it is now
    undo_for: timedelta = _AT_ONCE  #: nothing goes out so long, and the step can be taken back

    def approve(
        self,
        number: str,
        *,
        option: int = 1,
        phone_differs: bool = False,
        name_differs: bool = False,
        pupil_differs: bool = False,
        correction: Correction = AS_READ,
    ) -> Option:
        """Renew the credentials of the chosen candidate; the code goes to the phone on file.

        Raises InputError when there is no such candidate or no phone to send to; Unseen when what the
        mails say is not what stands on file (name, pupil, phone) and no flag of that name says that this
        was seen.
        """
        file = self._file(number)
        if file.ticket.state is TicketState.WORKING:
            under_way = f"El caso {number} ya está en marcha."
            by_hand = f"{under_way} Cuando lo haya hecho en Séneca, márquelo («queue done»)."
            raise InputError(by_hand if file.ticket.work_item else under_way)
        options = self.dossier.options(file, correction)
        if not options:
            raise InputError(f"El caso {number} no tiene candidatos: nadie de la matrícula encaja.")
        if not 1 <= option <= len(options):
            known = f"elija de 1 a {len(options)}" if len(options) > 1 else "solo tiene el 1"
            raise InputError(f"El caso {number} no tiene el candidato {option}: {known}.")
        chosen = options[option - 1]
        if file.ticket.state is TicketState.SOLVED and file.ticket.account == chosen.guardian.key:
            raise InputError(
                f"La clave de {chosen.guardian.name} ya se renovó en el caso {number}. Si la familia "
                "vuelve a escribir, el caso se abre otra vez."
            )
        if chosen.phone is None:
            raise InputError(
                f"{chosen.guardian.name} no tiene ningún móvil en la ficha: corríjalo en Séneca y vuelva a "
                "cargar la matrícula."
            )
        checks = (
            (chosen.name_differs, name_differs, "--name-differs", "El correo no nombra a esa persona"),
            (chosen.pupil_differs, pupil_differs, "--pupil-differs", "El alumno del correo no es suyo"),
            (chosen.phone_differs, phone_differs, "--phone-differs", "El teléfono del correo no es el suyo"),
        )
        unseen = [(flag, words) for differs, seen, flag, words in checks if differs and not seen]
        if unseen:
            raise Unseen(
                f"{'. '.join(words for _, words in unseen)}. La clave de {chosen.guardian.name} iría por SMS "
                f"al {masked(chosen.phone)}, el de su ficha. Si está seguro de quién escribe, repítalo con "
                f"{' '.join(flag for flag, _ in unseen)}."
            )
        key, envelope = self._key(file), self.dossier.envelope(file)
        effects = regeneration(
            chosen.guardian,
            chosen.phone,
            envelope,
            key=key,
            register=self.dossier.register,
            assisted=self.dossier.assisted,
            answer=letter(self.dossier.approval, envelope, key=key),
            policy=self.passwords,
        )
        self._apply(
            file,
            "approved",
            state=TicketState.WORKING,
            settles=TicketState.SOLVED,
            effects=effects,
            account=chosen.guardian.key,
            data={
                "option": option,
                "phone_differs": chosen.phone_differs,
                "name_differs": chosen.name_differs,
                "pupil_differs": chosen.pupil_differs,
                **({"corrected": correction.names} if correction else {}),
            },
        )
        return chosen

    def ask(self, number: str, missing: Sequence[Datum]) -> None:
        """Ask the family for these data."""
        if not missing:
            raise InputError("No ha dicho qué dato falta: elija al menos uno.")
        wanted = tuple(datum for datum in Datum if datum in missing)
        self._answer(
            number,
            "asked",
            Decision(action=Action.ASK, reply="ask", missing=wanted),
            state=TicketState.WAITING,
        )

    def answer(self, number: str, text: str) -> None:
        """Answer in the coordinator's own words."""
        if not text.strip():
            raise InputError("El texto de la respuesta está vacío.")
        self._answer(
            number,
            "answered",
            Decision(action=Action.CLOSE, reply="free"),
            state=TicketState.SOLVED,
            text=text.strip(),
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
        self._apply(self._file(number), "spam", state=TicketState.IGNORED)

    def close(self, number: str) -> None:
        """Nothing more to do, nothing to say."""
        self._apply(self._file(number), "closed", state=TicketState.CLOSED)

    def done(self, number: str, outcome: Outcome = "hecho") -> None:
        """The work in Séneca was done, and the answer goes out; or the person does not exist there, or has
        another phone or DNI than the register says: then the family is asked to come.
        """
        file = self._file(number)
        if outcome == "no-existe":
            self.reject(number)
            return
        if outcome == "datos-distintos":
            self._answer(
                number,
                "differs",
                Decision(action=Action.CLOSE, reply="seneca_differs"),
                state=TicketState.WAITING,
            )
            return
        self.tickets.complete_work_item(
            self.school,
            number,
            expected_version=file.ticket.version,
            by=self.by,
            now=self.clock(),
            undo_until=self._undo_until(),
        )

    def hand_back(self, number: str) -> None:
        """It cannot be done in Séneca: nothing is answered, and the case waits in the queue again.

        Raises InputError when nothing was to be done there.
        """
        file = self._file(number)
        if not file.ticket.work_item:
            raise InputError(f"En el caso {number} no hay ninguna tarea pendiente.")
        self._apply(
            file,
            "handed_back",
            state=TicketState.OPEN,
            reason=BY_HAND_FAILED,
            deadline=self.clock() + REVIEW_WITHIN,
        )

    def assign(self, number: str, owner: str | None) -> None:
        """Give the case to somebody, or to nobody."""
        self._apply(self._file(number), "assigned", call_off=False, owner=owner)

    def retry(self, number: str) -> None:
        """Read a quarantined mail once more."""
        file = self._file(number)
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
        text: str = "",
    ) -> None:
        file = self._file(number)
        effects = letter(decision, self.dossier.envelope(file), key=self._key(file), text=text)
        self._apply(file, event, state=state, effects=effects, asked=decision.action is Action.ASK)

    def _apply(self, file: TicketFile, event: str, *, call_off: bool = True, **step: Unpack[Step]) -> None:
        """One step. It calls off what the ticket had planned and not begun, and its deadline."""
        if call_off:
            step.setdefault("deadline", None)
        self.tickets.apply(
            self.school,
            file.ticket.number,
            expected_version=file.ticket.version,
            by=self.by,
            event=event,
            now=self.clock(),
            call_off=call_off,
            undo_until=self._undo_until(),
            **step,
        )

    def _undo_until(self) -> datetime | None:
        return self.clock() + self.undo_for if self.undo_for else None

    def _file(self, number: str) -> TicketFile:
        """The case, to act on. Raises Conflict when it is not as it was looked at."""
        file = self.tickets.get(self.school, number)
        if self.seen is not None and self.seen != file.ticket.version:
            raise changed(number)
        return file

    @staticmethod
    def _key(file: TicketFile) -> str:
        """Idempotency key of this step: a second one on the same version is refused by the store."""
        return f"step/{file.ticket.number}/{file.ticket.version}"
