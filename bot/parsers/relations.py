"""What the words around a name say of the person: the writer, a pupil, a parent, somebody else.

Each rule is a phrase before or after a name, over *plain* text in which courses, phones and names are
replaced by runs of control characters (see `COURSE`, `PHONE`, `NAME`). Words of ten languages stand side by
side: a family mixes them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.parsers.plain import plain

COURSE_CHAR, PHONE_CHAR, NAME_CHAR = "\x01", "\x02", "\x03"
COURSE, PHONE, NAME = rf"{COURSE_CHAR}+", rf"{PHONE_CHAR}+", rf"{NAME_CHAR}+"


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


def _words(*lists: str) -> str:
    return "|".join(plain(w) for words in lists for w in words.split("|"))


_FAMILY = _words(
    "madre|mama|mami|mamá|madrastra|amatxo|ama|mare|padre|papa|papi|padrastro|aita|pare|progenitora?|acogedora?",
    "mother|mum|mom|mummy|father|dad|daddy|parent|mère|maman|père|mama|mamica|tata|tatăl|mãe|pai|mutter|vater|mamma|babbo",
    "والدة|والد|أم|أب|мама|мати|матір|тато|батько|мать|отец|папа",
)
_LEGAL = _words(
    r"tutora?(?:[-/ ]?[ao])?(?: legal(?:es)?)?|guardadora?(?: legal)?|representante(?: legal)?|responsable(?: legal)?|legal guardian|guardian",
    "carer|tuteur(?: legal)?|tutrice|ولي أمر|опекун|опікун|encarregad[oa] de educação|vormund",
)
PARENT = rf"(?:(?:{_FAMILY})(?:\s*(?:y|e|/)\s*(?:{_LEGAL}))?|{_LEGAL})"
CHILD = "(?:" + _words(
    "hij[oa]s?|hij@s?|niñ[oa]s?|nen[ea]s?|chic[oa]s?|zagal(?:a|es)?|crí[oa]s?|chaval(?:a|es)?|peque(?:ñ[oa]s?)?|mayor|median[oa]|mellizos?|mellizas?|gemel[oa]s?",
    "son|sons|daughters?|kids?|child|children|boys?|girls?|twins|fils|filles?|enfants?|fiul|fiica|fii|fiicele|copilul|copiii|băiatul|fata",
    "filh[oa]s?|söhne|sohn|töchter|tochter|kind|kinder|figli[oa]?|figlie|fills?|filla|filles|ابني|ابنتي|بنتي|ولدي|أولادي|ابن|ابنة|син|сина|дочка|донька|доньку|сын|сына|дочь|дитина",
) + ")"
PUPIL = "(?:" + _words(
    r"alumn[oa]s?|alumn@s?|alumno/a|alumna/o|estudiantes?|menor(?:es)?|student|pupil|schoolgirl|élève|etudiante?|eleva?|elevul|alun[oa]|schüler(?:in)?|studente(?:ssa)?|التلميذة|التلميذ|الطالب|الطالبة|учень|учня|учениця|учениці|ученик"
) + ")"
OTHER_KIN = "(?:" + _words(
    "marido|mujer|espos[oa]|ex ?marido|ex ?mujer|ex|pareja|novi[oa]|herman[oa]s?|hermanit[oa]s?|prim[oa]s?|cuñad[oa]|suegr[oa]|vecin[oa]s?|amig[oa]s?|compañer[oa]s?|abogad[oa]|hermanastr[oa]|ti[oa]|abuel[oa]s?",
    "husband|wife|partner|sister|brother|friend|neighbou?r|lawyer|mari|femme|frère|soeur|sœur|soțul|soția|fratele|sora|marido|irmão|irmã|mann|frau|bruder|schwester|moglie|fratello|sorella|زوجي|чоловік|брат|сестра",
) + ")"
STAFF = "(?:" + _words(
    "profesora?|profesor|profe|maestr[oa]|seño|tutora?|tutores|orientadora?|psicolog[oa]|director|directora|jef[ea] de estudios?|jefatura|conserje|secretari[oa]|coordinadora?|médic[oa]|doctora?|delegad[oa]|monitora?|educadora?|trabajadora? social|enfermer[oa]",
    "teacher|headmaster|headmistress|principal|counsell?or|doctor|professeur|prof|directeur|directrice|profesoara|profesorul|dirigintel[ea]|diriginta|professora?|diretora?|lehrer(?:in)?|классный руководитель|вчител[ья]",
) + ")"
_MY = "(?:" + _words("mi|mis|nuestr[oa]s?|my|our|ma|mon|mes|nos|notre|meu|minha|meus|minhas|mein|meine|unser|unsere|mio|mia|miei|el meu|la meva|mea|mei|mele|мій|моя|мої|мой|моего|моей|моєї|мого") + ")"
_THEIR = "(?:" + _words("su|sus|el|la|los|las|his|her|the|son|sa|its|leur|o|a|seu|sua|ihr|sein|il|lo") + ")"
_OF = "(?:" + _words(r"de(?:l| la| los| las| nuestr[oa]| mi| mis)?|d'?|of|to|da|do|dos|di|del|von|der|des|lui|a lui|al|ale|for|to|pentru") + ")"
_IS = "(?:" + _words(r"es|son|se llaman?|que se llaman?|llamad[oa]s?|es decir|is|are|called|is called|is named|named|s'appelle|s'appellent|est|este|se numește|e|é|chama-se|chamam-se|heißt|heissen|ist|si chiama|es diu|اسمه|اسمها|هو|هي|звати|зовут") + ")"
_TITLE = r"(?:(?:don|dona|d|dna|sr|sra|srta|mr|mrs|ms|mme|m|herr|frau|dl|dna|doamna|domnul)[.ªº]*\s+)?"
_COMMA = r"\s*[,:(\-]?\s*"
_B = r"(?<![^\W_])"


def _before(name: str, role: Role, weight: float, pattern: str) -> Rule:
    return Rule(name, role, weight, re.compile(rf"{_B}{pattern}"))


def _after(name: str, role: Role, weight: float, pattern: str) -> Rule:
    return Rule(name, role, weight, re.compile(pattern))


_SELF = "(?:" + _words(
    r"soy|yo soy|yo|yo me llamo|me llamo|me yamo|mi nombre(?: completo)?(?: es)?|el mio es|i am|i'm|im|my name is|my name|this is|je suis|je m'appelle|mon nom est|moi|mă numesc|ma numesc|numele meu este|numele meu|mă cheamă|sunt|eu sunt|chamo-me|o meu nome é|meu nome é|sou|sou a|eu sou|ich bin|ich heiße|mein name ist|mi chiamo|sono|em dic|sóc|soc|أنا|اسمي|мене звати|меня зовут|я|我叫|我是|我的名字是"
) + ")"

MY_CHILD_RULE, KIN_RULE = "mi hija …", "mi marido …"  #: their meaning depends on who writes

BEFORE = (
    _before("me llamo …", Role.WRITER, 5, rf"{_SELF}(?:\s+(?:la|el|de nombre|igualmente))?\s*[,:]?\s*{_TITLE}"),
    _before("soy la madre, …", Role.WRITER, 5, rf"(?:soy|yo soy|i am|i'm|je suis|sunt|sou|ich bin|sono|soc)\s+(?:la|el|su|una de sus|uno de sus|l[ao]|a|the|his|her|sa|son|die|der)?\s*{PARENT}(?:\s+(?:y|and)\s+me llamo)?\s*[,:(]?\s*{_TITLE}"),
    _before("soy la madre de …, …", Role.WRITER, 4, rf"(?:soy|yo|i am|i'm)\s+(?:la|el|su|the)?\s*{PARENT}\s+{_OF}\s+{NAME}[,.]?\s*(?:{COURSE})?[,.]?\s*{_TITLE}"),
    _before("le escribe …", Role.WRITER, 5, rf"(?:(?:le|les|os|te) escribe|quien (?:le|les|os)? ?(?:escribe|suscribe)(?: es)?|abajo firmante,?|el que suscribe,?|la que suscribe,?|fdo\.?:?|firmado:?|firma:?|signed:?|atte\.?:?)\s*[,:]?\s*{_TITLE}"),
    _before("madre de …", Role.STUDENT, 5, rf"{PARENT}(?:\s+(?:legal|biologic[oa]|soltera|adoptiv[oa]|de acogida|divorciad[oa]|separad[oa]))?\s+{_OF}\s*(?:{_MY}\s+)?(?:{PUPIL}|{CHILD})?\s*{_TITLE}[:,]?\s*"),
    _before("أم …", Role.STUDENT, 5, rf"(?:{plain('أم|أب|والدة|والد|мама|мати|тато|батько|мать|отец|папа|ولي أمر')})\s+(?:{PUPIL}\s+|{CHILD}\s+)?"),
    _before("التلميذة …", Role.STUDENT, 5, rf"{PUPIL}\s+(?={NAME_CHAR}|[a-z])"),
    _before("madre de dos alumnos: …", Role.STUDENT, 4, rf"{_OF}\s+(?:los |las |l[oa]s? )?(?:dos|tres|two|three|deux|doi|due|zwei)?\s*(?:{PUPIL}|{CHILD})\s*[,:]?\s*"),
    _before(MY_CHILD_RULE, Role.STUDENT, 5, rf"(?:{_MY}|un|una|otro|otra|dos|tres|two|deux|tengo a|el|la)\s+(?:otr[oa]\s+)?(?:{CHILD})(?:\s+(?:mayor|pequen[oa]|median[oa]|menor|chic[oa]|adoptiv[oa]|de acogida))?{_COMMA}(?:{_IS}\s*:?\s*)?"),
    _before("my daughter's name is …", Role.STUDENT, 5, rf"{CHILD}'s name is\s+"),
    _before("hijos: …", Role.STUDENT, 4, rf"(?:{PUPIL}|hij[oa]s?|kids?|children|son|daughter)\s*(?:\([^)\n]{{0,20}}\))?\s*(?::|{_IS}\s*:?)\s*"),
    _before("el alumno …", Role.STUDENT, 5, rf"(?:{_THEIR}|{_OF}|{_MY}|un|una)\s+{PUPIL}(?:\s+(?:menor|de edad))?{_COMMA}(?:{_IS}\s+)?{_TITLE}"),
    _before("nombre del alumno …", Role.STUDENT, 5, rf"(?:nombre|name|nom|nume|numele|nome)(?: y apellidos| completo)?\s+{_OF}\s+(?:{_MY}\s+)?(?:{PUPIL}|{CHILD})(?:\s+{_IS})?{_COMMA}"),
    _before("la abuela de …", Role.STUDENT, 5, r"(?:abuel[oa]|yay[oa]|ti[oa]|hermana? mayor|hermano mayor|hermana|hermano|madrina|padrino|vecin[oa]|pareja de la madre|cuidador[a]?|grandmother|grandma|grandfather|aunt|uncle|neighbou?r|grand-mere|bunica|tante|tia|avo)\s+(?:matern[oa] |patern[oa] )?" + rf"(?:{_OF}|y tutora? legal de)\s+(?:{_MY}\s+)?(?:{PUPIL}\s+|{CHILD}\s+)?"),
    _before("mi nieto …", Role.STUDENT, 5, rf"(?:{_MY}|un|una)\s+(?:niet[oa]s?|niet[oa]cit[oa]s?|sobrin[oa]s?|hijastr[oa]s?|ahijad[oa]s?|grandson|granddaughter|nephew|niece|petit-fils|petite-fille|nepotul|nepoata|neveu|niece){_COMMA}(?:{_IS}\s+)?"),
    _before("lo de …", Role.STUDENT, 1.5, rf"(?:lo|clave|contrasena|acceso|cuenta|ficha|expediente|notas|faltas|pasen|ipasen|ver (?:lo |las notas |las faltas )?)\s+(?:del?|d)\s+(?:{_MY}\s+)?"),
    _before("la mía es …", Role.STUDENT, 3, r"(?:la|el) (?:mia|mio|nuestra|nuestro) es\s+|mine is\s+"),
    _before("tengo a …", Role.STUDENT, 3, r"tenemos a\s+|tengo a\s+"),
    _before("su tutora …", Role.OTHER, 5, rf"(?:{STAFF})(?:\s+(?:de(?: mi| su| la| los| el)?|d[eo]l?)\s+[^\W\d_]+)?(?:\s+{_OF}\s+{COURSE})?\s*(?:,|:|\(|(?:es|se llama|is))?\s*{_TITLE}"),
    _before(KIN_RULE, Role.OTHER, 5, rf"(?:{_MY}|{_THEIR})\s+(?:actual\s+)?{OTHER_KIN}{_COMMA}(?:{_IS}\s+)?"),
    _before("el otro niño …", Role.OTHER, 4, rf"(?:otro|otra|another|other|un autre|alt|alta)\s+(?:{CHILD}|{PUPIL}|{NAME})?(?:\s+que)?{_COMMA}(?:{_IS}\s+)?"),
    _before("Hola …", Role.OTHER, 5, rf"(?:hola|buenos dias|buenas tardes|buenas noches|buenas|estimad[oa]s?|querid[oa]|hello|hi|dear|bonjour|atencion {_OF}|a la atencion {_OF}|hey|oye|saludos a|recuerdos a)[ ,]*{_TITLE}"),
    _before("gracias …", Role.OTHER, 2.5, rf"(?:gracias|thanks|merci)[ ,]+{_TITLE}"),
    _before("don …", Role.OTHER, 1.5, r"(?:don|dona|dna\.?|d\.ª|d\.|dª|sr\.?|sra\.?|mr\.?|mrs\.?)\s+"),
    _before("mi madre …", Role.PARENT, 4, rf"(?:{_MY}|{_THEIR})\s+{PARENT}{_COMMA}(?:{_IS}\s+)?{_TITLE}"),
    _before("la madre de …, …", Role.PARENT, 5, rf"{PARENT}\s+{_OF}\s+(?:{_MY}\s+)?(?:{PUPIL}\s+)?{NAME}\s*(?:[,(]?\s*(?:{_OF}\s+)?{COURSE}\s*\)?)?{_COMMA}(?:que )?(?:{_IS}\s+)?{_TITLE}"),
    _before("ella es …", Role.PARENT, 3, r"(?:ella|el) (?:es|se llama)\s+|she is\s+|he is\s+"),
    _before("colegio …", Role.OTHER, 6, r"(?:ceip|ies|colegio|instituto|cole|calle|c/|plaza|avenida|avda\.?|residencia|hospital|guarderia|ayuntamiento de|provincia de|pueblo de|academia)\s+"),
    _before("no soy …", Role.OTHER, 6, r"no soy (?:de )?"),
)

AFTER = (
    _after("…, madre de", Role.WRITER, 5, rf"\s*[,(\-]?\s*(?:que )?(?:soy |como |y soy |i am |am |sunt |je suis |en calidad de )?(?:la |el |l[ao]s |unic[oa] |the |una de las |die |der )?{PARENT}(?:\s+(?:legal|biologic[oa]|soltera|adoptiv[oa]|de acogida|y \w+))?\s+(?:{_OF})(?=\s*(?:{_MY}\s+)?(?:{PUPIL}|{CHILD})?\s*{_TITLE}{NAME}|\s+(?:{_MY}\s+)?(?:{PUPIL}|{CHILD})\b)"),
    _after("… (la madre)", Role.WRITER, 4, rf"\s*[,(\-]\s*(?:su |la |el |soy su |soy la |soy el )?(?:unic[oa] )?{PARENT}\s*(?:[).,;\n]|$)"),
    _after("…, su tutora", Role.OTHER, 5, rf"\s*[,(]\s*(?:su|la|el|mi|que es (?:su|la|el|mi)|her|his|the)\s+(?:{STAFF}|{OTHER_KIN})\b(?!\s+legal)"),
    _after("…, tutor de 3ºA", Role.OTHER, 6, rf"\s*,?\s*(?:(?:el|la|soy|como)\s+)?{STAFF}\s+(?:{_OF})?\s*(?:la clase |clase |grupo |l\s)?{COURSE}"),
    _after("… 3ºB", Role.STUDENT, 3, rf"\s*(?:[,(\-:|/]|que (?:esta|va|cursa|estudia|es)|esta|va|cursa|estudia|is|who is|qui est|care este|este|es|elev[a]?|eleve|alun[oa]|alumn[oa]|matriculad[oa]|repite|ha pasado|empieza|hace|ist|che)*\s*(?:matriculad[oa] )?(?:en|in|a|de|d|del|al|el de|la de|of|y|year|clase|clasa|dans|em|na|no|alumn[oa] de|student of|la|curso|en la clase|in clasa|في|من|в|у)?\s*(?:el |la |l')?{COURSE}"),
    _after("…, alumno de", Role.STUDENT, 4, rf"\s*[,(]?\s*(?:que es |es |is |est |este |uma? )?(?:an? |un |una )?{PUPIL}\b"),
    _after("… y 6xx", Role.WRITER, 1, rf"\s*[,\-:.]?\s*(?:y )?(?:con |mi |tel\w*|tlf|tf|movil|num\w*|n[ºo]|phone|mobile|el|es|\.|,|:|\s)*{PHONE}"),
    _after("…的妈妈", Role.STUDENT, 5, r"\s*的\s*(?:妈妈|母亲|爸爸|父亲|家长|媽媽|爸)"),
    _after("…'s mum", Role.STUDENT, 5, rf"\s*'s\s+{PARENT}\b"),
    _after("… no puede entrar", Role.PARENT, 2, r"\s*(?:,\s*)?(?:me (?:dice|comenta|ha dicho) que )?(?:y )?(?:no puede (?:entrar|acceder)|ha (?:olvidado|perdido))"),
    _after("… entra bien", Role.OTHER, 4, r"\s*[,)]?\s*(?:si |el si |ella si )?(?:entra (?:bien|sin|perfect)|puede entrar|no se entera|si (?:entra|puede))"),
)

#: One name after another, as in a list: what stands between two names that share a role.
LINK = re.compile(
    rf"\s*(?:[,(\-–:]?\s*(?:que )?(?:esta |va |is |est |este |es )?(?:en |de |in |of |d |a |la )?(?:el )?{COURSE}\s*\)?)?\s*(?:[,;|/+&]|//|y|e|and|et|si|și|und|i|та|и|و|和|\n\s*[-*•]?)+\s*"
    rf"(?:(?:{_OF}|a|la|el|su|mi|otr[oa]|tambien|also)\s+)?(?:(?:{_MY}|su|la|el|otr[oa])\s+)?(?:herman[oa]\s+)?(?:{CHILD}\s+)?(?:{_OF}\s+)?"
)
