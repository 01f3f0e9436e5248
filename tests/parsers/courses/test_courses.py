from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.claim import Course
from bot.parsers.courses.reader import CourseReader
from bot.parsers.courses.words import CourseRules
from bot.rules.directory import load_rules, shipped_rules

RULES = load_rules(shipped_rules(), "courses.yaml", CourseRules)
READER = CourseReader(
    RULES,
    units={
        "1ºGM COC-A": Course(1, "CFGM", "COC", "A"),
        "2ºFPB-CYR": Course(2, "CFGB", "CYR"),
        "1º ESO A": Course(1, "ESO", None, "A"),
        "E4B": Course(4, "ESO", None, "B"),
        "E3DIV": Course(3, "PDC", "DIV"),
        "2 BCT A": Course(2, "BACH", "BCT", "A"),
    },
)
#: A school of which no common list knows the cycles, nor the manner of its units.
ODD = CourseReader(
    RULES,
    units={
        "1E-A": Course(1, "ESO", None, "A"),
        "3E-DIV": Course(3, "PDC"),
        "S1-A": Course(1, "ESO", None, "A"),
        "B1A": Course(1, "BACH", None, "A"),
        "2BA": Course(2, "BACH", None, "A"),
        "ESPA1 A": Course(1, "ESPA", None, "A"),
        "CFGM-IEA-1": Course(1, "CFGM", "IEA"),
        "FPB2-MVH": Course(2, "CFGB", "MVH"),
        "2GS-AYF": Course(2, "CFGS", "AYF"),
        "1GS-EDI": Course(1, "CFGS", "EDI"),
        "CS1-ARI": Course(1, "CFGS", "ARI"),
        "1FPB-AJ": Course(1, "CFGB", "AJ"),
        "1GM-PAE": Course(1, "CFGM", "PAE"),
    },
    cycles={
        "automatizacion y robotica industrial": Course(None, "CFGS", "ARI"),
        "agro-jardineria y composiciones florales": Course(None, "CFGB", "AJ"),
        "produccion agroecologica": Course(None, "CFGM", "PAE"),
        "instalaciones electricas y automaticas": Course(None, "CFGM", "IEA"),
        "mantenimiento de vehiculos": Course(None, "CFGB", "MVH"),
        "administracion y finanzas": Course(None, "CFGS", "AYF"),
        "educacion infantil": Course(None, "CFGS", "EDI"),
    },
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("está en 2º B este año", ["2º B"]),
        ("de 2B y ya", ["2º B"]),
        ("2.º B", ["2º B"]),
        ("Curso: 2º ESO B\nNivel: 2º ESO", ["2º ESO B", "2º ESO"]),
        ("3°B", ["3º B"]),
        ("4-B", ["4º B"]),
        ("segundo de la eso b que no", ["2º ESO B"]),
        ("Dilan Mejía, de 2º D ESO. No puedo entrar", ["2º ESO D"]),
        ("DILAN MEJIA, DE 2º D ESO. NO PUEDO ENTRAR", ["2º ESO"]),
        ("dilan mejía, de 2º d eso b", ["2º ESO B"]),
        ("tercero c de la eso", ["3º ESO C"]),
        ("primerito D.", ["1º D"]),
        ("1º de E.S.O., grupo B, del centro", ["1º ESO B"]),
        ("3ºD d la ESO", ["3º ESO D"]),
        ("3º de ESO de secundaria B", ["3º ESO B"]),
        ("2º de bachillerato de bachiller C", ["2º BACH C"]),
        ("1º FP, CFGM de cocina", ["1º CFGM COC"]),
        ("3º ESO de cocina", ["3º ESO"]),
        ("está en segundo d cosina en la basica", ["2º CFGB"]),
        ("3º e s o B", ["3º ESO B"]),
        ("3º E. S. O B", ["3º ESO B"]),
        ("3º e.s o B", ["3º ESO B"]),
        ("2ESO D", ["2º ESO D"]),
        ("1º ESOB", ["1º ESO B"]),
        ("cambió de Bachillerato a 1º de grado básico", ["BACH", "1º CFGB"]),
        ("2º de Gestión", ["2º CFGM GA"]),
        ("ESTÁ EN 3 A DE LA ESO. TELÉFONO", ["3º ESO A"]),
        ("(4º ESO, letra E)", ["4º ESO E"]),
        ("1º de ESO A. No puedo", ["1º ESO A"]),
        ("1 bach c", ["1º BACH C"]),
        ("2º BTO B", ["2º BACH B"]),
        ("1º Bach. B - acceso", ["1º BACH B"]),
        ("primero de bachiller", ["1º BACH"]),
        ("2º de Bach. de Ciencias C", ["2º BACH C"]),
        ("Batxi A", ["BACH A"]),
        ("el grado medio de informática", ["CFGM SMR"]),
        ("primero de gestión administrativa el de grado medio", ["1º CFGM GA"]),
        ("1DAW", ["1º CFGS DAW"]),
        ("SMR 2", ["2º CFGM SMR"]),
        ("2º FPB", ["2º CFGB"]),
        ("segundo de la FP básica", ["2º CFGB"]),
        ("3 PDC", ["3º PDC"]),
        ("cuarto de diversificación", ["4º PDC"]),
        ("1ºGM COC-A", ["1º CFGM COC A"]),
        ("4º de primaria", ["4º PRIMARIA"]),
        ("repite 2º, este año le ha tocado el A.", ["2º A"]),
        ("CURSO 3º ESO\nGRUPO D", ["3º ESO D"]),
        ("1º y 3º de ESO", ["1º ESO", "3º ESO"]),
        ("1º ESO E / 4º ESO A", ["1º ESO E", "4º ESO A"]),
        ("première année du grado medio d'informatique (SMR)", ["1º CFGM SMR"]),
        ("4th ESO, group B", ["4º ESO B"]),
        ("deuxième année de ESO, groupe B", ["2º ESO B"]),
        ("ella está en el B de 3º y él en el A de 2º", ["3º B", "2º A"]),
        ("de 1º de ESO, la del B", ["1º ESO B"]),
        ("primero de bachillerato a punto se me", ["1º BACH A"]),
        ("E4B y e-4 b", ["4º ESO B", "4º ESO B"]),
        ("está en E3DIV", ["3º PDC"]),
        ("de 2BCT A", ["2º BACH A"]),
        ("primer d'ESO, grup B", ["1º ESO B"]),
        ("está en 4º. Gracias", ["4º"]),
        ("(2º ESO). A partir de ahora", ["2º ESO"]),
        ("está en 4º de ESO, en el B", ["4º ESO B"]),
        ("que está en cuarto a este año", ["4º A"]),
        ("alumna de 7° grado B", ["7º B"]),
        ("octavo grado, sección A", ["8º A"]),
        ("de 2º de secundaria para adultos", ["2º ESPA"]),
        ("nivel II de ESPA", ["2º ESPA"]),
        ("de 8 a 9 de la mañana", []),
        ("del salón dos B de la ESO", ["2º ESO B"]),
        ("tengo dos a mi cargo", []),
        ("so far, so good", []),
        ("tercero be", ["3º B"]),
        ("segundo ce de la eso", ["2º ESO C"]),
        ("curso: 2º ESO. grupo: C", ["2º ESO C"]),
        ("Ana (1ºA), Luis (3ºB) y Eva (2º BTO)", ["1º A", "3º B", "2º BACH"]),
    ],
)
def test_courses_of_parents_dialects(text: str, expected: list[str]) -> None:
    assert [str(m.course) for m in READER.find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "trabajo de 3 a 5 de la tarde",
        "nació el 9 de febrero de 2014",
        "tengo 2 hijos y 1 hija",
        "la 2ª vez que escribo",
        "C/ Real 25, 4º C",
        "Calle del Pino 3 B",
        "primero: la contraseña",
        "le gusta la cocina",
        "1. No puedo entrar",
        "a las 2 h",
        "la primera evaluación",
        "en segundo a ver si puedo",
        "Un saludo. A. Pérez",
        "Eva María",
        "vive en un 3º B de la calle Mayor",
        "es la 3ª vez que lo intento",
        "mi móvil es el segundo de la lista",
        "la respuesta por este medio, no superior",
        "en general, y las letras del apellido",
    ],
)
def test_what_is_no_course(text: str) -> None:
    assert READER.find(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O meu filho está no 2º da ESO, turma D", ["2º ESO D"]),
        ("está na turma C do 1º da ESO", ["1º ESO C"]),
        ("fiul meu, clasa a 2-a ESO, grupa B", ["2º ESO B"]),
        ("fiica mea, clasa a III-a B", ["3º B"]),
        ("mein Sohn geht in die Klasse 2 D", ["2º D"]),
        ("in der vierten Klasse der ESO, Gruppe A", ["4º ESO A"]),
        ("im ersten Jahr des Bachillerato", ["1º BACH"]),
        ("mon fils est en classe de 2º D", ["2º D"]),
        ("élève de 1ère année de ESO, groupe C", ["1º ESO C"]),
        ("my son is in year 3, group B", ["3º B"]),
        ("my daughter is in class 4 C", ["4º C"]),
        ("mia figlia è in terza ESO, sezione B", ["3º ESO B"]),
        ("nella classe prima C della ESO", ["1º ESO C"]),
        ("моя донька вчиться в 2 ESO, клас C", ["2º ESO C"]),
        ("учень 4-го класу B", ["4º B"]),
        ("дочка в 1-му класі ESO, група A", ["1º ESO A"]),
        ("ابني في الصف 2 ESO D", ["2º ESO D"]),
        ("ابنتي في 3 ESO، الصف B", ["3º ESO B"]),
        ("我女儿读3年级B班", ["3º B"]),
        ("孩子在 ESO 1 年级 C 班", ["1º ESO C"]),
    ],
)
def test_courses_in_the_families_languages(text: str, expected: list[str]) -> None:
    assert [str(m.course) for m in READER.find(text)] == expected


