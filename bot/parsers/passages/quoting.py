"""How mail programs announce an earlier mail: the phrases, by language, as data.

Languages: es, en, fr, pt, ro, de, it, ca, gl, eu, uk, ru, ar, zh; programs: Gmail, Outlook (desktop,
web, mobile), iOS, Samsung, Yahoo, Thunderbird, webmails.
"""

# ruff: noqa: E501 - tables of phrases read better with a language or a thing a line

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_MAX_LINE = 300  # a longer line announces nothing

_WROTE = (
    "escribi[oó]",
    "ha escrito",
    "wrote",
    "a [ée]crit",
    "schrieb",
    "geschrieben",
    "a scris",
    "escreveu",
    "ha scritto",
    "va escriure",
    "ha escrit",
    "escribiu",
    "idatzi du",
    "пише",
    "писа[лв]а?",
    r"написа[лв]а?(?:\(а\)|\(ла\))?",
    "كتبت?",
    "كتابة",
    "写道",
    "寫道",
)
_WROTE_LINE = re.compile(rf"(?:\b(?:{'|'.join(_WROTE[:-2])})(?!\w)|写道|寫道).{{0,120}}[:：]$", re.IGNORECASE)
#: "me escribió", "nos ha escrito": a story, not a mail program.
_STORY = re.compile(
    r"\b(?:me|nos|le|les|os|te|se|mir|ihm|uns)\s+(?:\w+\s+)?(?:escribi|ha escrito|schrieb)", re.IGNORECASE
)
_OPENING = re.compile(
    r"^(?:[*_]{0,2}(?:El|On|Le|Am|Em|En|[ÎI]n|Il|Il giorno|Op|O|A|Den|Vào|في|بتاريخ|在|于|於)\b"
    r"|\d|[\"'«*]?[^<>\n]{0,80}<?[^\s<>@]+@[^\s<>@]+>?|[^\W\d_]{2,9}\.?,? \d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\b20\d\d\b|٢٠\d\d")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]")  # no "+": a long word without "@" must not cost its square

_FORWARDED = (
    "reenvi", "forwarded", "transf[ée]r", "weitergeleitet", "encaminhad", "redirec[tț]ion", "reexp[ée]di",
    "inoltrat", "birbidal", "пересла", "пересил", "переслан", "إعادة توجيه", "معاد توجيه", "محولة", "转发", "轉寄",
)  # fmt: skip
_ORIGINAL = (
    "mensaje original", "correo original", "original message", "original e-?mail", "original-?nachricht",
    "urspr[üu]ngliche nachricht", "message d'origine", "message original", "mensagem original", "mesaj(?:ul)? original",
    "messaggio originale", "missatge original", "mensaxe orixinal", "jatorrizko mezua",
    "вихідне повідомлення", "оригінальне повідомлення", "исходное сообщение", "الرسالة الأصلية", "原始邮件", "原始郵件",
)  # fmt: skip
_RULED = r"^[>\s]*[-_—=*]{2,}\s*"
_FORWARD_LINE = re.compile(
    rf"{_RULED}.{{0,40}}(?:{'|'.join(_FORWARDED)}).{{0,60}}[-_—=*]{{2,}}\s*$", re.IGNORECASE
)
_APPLE_FORWARD = re.compile(
    r"^[>\s]*(?:Inicio del mensaje reenviado|Begin forwarded message|Début du (?:message|courriel) (?:réexpédié|transféré)"
    r"|Anfang der weitergeleiteten (?:E-Mail|Nachricht)|Início da mensagem (?:reencaminhada|encaminhada)"
    r"|Începe mesajul redirecționat|Inizio messaggio inoltrato|Inici del missatge reenviat)\s*:\s*$",
    re.IGNORECASE,
)
_ORIGINAL_LINE = re.compile(rf"{_RULED}(?:{'|'.join(_ORIGINAL)})\s*[-_—=*]{{2,}}\s*$", re.IGNORECASE)
_RULE = re.compile(r"^[>\s]*_{10,}\s*$")

