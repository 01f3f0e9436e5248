"""The words of ten languages for parents, children, pupils and others, as regular expressions."""

from __future__ import annotations

from bot.text.plain import plain

COURSE_CHAR, PHONE_CHAR, NAME_CHAR = "\x01", "\x02", "\x03"
#: In a marked text a course, a phone, a name is a run of one control character.
COURSE, PHONE, NAME = rf"{COURSE_CHAR}+", rf"{PHONE_CHAR}+", rf"{NAME_CHAR}+"


def _words(*lists: str) -> str:
    return "|".join(plain(w) for words in lists for w in words.split("|"))


_FAMILY = _words(
    "madre|mama|mami|mamá|madrastra|amatxo|ama|mare|padre|papa|papi|padrastro|aita|pare|progenitora?|"
    "acogedora?",
    "mother|mum|mom|mummy|father|dad|daddy|parent|mère|maman|père|mama|mamica|tata|tatăl|mãe|pai|mutter|"
    "vater|mamma|babbo",
    "والدة|والد|أم|أب|мама|мати|матір|тато|батько|мать|отец|папа",
)
_LEGAL = _words(
    r"tutora?(?:[-/ ]?[ao])?(?: legal(?:es)?)?|guardadora?(?: legal)?|representante(?: legal)?|"
    r"responsable(?: legal)?|legal guardian|guardian",
    "carer|tuteur(?: legal)?|tutrice|ولي أمر|опекун|опікун|encarregad[oa] de educação|vormund",
)
PARENT = rf"(?:(?:{_FAMILY})(?:\s*(?:y|e|/)\s*(?:{_LEGAL}))?|{_LEGAL})"
CHILD = (
    "(?:"
    + _words(
        "hij[oa]s?|hij@s?|niñ[oa]s?|nen[ea]s?|chic[oa]s?|zagal(?:a|es)?|crí[oa]s?|chaval(?:a|es)?|"
        "peque(?:ñ[oa]s?)?|mayor|median[oa]|mellizos?|mellizas?|gemel[oa]s?|trillizos?|trillizas?",
        "son|sons|daughters?|kids?|child|children|boys?|girls?|twins|fils|filles?|enfants?|fiul|fiica|"
        "fii|fiicele|copilul|copiii|băiatul|fata",
        "filh[oa]s?|söhne|sohn|töchter|tochter|kind|kinder|figli[oa]?|figlie|fills?|filla|filles|ابني|"
        "ابنتي|بنتي|ولدي|أولادي|ابن|ابنة|син|сина|дочка|донька|доньку|сын|сына|дочь|дитина",
    )
    + ")"
)
PUPIL = (
    "(?:"
    + _words(
        r"alumno/a|alumna/o|alumn@s?|alumn[oa]s?|estudiantes?|menor(?:es)?|student|pupil|schoolgirl|"
        r"élève|etudiante?|eleva?|elevul|alun[oa]|schüler(?:in)?|studente(?:ssa)?|التلميذة|التلميذ|"
        r"الطالب|الطالبة|учень|учня|учениця|учениці|ученик"
    )
    + ")"
)
OTHER_KIN = (
    "(?:"
    + _words(
        "marido|mujer|espos[oa]|ex ?marido|ex ?mujer|ex|pareja|novi[oa]|herman[oa]s?|hermanit[oa]s?|"
        "prim[oa]s?|cuñad[oa]|suegr[oa]|vecin[oa]s?|amig[oa]s?|compañer[oa]s?|abogad[oa]|hermanastr[oa]|"
        "ti[oa]|abuel[oa]s?",
        "husband|wife|partner|sister|brother|friend|neighbou?r|lawyer|mari|femme|frère|soeur|sœur|soțul|"
        "soția|fratele|sora|marido|irmão|irmã|mann|frau|bruder|schwester|moglie|fratello|sorella|زوجي|"
        "чоловік|брат|сестра",
    )
    + ")"
)
STAFF = (
    "(?:"
    + _words(
        "profesora?|profesor|profe|maestr[oa]|seño|tutora?|tutores|orientadora?|psicolog[oa]|director|"
        "directora|jef[ea] de estudios?|jefatura|conserje|secretari[oa]|coordinadora?|médic[oa]|doctora?|"
        "delegad[oa]|monitora?|educadora?|trabajadora? social|enfermer[oa]",
        "teacher|headmaster|headmistress|principal|counsell?or|doctor|professeur|prof|directeur|"
        "directrice|profesoara|profesorul|dirigintel[ea]|diriginta|professora?|diretora?|lehrer(?:in)?|"
        "классный руководитель|вчител[ья]",
    )
    + ")"
)
MY = (
    "(?:"
    + _words(
        "mi|mis|nuestr[oa]s?|my|our|ma|mon|mes|nos|notre|meu|minha|meus|minhas|mein|meine|unser|unsere|"
        "mio|mia|miei|el meu|la meva|mea|mei|mele|мій|моя|мої|мой|моего|моей|моєї|мого"
    )
    + ")"
)
THEIR = "(?:" + _words("su|sus|el|la|los|las|his|her|the|son|sa|its|leur|o|a|seu|sua|ihr|sein|il|lo") + ")"
OF = (
    "(?:"
    + _words(
        r"de(?:l| la| los| las| nuestr[oa]| mi| mis)?|d'?|of|to|da|dos|do|di|del|von|der|des|lui|a lui|"
        r"al|ale|for|to|pentru"
    )
    + ")"
)
IS = (
    "(?:"
    + _words(
        r"es|son|se llaman?|que se llaman?|llamad[oa]s?|es decir|is|are|called|is called|is named|named|"
        r"s'appelle|s'appellent|est|este|se numește|e|é|chama-se|chamam-se|heißt|heissen|ist|si chiama|"
        r"es diu|اسمه|اسمها|هو|هي|звати|зовут"
    )
    + ")"
)
TITLE = r"(?:(?:don|dona|d|dna|sr|sra|srta|mr|mrs|ms|mme|m|herr|frau|dl|dna|doamna|domnul)[.ªº]*\s+)?"
COMMA = r"\s*[,:(\-]?\s*"
B = r"(?<![^\W_])"


SELF = (
    "(?:"
    + _words(
        r"soy|yo soy|(?<!como )(?<!escribo )yo|yo me llamo|me presento|me llamo|me yamo|"
        r"mi nombre(?: completo)?(?: es)?|"
        r"el mio es(?! (?:el|la) )|i am|i'm|"
        r"im|my name is|my name|this is|je suis|je m'appelle|mon nom est|moi|mă numesc|ma numesc|"
        r"numele meu este|numele meu|mă cheamă|sunt|eu sunt|chamo-me|o meu nome é|meu nome é|sou|sou a|"
        r"eu sou|ich bin|ich heiße|mein name ist|mi chiamo|sono|em dic|sóc|soc|أنا|اسمي|мене звати|"
        r"меня зовут|я|我叫|我是|我的名字是"
    )
    + ")"
)
