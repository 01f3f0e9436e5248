"""Roles that words, forms and places give to the people of a text."""

from __future__ import annotations

import pytest

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Lexicon
from bot.model.claim import Region
from bot.parsers.courses.reader import CourseReader
from bot.parsers.courses.words import CourseRules
from bot.parsers.names.words import NameWords, make_name_words
from bot.parsers.people.evidence import Witnesses
from bot.parsers.people.named import find_people
from bot.parsers.people.writer import read_writer
from bot.parsers.scene import Zone, ZoneKind, make_scene
from bot.rules.directory import load_rules, shipped_rules

HYPOCORISTICS = Hypocoristics.load(shipped_rules())
COURSES = CourseReader(load_rules(shipped_rules(), "courses.yaml", CourseRules))


@pytest.fixture(scope="module")
def names() -> NameWords:
    return make_name_words(HYPOCORISTICS.given | HYPOCORISTICS.shorts, HYPOCORISTICS.surnames, {}, {})


def roles(text: str, names: NameWords) -> dict[str, str]:
    scene = make_scene(Region.BODY, text, [Zone(ZoneKind.OWN, 0, len(text))], COURSES, country="ES")
    people, _ = find_people([scene], [[]], names, Witnesses(Lexicon(HYPOCORISTICS)))
    return {p.value: str(p.role) for p in people if p.found_by != "nothing said"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("soy Ana Gil, madre de Leo Mora", {"Ana Gil": "writer", "Leo Mora": "student"}),
        ("Ana Gil, la mamá d Leo Mora", {"Ana Gil": "writer", "Leo Mora": "student"}),
        ("mi hija se llama Vera Sanz", {"Vera Sanz": "student"}),
        ("Tutor legal: Luis Pardo", {"Luis Pardo": "writer"}),
        ("Alumna: Vera Sanz", {"Vera Sanz": "student"}),
        ("Nombre del alumno/a\nVera Sanz", {"Vera Sanz": "student"}),
        ("su tutora, Pilar Romero, me dijo", {"Pilar Romero": "other"}),
        ("Pilar Romero, su tutora, me dijo", {"Pilar Romero": "other"}),
        ("mi marido, Luis Pardo, entra bien", {"Luis Pardo": "other"}),
        ("mi mujer (Eva Sol) entra", {"Eva Sol": "other"}),
        ("Vera Sanz, de 2º B", {"Vera Sanz": "student"}),
        ("la madre de Vera Sanz, Eva Sol, no puede entrar", {"Vera Sanz": "student", "Eva Sol": "parent"}),
        ("padre de Leo y Vera Sanz", {"Leo": "student", "Vera Sanz": "student"}),
        ("la otra niña es Eva Mora", {"Eva Mora": "other"}),
        ("Un saludo,\nEva Sol", {"Eva Sol": "writer"}),
        ("Hola Rafael, no entro", {"Rafael": "other"}),
        ("Muchas gracias Eva Sol", {"Eva Sol": "writer"}),
        (
            "Perfecto, gracias Pilar.\nAprovecho: a Luis Pardo, su padre, el usuario le sale bloqueado desde ayer",
            {"Pilar": "other", "Luis Pardo": "writer"},
        ),
        ("Julia Soto al habla, no puedo entrar", {"Julia Soto": "writer"}),
        ("Emma Stone's mum, Carol Stone", {"Emma Stone": "student"}),
        ("Padre | Alumno\nLuis Pardo | Vera Pardo", {"Luis Pardo": "writer", "Vera Pardo": "student"}),
    ],
)
def test_role_by_the_words_around(text: str, expected: dict[str, str], names: NameWords) -> None:
    assert roles(text, names) == expected


