"""Weak signs that a machine wrote a mail, weighed: each theory adds up what speaks for it.

No sign here decides alone; a person's voice speaks against what only wording tells.
"""

# ruff: noqa: E501 - tables of phrases read better with a language or a thing a line

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.mail import AutomaticSign, SenderVerdict
from bot.parsers.robots import phrases as says
from bot.parsers.robots.kinds import BUTTON, COMPANY_FOOT, KINDS
from bot.parsers.robots.suspect import CITED, Suspect, is_daemons, is_machines, is_no_reply, is_office
from bot.text.sieve import Wording

_BULK_HEADER = re.compile(
    r"^(?:feedback-id|x-campaign|x-mailchimp|x-mc-|x-mailer-?lite|x-sg-|x-ses-|x-csa-|x-mj-|x-sib-|x-acumba|x-bulk|x-newsletter)"
)
_BULK_MAILER = re.compile(
    r"mailchimp|sendinblue|brevo|phplist|acumba|mailerlite|moodle|osticket|\botrs|zammad|glpi|request tracker|jira"
)
_A_FEW = 15  #: words: who writes less may be a person in a hurry


class Theory:
    """One way in which the mail could be a machine's: its weight and what speaks for it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.weight = 0.0
        self.evidence: list[str] = []

    def add(self, weight: float, found: re.Match[str] | bool | None, what: str = "") -> bool:
        """Count a sign when it is there; the matched words are kept as evidence."""
        if not found:
            return False
        self.weight += weight
        self.evidence.append(what or (" ".join(found[0].split())[:60] if isinstance(found, re.Match) else ""))
        return True

    def sign(self) -> AutomaticSign:
        return AutomaticSign(self.code, "; ".join(self.evidence))


def theories(mail: Suspect) -> Iterator[Theory]:
    """Every theory but the swindle for money, weighed."""
    machine = says.MACHINE_SAYS_SO.search(mail.words)
    yield _absence(mail, machine)
    yield _bounce(mail)
    yield _receipt(mail)
    yield _ticket(mail, machine)
    yield _challenge(mail)
    yield _robot(mail, machine)
    yield _newsletter(mail)
    yield _account_swindle(mail)
    yield from _trades(mail, machine)


def _absence(mail: Suspect, machine: re.Match[str] | None) -> Theory:
    subject, text = mail.title, mail.words
    absence = Theory("vacation")
    named = absence.add(2, says.AUTO_REPLY_SUBJECT.search(subject))
    absence.add(1, not named and says.ABSENT_SUBJECT.search(subject))
    about = absence.add(1, says.ABSENCE.search(text)) | absence.add(1, says.CANNOT_ANSWER.search(text))
    absence.add(1, about and says.OTHER_CONTACT.search(text))
    absence.add(0.5, (about or named) and says.RETURN_DATE.search(text))
    absence.add(0.5, about and says.THANKS_FOR_MAIL.search(text))
    aside = "?" not in text and not (says.OUR_BUSINESS.search(text) or says.ACCESS.search(text))
    announced = named and ":" in subject  # "Automatic reply: …", as mail programs write it
    absence.add(0.75, (about or announced) and aside, "no pide nada ni habla del centro")
    absence.add(1, says.COMPANY_ANSWERS.search(text))
    absence.add(1, absence.add(2, says.GONE.search(text)) and says.REDIRECTS.search(text))
    absence.add(2, machine)
    absence.add(1, mail.null_path, "Return-Path: <>")
    absence.add(1, _suppresses(mail), "X-Auto-Response-Suppress")
    return absence


def _bounce(mail: Suspect) -> Theory:
    bounce = Theory("dsn")
    bounce.add(2, mail.null_path, "Return-Path: <>")
    bounce.add(2, is_daemons(mail.sender.email), mail.sender.email)
    bounce.add(1, says.BOUNCE_SUBJECT.search(mail.title))
    bounce.add(1, says.BOUNCE.search(mail.words))
    return bounce


def _receipt(mail: Suspect) -> Theory:
    receipt = Theory("mdn")
    receipt.add(1.5, says.RECEIPT_SUBJECT.search(mail.title))
    receipt.add(1.5, says.RECEIPT.search(mail.words))
    receipt.add(1, mail.null_path, "Return-Path: <>")
    return receipt


def _ticket(mail: Suspect, machine: re.Match[str] | None) -> Theory:
    subject, text = mail.title, mail.words
    ticket = Theory("ticket")
    ticket.add(1, says.TICKET_SUBJECT.search(subject))
    ticket.add(0.75 * _different(says.TICKET, text), says.TICKET.search(text))
    ticket.add(1.5, machine)
    ticket.add(1, is_no_reply(mail.sender.email), mail.sender.email)
    ticket.add(1, _suppresses(mail), "X-Auto-Response-Suppress")
    ticket.add(1, bool(_BULK_MAILER.search(mail.headers.get("x-mailer").lower())), "X-Mailer")
    ticket.add(0.5, says.THANKS_FOR_MAIL.search(text))
    ticket.add(0.75, says.COMPANY_ANSWERS.search(text))
    ticket.add(0.5, COMPANY_FOOT.search(text))
    return ticket


def _challenge(mail: Suspect) -> Theory:
    challenge = Theory("challenge")
    challenge.add(1.5, says.CHALLENGE.search(mail.title))
    challenge.add(1.0 * _different(says.CHALLENGE, mail.words), says.CHALLENGE.search(mail.words))
    return challenge


def _robot(mail: Suspect, machine: re.Match[str] | None) -> Theory:
    text = mail.words
    no_reply = is_no_reply(mail.sender.email)
    robot = Theory("robot")
    robot.add(2, machine)
    robot.add(1, no_reply, mail.sender.email)
    robot.add(2, no_reply and _speaks_for_nobody(mail, text), "nadie habla de sí ni del centro")
    robot.add(1, _suppresses(mail), "X-Auto-Response-Suppress")
    desk = is_office(mail.sender.email) and len(text.split()) >= _A_FEW and not says.ACCESS.search(text)
    if robot.add(1.5, desk and _speaks_for_nobody(mail, text), "una oficina que no habla de sí"):
        robot.add(0.75, BUTTON.search(text))
        robot.add(0.5, COMPANY_FOOT.search(text))
    return robot


def _newsletter(mail: Suspect) -> Theory:
    subject, text = mail.title, mail.words
    headers = mail.headers
    newsletter = Theory("newsletter")
    unsubscribing = newsletter.add(1.5, says.NEWSLETTER.search(text))
    rest = says.NEWSLETTER.blank(text)
    if not newsletter.add(1.5, unsubscribing and _speaks_for_nobody(mail, rest), "nadie habla de sí"):
        newsletter.add(1, unsubscribing and not says.PERSONAL.search(rest), "habla del centro, no de sí")
    offers = _different(says.OFFER, f"{subject}\n{text}")
    newsletter.add(min(1.5, 0.5 * offers), offers > 0, "oferta")
    unsubscribes = newsletter.add(1, "list-unsubscribe" in headers, "List-Unsubscribe")
    no_persons = is_office(mail.sender.email) or is_machines(mail.sender.email)
    newsletter.add(2, unsubscribes and no_persons, mail.sender.email)
    newsletter.add(1, any(_BULK_HEADER.match(name) for name in headers.fields), "cabecera de envío masivo")
    newsletter.add(0.5, says.IMPERSONAL.search(text))
    newsletter.add(1, is_no_reply(mail.sender.email), mail.sender.email)
    return newsletter


def _account_swindle(mail: Suspect) -> Theory:
    whole = f"{mail.title}\n{mail.words}"
    swindle = Theory("spam")
    threat = swindle.add(1.5, says.ACCOUNT_THREAT.search(whole))
    demand = swindle.add(1.5, says.ACCOUNT_DEMAND.search(whole))
    lures = (
        (0.5, mail.links, "enlace"),
        (0.5, any(address in mail.text.lower() for address in mail.own_addresses), "nuestra dirección"),
        (0.5, says.IMPERSONAL.search(mail.words), ""),
        (1, mail.verdict is SenderVerdict.FAIL, "remitente falsificado"),
    )
    if threat and demand and any(found for _, found, _ in lures):
        swindle.weight -= 0.5  # both together may still be an error message that somebody pasted
        for weight, found, what in lures:
            swindle.add(weight, found, what)
        swindle.add(0.5, says.URGENCY.search(whole))
        swindle.add(0.5, is_no_reply(mail.sender.email), mail.sender.email)
    else:
        swindle.weight = min(swindle.weight, 1.5)
    return swindle


def _suppresses(mail: Suspect) -> bool:
    return "x-auto-response-suppress" in mail.headers


def _different(phrases: Wording, text: str) -> int:
    """How many different ones of them a text holds."""
    return len({hit[0] for hit in phrases.finditer(text)})


def _speaks_for_nobody(mail: Suspect, text: str) -> bool:
    """A text in which nobody speaks of themselves, asks anything or names pupil, course or phone."""
    voice = CITED.sub(" ", text)
    return len(voice.split()) > 3 and not (
        "?" in voice
        or says.PERSONAL.search(voice)
        or says.OUR_BUSINESS.search(voice)
        or says.OUR_BUSINESS.search(mail.title)
    )


def _trades(mail: Suspect, machine: re.Match[str] | None) -> Iterator[Theory]:
    """The trades of kinds.py: subject, words, files and address, less what a person sounds like."""
    voice = mail.voice
    address = mail.sender.email
    machines = is_machines(address)
    for kind in KINDS:
        titled = kind.subject.search(mail.title)
        attached = any(kind.files.match(name) for name in mail.files)
        if not (titled or attached or machines or machine):
            continue  # words alone are anybody's
        said = {" ".join(match[0].split()) for match in kind.text.finditer(mail.words)}
        if not (titled or said):
            continue
        theory = Theory(kind.code)
        theory.add(1.5, titled)
        theory.add(min(3.0, 0.75 + 0.75 * len(said)), bool(said), "; ".join(sorted(said))[:60])
        theory.add(1.5, attached, "adjunto")
        theory.add(1, machines, address)
        theory.add(1, is_no_reply(address) and not says.PERSONAL.search(voice), "nadie habla de sí")
        theory.add(2, machine)
        theory.add(0.75, BUTTON.search(mail.words))
        theory.add(0.5, COMPANY_FOOT.search(mail.words))
        theory.add(0.5, "list-unsubscribe" in mail.headers, "List-Unsubscribe")
        theory.weight -= 1.5 * bool(says.PERSONAL.search(voice))
        theory.weight -= 1.0 * bool("?" in voice)
        theory.weight -= 1.0 * bool(says.OUR_BUSINESS.search(voice) or says.OUR_BUSINESS.search(mail.title))
        yield theory


def money_swindle(mail: Suspect) -> Theory:
    """Loans, legacies, lotteries, blackmail: a sum and a bait; whoever speaks of school does not fish."""
    fraud = Theory("spam")
    whole = f"{mail.title}\n{mail.words}"
    baits = {match[0] for match in says.BAIT.finditer(whole)}
    if not baits or says.OUR_BUSINESS.search(whole) or says.TELLS_OF_A_MAIL.search(whole):
        return fraud
    if says.BIG_MONEY.search(whole) or says.BLACKMAIL.search(whole):
        fraud.add(1.5, says.BAIT.search(whole))
        fraud.add(0.5 * min(2, len(baits) - 1), len(baits) > 1, "; ".join(sorted(baits))[:60])
        fraud.add(1, says.STRANGER.search(whole))
        fraud.add(1, says.ASKS_FOR_ANSWER.search(whole))
        fraud.add(1, says.BLACKMAIL.search(whole))
        fraud.add(0.5, says.URGENCY.search(whole))
    return fraud
