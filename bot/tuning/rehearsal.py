"""Dry runs: what would be decided about mails that lie in files. Nothing outside is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses

from bot.journey import consider
from bot.mind.mind import Mind
from bot.model.case import Case
from bot.model.decision import Action, History, Thread
from bot.model.mail import InboundMessage
from bot.parsers.inbound import OwnIdentity

_BATCH = 64
_HEAD = 65_536  #: bytes in which the header lines are looked for
_VERDICT = "Authentication-Results"


@dataclass(slots=True)
class Recollection:
    """The memory of a dry run: what it decided itself about the mails it has seen.

    A mail joins the conversation of the mail whose *reply* it answers: in a corpus the header
    X-Corpus-Reply-To names that mail, since no real reply with a Message-ID of ours exists.
    """

    threads: dict[str, Thread] = field(default_factory=dict)  #: what holds after the mail of that name

    def find_thread(self, school: str, message: InboundMessage) -> tuple[Thread, str | None]:
        """The conversation so far; a mail that answers one not seen here still is an answer."""
        if message.corpus_reply_to is None:
            return Thread(), None
        known = Thread(ticket=message.corpus_reply_to, answered=True)
        return self.threads.get(message.corpus_reply_to, known), None

    def histories(
        self, school: str, asked: Sequence[tuple[str | None, str]], *, now: datetime
    ) -> Sequence[History]:
        """A dry run sends nothing, so nothing counts towards a limit."""
        return [History()] * len(asked)

    def remember(self, name: str, case: Case) -> None:
        """Keep what the bot would know once it had answered this mail."""
        action = case.decision.action
        self.threads[name] = Thread(
            ticket=case.thread.ticket or name,
            claims=(*case.thread.claims, case.claim),
            account=case.match.guardian if action is Action.REGENERATE else case.thread.account,
            asked=case.thread.asked + (action is Action.ASK),
            with_person=action is Action.ESCALATE or case.decision.reason == "also_other",
            regenerated=case.thread.regenerated or action is Action.REGENERATE,
            answered=True,
        )


def rehearse(mails: Sequence[tuple[str, bytes]], mind: Mind, *, now: datetime) -> Iterator[tuple[str, Case]]:
    """(name, case) of each mail; those that answer another mail of the run come after it.

    `mails` are (name, bytes); the name is what X-Corpus-Reply-To calls the mail by.
    """
    memory = Recollection()
    answers = {name: _answered(content) for name, content in mails}
    waiting = list(mails)
    while waiting:
        names = {name for name, _ in waiting}
        ready = [(n, c) for n, c in waiting if answers[n] not in names] or waiting
        for start in range(0, len(ready), _BATCH):
            batch = ready[start : start + _BATCH]
            cases = consider([content for _, content in batch], mind, memory, now=now)
            for (name, _), case in zip(batch, cases, strict=True):
                memory.remember(name, case)
                yield name, case
        done = {name for name, _ in ready}
        waiting = [(n, c) for n, c in waiting if n not in done]


def infer_identity(contents: Sequence[bytes], authserv_id: str | None = None) -> OwnIdentity:
    """Whose mailbox these mails come from, when no settings say so.

    The address most of them are sent to is ours; so is the server that wrote most of the topmost
    Authentication-Results (the receiving server's header always stands above forged ones, RFC 8601 §5).
    """
    heads = [_head(content) for content in contents]
    to = Counter(
        email.lower() for head in heads for _, email in getaddresses([str(head.get("To", ""))]) if email
    )
    verdicts = (str(head.get(_VERDICT, "")).split(";")[0].split() for head in heads)
    servers = Counter(words[0] for words in verdicts if words)
    return OwnIdentity(
        addresses=frozenset(address for address, _ in to.most_common(1)),
        authserv_id=authserv_id or next((server for server, _ in servers.most_common(1)), None),
        loop_marker="",
    )


def _answered(content: bytes) -> str | None:
    """Which mail of the corpus this one answers, if it says so."""
    name = _head(content).get("X-Corpus-Reply-To")
    return None if name is None else str(name).strip()


def _head(content: bytes) -> Message:
    return BytesHeaderParser(policy=compat32).parsebytes(content[:_HEAD])
