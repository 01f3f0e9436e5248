"""HTML -> text: lines, rows, marks, and nothing that the eye does not see."""

import pytest

from bot.model.mail import PassageKind
from bot.parsers.message.html import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>uno</div><div><br></div><div>dos<br></div><div>tres</div>", "uno\n\ndos\ntres"),
        ("<p>uno</p><p>dos</p>", "uno\n\ndos"),
        ('<p class="MsoNormal">uno</p><p class="MsoNormal">dos</p>', "uno\ndos"),
        ("<b>J</b>uan   <i>Pérez</i>\n Ruiz", "Juan Pérez Ruiz"),
        ("<ul><li>uno<li>dos</ul>", "- uno\n- dos"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("Tel&eacute;fono:&nbsp;612&nbsp;345&nbsp;678", "Teléfono: 612 345 678"),
        ("<table><tr><td>Ana</td><td></td><td>2º B</td></tr></table>", "Ana\t\t2º B"),
        ("<table><tr><td><p>uno</p><p>dos</p></td><td>tres</td></tr></table>", "uno\n\ndos\ntres"),
        ("<td>suelta</td>", "suelta"),
        ("a<!-- no --><![if !mso]>b<![endif]><script>no</script>c", "abc"),
        ("<title>no</title>sí", "sí"),
        ("<?xml version='1.0' encoding='utf-8'?><p>ñ</p>", "ñ"),
        ("<p>sin cerrar <b>nada", "sin cerrar nada"),
        ("2 < 3 & 4 > 1", "2 < 3 & 4 > 1"),
        ("uno<hr>dos", "uno\n________________________________\ndos"),
        ("<style>.a{display:none} } .b{display:none}</style><p class=a>a</p><p class=b>una } de más</p>", "una } de más"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(html, text):
    assert html_to_text(html).text == text


HIDDEN = [
    "display:none", "visibility: hidden", "font-size:0px", "font-size:.1em", "color:white", "color:#FEFEFE", "color:rgb(255, 255, 255)",
    "color:rgba(0,0,0,0)", "opacity:0", "mso-hide:all", "height:0;overflow:hidden", "text-indent:-9999px", "background:#000;color:#000000",
    "background:none;color:#fff",
]  # fmt: skip


@pytest.mark.parametrize("style", HIDDEN)
def test_hidden_text_is_left_out_and_noted(style):
    readable = html_to_text(f'<p>visto</p><p style="{style}">oculto</p>')
    assert readable.text == "visto"
    assert readable.notes == ("texto oculto retirado",)


SEEN = [
    "color:#333", "color:white;background-color:#004080", "background:url(x.png);color:#fff", "font-size:11.0pt", "font-size:80%", "display:block",
    "color:inherit", "opacity:.9", "max-height:0", "margin-left:-10px", "color:windowtext", "font-size:small",
    "background-image:url(x.png);color:#fff",
]  # fmt: skip


@pytest.mark.parametrize("style", SEEN)
def test_seen_text_is_kept(style):
    readable = html_to_text(f'<p style="{style}">visto</p>')
    assert (readable.text, readable.notes) == ("visto", ())


def test_on_the_parents_dark_ground_white_is_seen():
    assert (
        html_to_text(
            '<div style="background:#000"><p style="background:transparent;color:#fff">visto</p></div>'
        ).text
        == "visto"
    )


def test_where_no_word_is_hidden_nothing_is_noted():
    assert html_to_text('<p>visto</p><p style="color:white">–</p>').notes == ()


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<blockquote type="cite">x</blockquote>', PassageKind.QUOTE),
        ('<blockquote class="gmail_quote">x</blockquote>', PassageKind.QUOTE),
        ('<blockquote style="border-left: 1px solid #ccc">x</blockquote>', PassageKind.QUOTE),
        ('<div class="gmail_signature">x</div>', PassageKind.SIGNATURE),
        ('<div id="Signature">x</div>', PassageKind.SIGNATURE),
        ('<div id="ms-outlook-mobile-signature">x</div>', PassageKind.SIGNATURE),
        ('<pre class="moz-signature">x</pre>', PassageKind.SIGNATURE),
    ],
)
def test_markup_of_mail_programs(html, kind):
    readable = html_to_text(f"<div>uno</div>{html}<div>dos</div>")
    (hint,) = readable.hints
    assert hint.kind is kind
    assert readable.text[hint.start : hint.end].strip() == "x"


def test_of_quotes_in_quotes_the_outermost_is_told_and_an_empty_one_is_none():
    quote = '<blockquote type="cite">{}</blockquote>'
    readable = html_to_text(f"uno{quote.format('dos' + quote.format('tres'))}{quote.format('')}")
    (hint,) = readable.hints
    assert readable.text[hint.start : hint.end].split() == ["dos", "tres"]


def test_indentation_is_no_quote():
    assert html_to_text('<blockquote style="margin:0 0 0 40px;border:none">x</blockquote>').hints == ()


def test_our_own_marks_cannot_be_smuggled_in():
    readable = html_to_text("a&#xfdd0;b\ufdd0c")
    assert (readable.text.replace("\ufffd", ""), readable.hints) == ("abc", ())
