"""What a mail wants, by the vocabulary of `rules/intents.yaml` (POLICY §1).

The words are gathered by group; a short ordered list of questions then settles the intent, so that every
answer can be shown with the words that gave it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.claim import Intent, Signal
from bot.parsers.intents.delivery import is_handed, read_delivery
from bot.parsers.intents.heard import SENTENCE, listen
from bot.parsers.intents.rules import IntentRules
from bot.parsers.intents.told import FORGOTTEN, Told, tell
from bot.parsers.intents.vocabulary import vocabulary
from bot.parsers.intents.weighing import Weighed, doubts, ends, weigh
from bot.text.plain import Span

#: Who gives all data in so few words and says nothing of what they want answers the school's page.
_ONLY_DATA = 60
_NESTED = {"trouble", "delivery", "words"}  #: fields that are no group of phrases themselves
_CHILD_IN_AN_ANSWER = 2.0  #: log-odds from which it is heard to miss a child
_NOW = re.compile(r"\b(?:ahora|hoy|este (?:ano|curso)|otra vez|de nuevo|now|again)\b")


@dataclass(frozen=True, slots=True)
class IntentReading:
    """The intent with its signals; spans are offsets into the text that was read."""

    intent: Intent
    topic: str | None  #: of the self-help article that fits
    signals: Mapping[Signal, Span | None]
    evidence: tuple[tuple[str, Span], ...] = ()  #: (group, span) of the words that show the intent
    heard: frozenset[Signal] = frozenset()  #: those of the signals that the model hears


class IntentReader:
    """Asks the vocabulary; made once from the rules, then pure."""

    def __init__(self, rules: IntentRules) -> None:
        plain_groups = {name: getattr(rules, name) for name in IntentRules.model_fields.keys() - _NESTED}
        words = {**plain_groups, **rules.trouble, **rules.delivery.groups}
        self._words = vocabulary(*words.items())
        self._topics = tuple(rules.trouble)

    def refers_below(self, text: str) -> bool:
        """Whether the writer refers to the quoted or forwarded text."""
        return self._tell(text)("refers_below") is not None

    def two_accounts(self, text: str, *, named: bool) -> bool:
        """Whether the accounts of two guardians are asked for at once.

        `named`: two grown-ups are named; without it, what is said of two may be said of children.
        """
        told = self._tell(text)
        asked = bool(told("both_locked_out") or (named and told("two_accounts")))
        return asked and not told("only_mine")

    def elsewhere(self, text: str) -> Span | None:
        """Where a text wants password or code sent to another phone or address."""
        return read_delivery(self._tell(text), text).elsewhere

    def is_handed(self, text: str, span: Span) -> bool:
        """Whether a text tells of handing something over near a span of it."""
        return is_handed(self._tell(text), span, text)

    def _tell(self, text: str) -> Told:
        return tell(text, self._words, self._topics)

    def _tell_simplified(self, flat: str) -> Told:
        return Told(flat, self._words, self._topics)

    def read(self, text: str, *, is_reply: bool, has_data: bool, only_data: bool = False) -> IntentReading:
        """The intent of the writer's own words (subject, blank line, body).

        `is_reply`: it answers a mail of ours; `has_data`: it names pupil and phone or guardian, as one who
        asks for a recovery does (an answer: pupil or phone); `only_data`: and nothing else.
        """
        told = self._tell(text)
        if not re.search(r"\w", told.flat):
            return IntentReading(Intent.FOLLOW_UP if is_reply else Intent.OTHER, None, {Signal.EMPTY: None})
        if is_reply:
            return self._follow_up(told, text, has_data=has_data)
        if told("another_time"):
            told = self._tell_simplified(self._of_today(told.flat))
        intent, groups = self._intent(told, has_data=has_data, only_data=only_data)
        heard = listen(told.flat)
        weighed = weigh(intent, told, heard, has_data=has_data, silent=not groups)
        signals = self._signals(weighed, told, text)
        by_model = doubts(weighed, told, heard, signals.keys())
        if weighed.intent is Intent.RECOVER is not intent:
            groups = told.trouble
        evidence = tuple((g, span) for g in groups if (span := told(g)))
        if weighed.intent is Intent.RECOVER and not groups:
            evidence = (("model: request", told.whole),)
        if weighed.kind:
            evidence = ((f"model: {weighed.kind}", heard[weighed.kind][1]),)
        return IntentReading(
            weighed.intent,
            _topic(weighed.intent, told),
            signals | by_model,
            evidence,
            frozenset(by_model),
        )

    def _signals(self, weighed: Weighed, told: Told, text: str) -> dict[Signal, Span | None]:
        """What the phrases tell beside the intent."""
        odd_counts = weighed.is_request and not weighed.outweighs_phrases
        signals = _delivery_signals(told, text, odd_counts=odd_counts)
        if told("autologin_failed") and told("never_had"):
            signals[Signal.AUTOLOGIN_FAILED] = told("autologin_failed")
        if weighed.intent is Intent.RECOVER and (also := self._second_request(told)):
            signals[Signal.ALSO_OTHER] = also
        return signals

    def _of_today(self, flat: str) -> str:
        """The text with blanks for sentences that tell of another time only: last year, "si algún día"."""

        def blank(sentence: re.Match[str]) -> str:
            text = sentence.group()
            of_old = self._tell_simplified(text)("another_time") and not _NOW.search(text)
            return " " * len(text) if of_old else text

        return SENTENCE.sub(blank, flat)

    def _intent(self, told: Told, *, has_data: bool, only_data: bool) -> tuple[Intent, tuple[str, ...]]:
        """The first question that is answered with yes settles it."""
        trouble = told.trouble
        credential = bool(told("credential"))
        if told("bulk") and told("bulk_staff"):
            return Intent.BULK, ("bulk", "bulk_staff")
        if told("no_request"):
            return Intent.OTHER, ("no_request",)
        if told("not_me"):
            return Intent.OTHER, ("not_me",)
        if told("other_school") and not told("not_other_school"):
            return Intent.OTHER, ("other_school",)
        if told.of_another_system():
            return Intent.OTHER, ("other_systems",)
        if told.undenied("change_data") and not (told("no_change") or told("same_number")):
            return Intent.CHANGE_DATA, ("change_data",)
        if told("nothing_shown") and (told("has_access") or not (trouble or credential)):
            return Intent.OTHER, ("nothing_shown", "has_access")
        if told("missing_child") and (told("has_access") or not (trouble or credential)):
            return Intent.MISSING_CHILD, ("missing_child", "has_access")
        if told("never_had") and not ("forgotten" in trouble or "blocked" in trouble):
            if told("autologin_failed"):
                return Intent.RECOVER, ("never_had", "autologin_failed")
            if not trouble or not told("wrong_user"):
                return Intent.REGISTER, ("never_had",)
        of_access = credential or told("app") or (has_data and set(trouble) != {FORGOTTEN})
        if trouble and (of_access or not told("matters")):
            return Intent.RECOVER, (*trouble, "credential", "app")
        if told("has_access") and not trouble:
            return Intent.OTHER, ("has_access",)
        if credential and (told("app") or not told("matters")):
            return Intent.RECOVER, ("credential", "app")
        if told("matters") or told("has_access"):
            return Intent.OTHER, ("matters", "has_access")
        if told("app") or (
            only_data and "?" not in told.flat and told.mobile and len(told.flat.split()) <= _ONLY_DATA
        ):
            return Intent.RECOVER, ("app",)
        return Intent.OTHER, ()

    def _follow_up(self, told: Told, text: str, *, has_data: bool) -> IntentReading:
        """An answer to one of our mails: does it still fail, is all well, or does it bring data?"""
        signals = _delivery_signals(told, text, odd_counts=True)
        heard = listen(told.flat)
        solved, fails, thanks = told("solved"), told("still_fails"), told("thanks")
        if fails and not (
            solved and not re.search(r"\b(?:pero|but|mais|dar|mas|aber|sin embargo|aunque)\b", told.flat)
        ):
            signals[Signal.STILL_FAILS] = fails
        elif end := ends(told, heard, has_data=has_data):
            signals[Signal.THANKS] = end
        if heard["child"][0] >= max(_CHILD_IN_AN_ANSWER, heard["access"][0]):
            missed = ("model: child", heard["child"][1])
            return IntentReading(Intent.MISSING_CHILD, "missing_child", signals, (missed,))
        found = solved or fails or thanks
        evidence = (("follow_up", found),) if found else ()
        topic = "still_failing" if Signal.STILL_FAILS in signals else None
        return IntentReading(Intent.FOLLOW_UP, topic, signals, evidence)

    def _second_request(self, told: Told) -> Span | None:
        """Another matter of the school that is asked for in a sentence of its own (row 16)."""
        if not told("matters"):
            return None
        for sentence in SENTENCE.finditer(told.flat):
            said = self._tell_simplified(sentence.group())
            matter = said("matters")
            if not matter or said("only_reason"):
                continue
            if said("credential") or said("app"):
                # One sentence for both: only what follows "y además", "y también" counts.
                tail = re.search(
                    r"\b(?:y (?:tambien|ademas|de paso|otra cosa)|ademas|tambien|aparte|also)\b", said.flat
                )
                if not tail or tail.start() > matter[1]:
                    continue
            if said("asks_also") or said.flat.rstrip().endswith("?"):
                return sentence.start() + matter[0], sentence.start() + matter[1]
        return None


def _delivery_signals(told: Told, text: str, *, odd_counts: bool) -> dict[Signal, Span | None]:
    """Where the key is wanted in other hands, and who says that they are somebody else."""
    signals: dict[Signal, Span | None] = {}
    delivery = read_delivery(told, text)
    if elsewhere := delivery.elsewhere or told.unsafe():
        signals[Signal.CODE_ELSEWHERE] = elsewhere
    elif delivery.odd and odd_counts:
        signals[Signal.ODD_DELIVERY] = delivery.odd
    if not_me := told("not_me"):
        signals[Signal.NOT_ME] = not_me
    return signals


def _topic(intent: Intent, told: Told) -> str | None:
    """The self-help article that fits."""
    match intent:
        case Intent.REGISTER:
            return (
                "install"
                if re.search(r"\b(?:instal|descarg|download)", told.flat)
                and not re.search(r"\b(?:usuario|alta|registr|cuenta|account|sign up)", told.flat)
                else "autologin"
            )
        case Intent.MISSING_CHILD:
            return "missing_child"
        case Intent.RECOVER:
            order = ("blocked", "forgotten", "wrong_user", "no_sms")
            topic = next((t for t in order if t in told.trouble), None)
            return {"no_sms": "still_failing", None: "forgotten"}.get(topic, topic)
        case _:
            return None