_LABELS = {
    "from": "De|From|Von|De la|Da|Від|Від кого|От|От кого|من|发件人|寄件者|Remitente|Expéditeur|Nork",
    "sent": (
        "Enviado|Enviado el|Enviada|Enviado em|Enviada em|Sent|Date|Fecha|Gesendet|Gesendet am|Datum|Envoyé|Envoyé le"
        "|Data|Trimis|Trimis la|Дата|Надіслано|Відправлено|Отправлено|التاريخ|تاريخ|تم الإرسال|أرسلت|"
        "发送时间|日期|寄件日期|Inviato|Enviat|Enviat el|Bidalia"
    ),
    "to": "Para|To|An|À|A|Pour|Către|Кому|إلى|الى|收件人|Per a|Nori",
    "cc": "Cc|CC|Copia|Kopie|Copie|Копія|抄送|نسخة",
    "subject": "Asunto|Subject|Betreff|Objet|Assunto|Subiect|Тема|الموضوع|主题|主旨|Oggetto|Assumpte|Gaia",
}
_ANY_LABEL = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABEL_LINE = re.compile(
    rf"^[>\s]*[*_]{{0,2}}(?:{_ANY_LABEL})[*_]{{0,2}}\s*[:：][*_]{{0,2}}(?:\s|$)", re.IGNORECASE
)
_HEADER_WINDOW = 9  # lines in which the labels of a header block are looked for

REPLY_SUBJECT = re.compile(
    r"^\s*(?:re|rv? ?: ?re|aw|antw|sv|res|rép|rif|vs|відп|回复|答复|رد|ينض)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:fwd?|rv|wg|tr|enc|i|reenv|rm|пересл|перес|转发|轉寄|إعادة توجيه)\s*[:：]", re.IGNORECASE
)


def is_forward_line(line: str) -> bool:
    """Whether it announces a forward: "---------- Mensaje reenviado ----------" and the like."""
    return len(line) <= _MAX_LINE and bool(_FORWARD_LINE.match(line) or _APPLE_FORWARD.match(line))


def is_original_line(line: str) -> bool:
    """Whether it announces the old mail: "-----Mensaje original-----" and the like."""
    return len(line) <= _MAX_LINE and bool(_ORIGINAL_LINE.match(line))


def attribution_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` are "El … escribió:" (0: it does not stand there).

    Mail programs wrap it over up to three lines; it names a time and ends with a colon.
    """
    joined = ""
    for count, line in enumerate(lines[start : start + 3], 1):
        text = line.lstrip("> \t").rstrip()
        if not text:
            return 0
        joined = f"{joined} {text}".strip()
        if len(joined) > _MAX_LINE:
            return 0
        if joined[-1] in ":：" and _WROTE_LINE.search(joined):
            plausible = _OPENING.match(joined) and _CLOCK.search(joined) and not _STORY.search(joined)
            # "Alicia" above "El lunes … escribió:" is a name: the shortest announcement counts.
            shorter = count > 1 and attribution_length(lines, start + 1)
            return count if plausible and not shorter else 0
    return 0


def names_an_address(lines: Sequence[str]) -> bool:
    return bool(_ADDRESS.search(" ".join(lines)))


def header_block_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` are a copied header ("De: / Enviado: / Para: / Asunto:"), 0 if none.

    A rule of underscores above it belongs to it; long recipient lists may be wrapped.
    """
    first = start
    while (
        first < len(lines) and first < start + 3 and (_RULE.match(lines[first]) or not lines[first].strip())
    ):
        first += 1
    if first >= len(lines) or (first > start and not _RULE.match(lines[start])):
        return 0
    if len(lines[first]) > _MAX_LINE or _label_of(lines[first]) != "from":
        return 0
    seen, last = set[str](), first
    for index in range(first + 1, min(first + _HEADER_WINDOW, len(lines))):
        line = lines[index]
        if not line.strip() and index > last + 1:
            break
        label = _label_of(line[:_MAX_LINE])
        if label in {"sent", "to", "cc", "subject"} - seen:
            seen.add(label)
            last = index
    enough = len(seen) >= 2 and bool(seen & {"sent", "subject"})
    return last - start + 1 if enough else 0


@lru_cache(maxsize=4_096)
def _label_of(line: str) -> str:
    """Which header a line like "Enviado: …" copies; "" when none."""
    found = _LABEL_LINE.match(line)
    return (found.lastgroup or "") if found else ""
