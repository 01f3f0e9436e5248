"""Mails made to cost time: one short piece of text or page, over and over."""

from __future__ import annotations

#: An ordinary mail goes on like this.
ORDINARY = "Buenos días, soy la madre de Ana y no puedo entrar en iPasen desde ayer.\n"
TEXTS = {
    "one long word": "a",
    "one long word of capitals": "Aa",
    "short lines": "hola\n",
    "lines of one letter": "a\n",
    "lone letters": "a b ",
    "initials": "A. ",
    "colons": "a: ",
    "digits only": "6",
    "lone digits": "6 5 4 ",
    "phones": "654 321 987\n",
    "numbers in words": "seis cinco cuatro ",
    "names": "Ana Ruiz Gil, Juan Mora Paz, ",
    "names in lower case": "ana maria ruiz gil ",
    "names in capitals": "ANA RUIZ GIL ",
    "names in a list": "Ana y Leo y ",
    "names joined": "Ana-",
    "particles": "de ",
    "mothers": "soy la madre de ",
    "everything at once": "mi hija Ana Gil de 2º ESO B, 654 32 10 98: madre de. ",
    "brackets": "([{<",
    "quotes of quotes": ">",
    "quoted lines": "> hola\n",
    "announced quotes": "El lun, 3 oct 2026 a las 10:00, Ana <a@b.es> escribió:\n> x\n",
    "copied headers": "De: Ana\nEnviado: lunes\nPara: b\nAsunto: x\n\n",
    "Chinese": "老师您好我是的妈妈忘记了密码",
    "Arabic": "السلام عليكم أنا أم التلميذ ",
    "emoji": "😀",
    "accents on accents": "a\u0301\u0301",
    "blanks": " \t",
    "addresses": "a@",
    "links": "https://a.b/c ",
    "courses": "3º B ESO ",
    "table": "Ana\t3º B\t654\n",
    "form": "alumno: ",
    "signatures": "--\nAna\n",
}
#: HTML, each with what stands after all of it.
PAGES = {
    "deep tables": ("<table><tr><td>", "x"),
    "deep quotes": ("<blockquote>x", ""),
    "paragraphs": ("<p>hola", ""),
    "hidden words": ('<span style="display:none">x</span>', "x"),
    "many styles": ("<style>p.a b.c{display:none}</style>", "<p>x"),
    "line breaks": ("<br>", "x"),
}


def written(text: str, length: int, *, after: str = "", kind: str = "plain") -> bytes:
    """A mail whose body is `text` again and again, `length` bytes of it, and `after`."""
    head = f"From: m@x.test\nSubject: Hola\nContent-Type: text/{kind}; charset=utf-8\n"
    piece = text.encode()
    body = (piece * (length // len(piece) + 1))[:length].decode("utf-8", "ignore") + after
    return f"{head}Content-Transfer-Encoding: 8bit\n\n{body}".encode()
