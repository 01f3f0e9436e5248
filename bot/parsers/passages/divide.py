"""Whose words each stretch of the body holds: own, signature, quote, forward, footer.

New text is never lost: what is not surely somebody else's stays OWN, with a note. Sources of
certainty, best first: the mail program's markup (hints), ">" prefixes under an announcing line,
announcing lines alone (then all below is the old mail), the look of closing blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.model.mail import Passage, PassageKind
from bot.parsers.passages import quoting, signatures
from bot.parsers.passages.chats import of_others

_MAX_LINES = 2_000  # what comes below is kept as it is, in the kind of the last line

NOTE_QUOTE_KEPT = "líneas con «>» sin cita reconocida: leídas como texto propio"
NOTE_STORY_KEPT = "posible cita sin marcas: leída como texto propio"
NOTE_NOTHING_NEW = "sin texto propio"
NOTE_ONLY_SIGNATURE = "solo había firma: leída como texto propio"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  #: the newline included
    text: str
    cited: bool  #: with ">" or inside a quoting element
    signed: bool  #: inside a signature element

    @property
    def blank(self) -> bool:
        return not self.text.strip("> \t")


def divide(
    text: str,
    hints: Sequence[Passage] = (),
    *,
    is_reply: bool = False,
    is_forward: bool = False,
    writer: str = "",
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Split `text` into passages that cover it exactly, in order.

    `hints` are QUOTE and SIGNATURE stretches known from the markup; `is_reply`, `is_forward` and the
    `writer`'s display name come from the headers. Returns the passages and Spanish notes on what was
    doubtful.
    """
    lines = _lines(text, hints)
    kinds, notes = _quotes(lines, is_reply=is_reply, is_forward=is_forward)
    if writer and ":" in text:
        for index, is_other in enumerate(of_others([line.text for line in lines], writer)):
            if is_other and kinds[index] is PassageKind.OWN:
                kinds[index] = PassageKind.QUOTE
    for first, end in _own_runs(kinds):
        _sign(lines, kinds, first, end)
    if not _says_anything(lines, kinds, PassageKind.OWN) and _says_anything(
        lines, kinds, PassageKind.SIGNATURE
    ):
        kinds = [PassageKind.OWN if kind is PassageKind.SIGNATURE else kind for kind in kinds]
        notes.append(NOTE_ONLY_SIGNATURE)
    elif not _says_anything(lines, kinds, PassageKind.OWN) and text.strip():
        notes.append(NOTE_NOTHING_NEW)
    return _passages(lines, kinds), tuple(dict.fromkeys(notes))


def join_passages(parts: Iterable[tuple[str, Sequence[Passage]]]) -> tuple[str, tuple[Passage, ...]]:
    """Put texts (none is empty) one below the other; the line between belongs to the passage above it."""
    body, passages = "", list[Passage]()
    for text, own in parts:
        if body:
            body += "\n\n"
            last = passages[-1]
            passages[-1] = Passage(last.kind, last.start, len(body))
        passages += (Passage(p.kind, p.start + len(body), p.end + len(body)) for p in own)
        body += text
    return body, tuple(_merged(passages))


def _lines(text: str, hints: Sequence[Passage]) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for raw in text.splitlines(keepends=True) if "\n" in text else [text] * bool(text):
        end = start + len(raw)
        if len(lines) == _MAX_LINES:
            end = len(text)
        inside = {h.kind for h in hints if h.start <= start < h.end} if hints else ()
        lines.append(
            _Line(
                start,
                end,
                raw.rstrip("\n"),
                cited=raw.lstrip().startswith(">") or PassageKind.QUOTE in inside,
                signed=PassageKind.SIGNATURE in inside,
            )
        )
        start = end
        if end == len(text):
            break
    return lines


def _quotes(lines: list[_Line], *, is_reply: bool, is_forward: bool) -> tuple[list[PassageKind], list[str]]:
    """OWN, QUOTE or FORWARD for each line."""
    kinds = [PassageKind.OWN] * len(lines)
    notes: list[str] = []
    texts = [line.text for line in lines]
    announced = False
    index = 0
    while index < len(lines):
        kind, length = _announcement(texts, index, is_forward=is_forward)
        if not length:
            if lines[index].cited and not lines[index].blank:
                if announced or is_reply:
                    kinds[index] = PassageKind.QUOTE
                else:
                    notes.append(NOTE_QUOTE_KEPT)
            index += 1
            continue
        below = _next_words(lines, index + length)
        cited = lines[index].cited or (below < len(lines) and lines[below].cited)
        sure = cited or is_reply or is_forward or kind is PassageKind.FORWARD
        if not sure and not quoting.names_an_address(texts[index : index + length]):
            notes.append(NOTE_STORY_KEPT)
            index += length
            continue
        announced = True
        end = _end_of_cited(lines, index + length) if cited else len(lines)
        kinds[index:end] = [kind] * (end - index)
        index = end
    _fill_blanks(lines, kinds)
    return kinds, notes


