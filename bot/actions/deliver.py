"""Planned effects -> deeds outside, each once: the outbox's worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any

import structlog

from bot.errors import NoAccount, TransportError
from bot.model.ticket import EffectKind
from bot.ports.accounts import Account, Batching, Credentials, Order
from bot.ports.mail import Composer, MailSender, OutgoingMail
from bot.ports.store import Outbox, OutboxItem, StaleLease
from bot.ports.texts import SmsGateway, Texts

_BATCH = 100  #: effects that are claimed together; its letters share one connection
_LETTERS = frozenset({EffectKind.REPLY, EffectKind.NOTICE})
_MAX_ATTEMPTS = 21  # with the back-off below: about half a day
# Our copy of a letter may still be on its way: look twice before a repeat.
_COPY_TAKES = timedelta(seconds=10)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)

_OUR_FAULT = "El programa ha fallado al hacerlo: hágalo usted a mano y avise a quien lo mantiene."
_NOTICES_FAILED = {
    "notice_owner": "Lo pedido está hecho y contestado, pero el aviso a la dirección de correo de la ficha "
    "no ha salido: compruebe esa dirección en Séneca.",
    "coordinator_notice": "Esta dirección escribe demasiado, y el aviso a quien coordina no ha salido: "
    "compruebe la dirección «coordinator» en la configuración.",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Does what is due for one school. Every deed was committed as `sending` before it is done."""

    school: str
    outbox: Outbox
    provider: Batching
    sms: SmsGateway
    mailer: MailSender
    composer: Composer
    texts: Texts
    clock: Callable[[], datetime]
    receipt_within: timedelta = timedelta(hours=1)  #: a text without a receipt is a person's after it

    def run(self, go_on: Callable[[], bool] = lambda: True) -> int:
        """Deliver until nothing is due; returns how many effects were tried.

        `go_on` is asked before each deed: False puts back what is not begun; what it raises ends the run,
        and the next owner finds what was claimed.
        """
        tried = 0
        while some := self.step(go_on):
            tried += some
        return tried

    def step(self, go_on: Callable[[], bool]) -> int:
        """One batch of what is due, as `run`."""
        if not go_on():
            return 0
        items = self.outbox.claim_due(self.school, _BATCH, now=self.clock())
        self._do([item for item in items if item.effect.kind not in _LETTERS], go_on)
        self._send([item for item in items if item.effect.kind in _LETTERS], go_on)
        return len(items)

    def listen(self, waiting: Sequence[str]) -> None:
        """What has become of the texts that went out, of whose parts `waiting` news may come.

        A gateway that is away is asked again next time.
        """
        try:
            for receipt in self.sms.receipts(waiting):
                log.info(
                    "sms_receipt", reference=receipt.reference, outcome=receipt.outcome, detail=receipt.detail
                )
                self.texts.note(self.school, receipt, now=self.clock())
        except TransportError as error:
            log.warning("sms_receipts_unavailable", school=self.school, detail=error.detail)
        if waiting:
            now = self.clock()
            self.texts.remind(self.school, sent_before=now - self.receipt_within, now=now)

    def _do(self, items: Sequence[OutboxItem], go_on: Callable[[], bool]) -> None:
        """What is no letter, in order; what may be repeated harmlessly is noted in one commit."""
        done: list[tuple[OutboxItem, Mapping[str, object]]] = []
        deeds = list(self._deeds(items))
        try:
            for place, deed in enumerate(deeds):
                if not go_on():
                    self.outbox.put_back([item for later in deeds[place:] for item in later])
                    break
                for item, result in zip(deed, self._results(deed), strict=True):
                    if isinstance(result, TransportError):
                        self._put_off(item, result)
                    else:
                        done.append((item, result))
                if deed[0].effect.kind is EffectKind.SMS and not self.sms.idempotent:
                    self.outbox.delivered(done, now=self.clock())
                    done = []
        finally:  # also by whom another one has replaced: what is done is done
            self.outbox.delivered(done, now=self.clock())

    def _deeds(self, items: Sequence[OutboxItem]) -> Iterator[list[OutboxItem]]:
        """Passwords that follow one another are one deed, if the provider can; their order stays."""
        for kind, alike in groupby(items, key=lambda item: item.effect.kind):
            size = self.provider.batch if kind is EffectKind.SET_PASSWORD else 1
            while deed := list(islice(alike, size)):
                yield deed

    def _results(self, deed: Sequence[OutboxItem]) -> Sequence[Mapping[str, object] | TransportError]:
        """Do what is no letter: of each effect what the later steps may need, or why it failed."""
        try:
            if deed[0].effect.kind is EffectKind.SET_PASSWORD:
                return self._set_passwords(deed)
            return [self._deed(deed[0])]
        except TransportError as error:
            return [error for _ in deed]
        except StaleLease:
            raise
        except Exception as error:  # a fault of ours in one deed must not hold up the others
            if len(deed) > 1:
                return [result for item in deed for result in self._results([item])]
            item = deed[0]
            log.exception("effect_broken", ticket=item.ticket, kind=item.effect.kind)
            return [TransportError(_OUR_FAULT, permanent=True, detail=type(error).__name__)]

    def _deed(self, item: OutboxItem) -> Mapping[str, object]:
        if item.effect.kind is EffectKind.SMS:
            return self._sms(item)
        with suppress(NoAccount):  # then there is no password either
            self.provider.revoke(_account(item), now=self.clock())
        return {}

    def _set_passwords(self, items: Sequence[OutboxItem]) -> Sequence[Mapping[str, object] | TransportError]:
        """Repeated after a crash with the same values: the provider makes each once."""
        orders = [Order(_account(item), item.effect.secret or "", item.effect.key) for item in items]
        return [_noted(result) for result in self.provider.set_passwords(orders, now=self.clock())]

    def _sms(self, item: OutboxItem) -> Mapping[str, object]:
        if item.begun and not self.sms.idempotent:
            raise TransportError(
                "El programa se paró mientras enviaba el SMS y no se sabe si llegó a salir: "
                "pregunte a la familia antes de repetirlo.",
                permanent=True,
            )
        payload: Any = item.effect.payload
        results: Any = item.results
        text = self.composer.sms(
            payload["language"], username=results["username"], password=item.effect.secret or ""
        )
        if not self.sms.idempotent:
            self.outbox.begin(item, now=self.clock())
        return {"references": self.sms.send(payload["number"], text, key=item.effect.key)}

    def _send(self, letters: Sequence[OutboxItem], go_on: Callable[[], bool]) -> None:
        """All letters over one SMTP connection; one that was tried before is looked up first."""
        batch: list[tuple[OutboxItem, OutgoingMail]] = []
        for item in letters:
            try:
                mail = self.composer.compose(item.effect.payload, item.results, now=self.clock())
            except TransportError as error:
                self._put_off(item, error)
                continue
            try:
                # Whatever the last try came to (a crash, a lost answer), the server may have taken it.
                tried_before = item.found_sending or item.attempts > 0
                if tried_before and self.mailer.was_sent(mail.message_id):
                    self.outbox.delivered([(item, {"found": "sent"})], now=self.clock())
                    continue
                if item.found_sending and item.attempts <= 1:
                    later = self.clock() + _COPY_TAKES
                    self.outbox.postponed(item, error="Se mira otra vez si llegó a salir.", retry_at=later)
                    continue
            except TransportError as error:  # not being able to look says nothing about the letter
                self._put_off(item, TransportError(str(error), permanent=False, detail=error.detail))
                continue
            batch.append((item, mail))
        if not batch:
            return
        results = self.mailer.send([mail for _, mail in batch], go_on)
        self.outbox.put_back([item for item, _ in batch[len(results) :]])
        sent: list[tuple[OutboxItem, Mapping[str, object]]] = []
        for (item, _), refusal in zip(batch, results, strict=False):
            if refusal is None:
                sent.append((item, {}))
            else:
                self._put_off(item, refusal)
        self.outbox.delivered(sent, now=self.clock())

    def _put_off(self, item: OutboxItem, error: TransportError) -> None:
        """Again later, or to a person when trying again cannot help."""
        log.warning("effect_failed", ticket=item.ticket, kind=item.effect.kind, permanent=error.permanent)
        if error.permanent or item.attempts + 1 >= _MAX_ATTEMPTS:
            notice = item.effect.kind is EffectKind.NOTICE
            sentence = _NOTICES_FAILED[str(item.effect.payload["template"])] if notice else str(error)
            self.outbox.failed(
                item, sentence=sentence, detail=error.detail, now=self.clock(), reason=error.reason
            )
            return
        wait = min(_FIRST_WAIT * 2**item.attempts, _LONGEST_WAIT)
        self.outbox.postponed(item, error=str(error), retry_at=self.clock() + wait)


def _account(item: OutboxItem) -> Account:
    payload: Any = item.effect.payload["account"]
    return Account(**{**payload, "emails": tuple(payload["emails"])})


def _noted(result: Credentials | TransportError) -> Mapping[str, object] | TransportError:
    """What the later steps need of a password that was set."""
    if isinstance(result, TransportError):
        return result
    return {"username": result.username, "valid_until": result.valid_until.isoformat()}
