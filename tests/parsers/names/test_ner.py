"""The shipped name model: roles from context, exact spans."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsers.names.ner import MODEL, Label, Ner
from training.fit import measure
from training.mails import samples

G, S, O = Label.GUARDIAN, Label.STUDENT, Label.OTHER  # noqa: E741 - the letters of the blocks


@pytest.fixture(scope="module")
def ner():
    return Ner.load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Buenas tardes, soy Remedios Cantalejo, la madre de Ismael Ortigosa Cantalejo, de 2º ESO B.",
            {("Remedios Cantalejo", G), ("Ismael Ortigosa Cantalejo", S)},
        ),
        (
            "hola soy paqui benjumea la madre de yeray tirado benjumea de tercero c no me acuerdo de la clave",
            {("paqui benjumea", G), ("yeray tirado benjumea", S)},
        ),
        (
            "BUENOS DÍAS, SOY JOAQUÍN OSTOS, PADRE DE NOELIA OSTOS PARDAL, 1º BACH A",
            {("JOAQUÍN OSTOS", G), ("NOELIA OSTOS PARDAL", S)},
        ),
        (
            "Tutora legal: Encarnación Tejada Lucena\nAlumno: Hugo Bascón Tejada\nCurso: 4º A\nMóvil: 654123456",
            {("Encarnación Tejada Lucena", G), ("Hugo Bascón Tejada", S)},
        ),
        (
            "Hello, I am Deborah Whitfield, mother of Oscar Whitfield, class 3º ESO C.",
            {("Deborah Whitfield", G), ("Oscar Whitfield", S)},
        ),
        (
            "Mă numesc Violeta Dumitrache și sunt mama lui Alin Dumitrache, clasa 2º ESO A.",
            {("Violeta Dumitrache", G), ("Alin Dumitrache", S)},
        ),
        ("La tutora, doña Pilar Quesada, me dijo que escribiera aquí.", {("Pilar Quesada", O)}),
    ],
)
def test_names_with_roles(ner, text, expected):
    (found,) = ner.find([text])
    assert {(e.text, e.label) for e in found} == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "No puedo entrar en iPasen, se me ha olvidado la contraseña.",
        "Mi móvil es 654 123 456.",
    ],
)
def test_no_names(ner, text):
    assert ner.find([text]) == [[]]


def test_a_batch_reads_as_one_by_one(ner):
    texts = [s.text for s in samples(80, seed=21)]
    assert ner.find(texts) == [ner.find([text])[0] for text in texts]


def test_words_seen_are_forgotten_before_they_fill_the_memory(monkeypatch):
    ner = Ner(lambda: spacy.load(MODEL))
    known = len(ner._pipeline.vocab.strings)
    monkeypatch.setattr("bot.parsers.names.ner._WORDS_KEPT", known + 5)
    texts = [f"Soy Ana Palabra{n}a, madre de Luis Vocablo{n}o." for n in range(20)]
    assert ner.find(texts[:10]) + ner.find(texts[10:]) == Ner.load().find(texts)
    assert len(ner.find(["Hola"])) == 1
    assert len(ner._pipeline.vocab.strings) <= known + 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_with_exact_spans(text):
    for entity in Ner.load().find([text])[0]:
        assert text[entity.start : entity.end] == entity.text


def test_the_model_holds_on_wording_and_names_that_it_never_saw(ner):
    scores = measure(ner._pipeline, list(samples(300, seed=99, held_out=True)))
    assert scores["NAME"][2] > 0.75
    assert scores["ALL"][2] > 0.55


def test_the_model_is_small():
    assert sum(f.stat().st_size for f in MODEL.rglob("*") if f.is_file()) < 5_000_000
