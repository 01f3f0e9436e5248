"""What the phrases say against what the models hear: which of them is believed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.model.claim import Intent, Signal
from bot.parsers.intents.heard import Heard, doubt_of
from bot.parsers.intents.told import Told
from bot.text.plain import Span

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
#: What the model hears in a single sentence is outweighed by a mail that is a plain request as a whole, by
#: its log-odds of doubt: the louder the sentence, the plainer; by so much for each unit of log-odds …
_FAINT = {"alarm", "matter", "settled", "works"}
_PLAIN, _LOUDER = -1.4, 0.25
#: … and what the phrases say, by a plainer one; of no request.
_VERY_PLAIN, _NO_REQUEST = -3.6, 9.0
#: … or by a rather plain one that asks for access loudly.
_RATHER_PLAIN = -2.0
#: From such a doubt on a person reads who gives all data, though no sentence is odd: where none asks for
#: access, and where one does so much later for each unit of its log-odds; the second of each where trouble
#: is told, and the most. Of 1,653 requests by writers of whom nothing was learned 3 are held up so; of 805
#: others 342 are found. Of fewer words than the last nothing can be heard.
_ODD, _NO_ACCESS, _ASKED, _MOST, _TERSE = 1.0, -1.0, (0.1, 0.7), (1.4, 2.5), 25
#: Who gives all data and says nothing that the phrases know asks for access, when it sounds like that.
_SOUNDS_LIKE_A_REQUEST = -2.6
_DOUBTS = {Signal.ODD_DELIVERY: ("elsewhere", _ELSEWHERE), Signal.FOR_ANOTHER: ("another", _FOR_ANOTHER)}
_FAREWELL = 25  #: words of thanks that say nothing else
#: After it something else may follow that is not well.
_BUT = re.compile(
    r"\b(?:lo unico|sin embargo|salvo|excepto|ahora bien|otra cosa|however"
    r"|(?:pero|but) (?:de|a|mi|el|la|no|solo|sig[ou]\w*|todavia|aun|ahora|me|falta|my|i|the|still|not))\b"
)
_TO_THANK = re.compile(r"\s*(?:que )?(?:dar|agradec|decir|comunic|avis|inform|sep)\w*")  #: all that is wanted
#: Whom nobody but a family misses on the screen.
_OF_A_CHILD = re.compile(
    r"\b(?:hij[oa]s?|nin[oa]s?|herman[oa]|pequen[oa]|mellizos?|mellizas?|gemel[oa]s?|son|daughter|child|fils|fille)\b"
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The intent that is believed, and how far the mail as a whole sounds like a plain request."""

    intent: Intent
    kind: str | None  #: of the wish that a model heard instead of what the phrases say
    doubt: float  #: log-odds that a person should see it

    @property
    def is_request(self) -> bool:
        """Whether access is asked for."""
        return self.intent in {Intent.RECOVER, Intent.REGISTER}

    @property
    def outweighs_phrases(self) -> bool:
        """Whether what the phrases doubt in one sentence does not count."""
        return self.doubt < _VERY_PLAIN

    def outweighs(self, loud: float) -> bool:
        """Whether what a model doubts in one sentence does not count; `loud`: how far over the limit."""
        return self.doubt < _PLAIN - _LOUDER * max(0.0, loud)


def weigh(intent: Intent, told: Told, heard: Heard, *, has_data: bool, silent: bool = False) -> Weighed:
    """What is believed where the phrases say `intent`; `has_data` as for the phrases.

    `silent`: no phrase at all says what is wanted.
    """
    otherwise, kind = _heard_otherwise(intent, told, heard, has_data=has_data)
    beside = _tells_of_trouble_too(intent, told)
    complete = has_data and (intent is Intent.RECOVER or ((silent or beside) and told.mobile))
    doubt = doubt_of(told.flat) if complete else _NO_REQUEST
    if silent and intent is otherwise and doubt < _SOUNDS_LIKE_A_REQUEST:
        return Weighed(Intent.RECOVER, None, doubt)
    as_told = Weighed(intent, None, doubt)
    if beside and (as_told.outweighs_phrases or (doubt < _RATHER_PLAIN and heard["access"][0] >= _LOUD)):
        return Weighed(Intent.RECOVER, None, doubt)
    if kind and told.trouble and as_told.outweighs_phrases:
        return as_told
    if kind in _FAINT and as_told.outweighs(heard[kind][0] - _LOUD):
        return as_told
    return Weighed(otherwise, kind, doubt)


def _tells_of_trouble_too(intent: Intent, told: Told) -> bool:
    """Whether what the phrases say else may be of the story: "lo estudio en la escuela de idiomas"."""
    if intent not in {Intent.OTHER, Intent.CHANGE_DATA, Intent.REGISTER} or not told.trouble:
        return False
    return not (told("no_request") or told("not_me") or told.of_another_system())


