"""What stands below the writer's words: signature blocks, device lines, legal disclaimers."""

# ruff: noqa: E501 - tables of phrases read better with a language or a thing a line

from __future__ import annotations

import re
from collections.abc import Sequence

_DEVICE = re.compile(
    r"^[>\s]*(?:"
    r"Enviad[oa]s? (?:desde|con|a trav[eé]s de|por|do|de|pelo|usando|mediante)|Obt(?:ener|[eé]n) |Descarg(?:ar|a) Outlook"
    r"|Sent (?:from|with|via|using)|Get (?:Outlook|BlueMail|TypeApp)|Envoy[ée] (?:de|depuis|à partir|avec)"
    r"|T[ée]l[ée]charg(?:er|ez) Outlook|Obten(?:ir|ez) Outlook|Trimis (?:de|din|cu)|Ob[tț]ine[tț]i|Obter o|Baixar o"
    r"|Gesendet (?:von|mit|über)|Von meine[mr] .{2,30} gesendet|Outlook (?:für|para|for|pour|per|pentru) "
    r"|Надіслано (?:з|із|за|через)|Відправлено (?:з|із)|Отправлено (?:из|с)|Отримати Outlook|Завантажити Outlook"
    r"|أُ?رسلت? من|مرسل من|تم الإرسال من|الحصول على Outlook|发自|從我的|从我的.{0,10}发送|获取|取得 ?Outlook"
    r"|Inviato da|Scarica Outlook|Enviat (?:des|amb)|Bidalita|Nire .{2,20} bidalia|Descargue? .{0,20}Yahoo|Yahoo Mail: "
    r"|Libre de virus|Virus-free|Sin virus|Virenfrei|Garanti sans virus|Mailtrack|Remitente notificado"
    r")",
    re.IGNORECASE,
)
_MAX_DEVICE_WORDS = 9  # "Enviado desde el móvil de mi hermana porque el mío …" is a sentence
_PHONE_LIKE = re.compile(r"(?:\d[\s.\-]?){9}")

_DISCLAIMER = re.compile(
    r"^\W*(?:AVISO (?:LEGAL|DE CONFIDENCIALIDAD|IMPORTANTE:? este)|NOTA LEGAL|CL[ÁA]USULA (?:DE|LEGAL)|CONFIDENCIALIDAD\b"
    r"|PROTECCI[ÓO]N DE DATOS|ADVERTENCIA LEGAL|INFORMACI[ÓO]N (?:LEGAL|CONFIDENCIAL|B[ÁA]SICA SOBRE PROTECCI)"
    r"|Este (?:mensaje|correo|e-?mail)(?: electr[óo]nico)?(?:,? (?:y|e|as[ií] como)\b|,? (?:est[áa] |va )?(?:dirigid|destinad)|,?"
    r" (?:puede )?conten|,? es confidencial|,? incluidos|,? se (?:dirige|env[ií]a|ha enviado))"
    r"|(?:La|Toda la) informaci[óo]n (?:contenida|incluida|de este|que contiene) .{0,30}(?:mensaje|correo|e-?mail)"
    r"|Antes de imprimir|Por favor,? (?:antes de imprimir|piense|considere .{0,20}medio ambiente)|No imprimas? este"
    r"|De (?:conformidad|acuerdo) con .{0,60}(?:Reglamento|RGPD|LOPD|protecci[óo]n de datos|Ley)"
    r"|En cumplimiento (?:de|del|con) .{0,80}(?:Reglamento|RGPD|LOPD|protecci[óo]n de datos|Ley)"
    r"|Si (?:usted )?(?:no es el destinatario|ha recibido este (?:mensaje|correo))"
    r"|This (?:e-?mail|message|communication)(?: and| is| may| contains|,? including)|CONFIDENTIALITY|DISCLAIMER|LEGAL NOTICE"
    r"|The information (?:contained )?in this|If you are not the intended|Please consider the environment|Before printing"
    r"|Ce (?:message|courriel|courrier)(?: [ée]lectronique)? (?:et|est|peut|contient)|Avant d'imprimer|Pensez à l'environnement"
    r"|Diese (?:E-?Mail|Nachricht) (?:und|enth|ist|kann)|Bitte denken Sie an die Umwelt|VERTRAULICH"
    r"|Esta mensagem (?:e|é|pode|cont)|Antes de imprimir|Acest (?:e-?mail|mesaj) (?:și|si|este|poate|con[tț]ine)"
    r"|Aquest (?:missatge|correu)|Questo messaggio (?:e |è|può|contiene))",
    re.IGNORECASE,
)
_LIST_FOOTER = re.compile(
    r"^(?:Para (?:darse de baja|cancelar (?:la|su|esta) suscripci[óo]n)|To unsubscribe|Has recibido este mensaje porque"
    r"|You received this message because|.{2,40} mailing list$|Ha recibido este mensaje porque)",
    re.IGNORECASE,
)

_RULE = re.compile(r"^[_=-]{10,}$")
_CLOSING = re.compile(
    r"^\W*(?:(?:un |reciban? (?:un )?|con un )?(?:cordial |atento |afectuoso )?(?:saludos?|abrazo)|atentamente|cordialmente|(?:muchas |mil )?gracias"
    r"|quedo a (?:la|su)|a la espera|(?:kind |best |warm )?regards|best wishes|thank|thanks|yours|sincerely|cordialement|bien à vous|merci"
    r"|mit freundlichen|freundliche|viele gr|mfg|danke|cu (?:stim|respect)|mul[tț]umesc|obrigad|atenciosamente|cumprimentos|com os melhores"
    r"|distinti|cordiali|grazie|salutacions|gr[àa]cies|з повагою|дякую)",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"^(?:--|__|—)$")
