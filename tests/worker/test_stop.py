"""Told to stop, a worker ends soon: with everything put down, or with what is under way written down as begun."""

from __future__ import annotations

import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from cryptography.fernet import Fernet

from bot.actions.deliver import Deliverer
from bot.errors import TransportError
from bot.model.ticket import EffectKind
from bot.ports.accounts import Credentials
from bot.store.agenda import agenda
from bot.store.effects.outbox import SqlOutbox
from bot.store.effects.texts import SqlTexts
from bot.store.engine import reading
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.secrets import SecretBox
from bot.store.tables.schema import Status
from bot.store.tables.schema import outbox as effects
from bot.system.beside import beside
from bot.worker import worker as module
from bot.worker.post import Chore, Post
from bot.worker.thinking_process import ThinkingProcess
from bot.worker.worker import Worker
from tests.servers.waiting import PATIENCE_S
from tests.store.making import SCHOOL, claimed, effect, outcome


class Gateway:
    """Takes a text when `answers` is set, and not before."""

    kind, idempotent = "slow", False

    def __init__(self) -> None:
        self.called, self.answers, self.sent = threading.Event(), threading.Event(), []

    def send(self, number, text, *, key):
        self.called.set()
        self.answers.wait(PATIENCE_S)
        self.sent.append(number)
        return ()

    def receipts(self, waiting):
        return iter(())


class Provider:
    batch = 1

    def set_passwords(self, orders, *, now):
        return [Credentials(order.key, now + timedelta(hours=48)) for order in orders]


class Composer:
    def sms(self, language, *, username, password):
        return f"{username} {password}"


def nobody_at_home():
    raise TransportError("fuera", permanent=False)


@pytest.fixture
def gateway():
    gateway = Gateway()
    yield gateway
    gateway.answers.set()


@pytest.fixture
def run(engine, gateway, monkeypatch):
    """Starts a worker that has two texts to send; gives what ends it."""
    monkeypatch.setattr(ThinkingProcess, "run", lambda _self, stop: stop.wait())
    box, now = SecretBox([Fernet.generate_key().decode()]), datetime.now(UTC)
    desk, intake, outbox = SqlDesk(engine, box), SqlIntake(engine), SqlOutbox(engine, box)
    account = {"guardian": "A", "dni": None, "full_name": "", "emails": []}
    for n in range(2):
        plan = (
            effect(EffectKind.SET_PASSWORD, f"{n}/password", secret="Temporal.1", account=account),
            effect(EffectKind.SMS, f"{n}/sms", 1, secret="Temporal.1", number="+34600000000", language="es"),
        )
        desk.record([outcome(claimed(intake, desk, now), effects=plan)], now=now)
    intake.release(intake.acquire(SCHOOL, "test"))
    deliverer = Deliverer(
        school=SCHOOL,
        outbox=outbox,
        provider=Provider(),
        sms=gateway,
        mailer=None,
        composer=Composer(),
        texts=SqlTexts(engine),
        clock=lambda: datetime.now(UTC),
    )
    posts = {SCHOOL: Post(school=SCHOOL, mailbox=nobody_at_home, deliverer=deliverer)}
    worker = Worker(posts, intake, desk, partial(agenda, engine), thinker=None, owner="one")
    ended = []
    thread = threading.Thread(target=lambda: ended.append(worker.run()), daemon=True)
    thread.start()
    assert gateway.called.wait(PATIENCE_S)

    def stop(meanwhile=lambda: None):
        worker.stop()
        meanwhile()
        thread.join(PATIENCE_S)
        return ended

    yield stop
    worker.stop()


def states(engine):
    with reading(engine) as connection:
        texts = effects.select().where(effects.c.kind == EffectKind.SMS).order_by(effects.c.id)
        return [row.status for row in connection.execute(texts)]


def test_the_deed_under_way_is_finished_and_the_next_one_is_put_back(run, gateway, engine):
    assert run(gateway.answers.set) == [True]
    assert (len(gateway.sent), states(engine)) == (1, [Status.SENT, Status.PENDING])
    assert SqlIntake(engine).acquire(SCHOOL, "two") is not None


def test_a_gateway_that_does_not_answer_holds_no_worker_back(run, engine, monkeypatch):
    """What it may have sent stays written down as begun, and nobody takes the mailbox before the lease ends."""
    monkeypatch.setattr(module, "STOP_S", 0.5)
    assert run() == [False]
    assert states(engine)[0] is Status.SENDING
    assert SqlIntake(engine).acquire(SCHOOL, "two") is None


def test_a_chore_whose_hour_is_noticed_late_is_done_all_the_same(engine, monkeypatch):
    """The machine was busy, or asleep, or its clock was put forward."""
    done = threading.Event()
    monkeypatch.setattr(ThinkingProcess, "run", lambda _self, stop: stop.wait())
    monkeypatch.setattr(Worker, "_do", lambda *_: done.set())
    worker = Worker(
        {},
        SqlIntake(engine),
        None,
        partial(agenda, engine),
        thinker=None,
        owner="one",
        chores=[Chore("daily", timedelta(days=1), print)],
        clock=lambda: datetime.now(UTC) - timedelta(hours=1),
    )
    with beside(worker.run, worker.stop):
        assert done.wait(PATIENCE_S)


def test_a_signal_that_the_system_gives_to_another_thread_is_heard(engine, monkeypatch):
    """Python handles it in the main thread alone, which waits."""

    def signalled(_self, stop):
        time.sleep(0.2)  # the main thread waits by then, else nothing is shown
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        stop.wait()

    monkeypatch.setattr(ThinkingProcess, "run", signalled)
    worker = Worker({}, SqlIntake(engine), None, partial(agenda, engine), thinker=None, owner="one")
    told = []
    before = signal.signal(signal.SIGUSR1, lambda *_: (told.append("stop"), worker.stop()))
    net = threading.Timer(PATIENCE_S, worker.stop)
    net.start()
    worker.run()
    net.cancel()
    signal.signal(signal.SIGUSR1, before)
    assert told == ["stop"]