def test_last_years_course_and_a_teachers_course_are_marked() -> None:
    past, now = READER.find("el año pasado estaba en 1ºB y ahora está en 2ºD")
    assert (past.past, now.past) == (True, False)
    (teachers,) = READER.find("Don Antonio, el tutor de 3ºA, me lo dijo")
    assert teachers.teachers


@given(st.text(alphabet="123456ºABCabc esobachde,.\n()", max_size=60))
def test_spans_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for mention in READER.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.course
        end = mention.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alumna de 3E-C", ["3º ESO C"]),
        ("en 3E-DIV", ["3º PDC"]),
        ("es de S2-B y el otro de S4-A", ["2º ESO B", "4º ESO A"]),
        ("B1C", ["1º BACH C"]),
        ("de 1BC, ba ba", ["1º BACH C"]),
        ("estudio ESPA2", ["2º ESPA"]),
        ("ESPA 1, grupo B", ["1º ESPA B"]),
        ("el unidad CFGM-IEA-2", ["2º CFGM IEA"]),
        ("segundo de la FP básica de vehículos", ["2º CFGB MVH"]),
        ("1º de eléctricas", ["1º CFGM IEA"]),
        ("2º AyF", ["2º CFGS AYF"]),
        ("2º de administración y finanzas", ["2º CFGS AYF"]),
        ("1º de Educación Infantil", ["1º CFGS EDI"]),
        ("segundo de FP Básica (jardinería)", ["2º CFGB AJ"]),
        ("el módulo ese de lo ecológico, en primero", ["1º CFGM PAE"]),
        ("segundo de agroecologica", ["2º CFGM PAE"]),
        ("primero del medio de electricidad", ["1º CFGM IEA"]),
        ("1º superior de robótica", ["1º CFGS ARI"]),
        ("2º ESO, el medio de contacto es este", ["2º ESO"]),
        ("con 3 e hijos, 1 e a las cinco", []),
    ],
)
def test_courses_as_this_school_calls_them(text: str, expected: list[str]) -> None:
    assert [str(m.course) for m in ODD.find(text)] == expected


