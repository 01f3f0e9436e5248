"""The trades of machines that write to a school: what each puts into subject, text and file names.

All texts are folded (lower-case ASCII). One phrase proves nothing: theories.py weighs.
"""

# ruff: noqa: E501 - tables of phrases read better with a thing a line

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.sieve import Wording

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One trade; `files` is looked for at the beginning of an attachment's name."""

    code: str
    subject: Wording
    text: Wording
    files: re.Pattern[str] = _NEVER


KINDS = (
    Kind(  # RFC 7489 §7.2.1.1, RFC 8460 §5.1
        "report",
        Wording(r"^\W*report domain:", r"\breport-id:", r"^\W*(?:dmarc|tls-?rpt)\b", r"^\W*informe agregado"),
        Wording(r"aggregate (?:\w+ )?report", r"informe agregado", r"\bdmarc\b", r"\btls-?rpt\b"),
        re.compile(r"[\w.-]+![\w.-]+!\d+!\d+"),
    ),
    Kind(
        "device",
        Wording(
            r"^\W*(?:scan|scanned|escaneo|escaneado|escaner|document[oe]? (?:escaneado|numerise)|imagen escaneada|attached image|gescannt\w*)\b",
            r"^\W*(?:message from|mensaje de|message de|nachricht von) \W*\w*\d", r"\bfax\b", r"(?:mensaje|llamada) de voz|voice ?mail|voice message|llamada perdida",
        ),
        Wording(
            r"(?:enviado|escaneado|digitalizado|sent|scanned|numerise|gescannt)\s[^.!?\n]{0,12}(?:desde|from|con|par|von|por)\s(?!mi\b|my\b|meu\b)[^.!?\n]{0,15}(?:dispositivo|equipo|impresora|multifuncion|copiadora|escaner|device|printer|scanner|copier|mfp\b|\Wrnp)",
            r"device (?:name|model)\b", r"^scan date\b", r"^queries to\b", r"^file format\b", r"\d{3} ?(?:x ?\d{3} ?)?dpi\b",
            r"\bfax (?:de|from|recibido)\b|recibido un fax|fax\s[^.!?\n]{0,40}(?:paginas?|pages?)\b",
            r"(?:mensaje de voz|voice ?mail|voice message|llamada perdida)\s[^.!?\n]{0,60}(?:buzon|extension|\d{9}|from|del? numero)", r"^numero (?:de origen|llamante)|^transcripcion\b", r"\bduracion: ?\d",
        ),
        re.compile(r"(?:\w*?(?:scan|doc|fax|voz|voice|msg|mfp|multifuncion|escaner)\w*?|kmbt|skm|sharp|mx|)[-_ ]?\w?\d{3,}", re.IGNORECASE),
    ),
    Kind(
        "monitor",
        Wording(
            r"^\W*(?:\[[^\]]{1,40}\]\W*)?(?:alert[ae]?|warning|critical|problem|recovery|recovered|resolved|down)\b", r"^\[(?:alerta?|aviso|warning|critical|[a-z]*nas[\w-]*)\]",
            r"^\W*cron <", r"^\W*aviso de (?:consumibles|servicio|mantenimiento|sistema)", r"\bis (?:down|up|unreachable)\b", r"copia de seguridad|\bbackup\b", r"\binforme (?:diario|semanal|mensual) de\b|\b(?:daily|weekly) report\b",
        ),
        Wording(
            r"^(?:host|hostname|service|servidor|severity|gravedad|status|dienst|zeit|problem name|sensor|original problem id|inicio|fin|tamano|duracion)\s*:",
            r"^(?:equipos|amenazas|archivos|elementos)\s[^:\n]{1,40}:\s*\d", r"\b(?:tarea|trabajo|job|task|copia)\s[^\n]{0,60}(?:finalizado|completado|terminado|finished|completed|failed|fallid|succeeded)",
            r"numero de serie\b|serial number|paginas impresas|nivel de toner", r"espacio (?:en disco|libre)|disk (?:usage|space|full)|\braid\b|autonomia estimada|con bateria\b|problem started", r"(?:^|\s)/(?:etc|var|usr|home)/",
            r"\bcertificado\s[^!?\n]{0,60}(?:caducara|expirara|vencera|instalado en)|panel de control", r"\b(?:cpu|ping|uptime)\b",
        ),
    ),
    Kind(
        "notice",
        Wording(
            r"\bnuev[ao]s? (?:anuncio|tarea|mensaje|comentario|notificaci\w+|respuesta|inicio de sesion|entrega|publicacion|acceso|dispositivo)",
            r"^\W*(?:resumen|informe|boletin|agenda) (?:diari|semanal|mensual|del dia|de la semana)|\b\d+ (?:eventos|tareas|citas|reuniones) (?:hoy|pendientes|esta semana|para hoy)",
            r"\bpendientes? de (?:firma|aprobacion|revision)\b", r"\btarea (?:calificada|asignada|entregada|devuelta)", r"compartid[oa] (?:contigo|con usted)|shared with you|shared a", r"^\W*(?:notificacion|notification|notificare|recordatorio|reminder)\b|notificacion(?:es)?$",
            r"codigo de (?:verificacion|seguridad|acceso|un solo uso)|(?:verification|security|login) code", r"restablec\w+ (?:de )?(?:la |su |tu )?contrasena|(?:password reset|reset your password)",
            r"\b(?:sign-?in|login) (?:from|on|detected|alert)\b|\bnew sign-?in", r"te esta(?:n)? esperando|te ha (?:mencionado|invitado|etiquetado)|\bhas? (?:mentioned|invited) you", r"\b\d+ (?:notificaciones|mensajes|novedades) nuev",
        ),
        Wording(
            r"\b(?:ha|han) (?:publicado|compartido|comentado|calificado|comenzado|entregado|mencionado|asignado|reaccionado|aceptado|rechazado) ",
            r"\bpublico una? |\bte ha(?:n)? (?:invitado|mencionado|etiquetado|asignado|enviado)|\bhas (?:shared|posted|commented|invited|assigned|mentioned|graded|submitted)\b",
            r"\b(?:tienes?|tiene) (?:una?|\d+) (?:nuev\w+|notificaci\w+|mensajes?|respuestas?|tareas?)|\btienes? \d+ \w+ (?:nuev|pendiente|sin leer)|you have (?:a |an |\d+ )?(?:new|unread|pending)|aveti (?:o|\d+) (?:notificar|mesaj)\w+",
            r"\bsi (?:usted |tu )?no (?:la |lo |has? )+(?:solicitado|realizado|sido|pedido)\b[^.!?\n]{0,60}(?:ignor|omit|no (?:tiene|tienes|es necesario|haga)|descart)|if you (?:did ?n.t|did not) (?:request|make|do)\b[^.!?\n]{0,60}(?:ignore|disregard)",
            r"\bcodigo\s[^.!?\n]{0,30}(?:es|:)\s*\d{4,8}\b|(?:utilice|use|introduzca|introduce) (?:el|este) (?:siguiente )?codigo|your (?:\w+ )?code is", r"se ha iniciado sesion en|(?:solicitud|peticion) (?:para|de) restablec\w+|request to reset",
            r"no es necesario que (?:realice|haga)|no tiene(?:s)? que hacer nada|no action is (?:required|needed)", r"suscrit[oa] a las notificaciones|preferencias de notificacion|notification (?:settings|preferences)",
            r"notificacion disponible|dispone de \d+ dias", r"vence el \d|renovacion automatica",
        ),
    ),
    Kind(
        "trade",
        Wording(
            r"\b(?:su|tu|your|votre|ihre?|sua) (?:pedido|envio|paquete|compra|factura|reserva|pago|package|parcel|order|shipment|invoice|receipt|commande|colis|sendung|paket|bestellung|rechnung|encomenda|fatura)\b",
            r"\bfactura (?:electronica|n\b|no\b|[a-z]?\d|dvs)", r"\bpedido (?:n|no|num|#)?\W?\d|confirmacion de (?:su |tu )?(?:pedido|compra|reserva|pago)|recibo de su pago",
            r"\b(?:que|como) (?:le|te|os|les) (?:ha |han )?pareci\w+|\b(?:valor|puntu|calific)\w+ (?:de )?(?:su|tu|nuestr\w+) \w+|\bencuesta de\b",
            r"\bque tal (?:te|le|os) (?:atend|fue|ha ido)|\bofertas? de empleo\b|\bvacantes?\b|job alert|\bvalor[ea] (?:su|tu|nuestro)|su opinion",
        ),
        Wording(
            r"\b(?:envio|pedido|paquete|encomenda|colis|sendung|package|parcel|order|colet\w*)\s[^.!?\n]{0,60}(?:en reparto|sera entregado|(?:punto|lista|listo) (?:de recogida|para (?:recoger|su recogida))|ha sido (?:entregad|enviad)|en camino|delivered|shipped|dispatched|on its way|unterwegs|zugestellt|expedi|en transito|livre)",
            r"\b(?:factura|recibo|fatura|rechnung|invoice|facture)\s[^!?\n]{0,60}(?:disponible|por importe|fue emitida|ha sido emitida|a fost emisa|wurde erstellt|is (?:available|attached|ready))",
            r"^(?:importe|referencia|total|tarjeta|numero de pedido)\s*:", r"tracking number|numero de seguimiento|codigo de recogida|localizador|estado del (?:envio|pedido)|area de clientes?|contul dvs|su pago se ha realizado|acompanhe a sua|sendung verfolgen",
            r"(?:valore|valora|puntue|puntua|califique|califica) (?:su|tu|nuestr\w+) ", r"gracias por (?:confiar|comprar|elegir|su compra|tu compra)",
            r"(?:responder|completar|rellenar|comenzar|iniciar)\s[^.!?\n]{0,20}encuesta|su opinion (?:nos )?(?:importa|interesa|es importante)|(?:take|complete) (?:the|our) survey",
            r"ofertas que (?:encajan|coinciden|se ajustan)|(?:editar|gestionar|modificar) (?:su |tu |la )?alerta|ver todas las ofertas|comentado tu publicacion",
        ),
    ),
)  # fmt: skip

#: Labels of buttons, which stand in a text like words that nobody addresses to anybody.
BUTTON = Wording(
    r"(?:^|[.:] )(?:abrir|ver|acceder|comenzar|unirse|descargar|cambiar|editar|responder|open|view|track|join|sendung|vezi|voir|ansehen)(?: (?:a |en |el |la |las |los |todas |your |the )*\w+){0,3}[.\s]*$",
    r"(?:^|[.:] )(?:ver|abrir|editar|cambiar) (?:\w+ ){0,3}\w+\. ",
)
#: What companies put below.
COMPANY_FOOT = Wording(
    r"\(c\) ?20\d\d|todos los derechos|all rights reserved|\b(?:llc|inc|gmbh|ltd)\b|darse de baja|unsubscribe|buzon no admite|no admite respuestas|conserve este justificante"
)
