"""What the words around a name say of the person: the writer, a pupil, a parent, somebody else.

Each rule is a phrase before or after a name, over *plain* text in which courses, phones and names are
replaced by runs of control characters (see `COURSE`, `PHONE`, `NAME`). Words of ten languages stand side by
side: a family mixes them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.parsers.kinship import (
    CHILD,
    COMMA,
    COURSE,
    IS,
    MY,
    NAME,
    NAME_CHAR,
    OF,
    OTHER_KIN,
    PARENT,
    PHONE,
    PUPIL,
    SELF,
    STAFF,
    THEIR,
    TITLE,
    B,
)
from bot.parsers.plain import plain


class Role(StrEnum):
    """What somebody named in a mail is to it."""

    WRITER = "writer"
    PARENT = "parent"  #: a parent or tutor spoken of in the third person
    STUDENT = "student"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` right before (or right after) a name speaks for `role` with `weight`."""

    name: str
    role: Role
    weight: float
    pattern: re.Pattern[str]


def _before(name: str, role: Role, weight: float, pattern: str) -> Rule:
    return Rule(name, role, weight, re.compile(rf"{B}{pattern}"))


def _after(name: str, role: Role, weight: float, pattern: str) -> Rule:
    return Rule(name, role, weight, re.compile(pattern))


MY_CHILD_RULE, KIN_RULE, PARENT_OF_RULE, LOCKED_RULE = (
    "mi hija …",
    "mi marido …",
    "…, madre de",
    "… no puede entrar",
)  #: their meaning depends on who writes