def test_the_stage_behind_a_group_is_no_word() -> None:
    units = {"4-A(E)": Course(4, "ESO", None, "A"), "1-D(E)": Course(1, "ESO", None, "D")}
    reader = CourseReader(load_rules(shipped_rules(), "courses.yaml", CourseRules), units=units)
    assert all(m.course.group is None for m in reader.find("en 1º de Formación"))
    assert [str(m.course) for m in reader.find("en 4-A(E)")] == ["4º A"]


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("primero de Bachillerato (modalidad de Ciencias", "1º BACH"),
        ("2º de bachillerato, ciencias", "2º BACH"),
        ("1º de Bachillerato de Humanidades y Sociales", "1º BACH"),
        ("1. Bachillerato, Geisteswissenschaften", "1º BACH"),
        ("bachillerato de letras", "BACH"),
        ("1º Bachillerato, rama de humanidades, grupo B", "1º BACH B"),
    ],
)
def test_a_modality_belongs_to_the_course(text: str, course: str) -> None:
    (mention,) = READER.find(text)
    assert (str(mention.course), mention.end) == (course, len(text))  # no name begins in it


@pytest.mark.parametrize(
    ("text", "courses"),
    [
        ("Susana Bachiller Ruiz, madre de Ana", []),
        ("Un saludo,\nCarmelo Bachiller", []),
        ("Bachiller Ruiz, Ana (2º D)", ["2º D"]),
        ("Hace Bachiller, grupo B", ["BACH B"]),
        ("Bachiller Ciencias", ["BACH"]),
        ("está en bachiller", ["BACH"]),
        ("Primero Bachiller", ["1º BACH"]),
    ],
)
def test_a_surname_is_no_stage(text: str, courses: list[str]) -> None:
    assert [str(mention.course) for mention in READER.find(text)] == courses


def test_a_code_that_is_a_word_is_found_only_as_the_school_spells_it() -> None:
    units = {"1º CFGB EL": Course(1, "CFGB", "EL"), "4º A ESO": Course(4, "ESO", None, "A")}
    reader = CourseReader(RULES, units, {"electricidad": Course(None, "CFGB", "EL")})
    found = {
        "el 4º C de la ESO, el 649": ["4º ESO C"],
        "1º CFGB EL": ["1º CFGB EL"],
        "la básica de electricidad, primero": ["1º CFGB EL"],
    }
    for text, courses in found.items():
        assert [str(mention.course) for mention in reader.find(text)] == courses


@pytest.mark.parametrize("text", ["3º de ciencias", "1º de ciencias"])
def test_a_modality_without_its_stage_is_no_course(text: str) -> None:
    assert READER.find(text) == []
