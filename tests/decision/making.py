"""Hand-made values for the tests of deciding: a flawless request, to be bent by keyword."""

from dataclasses import replace

from bot.decision.conversation import merge_claims
from bot.decision.facts import gather
from bot.decision.policy import Policy
from bot.model.case import Case
from bot.model.claim import Claim, ClaimedStudent, Course, Finding, Intent, Region, Signal, Writer
from bot.model.decision import History, Thread
from bot.model.mail import Address, InboundMessage, Passage, PassageKind, SenderVerdict
from bot.model.match import GuardianFit, Match, PhoneFit, StudentFit
from bot.model.register import Guardian, PersonName, Register
from bot.rules.directory import shipped_rules

GUARDIAN, PUPIL, PHONE = "Marta Solís Vera", "Hugo Prado Solís", "600111222"
COURSE = Course(2, "ESO", group="B")
BODY = f"Hola, soy {GUARDIAN}, madre de {PUPIL} de 2º ESO B. No puedo entrar en iPasen. Mi móvil es {PHONE}."


def finding(
    text: str, body: str = BODY, *, value: str | None = None, region: Region = Region.BODY
) -> Finding:
    """A finding at its place in the body, or at 0 when it does not stand there."""
    start = max(0, body.find(text))
    return Finding(
        value=value or text, text=text, region=region, start=start, end=start + len(text), found_by="test"
    )


def pupil(name: str = PUPIL, course: Course | None = COURSE) -> ClaimedStudent:
    given, _, surnames = name.partition(" ")
    return ClaimedStudent(name=finding(name), given=given, surnames=surnames, course=course)


def claim(*, signals: tuple[Signal, ...] = (), **changes: object) -> Claim:
    """A mother who gives every datum."""
    whole = Claim(
        intent=Intent.RECOVER,
        writer=Writer.GUARDIAN,
        guardian=finding(GUARDIAN),
        students=(pupil(),),
        phone=finding(PHONE, value="+34600111222"),
        signals=dict.fromkeys(signals),
    )
    return replace(whole, **changes)


def bare(intent: Intent = Intent.FOLLOW_UP, *, signals: tuple[Signal, ...] = (), **changes: object) -> Claim:
    """A mail that gives no datum but those named."""
    return replace(Claim(intent=intent, signals=dict.fromkeys(signals)), **changes)


def message(**changes: object) -> InboundMessage:
    mail = InboundMessage(
        message_id="<1@familias.example>",
        sender=Address("Marta Solís", "marta@familias.example"),
        subject="iPasen",
        body=BODY,
        passages=(Passage(PassageKind.OWN, 0, len(BODY)),),
        sender_verdict=SenderVerdict.PASS,
    )
    return replace(mail, **changes)


def match(**changes: object) -> Match:
    """Everything fits."""
    fits = Match(
        student_fit=StudentFit.UNIQUE,
        guardian_fit=GuardianFit.MATCH,
        phone_fit=PhoneFit.OWN,
        guardian="G1",
        students=("S1",),
        probability=0.9999,
        margin=0.9999,
    )
    return replace(fits, **changes)


NEW, NO_HISTORY = Thread(), History()

POLICY = Policy.load(shipped_rules())
REGISTER = Register(
    students={},
    guardians={"G1": Guardian(key="G1", dni="00000001R", name=PersonName("Marta", "Solís", "Vera"))},
)


def case(
    *,
    mail: InboundMessage | None = None,
    said: Claim | None = None,
    fits: Match | None = None,
    earlier: tuple[Claim, ...] = (),
) -> Case:
    """A mail decided by the shipped rules."""
    mail, said, fits = mail or message(), said or claim(), fits or match()
    whole = merge_claims(earlier, said)
    facts = gather(mail, whole, fits, NEW, NO_HISTORY, POLICY.limits)
    return Case(
        message=mail,
        claim=said,
        whole=whole,
        match=fits,
        thread=NEW,
        token=None,
        decision=POLICY.decide(facts),
    )