BEFORE = (
    _before("me llamo …", Role.WRITER, 5, rf"{SELF}(?:\s+(?:la|el|de nombre|igualmente))?\s*[,:]?\s*{TITLE}"),
    _before(
        "me llamo: somos …", Role.WRITER, 5, r"(?:somos|we are|nous sommes|suntem|somos os|wir sind|siamo)\s+"
    ),
    _before(
        "me llamo: soy la madre, …",
        Role.WRITER,
        5,
        rf"(?:soy|yo soy|i am|i'm|je suis|sunt|sou|ich bin|sono|soc)\s+(?:la|el|su|una de sus|uno de sus|"
        rf"l[ao]|a|the|his|her|sa|son|die|der)?\s*{PARENT}(?:\s+(?:y|and)\s+me llamo)?\s*[,:(]?\s*{TITLE}",
    ),
    _before(
        "me llamo: soy la madre de …, …",
        Role.WRITER,
        4,
        rf"(?:soy|yo|i am|i'm)\s+(?:la|el|su|the)?\s*{PARENT}\s+{OF}\s+{NAME}[,.]?\s*(?:{COURSE})"
        rf"?[,.]?\s*{TITLE}",
    ),
    _before(
        "me llamo: le escribe …",
        Role.WRITER,
        5,
        rf"(?:(?:le|les|os|te) escribe|quien (?:le|les|os)? ?(?:escribe|suscribe)(?: es)?|"
        rf"abajo firmante,?|el que suscribe,?|la que suscribe,?|fdo\.?:?|firmado:?|firma:?|signed:?|"
        rf"atte\.?:?)\s*[,:]?\s*{TITLE}",
    ),
    _before(
        "madre de …",
        Role.STUDENT,
        5,
        rf"(?:{PARENT}|padres|parents|parintii)(?:\s+(?:legal|biologic[oa]|soltera|adoptiv[oa]|"
        rf"de acogida|divorciad[oa]|separad[oa]))"
        rf"?\s+{OF}\s*(?:{MY}\s+)?(?:{PUPIL}|{CHILD})?\s*{TITLE}[:,]?\s*",
    ),
    _before(
        "أم …",
        Role.STUDENT,
        5,
        rf"(?:{plain('أم|أب|والدة|والد|мама|мати|тато|батько|мать|отец|папа|ولي أمر')})\s+(?:{PUPIL}\s+|"
        rf"{CHILD}\s+)?",
    ),
    _before("家长 …", Role.WRITER, 4, r"(?:家长|父亲|母亲|监护人)\s*[:：]?\s*(?:是|叫)?\s*"),
    _before("学生 …", Role.STUDENT, 4, r"(?:学生|孩子|儿子|女儿)\s*[:：]?\s*(?:是|叫)?\s*"),
    _before(
        "التلميذة …",
        Role.STUDENT,
        5,
        rf"(?:alumn[oa]|{plain('التلميذة|التلميذ|الطالب|الطالبة|учень|учня|учениця|учениці|ученик')})"
        rf"\s+(?={NAME_CHAR}|[a-z])",
    ),
    _before(
        "madre de dos alumnos: …",
        Role.STUDENT,
        4,
        rf"{OF}\s+(?:los |las |l[oa]s? )?(?:dos|tres|two|three|deux|doi|due|zwei)?\s*(?:{PUPIL}|{CHILD})"
        rf"\s*[,:]?\s*",
    ),
    _before(
        MY_CHILD_RULE,
        Role.STUDENT,
        5,
        rf"(?:{MY}|un|una|otro|otra|dos|tres|two|deux|tengo a|el|la)\s+(?:otr[oa]\s+)?(?:{CHILD})"
        rf"(?:\s+(?:mayor|pequen[oa]|median[oa]|menor|chic[oa]|adoptiv[oa]|de acogida))"
        rf"?{COMMA}(?:{IS}\s*:?\s*)?",
    ),
    _before(
        "mi padre … se llama …",
        Role.PARENT,
        4,
        rf"{MY}\s+{PARENT}\b[^{NAME_CHAR}\n]{{0,110}}?\b(?:se llama|su nombre es|name is)\s+{TITLE}",
    ),
    _before(
        "mi hija … se llama …",
        Role.STUDENT,
        4,
        rf"{MY}\s+{CHILD}\b[^{NAME_CHAR}\n]{{0,110}}?\b(?:se llama|su nombre es|name is)\s+{TITLE}",
    ),
    _before("my daughter's name is …", Role.STUDENT, 5, rf"{CHILD}'s name is\s+"),
    _before(
        "hijos: …",
        Role.STUDENT,
        4,
        rf"(?:{PUPIL}|hij[oa]s?|kids?|children|son|daughter)\s*(?:\([^)\n]{{0,20}}\))?\s*(?::|{IS}\s*:?)\s*",
    ),
    _before(
        "el alumno …",
        Role.STUDENT,
        5,
        rf"(?:{THEIR}|{OF}|{MY}|un|una)\s+{PUPIL}(?:\s+(?:menor|de edad))?{COMMA}(?:{IS}\s+)?{TITLE}",
    ),
    _before(
        "nombre del alumno …",
        Role.STUDENT,
        5,
        rf"(?:nombre|name|nom|nume|numele|nome)(?: y apellidos| completo)?\s+{OF}\s+(?:{MY}\s+)"
        rf"?(?:{PUPIL}|{CHILD})(?:\s+{IS})?{COMMA}",
    ),
    _before(
        "la abuela de …",
        Role.STUDENT,
        5,
        r"(?:abuel[oa]|yay[oa]|ti[oa]|hermana? mayor|hermano mayor|hermana|hermano|madrina|padrino|"
        r"vecin[oa]|pareja de la madre|cuidador[a]?|grandmother|grandma|grandfather|aunt|uncle|"
        r"neighbou?r|grand-mere|bunica|tante|tia|avo)\s+(?:matern[oa] |patern[oa] )?"
        rf"(?:{OF}|y tutora? legal de)\s+(?:{MY}\s+)?(?:{PUPIL}\s+|{CHILD}\s+)?",
    ),
    _before(
        "mi nieto …",
        Role.STUDENT,
        5,
        rf"(?:{MY}|un|una)\s+(?:niet[oa]s?|niet[oa]cit[oa]s?|sobrin[oa]s?|hijastr[oa]s?|ahijad[oa]s?|"
        rf"grandson|granddaughter|nephew|niece|petit-fils|petite-fille|nepotul|nepoata|neveu|niece)"
        rf"{COMMA}(?:{IS}\s+)?",
    ),
    _before(
        "lo de …",
        Role.STUDENT,
        1.5,
        rf"(?:lo|clave|contrasena|acceso|cuenta|ficha|expediente|notas|faltas|pasen|ipasen|ver (?:lo |"
        rf"las notas |las faltas )?)\s+(?:del?|d)\s+(?:{MY}\s+)?",
    ),
    _before("la mía es …", Role.STUDENT, 3, r"(?:la|el) (?:mia|mio|nuestra|nuestro) es\s+|mine is\s+"),
    _before("tengo a …", Role.STUDENT, 3, r"tenemos a\s+|tengo a\s+"),
    _before(
        "su tutora …",
        Role.OTHER,
        5,
        rf"(?:{STAFF})(?:\s+(?:de(?: mi| su| la| los| el)?|d[eo]l?)\s+[^\W\d_]+)?(?:\s+{OF}\s+{COURSE})"
        rf"?\s*(?:,|:|\(|(?:es|se llama|is))?\s*{TITLE}",
    ),
    _before(KIN_RULE, Role.OTHER, 5, rf"(?:{MY}|{THEIR})\s+(?:actual\s+)?{OTHER_KIN}{COMMA}(?:{IS}\s+)?"),
    _before(
        "el otro niño …",
        Role.OTHER,
        5.5,
        rf"(?:otro|otra|another|other|un autre|alt|alta)\s+(?:nin[oa]|chic[oa]|boy|girl|kid|{PUPIL}|"
        rf"{NAME})?(?:\s+que)"
        rf"?{COMMA}(?:{IS}\s+)?",
    ),
    _before(
        "Hola …",
        Role.OTHER,
        5,
        rf"(?:hola|buenos dias|buenas tardes|buenas noches|buenas|estimad[oa]s?|querid[oa]|hello|hi|dear|"
        rf"bonjour|atencion {OF}|a la atencion {OF}|hey|oye|saludos a|recuerdos a)[ ,]*{TITLE}",
    ),
    _before("gracias …", Role.OTHER, 2.5, rf"(?:gracias|thanks|merci)[ ,]+{TITLE}"),
    _before("don …", Role.OTHER, 1.5, r"(?:don|dona|dna\.?|d\.ª|d\.|dª|sr\.?|sra\.?|mr\.?|mrs\.?)\s+"),
    _before("la mujer de …", Role.PARENT, 5, r"(?:mujer|marido|espos[oa]|wife|husband)\s+(?:de|del|of)\s+"),
    _before(
        "el señor …",
        Role.PARENT,
        5.5,
        r"(?:el|la|al|para el|the|this)\s+(?:senora?|sra?|mr|mrs)\.?\s+(?:don |dona |d\. |dna\. )?",
    ),
    _before("mi madre …", Role.PARENT, 4, rf"(?:{MY}|{THEIR})\s+{PARENT}{COMMA}(?:{IS}\s+)?{TITLE}"),
    _before(
        "la madre de …, …",
        Role.PARENT,
        5,
        rf"{PARENT}\s+{OF}\s+(?:{MY}\s+)?(?:{PUPIL}\s+)?{NAME}\s*(?:[,(]?\s*(?:{OF}\s+)?{COURSE}\s*\)?)"
        rf"?{COMMA}(?:que )?(?:{IS}\s+)?{TITLE}",
    ),
    _before("ella es …", Role.PARENT, 3, r"(?:ella|el) (?:es|se llama)\s+|she is\s+|he is\s+"),
    _before(
        "colegio …",
        Role.OTHER,
        7,
        r"(?:(?:centro|hogar|equipo)(?: de \w+){1,3}|ceip|ies|colegio|instituto|cole|calle|c/|plaza|"
        r"avenida|avda\.?|residencia|hospital|"
        r"guarderia|ayuntamiento de|provincia de|pueblo de|academia)\s+",
    ),
    _before("no soy …", Role.OTHER, 6, r"no soy (?:de )?"),
)

