"""What a mail wants, by the vocabulary of `rules/intents.yaml` (POLICY §1).

The words are gathered by group; a short ordered list of questions then settles the intent, so that every
answer can be shown with the words that gave it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.model.claim import Intent, Signal
from bot.parsers.delivery import is_handed, read_delivery
from bot.parsers.heard import Heard, doubt_of, listen
from bot.parsers.intent_rules import IntentRules
from bot.parsers.vocabulary import Shown, Span, Vocabulary, simplify, vocabulary

_LONGEST = 8_000  #: characters that are read
#: Who gives all data in so few words and says nothing of what they want answers the school's page.
_ONLY_DATA = 60
_FAREWELL = 25  #: words of thanks that say nothing else
_MOBILE = re.compile(r"\d(?:[ .,()/-]{0,2}\d){8}")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_NESTED = {"trouble", "delivery", "words"}  #: fields that are no group of phrases themselves
#: What the model hears (`heard`) goes before what the phrases say, where no access is asked for …
_ANOTHER_WISH: Mapping[str, Intent] = {
    "alarm": Intent.OTHER,
    "child": Intent.MISSING_CHILD,
    "datum": Intent.CHANGE_DATA,
    "matter": Intent.OTHER,
    "register": Intent.REGISTER,
    "settled": Intent.OTHER,
    "works": Intent.OTHER,
}
_WELL = {"settled", "works"}  #: kinds that tell that nothing is wanted any more
#: Log-odds: below the one no access is asked for, from the others on something else is: where little is said,
#: where the data of the school's page stand, where the phrases tell of trouble with the access.
_ACCESS, _ANOTHER, _DATA_GIVEN, _LOUD = 1.0, 1.0, 2.0, 3.0
#: … and beside a request for access it is one more, the password wanted elsewhere, another's password.
_ALSO, _ELSEWHERE, _FOR_ANOTHER, _CHILD, _HINT = 2.0, 2.0, 2.5, 1.6, 0.5
#: What a single sentence says is outweighed by a mail that is a plain request as a whole …
_FAINT = {"alarm", "matter", "settled", "works"}
#: … by its log-odds of doubt: what the model hears in the sentence, and what the phrases say; of no request.
_PLAIN, _VERY_PLAIN, _NO_REQUEST = -2.4, -3.6, 9.0
_DOUBTS = {Signal.ODD_DELIVERY: ("elsewhere", _ELSEWHERE), Signal.FOR_ANOTHER: ("another", _FOR_ANOTHER)}
#: "no" right before a wish; "no me la …", "don't …".
_DENIED = re.compile(
    r"(?:^|[\s,;.])(?:no|ni|nunca|jamas|not|don't|never|ne|nu|nao|nicht)\s(?:(?:me|nos|se|le|les|la|lo|las|los|mi|o)\s){0,3}$"
)
#: After it something else may follow that is not well.
_BUT = re.compile(
    r"\b(?:lo unico|sin embargo|salvo|excepto|ahora bien|otra cosa|however"
    r"|(?:pero|but) (?:de|a|mi|el|la|no|solo|sig[ou]\w*|todavia|aun|ahora|me|falta|my|i|the|still|not))\b"
)
#: Whom nobody but a family misses on the screen.
_OF_A_CHILD = re.compile(
    r"\b(?:hij[oa]s?|nin[oa]s?|herman[oa]|pequen[oa]|mellizos?|mellizas?|gemel[oa]s?|son|daughter|child|fils|fille)\b"
)
_NOW = re.compile(r"\b(?:ahora|hoy|este (?:ano|curso)|otra vez|de nuevo|now|again)\b")


@dataclass(frozen=True, slots=True)
class IntentReading:
    """The intent with its signals; spans are offsets into the text that was read."""

    intent: Intent
    topic: str | None = None
    signals: Mapping[Signal, Span | None] = None  # type: ignore[assignment]  # always given
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
        return self._seen(text)("refers_below") is not None

    def two_accounts(self, text: str, *, named: bool) -> bool:
        """Whether the accounts of two guardians are asked for at once.

        `named`: two grown-ups are named; without it, what is said of two may be said of children.
        """
        seen = self._seen(text)
        asked = bool(seen("both_locked_out") or (named and seen("two_accounts")))
        return asked and not seen("only_mine")

    def elsewhere(self, text: str) -> Span | None:
        """Where a text wants password or code sent to another phone or address."""
        return read_delivery(self._seen(text), text).elsewhere

    def is_handed(self, text: str, span: Span) -> bool:
        """Whether a text tells of handing something over near a span of it."""
        return is_handed(self._seen(text), span, text)

    def _seen(self, text: str) -> _Seen:
        return self._seen_in(simplify(text[:_LONGEST]))

    def _seen_in(self, flat: str) -> _Seen:
        return _seen(flat, self._words, self._topics)

    def read(self, text: str, *, is_reply: bool, has_data: bool) -> IntentReading:
        """The intent of the writer's own words (subject, blank line, body).

        `is_reply`: it answers a mail of ours; `has_data`: it names pupil and phone or guardian, as one who
        asks for a recovery does (an answer: pupil or phone).
        """
        seen = self._seen(text)
        if not re.search(r"\w", seen.flat):
            return IntentReading(Intent.FOLLOW_UP if is_reply else Intent.OTHER, None, {Signal.EMPTY: None})
        if is_reply:
            return self._follow_up(seen, text, has_data=has_data)
        if seen("another_time"):
            seen = self._seen_in(self._of_today(seen.flat))
        intent, groups = self._intent(seen, has_data=has_data)
        heard = listen(seen.flat)
        otherwise, kind = _heard_otherwise(intent, heard, seen, has_data=has_data)
        doubt = doubt_of(seen.flat) if intent is Intent.RECOVER and has_data else _NO_REQUEST
        if kind in _FAINT and doubt < _PLAIN:
            kind = None
        else:
            intent = otherwise
        signals: dict[Signal, Span | None] = {}
        by_model: dict[Signal, Span | None] = {}
        delivery = read_delivery(seen, text)
        if elsewhere := delivery.elsewhere or seen.unsafe():
            signals[Signal.CODE_ELSEWHERE] = elsewhere
        elif intent in {Intent.RECOVER, Intent.REGISTER} and delivery.odd and doubt >= _VERY_PLAIN:
            signals[Signal.ODD_DELIVERY] = delivery.odd
        if not_me := seen("not_me"):
            signals[Signal.NOT_ME] = not_me
        if seen("autologin_failed") and seen("never_had"):
            signals[Signal.AUTOLOGIN_FAILED] = seen("autologin_failed")
        if intent is Intent.RECOVER and (also := self._second_request(seen)):
            signals[Signal.ALSO_OTHER] = also
        asked = intent in {Intent.RECOVER, Intent.REGISTER} and not elsewhere
        for signal, (wish, enough) in _DOUBTS.items():
            if asked and heard[wish][0] >= enough and doubt >= _PLAIN:
                by_model[signal] = heard[wish][1]
        if intent is Intent.RECOVER and heard["matter"][0] >= _ALSO and not (signals or by_model):
            by_model[Signal.ALSO_OTHER] = heard["matter"][1]
        if intent is Intent.RECOVER and (missed := _missed_child(seen, heard)):
            by_model[Signal.ALSO_OTHER] = missed
        evidence = tuple((g, span) for g in groups if (span := seen(g)))
        if kind:
            evidence = ((f"model: {kind}", heard[kind][1]),)
        by_model = {signal: span for signal, span in by_model.items() if signal not in signals}
        return IntentReading(
            intent, self._topic(intent, seen), signals | by_model, evidence, frozenset(by_model)
        )

    def _of_today(self, flat: str) -> str:
        """The text with blanks for sentences that tell of another time only: last year, "si algún día"."""

        def blank(sentence: re.Match[str]) -> str:
            text = sentence.group()
            of_old = self._seen_in(text)("another_time") and not _NOW.search(text)
            return " " * len(text) if of_old else text

        return _SENTENCE.sub(blank, flat)

    def _intent(self, seen: _Seen, *, has_data: bool) -> tuple[Intent, tuple[str, ...]]:
        """The first question that is answered with yes settles it."""
        trouble = seen.trouble
        credential = bool(seen("credential"))
        if seen("bulk") and seen("bulk_staff"):
            return Intent.BULK, ("bulk", "bulk_staff")
        if seen("no_request"):
            return Intent.OTHER, ("no_request",)
        if seen("not_me"):
            return Intent.OTHER, ("not_me",)
        if seen("other_school") and not seen("not_other_school"):
            return Intent.OTHER, ("other_school",)
        if seen("other_systems") and (seen.app_works() or not seen("app")):
            return Intent.OTHER, ("other_systems",)
        if seen("change_data") and not (seen("no_change") or seen("same_number")):
            return Intent.CHANGE_DATA, ("change_data",)
        if seen("nothing_shown") and (seen("has_access") or not (trouble or credential)):
            return Intent.OTHER, ("nothing_shown", "has_access")
        if seen("missing_child") and (seen("has_access") or not (trouble or credential)):
            return Intent.MISSING_CHILD, ("missing_child", "has_access")
        if seen("never_had") and not ("forgotten" in trouble or "blocked" in trouble):
            if seen("autologin_failed"):
                return Intent.RECOVER, ("never_had", "autologin_failed")
            if not trouble or not seen("wrong_user"):
                return Intent.REGISTER, ("never_had",)
        if trouble and (credential or seen("app") or not seen("matters") or has_data):
            return Intent.RECOVER, (*trouble, "credential", "app")
        if seen("has_access") and not trouble:
            return Intent.OTHER, ("has_access",)
        if credential and (seen("app") or not seen("matters")):
            return Intent.RECOVER, ("credential", "app")
        if seen("matters") or seen("has_access"):
            return Intent.OTHER, ("matters", "has_access")
        if seen("app") or (has_data and _MOBILE.search(seen.flat) and len(seen.flat.split()) <= _ONLY_DATA):
            return Intent.RECOVER, ("app",)
        return Intent.OTHER, ()

    def _follow_up(self, seen: _Seen, text: str, *, has_data: bool) -> IntentReading:
        """An answer to one of our mails: does it still fail, is all well, or does it bring data?"""
        signals: dict[Signal, Span | None] = {}
        delivery = read_delivery(seen, text)
        if elsewhere := delivery.elsewhere or seen.unsafe():
            signals[Signal.CODE_ELSEWHERE] = elsewhere
        elif delivery.odd:
            signals[Signal.ODD_DELIVERY] = delivery.odd
        if not_me := seen("not_me"):
            signals[Signal.NOT_ME] = not_me
        heard = listen(seen.flat)
        solved, fails, thanks = seen("solved"), seen("still_fails"), seen("thanks")
        if fails and not (
            solved and not re.search(r"\b(?:pero|but|mais|dar|mas|aber|sin embargo|aunque)\b", seen.flat)
        ):
            signals[Signal.STILL_FAILS] = fails
        elif end := _ends(seen, heard, has_data=has_data):
            signals[Signal.THANKS] = end
        if heard["child"][0] >= max(_ALSO, heard["access"][0]):
            missed = ("model: child", heard["child"][1])
            return IntentReading(Intent.MISSING_CHILD, "missing_child", signals, (missed,))
        found = solved or fails or thanks
        evidence = (("follow_up", found),) if found else ()
        topic = "still_failing" if Signal.STILL_FAILS in signals else None
        return IntentReading(Intent.FOLLOW_UP, topic, signals, evidence)

    def _second_request(self, seen: _Seen) -> Span | None:
        """Another matter of the school that is asked for in a sentence of its own (row 16)."""
        if not seen("matters"):
            return None
        for sentence in _SENTENCE.finditer(seen.flat):
            said = self._seen_in(sentence.group())
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

    @staticmethod
    def _topic(intent: Intent, seen: _Seen) -> str | None:
        """The self-help article that fits."""
        match intent:
            case Intent.REGISTER:
                return (
                    "install"
                    if re.search(r"\b(?:instal|descarg|download)", seen.flat)
                    and not re.search(r"\b(?:usuario|alta|registr|cuenta|account|sign up)", seen.flat)
                    else "autologin"
                )
            case Intent.MISSING_CHILD:
                return "missing_child"
            case Intent.RECOVER:
                order = ("blocked", "forgotten", "wrong_user", "no_sms")
                topic = next((t for t in order if t in seen.trouble), None)
                return {"no_sms": "still_failing", None: "forgotten"}.get(topic, topic)
            case _:
                return None


def _heard_otherwise(
    intent: Intent, heard: Heard, seen: _Seen, *, has_data: bool
) -> tuple[Intent, str | None]:
    """The intent as the model corrects it, and the kind of wish that it heard then.

    A credential is for who asks for access and for nothing else; what is said to nobody by the phrases may be
    told apart by the model.
    """
    if heard["bulk"][0] >= _ALSO and not has_data and intent in {Intent.RECOVER, Intent.OTHER}:
        return Intent.BULK, "bulk"
    if _gets_in_but_misses_a_child(intent, heard, seen):
        return Intent.MISSING_CHILD, "child"
    kind = max(_ANOTHER_WISH, key=lambda kind: heard[kind][0])
    odds, access = heard[kind][0], heard["access"][0]
    told = bool(seen.trouble) and (seen("credential") or seen("app"))
    # Who gives what the school's page asks for wants what the page is about, however drily.
    answers = has_data and _MOBILE.search(seen.flat) is not None
    enough = _LOUD if told else _DATA_GIVEN if answers else _ANOTHER
    if kind == "child" and not seen.trouble:
        enough = _HINT  # who tells of no trouble and misses a child has nothing else to ask for
    tried = kind == "register" and (seen("autologin_failed") or seen("wrong_user"))
    unchanged = kind == "datum" and (seen("no_change") or seen("same_number"))
    if tried or unchanged or (kind == "matter" and told):
        return intent, None
    if kind in _WELL and any(start >= heard[kind][1][1] for start, _ in seen.all("still_fails")):
        return intent, None  # "ya he entrado … no, sigo igual"
    if intent is Intent.RECOVER and access < _ACCESS and odds >= enough:
        return _ANOTHER_WISH[kind], kind
    if intent is Intent.RECOVER and kind in _WELL and odds >= max(_LOUD, access):
        return Intent.OTHER, kind
    elsewhere = seen("other_school") and not seen("not_other_school")
    if kind == "register" and not seen("app"):
        return intent, None
    if intent is Intent.OTHER and odds >= _ALSO and kind in {"child", "register", "datum"} and not elsewhere:
        return _ANOTHER_WISH[kind], kind
    return intent, None


def _gets_in_but_misses_a_child(intent: Intent, heard: Heard, seen: _Seen) -> bool:
    if intent is Intent.RECOVER and not seen.trouble:
        return _missed_child(seen, heard) is not None
    well = max(heard["settled"][0], heard["works"][0]) > 0 or seen("has_access") or seen("solved")
    return intent in {Intent.RECOVER, Intent.OTHER} and heard["child"][0] >= _CHILD and bool(well)


def _missed_child(seen: _Seen, heard: Heard) -> Span | None:
    """Where a child is told not to be on the screen."""
    if heard["child"][0] >= _CHILD:
        return heard["child"][1]
    spans = sorted(seen.all("missing_child"))
    return next((span for span in spans if _OF_A_CHILD.search(seen.flat, *span)), None)


def _ends(seen: _Seen, heard: Heard, *, has_data: bool) -> Span | None:
    """Where an answer says that all is well, or only thanks; None when it wants or tells anything else.

    `has_data`: it names pupil or phone; then its thanks are for what is still to be done.
    """
    more = max(odds for kind, (odds, _) in heard.items() if kind not in _WELL)
    if more >= _ALSO or "?" in seen.flat or _BUT.search(seen.flat) or seen("points_at"):
        return None
    if solved := seen("solved"):
        return solved
    if heard["works"][0] >= _ALSO and heard["works"][0] > heard["settled"][0]:
        return heard["works"][1]
    short = not has_data and len(seen.flat.split()) <= _FAREWELL and not re.search(r"\d{3}", seen.flat)
    return seen("thanks") if short else None


class _Seen(Shown):
    """What a text shows, and the kinds of access trouble that it tells of."""

    def __init__(self, flat: str, words: Vocabulary, topics: Sequence[str]) -> None:
        super().__init__(flat, words)
        self._topics = topics

    @cached_property
    def trouble(self) -> tuple[str, ...]:
        return tuple(topic for topic in self._topics if self(topic))

    def _undenied(self, group: str) -> Span | None:
        spans = sorted(self.all(group))
        return next((span for span in spans if not _DENIED.search(self.flat[: span[0]])), None)

    def app_works(self) -> Span | None:
        """Where iPasen is told to be well: beside another system, that one is meant."""
        return self._undenied("app_works")

    def unsafe(self) -> Span | None:
        """Where the number on file is told to be in no good hands."""
        return None if self("same_number") else self("unsafe_phone")


@lru_cache(maxsize=8)  # of one text several things are asked, one after the other
def _seen(flat: str, words: Vocabulary, topics: Sequence[str]) -> _Seen:
    return _Seen(flat, words, topics)
