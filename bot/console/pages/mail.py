"""A mail as it looked in the parent's programme, made harmless; and as it came, as plain text."""

from __future__ import annotations

import nh3
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console.context import console_of, review_of
from bot.console.guard import Elsewhere
from bot.console.headers import MAIL_POLICY
from bot.console.rendering import environment
from bot.store.cases.views import MailRow

router = APIRouter()

_SHOWN_MAX = 1_000_000  #: bytes of source or HTML that a page shows
_TAGS = (  # what carries words, not what fetches or runs
    "a abbr b bdi blockquote br center code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i ins li ol p pre "
    "q s small span strike strong sub sup table tbody td tfoot th thead tr u ul"
)
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir", "lang"}}
_GONE = "script style title head template svg math iframe object noscript textarea select"


@router.get("/{school}/casos/{number}/correos/{mail}/html")
def mail_html(request: Request, school: str, number: str, mail: int) -> Response:
    """For a sandboxed frame: text and tables, no picture, no link that leads anywhere, nothing fetched."""
    row = _row(request, school, number, mail)
    html = review_of(request).dossier.message(row).html if row.content else None
    if html is None:
        raise Elsewhere
    body = environment("es").get_template("mail_frame.html").render(body=harmless(html[:_SHOWN_MAX]))
    return HTMLResponse(body, headers={"Content-Security-Policy": MAIL_POLICY})


@router.get("/{school}/casos/{number}/correos/{mail}/fuente")
def mail_source(request: Request, school: str, number: str, mail: int) -> Response:
    """The bytes as they came; what is not text shows as replacement characters."""
    row = _row(request, school, number, mail)
    if not row.content:
        raise Elsewhere
    text = row.content[:_SHOWN_MAX].decode("utf-8", "replace")
    return Response(
        text,
        media_type="text/plain; charset=utf-8",
        headers={"Content-Security-Policy": MAIL_POLICY, "Content-Disposition": "inline"},
    )


def harmless(html: str) -> str:
    """What is left of a stranger's HTML: words and their order on the page."""
    return nh3.clean(
        html,
        tags=set(_TAGS.split()),
        clean_content_tags=set(_GONE.split()),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(),
        link_rel=None,
    )


def _row(request: Request, school: str, number: str, mail: int) -> MailRow:
    """This mail of this case of this school. Raises Elsewhere when it is another's."""
    row = console_of(request).house.tickets.mail(school, number, mail)
    if row is None:
        raise Elsewhere
    return row