_CONTACT = re.compile(
    r"\b(?:tel[eé]?f?(?:ono)?|tlf(?:no)?|tfno|m[óo]v(?:il)?|fax|ext(?:ensi[óo]n)?|phone|mobile|mob|tél|telefon|handy|telem[óo]vel"
    r"|cif|nif|c/|calle|avda|avenida|plaza|pol[ií]gono|pol\. ind|www|https?|colegiad[oa]|n[ºo] col)\b"
    r"|(?:^|[\s|·])[tmf]\.?:? ?\+?\d{2,3}[\s.]\d|(?:^|\W)\d{5} [A-ZÁÉÍÓÚÑ]|@\w+\.\w",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:dpto|departamento|dep\.|secci[óo]n|unidad de|servicio de|gerente|director[a]?|administraci[óo]n|administrativ[oa]|auxiliar"
    r"|t[ée]cnic[oa]|ingenier[oa]|abogad[oa]|procurador[a]?|asesor(?:[ií]a|es|a)?|arquitect[oa]|enfermer[oa]|m[ée]dic[oa]|farmacia"
    r"|comercial|responsable|encargad[oa]|jef[ea] de|coordinador[a]?|profesor[a]?|maestr[oa]|notar[ií]a|gestor[ií]a|consult(?:or|ora|or[ií]a|ing)"
    r"|manager|receptionist|recepci[óo]n|recepcionista|hotel|hostal|restaurante|cafeter[ií]a|bar|peluquer[ií]a|panader[ií]a|ferreter[ií]a"
    r"|inmobiliaria|transportes|construcciones|reformas|tienda"
    r"|s\. ?l\.|s\. ?a\.|s\. ?l\. ?[up]\.|s\. ?c\. ?a\.|s\. ?a\. ?t\.|c\. ?b\.|s\. ?coop|cooperativa|talleres|ayuntamiento|junta de|universidad|hospital|equipo)(?!\w)",
    re.IGNORECASE,
)
#: The writer's claim: whoever writes this below the text is telling, not signing.
_TELLS = re.compile(
    r"\b(?:madre|padre|mam[áa]|pap[áa]|tutor[a]?(?! (?:de|comercial))|hij[oa]s?|alumn[oa]s?|niñ[oa]s?|eso|bach(?:iller(?:ato)?)?|curso|grupo"
    r"|fp|fpb|c?f?gm|c?f?gs|primaria|ipasen|pasen|mother|father|son|daughter|mère|père|mutter|vater|fiul|fiica|mama|tata)\b|[1-6] ?[ºª°](?! ?(?:planta|piso|puerta|izq|izda|dcha|dch))",
    re.IGNORECASE,
)
_MAX_SIGNATURE_LINES = 12
_MAX_SIGNATURE_LINE = 120


def is_device_line(line: str) -> bool:
    """Whether it is "Enviado desde mi iPhone" and the like; a sentence or a phone number is the writer's."""
    if len(line) > _MAX_SIGNATURE_LINE or not _DEVICE.match(line):
        return False
    return len(line.split()) <= _MAX_DEVICE_WORDS and not _PHONE_LIKE.search(line)


def starts_disclaimer(line: str) -> bool:
    return bool(_DISCLAIMER.match(line.lstrip(" >*-_")[:200]))


def is_list_footer(line: str) -> bool:
    return bool(_LIST_FOOTER.match(line[:200]))


def is_delimiter(line: str) -> bool:
    """The "-- " of RFC 3676 §4.3 (its blank may be lost)."""
    return bool(_DELIMITER.match(line.strip()))


def is_short_block(lines: Sequence[str]) -> bool:
    """Whether these lines can be a signature at all: few and short."""
    return len(lines) <= _MAX_SIGNATURE_LINES and all(len(line) <= _MAX_SIGNATURE_LINE for line in lines)


def signature_start(lines: Sequence[str]) -> int | None:
    """Where in a closing paragraph the signature block begins; None when there is none.

    It begins at the top, below a closing phrase or below a finished sentence, with a name; work,
    address or several ways to reach the writer follow. A name with one phone is the writer's claim,
    and so is a block that tells of children, courses or kinship.
    """
    for index, line in enumerate(lines):
        above = lines[index - 1].rstrip() if index else ""
        begins = not index or is_closing(above) or above.endswith((".", "!", "?", ","))
        if begins and not is_closing(line) and _looks_signed(lines[index:]):
            return index
    return None


def is_closing(line: str) -> bool:
    """Whether it is "Un saludo," and the like, and nothing more."""
    return len(line) <= _MAX_SIGNATURE_LINE and len(line.split()) <= 8 and bool(_CLOSING.match(line))


def is_rule(line: str) -> bool:
    return bool(_RULE.match(line.strip()))


def _looks_signed(lines: Sequence[str]) -> bool:
    if not is_short_block(lines) or not _is_name(lines[0]) or any(_TELLS.search(line) for line in lines):
        return False
    if _WORK.search(lines[0]):
        return True
    return any(_WORK.search(line) for line in lines[1:]) or len(_CONTACT.findall("\n".join(lines[1:]))) > 1


def _is_name(line: str) -> bool:
    """The first line: up to six words, mostly capitalised, without a verb's look (no ending mark)."""
    head = re.split(r"\s[–—|·-]\s|,", line.strip())[0]
    names = [word for word in re.findall(r"[^\W\d_][\w'’.ªº-]*", head) if len(word) > 2]
    if not names or len(names) > 6 or re.search(r"[:?!;\d]", head):
        return False
    capitals = [word for word in names if word[0].isupper()]
    return len(capitals) * 2 > len(names)
