"""How families send mails: by SMTP, as the outside world does."""

from __future__ import annotations

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import default as default_policy
from email.utils import format_datetime, localtime, parseaddr

from bot.demo.server import HOST, Letter, MailServers


def send(mail: EmailMessage, servers: MailServers, *, envelope_from: str | None = None) -> None:
    """Send a mail to the school; addressee and date are added. `envelope_from` None: as in From."""
    mail["To"] = servers.address
    mail["Date"] = format_datetime(localtime())
    sender = parseaddr(str(mail["From"]))[1] if envelope_from is None else envelope_from
    with smtplib.SMTP(HOST, servers.smtp_port, local_hostname="familias.example", timeout=10) as line:
        line.sendmail(sender, [servers.address], mail.as_bytes(policy=SMTP))


def make_answer(mail: EmailMessage, letter: Letter) -> None:
    """Let a mail answer a letter of the school's: it threads, and its subject carries our tag."""
    answered = read_letter(letter)
    own_id, subject = str(answered["Message-ID"]), str(answered["Subject"])
    del mail["Subject"]
    mail["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    mail["In-Reply-To"] = own_id
    mail["References"] = f"{answered.get('References', '')} {own_id}".strip()


def read_letter(letter: Letter) -> EmailMessage:
    """A letter as a family's mail program reads it."""
    mail = message_from_bytes(letter.content, policy=default_policy)
    assert isinstance(mail, EmailMessage)  # so says the policy
    return mail