@pytest.mark.parametrize(
    ("text", "given", "surnames"),
    [
        ("soy María del Mar Gil Pons", "María del Mar", "Gil Pons"),
        ("soy Mª José Gil", "Mª José", "Gil"),
        ("soy Gil Pons, Ana", "Ana", "Gil Pons"),
        ("soy Juan de Dios Ruiz", "Juan de Dios", "Ruiz"),
        ("soy Raúl del Valle Gil", "Raúl", "del Valle Gil"),
        ("soy ana lopez de la fuente", "ana", "lopez de la fuente"),
        ("soy J. A. Gil Pons", "J. A.", "Gil Pons"),
        ("soy Ana Muñoz-Seca Gil", "Ana", "Muñoz-Seca Gil"),
        ("soy Ana Gil y no puedo", "Ana", "Gil"),
    ],
)
def test_where_a_name_ends_and_how_it_splits(text: str, given: str, surnames: str, names: NameWords) -> None:
    scene = make_scene(Region.BODY, text, [Zone(ZoneKind.OWN, 0, len(text))], COURSES, country="ES")
    people, _ = find_people([scene], [[]], names, Witnesses(Lexicon(HYPOCORISTICS)))
    (person,) = people
    assert (person.name.given, person.mention.surnames_text(text)) == (given, surnames)


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ("soy la madre de \x03\x03", "guardian"),
        ("\x03\x03, padre de \x03\x03", "guardian"),
        ("mi hijo no aparece", "guardian"),
        ("soy la abuela de \x03\x03", "third_party"),
        ("soy la abuela de \x03\x03, yo soy la tutora legal", "guardian"),
        ("soy \x03\x03, tutor de \x01\x01", "third_party"),
        ("soy alumna de \x01\x01", "student"),
        ("mi madre no puede entrar", "student"),
        ("my mum can't get in, i am a student", "student"),
        ("no puedo entrar", "unknown"),
        ("ha llamado una madre, \x03\x03, que no entra", "third_party"),
        ("escribe el padre, \x03\x03", "guardian"),
        ("nos escribe la madre, \x03\x03", "third_party"),
        ("me escribe el padre de \x03\x03", "third_party"),
        ("ponle contrasena nueva", "third_party"),
        ("soy mediadora intercultural. no puede entrar el padre de \x03\x03", "third_party"),
        ("acompano al padre de \x03\x03", "third_party"),
        ("una feligresa, \x03\x03, madre de \x03\x03", "third_party"),
        ("una madre, \x03\x03, madre de \x03\x03", "guardian"),
        ("tengo en ventanilla a \x03\x03, madre de \x03\x03", "third_party"),
        ("tengo aqui a mi hija \x03\x03", "guardian"),
        ("yo amigo de \x03\x03. ella mama de \x03\x03", "third_party"),
        ("soy \x03\x03, la hermana mayor de \x03\x03, de \x01\x01. tengo 24 anos", "third_party"),
        ("soy \x03\x03 y tengo 24 anos", "student"),
        ("soy \x03\x03, alumna de \x01\x01. mi madre la ha perdido, se la podeis restablecer", "student"),
        ("le hace falta una contrasena a \x03\x03, la madre de \x03\x03", "third_party"),
        ("\x03\x03, madre de \x03\x03, esta bloqueada. solicito que se le genere una nueva", "third_party"),
        ("mi suegra, \x03\x03, no entra. ¿le mandais clave?", "third_party"),
        ("contrasena de ipasen para d. \x03\x03, marinero y padre de \x03\x03", "third_party"),
        ("telefono del interesado: \x02\x02", "third_party"),
        ("acceso a ipasen de un cliente", "third_party"),
        ("\x03\x03, madre de \x03\x03. escribo desde el ordenador de una clienta", "guardian"),
        ("\x03\x03, madre de \x03\x03. la clave que me ha puesto la de secretaria no va", "guardian"),
        ("ruego le faciliten nuevas credenciales", "third_party"),
        ("titular: \x03\x03\nhija: \x03\x03\n\x03\x03 (cunada)", "third_party"),
        ("nombre: \x03\x03\nrellenado por: \x03\x03, hermana mayor (23 anos)", "third_party"),
        ("curso: \x01\x01\nescrito por su sobrina \x03\x03", "third_party"),
        ("soy \x03\x03, madre de \x03\x03\n\x03\x03 (tia y tutora legal)", "guardian"),
        ("mi nina \x03\x03, \x01\x01. lo borre en la comunion de mi sobrino", "guardian"),
        ("habla \x03\x03, alumno de \x01\x01", "student"),
        ("soy \x03\x03. mi madre dice que si le mandas otra clave", "student"),
        ("soy \x03\x03, madre de \x03\x03. cuando mi madre llegue de trabajar se lo enseno", "student"),
        ("soy \x03\x03, madre de \x03\x03. quiero ver que me ha puesto la de lengua en el examen", "student"),
        (
            "soy \x03\x03, madre de \x03\x03. mi madre sale tarde del \x03 y tiene que firmarme la excursion",
            "student",
        ),
        ("soy \x03\x03, madre de \x03\x03. urge, me han puesto un parte", "student"),
        ("soy \x03\x03, padre de \x03\x03. ya estaba roto cuando llegamos nosotros al pasillo", "student"),
        ("padre: \x03\x03\n\nd. \x03\x03\np.\x03\x03: \x03\x03, oficial de la notaria", "third_party"),
        ("dona \x03\x03, madre de \x03\x03\nfdo.: en su nombre, \x03\x03", "third_party"),
        ("traduzco lo que me dicta la senora: soy \x03\x03, madre de \x03\x03", "third_party"),
        ("traduzco con el movil. soy \x03\x03, madre de \x03\x03", "guardian"),
        ("\x03\x03, madre de \x03\x03. ha venido hoy a mi tutoria y no le entra", "third_party"),
        ("\x03\x03, madre de \x03\x03. no puede entrar. le he dicho que os escribia yo", "third_party"),
        ("\x03\x03, madre de \x03\x03. ha estado hoy mi marido en el despacho de la orientadora", "guardian"),
        ("soy \x03\x03, madre de \x03\x03. la tutora me dijo que ella os lo pasaba", "guardian"),
        ("tutora legal: \x03\x03\nnuestra madre no quiere verlo y prefiero mirarlo yo", "third_party"),
        ("clienta con ipasen bloqueado. datos: \x03\x03, hija \x03\x03", "third_party"),
        ("en mi tienda hay clientes con prisas. soy \x03\x03, madre de \x03\x03", "guardian"),
        ("soy \x03\x03, madre de \x03\x03. le han puesto un parte y tengo que firmarle", "guardian"),
        ("soy \x03\x03, madre de \x03\x03. me han puesto un parte a la nina", "guardian"),
        ("incidencia del usuario d. \x03\x03, tutor legal de la alumna \x03\x03", "third_party"),
        ("consulta de una usuaria de su centro, dª \x03\x03, madre de \x03\x03", "third_party"),
        ("incidencia de usuario: soy \x03\x03, madre de \x03\x03", "guardian"),
        ("padre: \x03\x03\nhijo: \x03\x03\n\x03\x03 (sobrina de \x03, que no tiene correo)", "third_party"),
    ],
)
def test_who_writes(text: str, writer: str) -> None:
    assert str(read_writer([text]).writer) == writer
