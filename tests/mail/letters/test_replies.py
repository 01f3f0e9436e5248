"""What families read."""

from __future__ import annotations

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.mail.letters import replies as module
from bot.mail.letters.layout import Block, blocks_of
from bot.mail.letters.replies import Replies
from bot.mail.letters.templates import VARIABLES, check_templates, reply_names
from bot.model.decision import Datum
from bot.rules.directory import RulesError, shipped_rules
from bot.text.gsm7 import is_gsm7, split

RULES = shipped_rules()
REPLIES = Replies(RULES)
LANGUAGES = ["en", "fr", "ro", "ar", "uk", "zh", "de", "pt"]
ARTICLES = [
    "not_registered",
    "blocked",
    "wrong_user",
    "forgotten",
    "still_failing",
    "missing_child",
    "contact_school",
    "autologin",
    "install",
]
TRANSLATED = sorted(VARIABLES.keys() - {"layout", "sms", "free", "coordinator_notice", "coordinator_digest"})
CREDENTIALS = re.compile(r"^[^:\n]+:\s(\S+)\n[^:\n]+:\s(\S+)$", re.MULTILINE)
VALUES = {
    "ticket": "K7QM2X",
    "school": "IES Los Olivos",
    "missing": list(Datum),
    "hours": 48,
    "until": "24/11/2026, 10:30",
    "article": "blocked",
    "limit_mb": 25,
    "tasks": ["K7QM2X: espera desde hace 2 días"],
    "url": "",
    "what": "Una dirección ha escrito 40 veces en una hora.",
    "text": "Pase por secretaría.\nAbrimos a las 9.",
    "username": "mlopgar417",
    "password": "k7mq-4wxt-9hpzr",
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped texts to be edited."""
    shutil.copytree(RULES / "replies", tmp_path / "replies")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


class Balance(HTMLParser):
    """Every tag that is opened is closed, in order."""

    void = frozenset({"meta", "br", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_shipped_texts_are_all_right():
    assert check_templates(RULES) == []
    assert reply_names(RULES) == VARIABLES.keys() - {"layout", "sms"}


@pytest.mark.parametrize("language", ["es", *LANGUAGES])
@pytest.mark.parametrize("name", TRANSLATED)
def test_every_reply_exists_in_every_language_and_is_well_formed(name, language):
    letter = REPLIES.render(name, language, VALUES)
    assert letter.languages == (("es",) if language == "es" else ("es", language))
    check = Balance()
    check.feed(letter.html)
    assert check.open == []
    assert not re.search(r"\{[{%]|[}%]\}", letter.text + letter.html)
    assert letter.text.count("K7QM2X") == len(letter.languages)
    assert letter.subject


@pytest.mark.parametrize("language", ["es", *LANGUAGES])
@pytest.mark.parametrize("article", ARTICLES)
def test_every_article_exists_in_every_language(article, language):
    letter = REPLIES.render("self_help", language, {**VALUES, "article": article})
    assert language in letter.languages
    assert "iPasen" in letter.text
    assert "<ol>" in letter.html


def test_no_reply_may_even_name_a_password_a_user_or_a_phone():
    for name, variables in VARIABLES.items():
        if name != "sms":
            assert not variables & {"password", "username", "phone", "guardian", "student", "email"}


@pytest.mark.parametrize("missing", [[d] for d in Datum] + [["guardian", "phone"], list(Datum)])
@pytest.mark.parametrize("language", ["es", *LANGUAGES])
def test_ask_lists_exactly_what_is_missing(missing, language):
    letter = REPLIES.render("ask", language, {**VALUES, "missing": missing})
    assert letter.text.count("\n- ") == len(missing) * len(letter.languages)
    assert letter.html.count("<li>") == len(missing) * len(letter.languages)


def test_examples_cannot_be_taken_for_data_when_they_come_back_quoted():
    letter = REPLIES.render("ask", "en", VALUES)
    assert not re.search(r"\d(?:[ .-]?\d){6}", letter.text)


def test_right_to_left_and_left_to_right_stand_in_their_own_sections():
    letter = REPLIES.render("looking", "ar", VALUES)
    assert re.findall(r'lang="(\w+)" dir="(\w+)"', letter.html) == [
        ("ar", "rtl"),
        ("es", "ltr"),
        ("ar", "rtl"),
    ]


@pytest.mark.parametrize("language", ["es", "", "xx"])
def test_an_unknown_language_is_answered_in_spanish_alone(language):
    assert REPLIES.render("looking", language, VALUES) == REPLIES.render("looking", "es", VALUES)


def test_looking_knows_nothing_but_the_ticket():
    """Rows 6-15 are byte-identical but for the ticket number."""
    one = REPLIES.render("looking", "fr", VALUES)
    other = REPLIES.render("looking", "fr", {"ticket": "ABCDEF"})
    assert one.text.replace("K7QM2X", "ABCDEF") == other.text
    assert one.html.replace("K7QM2X", "ABCDEF") == other.html


def test_values_cannot_make_markup_lists_or_templates():
    school = "IES <b>x</b>\n- uno\n\n{{ ticket }}"
    letter = REPLIES.render("done", "es", {**VALUES, "school": school})
    assert "IES <b>x</b> - uno {{ ticket }}" in letter.text
    assert "IES &lt;b&gt;x&lt;/b&gt; - uno {{ ticket }}" in letter.html


def test_the_free_answer_keeps_its_lines():
    assert "Pase por secretaría.<br>Abrimos a las 9." in REPLIES.render("free", "es", VALUES).html


def test_the_sms_fits_into_one_message():
    text = REPLIES.sms("es", {**VALUES, "username": "x" * 20, "password": "k7mq-4wxt-9hpzr"})
    assert len(text) <= 160
    assert is_gsm7(text)
    assert "k7mq-4wxt-9hpzr\n" in text  # nothing behind it that could be typed with it
    assert "48 horas" in text


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("es", 1),
        ("en", 1),
        ("fr", 1),
        ("de", 1),
        ("pt", 1),
        ("ro", 1),
        ("ar", 2),
        ("uk", 2),
        ("zh", 2),
        ("xx", 1),
    ],
)
def test_the_sms_in_each_language_and_how_many_it_is(language, parts):
    text = REPLIES.sms(language, {**VALUES, "username": "x" * 20})
    assert len(split(text)) == parts
    assert is_gsm7(text) == (parts == 1)
    assert CREDENTIALS.search(text).groups() == ("x" * 20, "k7mq-4wxt-9hpzr")
    assert "48" in text


def test_a_code_that_begins_with_a_digit_stays_in_order_in_arabic():
    """On a line of its own: behind Arabic letters a digit would be shown on the other side (UAX #9, W2)."""
    assert "\n4wxt-k7mq-9hpzr\n" in REPLIES.sms("ar", {**VALUES, "password": "4wxt-k7mq-9hpzr"})


def test_an_sms_that_does_not_fit_is_refused():
    with pytest.raises(InputError, match="no cabe"):
        REPLIES.sms("es", {**VALUES, "username": "x" * 100})


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("nada", VALUES, "ninguna plantilla"),
        ("self_help", {**VALUES, "article": "nada"}, "ningún artículo"),
        ("self_help", {**VALUES, "article": None}, "ningún artículo"),
        ("ask", {"ticket": "K7QM2X", "school": "x"}, "le falta el valor «missing»"),
    ],
)
def test_what_cannot_be_rendered_is_an_input_error(name, values, sentence):
    with pytest.raises(InputError, match=sentence):
        REPLIES.render(name, "es", values)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "sentence"),
    [
        ("looking.txt", "{{ ticket }}", "{{ tiket }}", "looking.txt:11:23", "«tiket» no existe aquí; puede usar: ticket"),
        ("looking.txt", "Coordinación TDE", "{{ school }}", "looking.txt:10:4", "«school» no existe aquí"),
        ("done.txt", "{{ school }}", "{{ phone }}", "done.txt:10:22", "«phone» no existe aquí"),
        ("ask.txt", "{% endif %}", "", "ask.txt:", "«{% if %}» no se cierra"),
        ("ask.txt", "{{ ticket }}", "{{ ticket|nada }}", "ask.txt:26:1", "no existe el filtro «nada»"),
        ("done.txt", "{{ ticket }}", "{{ ticket.nada }}", "done.txt:2:1", "no se puede rellenar"),
        ("done.txt", "{{ ticket }}", "{{ ticket.__class__.__mro__ }}", "done.txt:2:1", "no se puede rellenar"),
        ("done.txt", "{{ ticket }}", "{% include '/etc/passwd' %}{{ ticket }}", "done.txt:11:1", "otros ficheros"),
        ("done.txt", "Asunto: Su", "Su", "done.txt:1:1", "la primera línea debe ser «Asunto: …»"),
        ("sms.txt", "Clave", "Contraseña válida", "sms.txt:1:1", "no caben en un SMS corriente: á"),
        ("sms.txt", "No la", "De verdad " * 9 + "no la", "sms.txt:1:1", "caben 160"),
        ("layout.html", "{{ line }}", "{{ linea }}", "layout.html:12:", "«linea» no existe aquí"),
        ("languages/fr.yaml", "{{ ticket }}", "{{ tiket }}", "fr.yaml:", "«tiket» no existe aquí"),
        ("languages/fr.yaml", "  looking:", "  lookin:", "fr.yaml:", "no hay ningún texto «lookin» en español"),
        ("languages/fr.yaml", "direction: ltr", "direction: up", "fr.yaml:", "«direction» no puede ser «up»; aquí vale: ltr, rtl"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(rules, file, old, new, place, sentence):
    edit(rules / "replies" / file, old, new)
    problems = check_templates(rules)
    assert len(problems) == 1
    assert place in str(problems[0])
    assert sentence in problems[0].message
    if file.startswith("languages"):  # Spanish goes out alone meanwhile
        assert Replies(rules).render("looking", "fr", VALUES).languages == ("es",)
    else:
        with pytest.raises(RulesError):
            Replies(rules)


def test_a_mistake_in_a_catalogue_names_its_line(rules):
    catalogue = rules / "replies" / "languages" / "fr.yaml"
    lines = catalogue.read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "{{ ticket }}" in line)
    lines[number - 1] = lines[number - 1].replace("{{ ticket }}", "{{ tiket }}")
    catalogue.write_text("\n".join(lines))
    (problem,) = check_templates(rules)
    assert problem.line == number


def test_all_mistakes_come_at_once(rules):
    edit(rules / "replies" / "done.txt", "{{ school }}", "{{ a }}")
    edit(rules / "replies" / "ask.txt", "{{ school }}", "{{ b }}")
    (rules / "replies" / "sms.txt").unlink()
    edit(rules / "replies" / "languages" / "fr.yaml", "  looking:", "  lookin:")
    assert [(Path(p.file).name, p.line) for p in check_templates(rules)] == [
        ("fr.yaml", 52),
        ("sms.txt", 0),
        ("ask.txt", 25),
        ("done.txt", 10),
    ]


def test_an_edit_is_in_force_and_a_wrong_one_is_not(rules, monkeypatch):
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.0)
    replies = Replies(rules)
    file = rules / "replies" / "done.txt"
    edit(file, "la damos por resuelta", "la cerramos")
    assert "la cerramos" in replies.render("done", "es", VALUES).text
    edit(file, "la cerramos", "{{ nada }}")
    assert "la cerramos" in replies.render("done", "es", VALUES).text
    edit(file, "{{ nada }}", "queda cerrada")
    os.utime(file, (1, 1))
    assert "queda cerrada" in replies.render("done", "es", VALUES).text