AFTER = (
    _after(
        PARENT_OF_RULE,
        Role.WRITER,
        5,
        rf"\s*[,(\-]?\s*(?:que )?(?:soy |como |y soy |i am |am |sunt |je suis |en calidad de )?(?:la |"
        rf"el |l[ao]s |unic[oa] |the |una de las |die |der )?{PARENT}(?:\s+(?:legal|biologic[oa]|soltera|"
        rf"adoptiv[oa]|de acogida|y \w+))?\s+(?:{OF})(?=\s*(?:{MY}\s+)?(?:{PUPIL}|{CHILD})"
        rf"?\s*{TITLE}{NAME}|\s+(?:{MY}\s+)?(?:{PUPIL}|{CHILD})\b)",
    ),
    _after(
        "… (la madre)",
        Role.WRITER,
        4,
        rf"\s*[,(\-]\s*(?:su |la |el |soy su |soy la |soy el )?(?:unic[oa] )?{PARENT}\s*(?:[).,;\n]|$)",
    ),
    _after(
        "…, su tutora",
        Role.OTHER,
        5,
        rf"\s*[,(]\s*(?:su|la|el|mi|que es (?:su|la|el|mi)|her|his|the)\s+(?:{STAFF}|{OTHER_KIN})"
        rf"\b(?!\s+legal)",
    ),
    _after(
        "…, tutor de 3ºA",
        Role.OTHER,
        6,
        rf"\s*,?\s*(?:(?:el|la|soy|como)\s+)?{STAFF}\s+(?:{OF})?\s*(?:la clase |clase |grupo |l\s)?{COURSE}",
    ),
    _after(
        "…, que ya no está",
        Role.OTHER,
        6,
        r"\s*,?\s*que (?:ya )?(?:esta (?:ya )?en la uni|trabaja|termino|acabo|no esta|no estudia|vive|"
        r"se gradu|esta estudiando fuera)",
    ),
    _after(
        "… 3ºB",
        Role.STUDENT,
        3,
        rf"\s*(?:(?:[,(\-:|/]|que (?:esta|va|cursa|estudia|es)|esta|va|cursa|estudia|is|who is|qui est|"
        rf"care este|este|es|elev[a]?|eleve|alun[oa]|alumn[oa]|matriculad[oa]|repite|ha pasado|empieza|"
        rf"hace|ist|che)\s*)*(?:matriculad[oa] )?(?:en|in|a|de|d|del|al|el de|la de|of|y|year|clase|clasa|"
        rf"dans|em|na|no|alumn[oa] de|student of|la|curso|en la clase|in clasa|في|من|в|у)?\s*(?:el |la |"
        rf"l')?{COURSE}",
    ),
    _after(
        "…, alumno de",
        Role.STUDENT,
        4,
        rf"\s*[,(]?\s*(?:que es |es |is |est |este |uma? )?(?:an? |un |una )?{PUPIL}\b",
    ),
    _after(
        "… y 6xx",
        Role.WRITER,
        1,
        rf"\s*[,\-:.]?\s*(?:y )?(?:con |mi |tel\w*|tlf|tf|movil|num\w*|n[ºo]|phone|mobile|el|es|\.|,|:|"
        rf"\s)*{PHONE}",
    ),
    _after("…的妈妈", Role.STUDENT, 5, r"\s*的\s*(?:妈妈|母亲|爸爸|父亲|家长|媽媽|爸)"),
    _after("…'s mum", Role.STUDENT, 5, rf"\s*'s\s+{PARENT}\b"),
    _after(
        LOCKED_RULE,
        Role.PARENT,
        6,
        r"\s*,?\s*(?:me (?:dice|comenta|ha dicho) que )?(?:que )?(?:y )?(?:(?:no|ya no) (?:puede|"
        r"consigue|logra) (?:entrar|"
        r"acceder)|(?:se )?le (?:ha |han )?(?:bloque|caduc|olvid|perdi)|no le (?:deja|funciona|va|entra|"
        r"sale)|"
        r"ha (?:olvidado|perdido)|no (?:recuerda|se acuerda)|can't|cannot|is locked)",
    ),
    _after(
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
    rf"?{COURSE}\s*\)?)?\s*(?:[,;|/+&]|//|y|e|and|et|si|și|und|i|та|и|و|和|\n\s*[-*•]?)+\s*"
    rf"(?:(?:{OF}|a|la|el|su|mi|otr[oa]|tambien|also)\s+)?(?:(?:{MY}|su|la|el|otr[oa])\s+)"
    rf"?(?:herman[oa]\s+)?(?:{CHILD}\s+)?(?:{OF}\s+)?"
)
