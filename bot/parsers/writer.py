"""Who holds the pen, by what the mail says of itself: guardian, pupil, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model.claim import Writer
from bot.parsers.kinship import CHILD, COURSE, MY, NAME, PARENT, PUPIL, STAFF, THEIR, TITLE
from bot.parsers.sieve import Sieve, compiled

ACCOUNT = "cuenta del alumnado"  #: the relation of one who writes from a pupil's account

_B = r"(?<![^\W_])"
_SOY = (
    r"(?:soy|yo soy|i am|i'm|je suis|sunt|eu sunt|sou|eu sou|ich bin|sono|soc|و?انا|я|我是|escribo como|"
    r"le escribe|en calidad de|como)"
)
_ART = (
    r"(?:\s+(?:la|el|l[oa]s|un|una|su|una de sus|uno de sus|the|a|an|his|her|der|die|eine?|uma?|o|sa|"
    r"son|l'))?"
)
_INTRO = rf"(?:{NAME}\s*[,(\-]?\s*)"


@dataclass(frozen=True, slots=True)
class WriterReading:
    """Who writes, and the word by which they call themselves with its offset in the text."""

    writer: Writer
    relation: str | None = None
    stands_in: bool = False  #: and says outright that they write for the guardian


_THIRD = (
    r"abuel[oa]|abuelit[oa]|yay[oa]|ti[oa]|tit[oa]|padrin[oa]|madrina|bisabuel[oa]|hermana mayor|"
    r"hermano mayor|hermana|hermano|prim[oa]|cunad[oa]|vecin[oa]|amig[oa]|pareja|novi[oa]|compa[nñ]er[oa]"
    r"|marido de la madre|mujer del padre|padrastro|madrastra|cuidadora?|nuera|yerno|trabajadora? social|"
    r"educadora?|monitora?|grandmother|grandma|grandfather|grandpa|aunt|uncle|neighbou?r|sister|brother|"
    r"stepfather"
    r"|stepmother|partner|friend|grand-mere|grand-pere|tante|oncle|voisine?|bunica|bunicul|matusa|"
    r"unchiul|vecina|avo|oma|opa|tante|onkel|nonna|nonno|zia|zio|avia|avi"
)
_STAFF_ALONE = (
    r"(?:profesora?|orientadora?|maestr[oa]|jef[ea] de estudios|educadora?|trabajadora? social|coordinadora?|"
    r"secretari[oa]|mediadora?|integradora? social|interprete|traductora?|voluntari[oa]|"
    r"tecnic[oa] de (?:familia|menores|intervencion|acogida))\b"
)
_NOT_PARENT = r"(?![^.\n]{0,60}\b(?:madre|padre|mother|father)\b)"  #: "soy profesora y la madre de …"
_NOT_OF_UNIVERSITY = r"(?![^.\n]{0,40}\b(?:master|maes|magisterio|universi\w+|grado en|practicas|facultad)\b)"
_SPOUSE = r"mujer|marido|espos[oa]|companer[oa] sentimental|ex ?mujer|ex ?marido|wife|husband"
_INSTITUTION = (
    r"servicios sociales|asociacion|fundacion|ong|caritas|cruz roja|ampa|ayuntamiento|concejalia|hogar|"
    r"centro de (?:acogida|menores|dia|proteccion)|equipo (?:de|educativo|tecnico)|programa de|piso tutelado"
)
_PROFESSION = (
    r"trabajadora? social|educadora? (?:social|familiar)|mediadora?(?: intercultural)?|integradora? social|"
    r"orientadora?|psicologa?|psicolog[oa]|tecnic[oa] de (?:familia|menores|intervencion|acogida)"
)
_HELPED = (
    r"vecin[oa]|amig[oa]|conocid[oa]|companer[oa]|emplead[oa]|trabajadora?|clienta?e?|usuaria|representad[oa]|"
    r"defendid[oa]|tutelad[oa]|madre|padre|senora?|mujer|hombre|familias?|persona|mum|mother|father|lady|parent"
)
_GIVE = r"(?:facilit|restabl|restaur|regener|renov|renuev|envi|mand|remit|proporcion|cambi|resete|reenv)"
_PARTNER = (
    r"pareja|novi[oa]|marido|mujer|espos[oa]|companer[oa]|partner|wife|husband|girlfriend|boyfriend|fiancee?"
)
_RULES: tuple[tuple[Writer, str], ...] = (
    # "Una compañera no se aclara y escribo yo: …"
    (Writer.THIRD_PARTY, rf"{_B}(?:una?|mi)\s+({_HELPED})\b[^.!?\n]{{0,80}}\bescribo yo\b"),
    # "Soy la nueva pareja del padre de …": the parent is somebody else.
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:soy|i'?m|i am)\s+(?:la |el |the )(?:(?:nuev[oa]|actual|new|segund[oa])\s+)?"
            rf"({_PARTNER}|{_THIRD})\s+(?:actual\s+)?(?:del? |of )(?:la |el |su |mi |the |his |her )?"
            r"(?:padre|madre|papa|mama|father|mother|dad|mum|mom|tutora?)\b"
        ),
    ),
    # For somebody else, whatever they call themselves: helped, stood for, "se la mandáis" to her.
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:(?:ayud|acompan|asist|apoy|asesor)(?:o|amos|imos|ando|iendo)|helping|supporting)\s+"
            rf"(?:al |(?:a |con )?(?:mi |su |una? |la |el |esta? |my |an? |the ))(?:\w+ )?({_HELPED})\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:mi|nuestr[oa]|my|our)\s+(representad[oa]|defendid[oa]|emplead[oa]|clienta|usuaria|"
            rf"conocid[oa]|employee|client)\b"
        ),
    ),
    # "Una feligresa, Ana Gil, madre de …", "tengo aquí a Ana Gil, la madre de …".
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:una?|otr[oa]) ([a-z]+)(?<!madre)(?<!padre)(?: (?:mia|mio|nuestr[oa]))?,? {NAME},? "
            rf"(?:es )?(?:la |el )?{PARENT}\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:tengo|tenemos|(?:ha )?venido|esta) "
            rf"(?:aqui|delante|conmigo|con nosotros|en (?:la |el |mi )?\w+) "
            rf"(?:a )?{NAME},? (?:la |el )?({PARENT})\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{_B}yo (?:ser |es )?({_THIRD}) (?:de|del) "),
    (
        Writer.THIRD_PARTY,
        rf"{_B}escrib(?:e|o)\s+(?:yo\s*,?\s*)?(?:su|el|la)\s+(hij[oa]|niet[oa]|prim[oa]|{_THIRD})\b",
    ),
    (
        Writer.GUARDIAN,
        rf"{NAME}\s*(?:[(（][^)）\n]{{0,40}}[)）]\s{{0,2}})?的\s*(妈妈|母亲|爸爸|父亲|家长)",
    ),
    (Writer.THIRD_PARTY, rf"{_B}escrib\w+ (?:por|para ayudar a|en favor de) (?:una?|mi) ({_HELPED})\b"),
    (Writer.THIRD_PARTY, rf"{_B}(?:de interprete|interprete (?:de|para|del)|a nombre de {NAME})"),
    (Writer.THIRD_PARTY, rf"{NAME}\s*,\s*(?:el|la|su)\s+({_THIRD})(?!\s*\w)"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:te|os|le|les) (?:paso|mando|reenvio|traslado) (?:esto|este correo|lo) (?:de|que) "
            rf"(?:\w+ ){{0,4}}?(?:una?|la|el) (madre|padre|familia)\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{_B}nos (?:ha |han )?(?:pide|pedido|solicita|solicitado)n? (ayuda|que)\b"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:(?:me |nos )?(?:ha|han) (?:llamado|venido|escrito|pedido|preguntado|contactado|"
            r"avisado)|(?:me|nos) (?:escribe|llama|avisa|pide|cuenta|dice)n?) "
            r"(?:\w+ ){0,3}?(?:una?|la|el|est[ae]) (madre|padre|familia|mama|papa|senora?)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:pon|poned|pong\w+|manda|mandad|manden|envia|enviad|envien|renueva|renovad|renueven|"
            rf"cambia|cambiad|cambien|genera|generad|generen|da|dad|den)(les?) (?:\w+ ){{0,2}}?"
            r"(?:clave|contrasena)s?\b"
        ),
    ),
    # A petition in the third person: "la que suscribe … SOLICITA le sea renovada".
    (
        Writer.GUARDIAN,
        (
            rf"{_B}(?:(?:(?:el|la) que|quien) suscribe|(?:abajo|arriba) firmante|"
            rf"(?:solicita|suplica|ruega|interesa)\s*[:,]?\s*(?:que )?(?:se )?les? (?:sea )?{_GIVE}\w*)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_B}(?:les? sea\s+({_GIVE}\w*)|se les? ({_GIVE}\w*(?:e|en|ezca|ezcan|ita|itan)))\b",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_B}se (?:la|lo)\s+(?:puede|podei|podeis|pueden|podria)\w*\s+({_GIVE}\w*)\b",
    ),
    (Writer.THIRD_PARTY, rf"{_B}({_GIVE}\w*sel[ao]s?)\b"),
    (Writer.THIRD_PARTY, rf"{_B}(?:en|de|para|una madre de|un padre de|una familia de)\s+mi (tutoria)\b"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:correo|mensaje|mail|nota|whatsapp) (?:que )?(?:me (?:ha|han) (?:llegado|mandado|"
            rf"enviado|escrito|pasado) )?"
            r"(?:de )?una? (madre|padre|familia|alumn[oa])\b"
        ),
    ),
    (Writer.GUARDIAN, rf"{_B}(?<!me )(?<!nos )escribe\s+(?:es\s+)?(?:el|la)\s+({PARENT})\b"),
    # A grandmother who is the legal tutor is a guardian.
    (
        Writer.GUARDIAN,
        (
            rf"{_B}(?:yo )?soy(?:{_ART})\s+(?:su |l[oa] )?((?:tutora?|guardadora?|responsable|"
            rf"representante)(?: legal)?)\b(?!\s*(?:de|del)?\s*(?:la clase|clase|grupo|l\s)?\s*{COURSE})"
        ),
    ),
    (
        Writer.GUARDIAN,
        (
            rf"{_B}(?:soy (?:yo )?(?:la|el) que (?:l[oae]s? )?tiene|(?:l[oae]s? )?(?:tengo|tenemos)) "
            r"(?:yo )?(?:a|bajo) (?:mi|su|nuestr[oa]) "
            r"(cargo|custodia|tutela|guarda)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"(?:{_B}{_SOY}(?:{_ART}|\s+{NAME},?{_ART})|{NAME}\s*\n)\s*({STAFF})\s+(?:de|del|d|of|en)"
            rf"?\s*(?:la clase de |clase |grupo |curso )?{COURSE}"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({_STAFF_ALONE}){_NOT_PARENT}",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({_THIRD})\b(?!\s*,?\s*(?:y|and)\s+tutora? legal)",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_INTRO}(?:{_ART})\s*({_THIRD})\s+(?:matern[oa] |patern[oa] )?(?:de|del|of|d'|da|lui)\b",
    ),
    (Writer.GUARDIAN, rf"{_B}{_SOY}{_ART}\s+({PARENT})\b"),
    (Writer.GUARDIAN, rf"{_B}{_SOY}\s+{NAME}\s*,\s*(?:su|la|el|his|her)\s+({PARENT})\s*[.,;)\n]"),
    (
        Writer.GUARDIAN,
        (
            rf"{_INTRO}(?:(?:soy|y soy|and i am|sunt|si sunt|e sou|sou|ich bin|sono)\b)"
            rf"?{_ART}\s*({PARENT})(?:\s+(?:biologic|adoptiv|en acog|de acog|y )\w*){{0,2}}\s+(?:(?:de|"
            rf"del|of|d|da|lui|von|di|des)\b|d'|{PUPIL})"
        ),
    ),
    (Writer.GUARDIAN, rf"{_B}({CHILD})\s+(?:mei|mele|meu|mea)\s+(?:sunt|este|e|se)\b"),
    (
        Writer.STUDENT,
        (
            rf"{_B}{_SOY}{_ART}\s+(?:{NAME},?\s*)?(?:un |una )?(alumn[oa]|estudiante|student|pupil|eleve|"
            rf"etudiante?|elev[a]?|alun[oa]|schulerin|schuler)\b{_NOT_OF_UNIVERSITY}"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{_B}{_SOY}{_ART}\s+{NAME}\s*[,(]?\s*(?:alumn[oa]\b|"
            rf"(?:estudio|voy|estoy)\b[^.\n]{{0,25}}{COURSE}|de {COURSE}|"
            rf"del {COURSE}|d {COURSE}|{COURSE})"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{_B}(?:estudio|estoy (?:estudiando|matriculad[oa])|yo curso|voy) (?:en |a )?(?:el |la )"
            rf"?(?:ciclo |grado )?(?:de )?{COURSE}"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{_B}(?:mi|a mi|my|ma|mon|mama|meu|minha|mea)\s+(?:madre|padre|mother|mum|mom|dad|father|"
            rf"mere|pere|mama|papa|mae|pai|tutora? legal|abuel[oa])\b[^.\n]{{0,60}}\b(?:no (?:puede|"
            rf"se entera|sabe|le deja|encuentra|se acuerda|tiene)|ha (?:olvidado|perdido)|me ha dicho|"
            rf"me dijo|can't|cannot|doesn't|forgot|n'arrive|ne peut|nu poate)"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{_B}(?:contrasena|clave|ipasen|pasen|cuenta|password|acceso) (?:de|del|d) mi (madre|padre|"
            rf"mama|papa)\b"
        ),
    ),
    (Writer.STUDENT, rf"{_B}my (?:mum|mom|mother|dad|father)'s (?:password|account|ipasen)"),
    (
        Writer.THIRD_PARTY,
        rf"{_B}(?:mi|mis|my)\s+(niet[oa]s?|sobrin[oa]s?|ahijad[oa]|grandson|granddaughter|nephew|niece)\b",
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:de parte de|en nombre de|on behalf of|me (?:ha )?pide(?:n)?(?: mi)?|se lo mando a|"
            rf"lo que me manda)\s+(?:mi\s+|una?\s+|la\s+)?(vecin[oa]|cunad[oa]|amig[oa]|herman[oa]|"
            rf"prim[oa]|companer[oa]|madre de|neighbou?r|friend|sister)\b"
        ),
    ),
    (
        Writer.GUARDIAN,
        (
            rf"{_B}(?:mi|mis|nuestr[oa]s?|my|our|ma|mon|mes|meu|minha|mein|meine|mio|mia|la meva|el meu|"
            rf"моя|мій|мой|unser)\s+(?:otr[oa] )?({CHILD})\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({_SPOUSE})\s+(?:actual\s+)?(?:de|del|of)\s{_NOT_PARENT}",
    ),
    # An institution that speaks for a family, or a profession under the name that signs.
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:desde|de parte de|en nombre de|pertenezco a)\s+"
            rf"(?:el |la |los |las |nuestr[oa] )?({_INSTITUTION}|{NAME})"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:apoyando|acompanando|atendiendo|asesorando|trabajando con)"
            r" (?:a )?(?:la|una|esta) (familia)\b"
        ),
    ),
    # "La clave, que no la encuentra": whoever looks for it is somebody else.
    (
        Writer.THIRD_PARTY,
        (
            rf"{_B}(?:clave|contrasena|usuario|acceso|pasen)\b[^.!?\n]{{0,20}}"
            r"\b(?:que|y) no (?:la|lo) (encuentra|recuerda|sabe|localiza)\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{NAME}\s*[\n,]\s*({_PROFESSION})"),
    (
        Writer.GUARDIAN,
        rf"{_B}({PARENT})\s+(?:de|d|del|of|lui|da|von|di)\s*(?:l[oa]s? )?(?:alumn[oa]s? )?{NAME}",
    ),
    (Writer.GUARDIAN, rf"{_B}(?:{CHILD})\s*[:,]?\s+({NAME})"),
)
#: One's own family, child or self; or the staff who told one to write.
_OF_ONESELF = (
    rf"(?:toda\s+)?(?:la|mi|nuestra|my|our|ma|notre)\s+famil|me[ua]\b"
    rf"|(?:(?:{MY}|{THEIR})\s+)?(?:(?:menor\s+)?(?:{CHILD}|{PUPIL})|{STAFF}\b(?!\s+legal))"
)
#: Who says outright that they stand in for the guardian, whosever name the mail bears.
_STANDS_IN = re.compile(
    rf"{_B}(?:en nombre(?: y representacion)? de|en representacion de|por (?:encargo|cuenta) de|"
    rf"a peticion de|on behalf of(?! myself)|au nom de|de la part de|im namen von|em nome de|in numele)\s+"
    rf"(?!{_OF_ONESELF})(?:\w+|{NAME})"
    rf"|{_B}(?:se|os|le) (?:lo )?(?:envia|manda|escribe|remite) (?:su|la|una?|el) (?:{_THIRD})\b"
    rf"|{_B}por (?:orden|poder) de {TITLE}{NAME}"
    rf"|{_B}(?:escrib|mand|envi|pid|solicit)\w* (?:\w+ ){{0,3}}?en su nombre\b"
)
_SIEVE = Sieve(pattern for _, pattern in _RULES)
_ADULT_PUPIL = re.compile(
    rf"{_B}(?:soy (?:mayor de edad|un alumno|una alumna|emancipad[oa])|tengo (?:1[6-9]|2\d|3\d) anos|"
    rf"mi propia cuenta|mi cuenta de alumn[oa]|mi pasen de alumn[oa]|i am an? (?:adult )?student)\b"
)
_SIBLING = re.compile(rf"{_B}soy (?:{NAME},? )?(?:la |el |su )?herman[oa]\b")
_FINDS_OUT = r"(?:se enter\w+|l[oa] (?:se(?:pa|pan)|vea|vean|descubra)|me (?:pille|castigue|regane|mate)n?)"
_MINE = r"(?:mi|mis) (?:madre|padre|padres|mama|papa|viejos?)\b"
#: Who signs "mi madre", or fears her eye, has forgotten for whom they pose.
_POSES = re.compile(
    r"\n[^\S\n]*mi (?:madre|padre|mama|papa)\b[^\n]{0,30}\s*$"
    rf"|{_B}(?:antes (?:de )?que|sin que|(?:para|pa) que no) (?:{_FINDS_OUT} {_MINE}|{_MINE} {_FINDS_OUT})"
    rf"|{_B}(?:para|pa) que {_MINE} (?:me )?(?:pued|ve|entr|firm|justifi|mir|sep)\w+"
)
_IS_PUPIL = re.compile(
    rf"{_B}soy (?:yo )?(?:{NAME},? )?(?:(?:el|la|un|una) )?(alumn[oa])\b"
    rf"(?!\s*(?:[:\x03]|es\b)){_NOT_OF_UNIVERSITY}"
    rf"|{_B}soy (?:yo )?{NAME},? (?:de|del|d) {COURSE}(?=[\s\S]{{0,200}}\bmi (?:madre|padre|mama|papa)\b)"
)
_OF_MY_CHILD = re.compile(
    rf"{_B}(?:mi|mis|my|ma|mon)\s+(?:hij[oa]s?|nin[oa]s?|son|daughter|fils|fille)\b|{_B}(?:madre|padre|"
    rf"tutora? legal) de\b"
)


def read_writer(named: Iterable[str]) -> WriterReading:
    """Who writes, from the marked texts (courses, phones and names as control characters) of a mail.

    The first rule that holds decides: what writers say of themselves comes before what they say of others.
    """
    texts = list(named)
    if any(_ADULT_PUPIL.search(t) for t in texts) and not any(
        _OF_MY_CHILD.search(t) or _SIBLING.search(t) for t in texts
    ):
        return WriterReading(Writer.STUDENT, "alumno/a")
    if any(_POSES.search(t) for t in texts):
        return WriterReading(Writer.STUDENT)
    if any(_STANDS_IN.search(t) for t in texts):
        return WriterReading(Writer.THIRD_PARTY, stands_in=True)
    if any(_IS_PUPIL.search(t) and not _OF_MY_CHILD.search(t) for t in texts):
        return WriterReading(Writer.STUDENT, "alumno/a")
    possible = {number for t in texts for number in _SIEVE.possible(t)}
    for number in sorted(possible):
        who, pattern = _RULES[number]
        for text in texts:
            hit = compiled(pattern).search(text)
            if hit and not (who is Writer.STUDENT and _OF_MY_CHILD.search(text)):
                relation = next((g for g in hit.groups() if g and "\x03" not in g), None)
                return WriterReading(who, relation)
    return WriterReading(Writer.UNKNOWN)
