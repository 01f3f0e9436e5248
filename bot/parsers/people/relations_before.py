"""Phrases before a name that say whose it is: "soy …", "mi hija …", "su tutora …".

Each is a pattern over *plain* text in which courses, phones and names are replaced by runs of control
characters (see `kinship`). Words of ten languages stand side by side: a family mixes them too.
"""

from __future__ import annotations

from bot.parsers.names.kinship import (
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
    PUPIL,
    SELF,
    STAFF,
    THEIR,
    TITLE,
    B,
)
from bot.parsers.people.relations import KIN_RULE, MY_CHILD_RULE, TITLED_RULE, Role, Rule
from bot.text.plain import plain


def _before(name: str, role: Role, weight: float, pattern: str) -> Rule:
    return Rule(name, role, weight, rf"{B}{pattern}")


BEFORE = (
    _before("I am …'s mum", Role.STUDENT, 6, rf"{SELF}\s+(?={NAME}\s?['’]s\s)"),
    _before(
        "me llamo …",
        Role.WRITER,
        5,
        rf"{SELF}(?:\s+(?:la|el|de nombre|igualmente))?\s*[,:]?\s*{TITLE}(?!{NAME}\s?['’]s\s)",
    ),
    _before(
        "me llamo: somos …", Role.WRITER, 5, r"(?:somos|we are|nous sommes|suntem|somos os|wir sind|siamo)\s+"
    ),
    _before(
        "me llamo: soy la madre, …",
        Role.WRITER,
        5,
        rf"(?:soy|yo soy|escribe es|i am|i'm|je suis|sunt|sou|ich bin|sono|soc)\s+(?:la|el|su|una de sus|"
        rf"uno de sus|l[ao]|a|the|his|her|sa|son|die|der)?\s*{PARENT}(?:\s+(?:y|and)\s+me llamo)?"
        rf"\s*[,:(]?\s*{TITLE}",
    ),
    _before(
        "me llamo: soy la madre de …, …",
        Role.WRITER,
        5.5,
        rf"(?:soy|yo|i am|i'm)\s+(?:la|el|su|the)?\s*{PARENT}\s+{OF}\s+{NAME}[,.]?\s*"
        rf"(?:(?:(?:de|en)\s+)?{COURSE})?[,.]?\s*{TITLE}",
    ),
    _before(
        "me llamo: le escribe …",
        Role.WRITER,
        5,
        rf"(?:(?<!me )(?<!nos )(?:(?:le|les|os|te) )?(?:escribe|habla)(?:\s+(?:el|la)\s+{PARENT}\s*,?)?|"
        rf"quien (?:le|les|os)? ?(?:escribe|suscribe)(?: es)?|"
        rf"abajo firmante,?|el que suscribe,?|la que suscribe,?|fdo\.?:?|firmado:?|firma:?|signed:?|"
        rf"atte\.?:?)\s*[,:]?\s*{TITLE}",
    ),
    _before("Ana, la de …", Role.STUDENT, 4, rf"{NAME}\s*,?\s*(?:la|el)\s+de\s+(?:mi\s+)?"),
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
    _before("mama Mariei …", Role.STUDENT, 5.5, rf"sunt\s+(?:mama|mamica|tatal|tata)\s+(?={NAME_CHAR})"),
    _before(
        MY_CHILD_RULE,
        Role.STUDENT,
        5,
        rf"(?:{MY}|un|una|otro|otra|dos|tres|two|deux|tengo a|el|la)\s+(?:otr[oa]\s+)?(?:{CHILD})"
        rf"(?:\s+(?:mayor|pequen[oa]|median[oa]|menor|chic[oa]|adoptiv[oa]|de acogida))"
        rf"?{COMMA}(?:{IS}\s*:?\s*)?",
    ),
    _before(
        "mi hija, en 3ºB, es …",
        Role.STUDENT,
        5,
        rf"{MY}\s+(?:otr[oa]\s+)?{CHILD}\s*[,(]?\s*(?:que )?(?:(?:esta|va|estudia|is|est)\s+)?"
        rf"(?:(?:en|a|de|in|of)\s+)?"
        rf"{COURSE}\s*[,)]?\s*(?:y |and )?{IS}\s+",
    ),
    _before(
        "su hermana … 3ºB",
        Role.STUDENT,
        7.5,
        rf"(?:su|sus|his|her|sa|son|seu|sua)\s+(?:otr[oa]\s+|big\s+|little\s+|petite?\s+|grande?\s+)?"
        rf"(?:herman[oa]s?|hermanit[oa]|melliz[oa]|gemel[oa]|brother|sister|soeur|frere|irma|irmao)"
        rf"(?:\s+(?:mayor|pequen[oa]|menor|gemel[oa]|melliz[oa]))?{COMMA}"
        rf"(?={NAME}[\s,(]*(?:que )?(?:(?:esta|va|estudia|is)\s+)?(?:(?:en|de|a|in)\s+)?{COURSE})",
    ),
    _before(
        "en 3ºB está …",
        Role.STUDENT,
        4,
        rf"(?:en|in)\s+{COURSE}\s+(?:esta|va|estudia|tengo a|tenemos a|is)\s+",
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
    _before(
        "hijos (sin dos puntos) …",
        Role.STUDENT,
        4,
        rf"(?:{PUPIL}|hij[oa]s?|children|kids?)[^\S\n]*\n[^\S\n]*(?=(?:{NAME}[^\S\n]*[,(-]?[^\S\n]*{COURSE}))",
    ),
    _before(
        "copiii mei sunt …",
        Role.STUDENT,
        6,
        rf"{CHILD}\s+{MY}\s*[,:]?\s*(?:(?:sunt|sind|sono|{IS})\s*:?\s*)?",
    ),
    _before("my daughter's name is …", Role.STUDENT, 5, rf"{CHILD}'s name is\s+"),
    _before(
        "hijos: …",
        Role.STUDENT,
        4,
        rf"(?:{PUPIL}|hij[oa]s?|kids?|children|son|daughter)\s*(?:\([^)\n]{{0,20}}\))?\s*(?::|{IS}\s*:?)\s*"
        rf"(?:{COURSE}[^\S\n]*[,:\-][^\S\n]*)?",
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
    _before(
        "la tutora de mi hija, …",
        Role.OTHER,
        5.5,
        rf"(?:{STAFF})\s+{OF}\s*(?:{MY}\s+)?{CHILD}\s*[,(]\s*{TITLE}",
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
    _before("hay otra …", Role.OTHER, 7.5, r"hay\s+(?:\w+\s+){0,2}otr[oa]\s+"),
    _before(
        "tiene también un niño …",
        Role.OTHER,
        5.5,
        rf"tienen?\s+(?:(?:tambien|igualmente)\s+)(?:a\s+)?(?:un|una|su|otro|otra)\s+{CHILD}"
        rf"(?:\s+(?:ahi|alli|en el (?:centro|instituto|ies)))?{COMMA}",
    ),
    _before(
        "Hola …",
        Role.OTHER,
        5,
        rf"(?:hola|buenos dias|buenas tardes|buenas noches|buenas|estimad[oa]s?|querid[oa]|hello|hi|dear|"
        rf"bonjour|atencion {OF}|a la atencion {OF}|hey|oye|saludos a|recuerdos a)[ ,]*{TITLE}",
    ),
    _before("gracias …", Role.OTHER, 2.5, rf"(?:gracias|thanks|merci)[ ,]+{TITLE}"),
    _before(TITLED_RULE, Role.OTHER, 2.5, r"(?:don|dona|dna\.?|d\.?º\.?|d\.|srt?a?\.?|mrs?\.?)\s+"),
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
