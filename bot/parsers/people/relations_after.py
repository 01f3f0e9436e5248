"""Phrases after a name that say whose it is ("…, madre de", "… 3ºB"), and what links the names of a list.

Over the same marked text as `relations_before`.
"""

from __future__ import annotations

import re

from bot.parsers.names.kinship import (
    CHILD,
    COURSE,
    MY,
    NAME,
    OF,
    OTHER_KIN,
    PARENT,
    PHONE,
    PUPIL,
    STAFF,
    TITLE,
)
from bot.parsers.people.relations import LOCKED_RULE, MY_CHILD_RULE, PARENT_OF_RULE, Role, Rule

AFTER = (
    Rule(
        PARENT_OF_RULE,
        Role.WRITER,
        5,
        rf"\s*[,(\-]?\s*(?:que )?(?:soy |como |y soy |i am |am |sunt |je suis |en calidad de )?(?:la |"
        rf"el |l[ao]s |unic[oa] |the |una de las |die |der )?{PARENT}(?:\s+(?:legal|biologic[oa]|soltera|"
        rf"adoptiv[oa]|de acogida|y \w+))?\s+(?:{OF})(?=\s*(?:{MY}\s+)?(?:{PUPIL}|{CHILD})"
        rf"?\s*{TITLE}{NAME}|\s+(?:{MY}\s+)?(?:{PUPIL}|{CHILD})\b)",
    ),
    Rule(
        "… (la madre)",
        Role.WRITER,
        4,
        rf"\s*[,(\-]\s*(?:su |la |el |soy su |soy la |soy el )?(?:unic[oa] )?{PARENT}\s*(?:[).,;\n]|$)",
    ),
    Rule("… (soy yo)", Role.WRITER, 12, r"\s*[,(\-]\s*(?:que )?(?:soy yo|yo mism[oa]|servidora?)\b"),
    Rule(
        "… al habla",
        Role.WRITER,
        6,
        r"\s*,?\s*(?:al habla|al aparato|por aqui|(?:les?|os) (?:escribe|saluda)|here|speaking|am apparat|"
        r"a l'appareil)\b",
    ),
    Rule(
        "…, su tutora",
        Role.OTHER,
        5,
        rf"\s*[,(]\s*(?:su|la|el|mi|que es (?:su|la|el|mi)|her|his|the)\s+(?:{STAFF}|{OTHER_KIN})"
        rf"\b(?!\s+legal)",
    ),
    Rule(
        "…, tutor de 3ºA",
        Role.OTHER,
        6,
        rf"\s*,?\s*(?:(?:el|la|soy|como)\s+)?{STAFF}\s+(?:{OF})?\s*(?:la clase |clase |grupo |l\s)?{COURSE}",
    ),
    Rule(
        "…, que ya no está",
        Role.OTHER,
        6,
        r"\s*,?\s*(?:ya no (?:esta|va|estudia)\b|que (?:ya )?(?:esta (?:ya )?en la uni|trabaja|termino|acabo|"
        r"no esta|no estudia|vive|"
        r"se gradu|esta estudiando fuera))",
    ),
    Rule(
        "… 3ºB",
        Role.STUDENT,
        3,
        rf"\s*(?:(?:[,(\-:|/>=→]|(?:curso|grupo|clase|unidad)\s*:|"
        rf"que (?:esta|va|cursa|estudia|es)|esta|va|cursa|estudia|is|who is|qui est|"
        rf"care este|este|es|elev[a]?|eleve|alun[oa]|alumn[oa]|matriculad[oa]|repite|ha pasado|empieza|"
        rf"hace|ist|che)\s*)*(?:matriculad[oa] )?(?:en|in|a|de|d|del|al|el de|la de|of|y|year|clase|clasa|"
        rf"dans|em|na|no|alumn[oa] de|student of|la|curso|en la clase|in clasa|في|من|в|у)?\s*(?:el |la |"
        rf"l')?{COURSE}",
    ),
    Rule(
        "…, alumno de",
        Role.STUDENT,
        4,
        rf"\s*[,(]?\s*(?:que es |es |is |est |este |uma? )?(?:an? |un |una )?{PUPIL}\b",
    ),
    Rule(
        MY_CHILD_RULE,
        Role.STUDENT,
        5,
        rf"\s*[,(]\s*(?:que es |es )?{MY}\s+(?:otr[oa] )?{CHILD}(?=\s*(?:[.;)\n]|$|,(?!\s*{NAME})))",
    ),
    Rule(
        "… y 6xx",
        Role.WRITER,
        1,
        rf"\s*[,\-:.]?\s*(?:y )?(?:con |mi |tel\w*|tlf|tf|movil|num\w*|n[ºo]|phone|mobile|el|es|\.|,|:|"
        rf"\s)*{PHONE}",
    ),
    Rule(
        "…的妈妈",
        Role.STUDENT,
        5,
        r"\s*(?:[(（][^)）\n]{0,40}[)）]\s{0,2})?的\s*(?:妈妈|母亲|爸爸|父亲|家长|媽媽|爸)",
    ),
    Rule("…'s mum", Role.STUDENT, 5, rf"\s*'s\s+{PARENT}\b"),
    Rule(
        LOCKED_RULE,
        Role.PARENT,
        6,
        r"\s*,?\s*(?:me (?:dice|comenta|ha dicho) que )?(?:que )?(?:y )?(?:(?:no|ya no) (?:puede|"
        r"consigue|logra) (?:entrar|"
        r"acceder)|(?:se )?le (?:ha |han )?(?:bloque|caduc|olvid|perdi)|no le (?:deja|funciona|va|entra|"
        r"sale)|"
        r"ha (?:olvidado|perdido)|no (?:recuerda|se acuerda)|can't|cannot|is locked)",
    ),
    Rule(
        "… entra bien",
        Role.OTHER,
        4,
        r"\s*[,)]?\s*(?:si |el si |ella si )?(?:entra (?:bien|sin|perfect)|puede entrar|no se entera|"
        r"si (?:entra|puede))",
    ),
)

