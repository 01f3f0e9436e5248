"""HTML -> the text that a person sees, with the quoted and signed stretches marked.

One walk over the lxml tree: blocks become lines, table rows become tab-separated lines, and what
the style hides (hidden.py) is left out. The marks come from the mail program's own structure
(blockquote, signature containers) and are worth more than guessing from words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from bot.model.mail import Passage, PassageKind
from bot.parsers.message.hidden import HidingStyles, Look
from bot.parsers.message.unseen import tidy, visible

_MAX_HTML = 1_000_000  # characters
_MAX_ELEMENTS = 6_000  # a person's words stand at the top
_DROPPED = {"head", "style", "script", "title", "template", "noscript", "object", "svg", "select", "textarea"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main"),
    *("nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul", "caption"),
}
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ol", "ul"}  # an empty line around them
_NO_MARGIN = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0|MsoNormal|MsoListParagraph", re.IGNORECASE)
_CITED = re.compile(r"border-left(?:-width)?\s*:(?!\s*(?:none|0))", re.IGNORECASE)
_SIGNED = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|ms-outlook-ios-signature|"
    r"AppleMailSignature|AppMailSignature|yahoo-signature|mail-signature|_MailAutoSig|zmail_signature|"
    r"protonmail_signature_block-user|^Signature$|^signature$|\bydp\w*signature",
)
_BLANKS = re.compile(r"[ \t\n\r\f]+")

# Marks in the growing text; noncharacters, which `visible` has removed from the mail's own text.
_OPEN = {PassageKind.QUOTE: "\ufdd0", PassageKind.SIGNATURE: "\ufdd1"}
_CLOSE = {PassageKind.QUOTE: "\ufdd2", PassageKind.SIGNATURE: "\ufdd3"}
_MARK = re.compile("[\ufdd0-\ufdd3]")
_MARK_OR_TEXT = re.compile("[\ufdd0-\ufdd3]|[^\ufdd0-\ufdd3]+")
_WORD = re.compile(r"\w")
_HIDDEN = "texto oculto retirado"
_TOO_LONG = "HTML demasiado largo: leído solo el principio"


@dataclass(frozen=True, slots=True)
class Readable:
    """Text, and what the markup says of its stretches (QUOTE and SIGNATURE only; may be empty)."""

    text: str
    hints: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()


def html_to_text(html: str) -> Readable:
    """Never raises. Hidden text is left out and noted; comments and scripts are just left out."""
    notes = (_TOO_LONG,) if len(html) > _MAX_HTML else ()
    root = _tree(html[:_MAX_HTML])
    if root is None:
        return Readable("", (), notes)
    walk = _Walk(HidingStyles.read("\n".join(root.xpath("//style/text()"))))
    walk.run(root)
    notes = (*notes, *sorted(walk.notes))
    text, hints = _take_marks(tidy(walk.text()))
    return Readable(text, hints, notes)


def _tree(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):  # an empty document
        return None


@dataclass(slots=True)
class _Open:
    """An element that is being walked."""

    tag: str
    look: Look
    block: bool = False
    mark: PassageKind | None = None
    spaced: bool = False  #: an empty line is seen above and below
    around: tuple[list[str], str] | None = None  #: for a table cell: what is waiting outside


class _Walk:
    """Builds the text of one tree; a cell of a table is built apart and then joined to its row."""

    def __init__(self, styles: HidingStyles) -> None:
        self._styles = styles
        self._out: list[str] = []
        self._tail = "\n"  # the last written character, marks aside
        self._open = [_Open("", Look())]
        self._rows: list[list[str]] = []  # finished cells of the rows that are open
        self._pre = 0
        self.notes: set[str] = set()

    def text(self) -> str:
        return "".join(self._out)

    def run(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        for count, (event, element) in enumerate(events):
            if count > 2 * _MAX_ELEMENTS:
                self.notes.add(_TOO_LONG)
                break
            tag = str(element.tag)
            if event == "end":
                self._end(self._open.pop())
                self._write(element.tail)
                continue
            look = self._styles.look(element, self._open[-1].look)
            if look.gone or tag in _DROPPED:
                if tag not in _DROPPED and _says_something(element):
                    self.notes.add(_HIDDEN)
                self._open.append(_Open(tag, look))
                events.skip_subtree()
            else:
                self._open.append(self._start(tag, element, look))
                self._write(element.text)
        while len(self._open) > 1:  # cut short: what is read so far must come out of its cells
            self._end(self._open.pop())

    def _start(self, tag: str, element: etree._Element, look: Look) -> _Open:
        opened = _Open(
            tag, look, block=tag in _BLOCKS, mark=_marked(tag, element), spaced=_has_margin(tag, element)
        )
        if tag in ("td", "th") and self._rows:
            opened.around = self._out, self._tail
            self._out, self._tail = [], "\n"
            return opened
        if opened.block or opened.mark:
            self._line()
        if opened.mark:
            self._out.append(_OPEN[opened.mark])
        if tag == "br":
            self._put("\n")
        elif tag == "tr":
            self._rows.append([])
        elif tag == "li":
            self._put("- ")
        elif tag == "hr":
            self._put("_" * 32 + "\n")
        elif tag == "pre":
            self._pre += 1
        elif opened.spaced:
            self._empty_line()
        return opened

    def _end(self, closed: _Open) -> None:
        tag = closed.tag
        if closed.look.gone or tag in _DROPPED:
            return
        if closed.around is not None:
            self._rows[-1].append(tidy(self.text()).strip())
            self._out, self._tail = closed.around
            return
        if tag == "tr":
            self._row(self._rows.pop())
        elif tag == "pre":
            self._pre -= 1
        if closed.block or closed.mark:
            self._line()
        if closed.mark:
            self._out.append(_CLOSE[closed.mark])
        if closed.spaced:
            self._empty_line()

    def _row(self, cells: list[str]) -> None:
        """One line with tabs when every cell is a line; cells of a page layout go one below the other."""
        rows_of_data = not any("\n" in cell or _MARK.search(cell) for cell in cells)
        if rows_of_data:
            self._put("\t".join(cells).strip())
        else:
            self._put("\n".join(cell for cell in cells if cell))

    def _write(self, text: str | None) -> None:
        look = self._open[-1].look
        if not text or look.gone:
            return
        if look.hides_text:
            if _WORD.search(text):
                self.notes.add(_HIDDEN)
            return
        if not text.isascii():
            text, notes = visible(text)
            self.notes.update(notes)
        if not self._pre:
            text = _BLANKS.sub(" ", text)
            if text[:1] == " " and self._tail in " \n\t":
                text = text[1:]
        self._put(text)

    def _put(self, text: str) -> None:
        if text:
            self._out.append(text)
            self._tail = text[-1]

    def _line(self) -> None:
        """Begin a new line unless one has just begun."""
        if self._tail != "\n":
            self._put("\n")

    def _empty_line(self) -> None:
        if self._out:
            self._line()
            self._put("\n")


def _says_something(element: etree._Element) -> bool:
    return bool(_WORD.search("".join(element.itertext())))


def _marked(tag: str, element: etree._Element) -> PassageKind | None:
    """What the mail program's own markup calls this element."""
    if not element.attrib:
        return None
    names = f"{element.get('id', '')} {element.get('class', '')}"
    if tag == "blockquote":
        cited = element.get("type") == "cite" or "quote" in names or _CITED.search(element.get("style", ""))
        return PassageKind.QUOTE if cited else None
    signed = len(names) > 1 and any(_SIGNED.search(name) for name in names.split())
    return PassageKind.SIGNATURE if signed else None


def _has_margin(tag: str, element: etree._Element) -> bool:
    """Whether an empty line is seen above; Outlook's paragraphs have none."""
    return tag in _SPACED and not _NO_MARGIN.search(f"{element.get('class', '')} {element.get('style', '')}")


def _take_marks(marked: str) -> tuple[str, tuple[Passage, ...]]:
    """Split the marks from the text: the plain text and the outermost stretch of each kind."""
    pieces: list[str] = []
    hints: list[Passage] = []
    began: dict[PassageKind, list[int]] = {kind: [] for kind in _OPEN}
    length = 0
    for piece in _MARK_OR_TEXT.findall(marked):
        for kind, opening in _OPEN.items():
            if piece == opening:
                began[kind].append(length)
            elif piece == _CLOSE[kind] and began[kind]:
                start = began[kind].pop()
                if not began[kind] and length > start:
                    hints.append(Passage(kind, start, length))
        if not _MARK.match(piece):
            pieces.append(piece)
            length += len(piece)
    return "".join(pieces), tuple(sorted(hints, key=lambda hint: hint.start))
