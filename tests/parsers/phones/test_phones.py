"""Phones as families write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.claim import Region
from bot.parsers.phones.numbers import PhoneFinding, PhoneKind, find_phones


def read(text: str, country: str = "ES") -> list[tuple[str, str]]:
    return [(p.value, str(p.kind)) for p in find_phones(text, Region.BODY, country=country)]


MOBILE = [("+34654123456", "mobile")]


@pytest.mark.parametrize(
    "text",
    [
        "654123456",
        "mi móvil es el 654 123 456, gracias",
        "654 12 34 56",
        "654.123.456",
        "654-12-34-56",
        "654/123/456",
        "654 - 123 - 456",
        "65 41 23 456",
        "6 5 4 1 2 3 4 5 6",
        "6541 23456",
        "tlf:654123456",
        "tlf654123456",
        "Tel.654 123 456.",
        "MOVIL654123456",
        "+34 654 123 456",
        "+34654123456",
        "(+34) 654 12 34 56",
        "(34) 654123456",
        "34654123456",
        "0034 654123456",
        "0034-654-12-34-56",
        "más 34 654 123 456",
        "mi móvil es 654 12\n34 56 un saludo",
        "654\u00a0123\u00a0456",
        "654\u200b123\u200b456",
        "٦٥٤١٢٣٤٥٦",
        "654１２３456",
        "654–123–456",
        "[654123456]",
        "móvil 654 123 456 2º ESO B",
        "654123456 2 de eso c",
        "2ºB 654123456",
        "3 ESO A 654 123 456",
        "4º 654123456",
        "seis cinco cuatro uno dos tres cuatro cinco seis",
        "mi teléfono es el seis cinco cuatro doce treinta y cuatro cincuenta y seis vale gracias",
        "seiscientos cincuenta y cuatro, doce, treinta y cuatro, cincuenta y seis",
        "SEISCIENTOS CINCUENTA Y CUATRO CIENTO VEINTITRÉS CUATROCIENTOS CINCUENTA Y SEIS",
        "654 doce treinta y cuatro 56",
        "el seiscientos cincuenta y cuatro 12 34 56",
        "más treinta y cuatro seis cinco cuatro doce treinta y cuatro cincuenta y seis",
        "654123456gracias",
        "Nº Id. Escolar 3085882, móvil 654123456",
        "nacido el 09/02/2014, 654123456",
        "12345678Z 654123456",
        "a las 17:30 llamadme al 654123456",
        "ana654@correo.test 654123456",
        "654 12 34 56 de casa",
        "654 12 34 56 o por correo",
        "654 12 34 56 a partir de las 15:00",
        "lo puse en la matrícula: 654 12 34 56",
        "654 12 34 56 y es de mayo",
        "me bloqueé el 12 de marzo, 654 12 34 56",
        "654 12 34 56 María Vázquez",
        "654-12-34-56 Marina, la madre",
        "654 12 34 56 Octavio Sol",
        "654 12 34 56 Juliana",
        "654 12 34 56 eso es todo",
        "654 12 34 56 hijos: Ana y Luis",
        "654 12 34 56 2 ESO",
        "mi usuario da error: 654123456",
    ],
)
def test_one_mobile(text):
    assert read(text) == MOBILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oficina: 955 02 11 40", [("+34955021140", "landline")]),
        ("llame al 900 123 456", [("+34900123456", "landline")]),
        ("0040 723 398 453", [("+40723398453", "foreign")]),
        ("+40 748 589 630 y no puede entrar", [("+40748589630", "foreign")]),
        ("+212 6 12 34 56 78", [("+212612345678", "foreign")]),
        ("+44 20 7946 0123", [("+442079460123", "foreign")]),
        ("+44 (0)20 7946 0123", [("+442079460123", "foreign")]),
        ("+49 151 20 44 81 90", [("+4915120448190", "foreign")]),
        ("+380 67 123 45 67", [("+380671234567", "foreign")]),
        ("numărul meu din România 0723 398 453", [("+40723398453", "foreign")]),
        ("mi número de Rumanía es el 0723398453", [("+40723398453", "foreign")]),
        ("40723398453", [("+40723398453", "foreign")]),
        ("654123456 / 955021140", [("+34654123456", "mobile"), ("+34955021140", "landline")]),
        ("654 123 456\n612 345 678", [("+34654123456", "mobile"), ("+34612345678", "mobile")]),
        ("654123456 612345678", [("+34654123456", "mobile"), ("+34612345678", "mobile")]),
        ("756 123 456", [("+34756123456", "mobile")]),
        ("\ufe0f\u20e3".join("654123456") + "\ufe0f\u20e3 gracias", [("+34654123456", "mobile")]),
        ("seis cinco tres doble cero cuarenta y uno, 87", [("+34653004187", "mobile")]),
        ("móvil seis cero doble cuatro, triple uno doble nueve", [("+34604411199", "mobile")]),
    ],
)
def test_other_numbers(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Mi móvil es el 67586816.", "67586816"),
        ("mi móvil es 65543", "65543"),
        ("tlf 6541234567", "6541234567"),
        ("Teléfono: 654 12 34 56 7", "654123456" + "7"),
        ("Teléfono:\n65412345\nUn saludo", "65412345"),
        ("Ana Ruiz\n65412345", "65412345"),
        ("mi número es +34 65412345", "3465412345"),
        ("móvil +40 748 589", "40748589"),
        ("mi movil seis cinco cuatro doce treinta y cuatro cinco", "65412345"),
        ("whatsapp 54123456", "54123456"),
        ("mi móvil +40 748 58 96 30 11", "4074858963011"),
        ("tlf +34 654 123 4567", "346541234567"),
        ("mi móvil es 65412345 y mi hijo va a 2º", "65412345"),
    ],
)
def test_incomplete(text, digits):
    assert read(text) == [(digits, "incomplete")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DNI 52542975G",
        "NIF 52.542.975-G",
        "mi dni es el 52542975 g",
        "mi dni es 65254297",
        "NIE X1234567L",
        "Y-1234567-X",
        "el niño nació el 9 de febrero de 2014",
        "nacida el 09/02/2014",
        "nacida el 09-02-2014",
        "fecha 2014-02-09",
        "ES91 2100 0418 4502 0005 1332",
        "Nº Id. Escolar: 3085882",
        "número de expediente 651234567",
        "número de matrícula 654123456",
        "C/ Real 4, 41013 Sevilla",
        "son 1.250,50 euros",
        "65412345 €",
        "error 3 y luego error 500",
        "el viejo acababa en 460",
        "de 17:30 a 18:45",
        "tengo dos hijos uno en tercero y uno en cuarto",
        "https://correo.test/?id=654123456",
        "jose654123456@correo.test",
        "usuario jlopez654123456",
        "654123456789012345678",
        "me llamo Ana y el curso es 12345",
        "2026 2027",
        "llevo 10 días sin entrar, 3 veces lo he intentado",
    ],
)
def test_no_phone(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7123-4567", [("+50371234567", "mobile")]),
        ("mi celular 6123 4567", [("+50361234567", "mobile")]),
        ("+503 7123-4567", [("+50371234567", "mobile")]),
        ("casa 2222-3333", [("+50322223333", "landline")]),
        ("DUI 04288874-5, celular 7123-4567", [("+50371234567", "mobile")]),
        ("04288874-5", []),
        ("celular 7123-456", [("7123456", "incomplete")]),
        ("+34 654 123 456", [("+34654123456", "foreign")]),
    ],
)
def test_el_salvador(text, expected):
    assert read(text, "SV") == expected


def test_words_around_tell_old_from_new():
    old, new = find_phones(
        "El que tenían, 648757505, está dado de baja. El nuevo es el 611 30 48 92.", Region.BODY
    )
    assert old.before == ("el", "que", "tenian")
    assert old.after == ("esta", "dado", "de", "baja")
    assert new.before == ("el", "nuevo", "es", "el")


def test_words_of_the_neighbour_are_not_its_own():
    mobile, office = find_phones("Móvil 643 91 46 49 | Trabajo 955 92 40 00", Region.BODY)
    assert (mobile.before, mobile.after) == (("movil",), ("trabajo",))
    assert office.before == ("trabajo",)


def test_label_on_the_line_above():
    (phone,) = find_phones("Móvil con la app:\n\n654 123 456", Region.BODY)
    assert phone.before == ("movil", "con", "la", "app")


def test_offset_and_text():
    (phone,) = find_phones("tlf (+34) 654 12 34 56.", Region.SUBJECT, offset=100)
    assert isinstance(phone, PhoneFinding)
    assert (phone.text, phone.start, phone.end) == ("+34) 654 12 34 56", 105, 122)
    assert phone.kind is PhoneKind.MOBILE


@pytest.mark.parametrize(
    "text", ["1", "12 ", "uno ", "1.", "1/", "+34 ", "a", "0034 ", "654 123 456\n", "dni es el "]
)
def test_a_hostile_text_is_read_to_its_end(text):
    """Quadratic work on 60 kB would not end within the patience of anybody."""
    assert isinstance(find_phones(text * (60_000 // len(text)), Region.BODY), list)


@given(st.text(alphabet=st.sampled_from("0123456789 +-./()\nabñº٦seisdoce,€:@"), max_size=80))
def test_never_raises_and_spans_are_exact(text):
    for phone in find_phones(text, Region.BODY, offset=7):
        assert text[phone.start - 7 : phone.end - 7] == phone.text


@given(
    number=st.integers(600_000_000, 699_999_999).map(str),
    cuts=st.sets(st.integers(1, 8)),
    joint=st.sampled_from([" ", ".", "-", " - ", "\u00a0"]),
    prefix=st.sampled_from(["", "+34 ", "0034", "(+34)", "+34-"]),
)
def test_any_grouping_is_read(number, cuts, joint, prefix):
    written = prefix + "".join((joint if i in cuts else "") + d for i, d in enumerate(number))
    assert [p.value for p in find_phones(f"Móvil {written}\n", Region.BODY)] == [f"+34{number}"]