#: One name after another, as in a list: what stands between two names that share a role.
LINK = re.compile(
    rf"\s*(?:[,(\-–:]?\s*(?:que )?(?:esta |va |is |est |este |es )?(?:en |de |in |of |d |a |la )?(?:el )"
    rf"?{COURSE}\s*\)?)?\s*(?:,\s+(?=(?:y|e|and|et|si|und|i)\b))?(?:[,;|/+&]|//|y|e|and|et|si|și|und|i|та|и|و|和|\n\s*[-*•]?)+\s*"
    rf"(?:(?:{OF}|a|la|el|su|mi|otr[oa]|tambien|also)\s+)?(?:(?:{MY}|su|la|el|otr[oa])\s+)"
    rf"?(?:herman[oa]\s+)?(?:{CHILD}\s+)?(?:{OF}\s+)?"
)
#: A course right before a name, as in "2ºB: Ana" and "en 2ºB tengo a Ana"; and two names so written.
_IN_COURSE = (
    rf"(?:(?:en|in|de|of|dans)[^\S\n]+(?:el |la )?)?{COURSE}[^\S\n]*[,:)\-|>]*[^\S\n]*"
    rf"(?:(?:(?:esta|va|tengo|tenemos|is|est)\s+)?(?:a\s+)?(?:{MY}\s+)?(?:{CHILD}\s+)?)?"
)
COURSE_AHEAD = re.compile(_IN_COURSE)
COURSES_AHEAD = re.compile(
    rf"[\s.,]*(?:[,;|/+&\n]\s*[-*•(]?|\b(?:y|e|and|et|si|și|und|i)\b)\s*"
    rf"(?:(?:y|e|and|et|si|și|und|i)\b\s*)?{_IN_COURSE}"
)