def test_a_further_language_and_a_further_template_are_one_new_file_each(rules):
    (rules / "replies" / "languages" / "it.yaml").write_text(
        "name: Italiano\nbelow: Italiano più sotto\nreplies:\n  looking: |\n    Caso {{ ticket }}\n"
    )
    (rules / "replies" / "closed.txt").write_text("Asunto: Cerrado\n\nVolvemos en septiembre. {{ ticket }}\n")
    replies = Replies(rules)
    assert replies.render("looking", "it", VALUES).languages == ("es", "it")
    assert replies.render("done", "it", VALUES).languages == ("es",)
    assert replies.render("closed", "es", VALUES).text == "Volvemos en septiembre. K7QM2X\n"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("uno\ndos\n\ntres", [("p", "uno", "dos"), ("p", "tres")]),
        ("vea:\n- a\n\n- b\nfin", [("p", "vea:"), ("ul", "a", "b"), ("p", "fin")]),
        ("1. a\n2. b", [("ol", "a", "b")]),
        ("3.º de ESO\n-5 grados", [("p", "3.º de ESO", "-5 grados")]),
        ("\n\n", []),
    ],
)
def test_blocks(text, blocks):
    assert blocks_of(text) == tuple(Block(kind, tuple(lines)) for kind, *lines in blocks)