def doubts(weighed: Weighed, told: Told, heard: Heard, signals: Collection[Signal]) -> dict[Signal, Span]:
    """What the models hear beside a request, and where; nothing that the phrases told (`signals`) already."""
    found: dict[Signal, Span] = {}
    if weighed.is_request and Signal.CODE_ELSEWHERE not in signals:
        for signal, (wish, enough) in _DOUBTS.items():
            odds, span = heard[wish]
            if odds >= enough and not weighed.outweighs(odds - enough):
                found[signal] = span
    if weighed.intent is Intent.RECOVER:
        if missed := missed_child(told, heard):
            found[Signal.ALSO_OTHER] = missed
        elif heard["matter"][0] >= _ALSO and not (signals or found):
            found[Signal.ALSO_OTHER] = heard["matter"][1]
        if Signal.ALSO_OTHER not in {*signals, *found} and _is_odd(weighed, told, heard):
            found[Signal.ODD_REQUEST] = told.whole
    return {signal: span for signal, span in found.items() if signal not in signals}


def _is_odd(weighed: Weighed, told: Told, heard: Heard) -> bool:
    """Whether a mail that gives all data sounds as a whole like none that asks for access."""
    trouble = bool(told.trouble)
    asked = max(heard["access"][0] - _NO_ACCESS, 0.0)
    limit = min(_ODD + _ASKED[trouble] * asked, _MOST[trouble])
    odd = limit < weighed.doubt < _NO_REQUEST
    return odd and told.mobile and told.is_latin and len(told.flat.split()) >= _TERSE


def _heard_otherwise(
    intent: Intent, told: Told, heard: Heard, *, has_data: bool
) -> tuple[Intent, str | None]:
    """The intent as the model corrects it, and the kind of wish that it heard then.

    A credential is for who asks for access and for nothing else; what is said to nobody by the phrases may be
    told apart by the model.
    """
    if heard["bulk"][0] >= _ALSO and not has_data and intent in {Intent.RECOVER, Intent.OTHER}:
        return Intent.BULK, "bulk"
    if _gets_in_but_misses_a_child(intent, told, heard):
        return Intent.MISSING_CHILD, "child"
    kind = max(_ANOTHER_WISH, key=lambda kind: heard[kind][0])
    odds, access = heard[kind][0], heard["access"][0]
    loud = bool(told.trouble) and (told("credential") or told("app"))
    # Who gives what the school's page asks for wants what the page is about, however drily.
    answers = has_data and told.mobile
    enough = _LOUD if loud else _DATA_GIVEN if answers else _ANOTHER
    if kind == "child" and not told.trouble:
        enough = _HINT  # who tells of no trouble and misses a child has nothing else to ask for
    tried = kind == "register" and (told("autologin_failed") or told("wrong_user"))
    unchanged = kind == "datum" and (told("no_change") or told("same_number"))
    if tried or unchanged or (kind == "matter" and loud):
        return intent, None
    if kind in _WELL and any(start >= heard[kind][1][1] for start, _ in told.all("still_fails")):
        return intent, None  # "ya he entrado … no, sigo igual"
    if intent is Intent.RECOVER and access < _ACCESS and odds >= enough:
        return _ANOTHER_WISH[kind], kind
    if intent is Intent.RECOVER and kind in _WELL and odds >= max(_LOUD, access):
        return Intent.OTHER, kind
    elsewhere = told("other_school") and not told("not_other_school")
    if kind == "register" and not told("app"):
        return intent, None
    if intent is Intent.OTHER and odds >= _ALSO and kind in {"child", "register", "datum"} and not elsewhere:
        return _ANOTHER_WISH[kind], kind
    return intent, None


def _gets_in_but_misses_a_child(intent: Intent, told: Told, heard: Heard) -> bool:
    if intent is Intent.RECOVER and not told.trouble:
        return missed_child(told, heard) is not None
    well = max(heard["settled"][0], heard["works"][0]) > 0 or told("has_access") or told("solved")
    return intent in {Intent.RECOVER, Intent.OTHER} and heard["child"][0] >= _CHILD and bool(well)


def missed_child(told: Told, heard: Heard) -> Span | None:
    """Where a child is told not to be on the screen."""
    if heard["child"][0] >= _CHILD:
        return heard["child"][1]
    spans = sorted(told.all("missing_child"))
    return next((span for span in spans if _OF_A_CHILD.search(told.flat, *span)), None)


def ends(told: Told, heard: Heard, *, has_data: bool) -> Span | None:
    """Where an answer says that all is well, or only thanks; None when it wants or tells anything else.

    `has_data`: it names pupil or phone; then its thanks are for what is still to be done.
    """
    more = max(odds for kind, (odds, _) in heard.items() if kind not in _WELL)
    if more >= _ALSO or "?" in told.flat or _BUT.search(told.flat) or told("points_at"):
        return None
    if told("credential") and any(not _TO_THANK.match(told.flat, end) for _, end in told.all("asks_also")):
        return None  # "ya entro, y necesito también la clave de mi marido"
    if solved := told("solved"):
        return solved
    if heard["works"][0] >= _ALSO and heard["works"][0] > heard["settled"][0]:
        return heard["works"][1]
    short = not has_data and len(told.flat.split()) <= _FAREWELL and not re.search(r"\d{3}", told.flat)
    return told("thanks") if short else None