def _announcement(texts: list[str], index: int, *, is_forward: bool) -> tuple[PassageKind, int]:
    """What begins at this line and how many lines announce it (0: nothing)."""
    line = texts[index]
    if not line.strip("> \t"):
        return PassageKind.OWN, 0
    if quoting.is_forward_line(line):
        return PassageKind.FORWARD, 1 + quoting.header_block_length(texts, index + 1)
    if quoting.is_original_line(line):
        below = quoting.header_block_length(texts, index + 1) or quoting.attribution_length(texts, index + 1)
        return PassageKind.FORWARD if is_forward else PassageKind.QUOTE, 1 + below
    if length := quoting.header_block_length(texts, index):
        return PassageKind.FORWARD if is_forward else PassageKind.QUOTE, length
    return PassageKind.QUOTE, quoting.attribution_length(texts, index)


def _next_words(lines: list[_Line], index: int) -> int:
    while index < len(lines) and lines[index].blank:
        index += 1
    return index


def _end_of_cited(lines: list[_Line], index: int) -> int:
    """The first line below that is neither cited nor an empty line between cited ones."""
    end = index
    while index < len(lines) and (lines[index].cited or lines[index].blank):
        index += 1
        if lines[index - 1].cited:
            end = index
    return end


def _fill_blanks(lines: list[_Line], kinds: list[PassageKind]) -> None:
    """Empty lines join the line above, so that passages are not torn."""
    for index in range(1, len(lines)):
        if lines[index].blank and kinds[index] is PassageKind.OWN:
            kinds[index] = kinds[index - 1]


def _own_runs(kinds: list[PassageKind]) -> list[tuple[int, int]]:
    runs, start = [], 0
    for kind, group in groupby(kinds):
        end = start + len(list(group))
        if kind is PassageKind.OWN:
            runs.append((start, end))
        start = end
    return runs


def _sign(lines: list[_Line], kinds: list[PassageKind], first: int, end: int) -> None:
    """Mark the footers and the signature of the own lines `first:end`."""
    for index in range(first, end):
        if signatures.is_device_line(lines[index].text):
            kinds[index] = PassageKind.FOOTER
    foot = _footer_start(lines, first, end)
    kinds[foot:end] = [PassageKind.FOOTER] * (end - foot)
    start, stop = _signature(lines, kinds, first, foot)
    for index in range(start, stop):
        if kinds[index] is PassageKind.OWN:
            kinds[index] = PassageKind.SIGNATURE


def _footer_start(lines: list[_Line], first: int, end: int) -> int:
    """Where the closing disclaimers and list footers begin; `end` when there are none."""
    start = end
    for paragraph in reversed(_paragraphs(lines, first, end)):
        opening = next((i for i in paragraph if _opens_footer(lines[i].text)), None)
        if opening is None:
            break
        start = paragraph.start if signatures.is_rule(lines[paragraph.start].text) else opening
        if start != paragraph.start:
            break
    return start


def _opens_footer(line: str) -> bool:
    return signatures.starts_disclaimer(line) or signatures.is_list_footer(line)


def _signature(lines: list[_Line], kinds: list[PassageKind], first: int, end: int) -> tuple[int, int]:
    """The lines of the signature among the own lines; (end, end) when there is none."""
    signed = [i for i in range(first, end) if lines[i].signed]
    if signed and signatures.is_short_block([lines[i].text for i in signed]):
        return signed[0], signed[-1] + 1
    for index in range(end - 1, first - 1, -1):
        if signatures.is_delimiter(lines[index].text):
            block = [lines[i].text for i in range(index + 1, end) if not lines[i].blank]
            return (index, end) if signatures.is_short_block(block) else (end, end)
    paragraphs = [
        p
        for p in _paragraphs(lines, first, end)
        if any(kinds[i] is PassageKind.OWN and not lines[i].blank for i in p)
    ]
    if paragraphs:
        last = [i for i in paragraphs[-1] if kinds[i] is PassageKind.OWN and not lines[i].blank]
        start = signatures.signature_start([lines[i].text for i in last])
        if start is not None and (start or len(paragraphs) > 1):
            return last[start], last[-1] + 1
    return end, end


def _paragraphs(lines: list[_Line], first: int, end: int) -> list[range]:
    """Runs of lines with words between empty lines."""
    found, start = list[range](), None
    for index in range(first, end + 1):
        if index < end and not lines[index].blank:
            start = index if start is None else start
        elif start is not None:
            found.append(range(start, index))
            start = None
    return found


def _says_anything(lines: list[_Line], kinds: list[PassageKind], kind: PassageKind) -> bool:
    return any(k is kind and not line.blank for line, k in zip(lines, kinds, strict=True))


def _passages(lines: list[_Line], kinds: list[PassageKind]) -> tuple[Passage, ...]:
    return tuple(_merged(Passage(k, line.start, line.end) for line, k in zip(lines, kinds, strict=True)))


def _merged(passages: Iterable[Passage]) -> list[Passage]:
    """Neighbours of one kind become one passage."""
    merged: list[Passage] = []
    for passage in passages:
        if merged and merged[-1].kind is passage.kind:
            merged[-1] = Passage(passage.kind, merged[-1].start, passage.end)
        else:
            merged.append(passage)
    return merged