HOSTILE = [
    "a\r\nBcc: otra@fuera.test\r\n\r\nhola",
    "<script>alert(1)</script></div>",
    "{{ ticket.__class__ }}{% for x in y %}",
    "- uno\n\n# título",
    "\u202e\u0000\ud800" + "ñ" * 10_000,
]


@pytest.mark.parametrize("language", ["es", *LANGUAGES])
def test_hostile_values_change_no_letter_of_any_template(language):
    """Whatever stands where a school, a ticket or a person's words go: the same marks, the same shape."""
    for name in sorted(VARIABLES.keys() - {"layout", "sms"}):
        calm = REPLIES.render(name, language, VALUES)
        for bad in HOSTILE:
            values = VALUES | dict.fromkeys(("ticket", "school", "until", "what", "url", "text"), bad)
            letter = REPLIES.render(name, language, values | {"tasks": [bad]})
            marks = [re.findall(r"<[^>]*>", page) for page in (calm.html, letter.html)]
            if name not in ("free", "coordinator_digest", "coordinator_notice"):  # whole lines of our own
                assert marks[0] == marks[1], (name, bad)
            assert "<script" not in letter.html
            assert not re.search(r"[\0\r\ud800\u202e]", letter.text + letter.html + letter.subject)
            check = Balance()
            check.feed(letter.html)
            assert check.open == []
