"""No text makes the reading hang: what is read is cut off, and what is read takes linear time.

CPU times of one run are set in relation to that of an ordinary long mail, so that no machine is too slow.
"""

import time

import pytest

from bot.parsers.inbound import NOTE_LONG, OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.rules import shipped_rules

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
SHORT, LONG = 10_000, 100_000
MOST = 12  #: times what an ordinary mail of a tenth of the length takes
ORDINARY = "Buenos días, soy la madre de Ana y no puedo entrar en iPasen desde ayer.\n"

TEXTS = {
    "one long word": "a",
    "one long word of capitals": "Aa",
    "short lines": "hola\n",
    "digits only": "6",
    "phones": "654 321 987\n",
    "numbers in words": "seis cinco cuatro ",
    "names": "Ana Ruiz Gil, Juan Mora Paz, ",
    "names joined": "Ana-",
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
PAGES = {
    "deep tables": ("<table><tr><td>", "x"),
    "deep quotes": ("<blockquote>x", ""),
    "hidden words": ('<span style="display:none">x</span>', "x"),
    "many styles": ("<style>p.a b.c{display:none}</style>", "<p>x"),
    "line breaks": ("<br>", "x"),
}


@pytest.fixture(scope="module")
def reader():
    return Reader.load(shipped_rules())


@pytest.fixture(scope="module")
def ordinary(reader):
    mail = written(ORDINARY, SHORT)
    cost(reader, mail)
    return min(cost(reader, mail) for _ in range(3))


def written(text, length, *, after="", kind="plain"):
    head = f"From: m@x.test\nSubject: Hola\nContent-Type: text/{kind}; charset=utf-8\n"
    body = (text.encode() * (length // len(text.encode()) + 1))[:length].decode("utf-8", "ignore") + after
    return f"{head}Content-Transfer-Encoding: 8bit\n\n{body}".encode()


def cost(reader, mail):
    started = time.process_time()
    reader.read(parse_mail(mail, own=OWN))
    return time.process_time() - started


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_long_text_takes_no_longer_than_its_length(reader, ordinary, text):
    assert cost(reader, written(text, LONG)) <= MOST * ordinary


@pytest.mark.parametrize(("text", "after"), PAGES.values(), ids=PAGES.keys())
def test_a_long_page_takes_no_longer_than_its_length(reader, ordinary, text, after):
    assert cost(reader, written(text, LONG, after=after, kind="html")) <= MOST * ordinary


def test_what_is_not_read_is_noted():
    assert NOTE_LONG in parse_mail(written(ORDINARY, SHORT), own=OWN).notes
    assert NOTE_LONG not in parse_mail(written(ORDINARY, 4_000), own=OWN).notes


def test_an_endless_word_is_no_name_and_hides_none(reader):
    endless = f"Soy Ana Ruiz Gil, madre de {'Luis' * 40}, 2º ESO B. 654321987\n"
    claim = reader.read(parse_mail(written(endless, len(endless.encode())), own=OWN))
    assert claim.guardian.value == "Ana Ruiz Gil"
    assert claim.students == ()
