"""How machines word their mails: folded patterns by what they say, in the languages around us.

Languages: es, en, fr, pt, de, ro, it, ca, gl, eu, some uk, ru, zh, ar. All texts are folded first
(`bot.text.words.fold`: lower-case ASCII), so the patterns hold no accents, and Chinese is pinyin without blanks. One phrase proves
nothing: theories.py weighs.
"""

# ruff: noqa: E501 - tables of phrases read better with a language or a thing a line

from __future__ import annotations

from bot.text.sieve import Wording

# ---------------------------------------------------------------- subjects, always from their start

AUTO_REPLY_SUBJECT = Wording(
    r"^\W*(?:respuesta automatica|autorespuesta|respuesta auto|fuera de (?:la )?oficina)\b",
    r"^\W*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|responder)|out[ -]of[ -](?:the[ -])?office|ooo)\b",
    r"^\W*(?:reponse automatique|absence du bureau|absent du bureau|message d'absence)",
    r"^\W*(?:resposta automatica|fora do escritorio|ausente do escritorio)\b",
    r"^\W*(?:avtomatichna vidpovid|avtomaticheskiy otvet|avtootvet|avtovidpovid)",
    r"^\W*(?:automatische antwort|abwesenheitsnotiz|abwesenheitsnachricht)",
    r"^\W*(?:raspuns automat|absent din birou|in afara biroului)\b",
    r"^\W*(?:risposta automatica|fuori ufficio|fuori sede)\b",
    r"^\W*(?:fora de l'oficina|fora d'oficina)\b",
    r"^\W*(?:fora da oficina)\b",
    r"^\W*(?:erantzun automatikoa|bulegotik kanpo)\b",
    r"^\W*(?:(?:waichu)?zidong(?:huifu|dafu|fanxin)|waichutongzhi|buzaibangongshi)",
    r"^\W*(?:l?rd (?:l?tlqi'y|l?aly)|khrj lmktb)\b",
)
#: Also how a parent reports a child who will miss school: worth half.
ABSENT_SUBJECT = Wording(r"^\W*(?:ausencia|ausente|absen[ct]|assente|abwesen|absenta)")
RECEIPT_SUBJECT = Wording(
    r"^\W*(?:leido|read|lu|lido|lida|gelesen|citit|letto|llegit|irakurrita|confirmacion de lectura|read receipt|return receipt)\s*(?::|\(|-)",
    r"^\W*(?:confirmation de lecture|lesebestatigung|recibo de lectura|acuse de recibo|no leido|not read|sin leer|nao lida|ungelesen|non lu)\s*(?::|-)",
    r"^\W*(?:entregado|delivered|remis|entregue|zugestellt|relayed|retransmitido)\s*:",
)
BOUNCE_SUBJECT = Wording(
    r"^\W*(?:undeliver(?:ed|able)|delivery (?:status|failure|has failed|notification|incomplete)|mail delivery (?:failed|failure|system)|failure notice)",
    r"^\W*(?:returned mail|returned to sender|non[- ]?delivery|message (?:not delivered|delayed|undeliverable)|warning: (?:could not send|message)|failed delivery)",
    r"^\W*(?:no se (?:puede|ha podido) entregar|no se pudo entregar|correo (?:no entregado|devuelto)|mensaje (?:no entregado|devuelto)|error de entrega|aviso de no entrega|devolucion de(?:l)? (?:correo|mensaje))",
    r"^\W*(?:non remis|echec de (?:la )?(?:remise|distribution)|unzustellbar|nicht zustellbar|nao entregue|mensagem nao entregue|nelivrat|nu poate fi livrat|mancato recapito|impossibile recapitare|no lliurat)",
)
TICKET_SUBJECT = Wording(
    r"\[(?:ticket|case|caso|incidencia|request|solicitud|sr|inc|peticion|expediente)\s*(?:id)?\s*[:#n-]?\s*[\w-]*\d{3,}",
    r"\b(?:ticket|caso|case|incidencia|solicitud|peticion)\s*(?:#|n[o.]{1,2}|num(?:ero)?)?\s*:?\s*#?[a-z]{0,5}-?\d{5,}",
    r"\b(?:demande|anfrage|richiesta|pedido|solicitacao)\s(?:n\W{0,3})?\d{3,}|a bien ete (?:enregistre|recu)",
    r"^\W*(?:acuse de recibo|justificante de (?:registro|presentacion)|hemos recibido su|we(?:'ve| have) received your|your (?:request|ticket) (?:has been )?received|su (?:solicitud|incidencia) ha sido)",
)

# ---------------------------------------------------------------- what an absence notice is made of

ABSENCE = Wording(
    r"\b(?:u vidpusttsi|u vidryadzhenni|v otpuske|v komandirovke)\b[^.!?\n]{0,40}|\b(?:vidpovim|otvechu) (?:pislya|posle|po)\b",
    r"(?:estoy|estare|me encuentro|encuentro|estamos|nos encontramos|permanecere)\s[^.!?\n]{0,40}(?:fuera d|ausente|vacaciones|de baja|de permiso|de viaje|de licencia)",
    r"nuestro horario|fuera de (?:la |mi )?(?:oficina|horario|despacho|servicio)|periodo vacacional|mis vacaciones|dias? libres?\b|cerrad[oa]s? (?:por|hasta)|permanecera cerrad",
    r"\b(?:i am|i'm|i will be|we are|currently)\s[^.!?\n]{0,40}(?:out of (?:the )?office|away|on (?:annual |maternity |sick |parental )?leave|on (?:holidays?|vacation)|travell?ing|absent|closed|on (?:our|my) [^.!?\n]{0,20}(?:break|leave|holidays?))",
    r"\bout of (?:the )?office\b|office is closed",
    r"\b(?:je suis|je serai|serai|suis|nous sommes)\s[^.!?\n]{0,40}(?:absent|conge|vacances|deplacement|ferme)|actuellement absent",
    r"\b(?:estou|estarei|encontro-me|estamos)\s[^.!?\n]{0,40}(?:ausente|ferias|fora d|licenca|de baixa)",
    r"\b(?:ich bin|bin ich|wir sind)\s[^.!?\n]{0,60}(?:nicht im (?:buro|buero|haus)|abwesend|im urlaub|ausser haus|nicht erreichbar|verreist|geschlossen|in elternzeit)",
    r"\b(?:sunt|voi fi|ma aflu|suntem)\s[^.!?\n]{0,40}(?:concediu|plecat|absent|delegatie|in afara birou)",
    r"\b(?:sono|saro|siamo)\s[^.!?\n]{0,40}(?:assente|in ferie|fuori (?:ufficio|sede)|in vacanza)",
    r"\b(?:soc|estic|estare|som|estem)\s[^.!?\n]{0,40}(?:fora de|absent|de vacances|de baixa)",
    r"\b(?:atopome|estarei|estou)\s[^.!?\n]{0,40}(?:fora d|de vacacions|ausente)",
    r"oporretan|bulegotik kanpo",
    r"\bwo?[^.!?\n]{0,20}(?:buzaibangongshi|zai(?:xiu|du)jia|zaichucha|xiujiazhong|chuchazhong|waichu)|mene nemaie v ofisi|menya net v ofise",
    r"(?:'n|'nn|nhn) [^.!?\n]{0,25}(?:khrj lmktb|fy 'jzh|fy 'jz)",
)
CANNOT_ANSWER = Wording(
    r"no (?:atendere|contestare|respondere|revisare|leere|consultare|voy a (?:atender|contestar|responder|leer|revisar))\s[^.!?\n]{0,30}(?:correo|e-?mail|mensaj|buzon|teams)",
    r"no (?:podre|puedo|podremos|podemos|estare|voy a poder|me es posible)\s[^.!?\n]{0,40}(?:contestar|responder|atender|leer|consultar|disponible|acceso al? (?:correo|mensajes))",
    r"(?:sin|acceso (?:muy )?(?:limitado|restringido|intermitente)|poco acceso|no tendre|no tengo)\s[^.!?\n]{0,30}(?:al? (?:correo|mi correo|e-?mail|mensaj)|acceso al? correo|disponibilidad)",
    r"(?:contestare|respondere|atendere|le responderemos|te responderemos|contestaremos|responderemos|me pondre en contacto)\s[^.!?\n]{0,60}(?:vuelta|regreso|regrese|vuelva|antes posible|cuanto antes|incorpor|brevedad|horario|\d{1,2})",
    r"(?:limited|little|no|intermittent|without|not have)\s[^.!?\n]{0,20}access to (?:my )?e?-?mails?|(?:will|shall) (?:respond|reply|answer|get back)\s[^.!?\n]{0,50}(?:return|as soon as|when (?:i|we)|upon)",
    r"ne (?:consulterai|pourrai|serai)\s[^.!?\n]{0,40}|(?:repondrai|repondrons|reviendrai vers)\s[^.!?\n]{0,50}(?:retour|des que|plus tot)",
    r"(?:sem|nao terei|acesso limitado)\s[^.!?\n]{0,30}(?:acesso|e-?mail|correio)|responderei\s[^.!?\n]{0,50}(?:possivel|regresso|volta|assim que|quando)",
    r"(?:lese|werde|kann)\s[^.!?\n]{0,60}(?:unregelmassig|nicht gelesen|nicht lesen|nach meiner (?:ruckkehr|ruckkunft)|beantworten|nicht weitergeleitet)",
    r"(?:acces limitat|nu (?:voi|am) )\s?[^.!?\n]{0,40}(?:e-?mail|raspunde|acces)|voi raspunde\s[^.!?\n]{0,40}(?:intoarc|posibil|revin)",
    r"(?:accesso limitato|non (?:potro|avro))\s?[^.!?\n]{0,40}|rispondero\s[^.!?\n]{0,40}(?:rientro|possibile|appena)",
    r"(?:contestare|respondre)\s[^.!?\n]{0,40}(?:torni|tornada|possible|aviat)|itzultzean erantzun",
    r"(?:won't|will not|shall not|not) be (?:checking|monitoring|reading|answering|able to (?:read|answer|reply))|no (?:tindre|podre)\s[^.!?\n]{0,30}(?:acces|correu|contestar|respondre)",
    r"(?:non (?:terei|poderei|revisarei)|non se (?:revisara|atendera))\s?[^.!?\n]{0,30}|(?:no|non) se (?:atendera|leera|revisara)n?\s[^.!?\n]{0,30}(?:correo|mensaj|buzon)|(?:mi|miña|minha|a mina) (?:cuenta|conta|buzon|correo)[^.!?\n]{0,20}no[n]? se (?:revis|atend|le)",
    r"(?:prendrai|prendrons) connaissance de vot|(?:rispondero|leggero)\s[^.!?\n]{0,40}(?:rientro|ritorno|possibile)|tomare nota a mi (?:vuelta|regreso)",
    r"wufa(?:jishi|liji|mashang)?huifu|(?:hui|jiang)(?:jinkuai|zaori)[^.!?\n]{0,8}huifu|huilaihou[^.!?\n]{0,12}huifu|s'rd [^.!?\n]{0,30}(?:wqt|wdty)|ln 'tmkn [^.!?\n]{0,30}lrd",
    r"\b(?:vidpovim|vidpovimo|otvechu|otvetim) [^.!?\n]{0,40}(?:yaknayshvidshe|povernennya|kak mozhno|vozvrashch)",
)
RETURN_DATE = Wording(
    r"\b(?:hasta|a partir de|desde|regreso|vuelvo|me reincorpor\w*|volvere|regresare)\s[^.!?\n]{0,30}(?:\d{1,2}|lunes|martes|miercoles|jueves|viernes|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|proxim|nuevo aviso)",
    r"\b(?:until|till|back on|return(?:ing)? on|back in the office|from)\s[^.!?\n]{0,25}\d{1,2}\b|back on monday",
    r"\b(?:jusqu'au|du|de retour le|a partir du)\s[^.!?\n]{0,20}\d{1,2}\b|\b(?:ate|regresso|volto)\s[^.!?\n]{0,20}\d{1,2}\b",
    r"\b(?:bis|ab dem|wieder am|zuruck)\s[^.!?\n]{0,25}\d{1,2}\b|\b(?:pana (?:la|pe|in)|revin|fino al|rientro|fins al?|ate o)\s[^.!?\n]{0,20}\d{1,2}\b",
)
COMPANY_ANSWERS = Wording(
    r"\b(?:te|le|les|os) (?:responderemos|contestaremos|atenderemos|contactaremos)|nos pondremos en contacto (?:con usted|contigo)|we will (?:get back|respond|reply)",
    r"hemos recibido (?:su|tu|vuestro) (?:mensaje|correo|consulta|solicitud|e-?mail)|we have received your|nous avons bien recu votre|wir haben ihre (?:nachricht|anfrage) erhalten",
)
GONE = Wording(
    r"ya no (?:trabajo|trabaja|presto|forma|formo) (?:en|para|servicios|parte)|no longer (?:work|with the company|employed)|ne fais plus partie|nicht mehr (?:im unternehmen|bei uns)",
    r"(?:cuenta|direccion|buzon)(?: de correo)?[^.!?\n]{0,20} (?:ha dejado de|ya no se|no (?:esta|es) (?:atendid|supervisad|operativ)|esta en desuso|dejara de)|this (?:mailbox|address|account) is no longer",
)
REDIRECTS = Wording(
    r"(?:dirija[n]?|dirijan|envie[n]?|remita[n]?|escriba[n]?|reenvie[n]?)[^.!?\n]{0,40}(?: a correo@|@)|please (?:direct|send|forward)[^.!?\n]{0,40}@|si necesita ayuda|for assistance",
)
OTHER_CONTACT = Wording(
    r"(?:urgen\w+|urgencia|imprescindible)[^.!?\n]{0,80}(?:contact\w*|llam\w*|dirij\w*|dirig\w*|escrib\w*|puede\w* )",
    r"(?:para|en caso de) (?:cualquier|cualesquiera)\s[^.!?\n]{0,40}(?:contact\w*|llam\w*|dirij\w*|dirig\w*|escrib\w*)|en mi ausencia|durante mi ausencia",
    r"(?:urgent|emergenc|immediate|can'?t wait|cannot wait)[^.!?\n]{0,80}(?:contact|call|reach|e-?mail|write to)|please contact my colleague"
    r"|\bfor [^.!?;\n]{3,40} (?:call|phone|ring|contact|write to|e-?mail) [^.!?;\n]{0,30}(?:correo@|\d{3})",
    r"\bsi (?:es|se trata|tiene|necesita|precisa|fuera|desea)\s[^.!?\n]{0,60}(?:contact\w*|llam\w*|dirij\w*|escrib\w*)\s[^.!?\n]{0,30}(?:correo@|\d{3})",
    r"(?:urgent|urgence)[^.!?\n]{0,60}(?:contact|appel|adress|joindre)|(?:dringend)[^.!?\n]{0,60}(?:erreich|wend|kontakt|anruf)",
    r"(?:urgent|urgente|urgencia)[^.!?\n]{0,60}(?:contact|lig|sunati|scrieti|rivolg|contatt|truq|truc|adre[cs])|mi companer[oa]\b[^.!?\n]{0,50}\d",
)
THANKS_FOR_MAIL = Wording(
    r"\b(?:gracias|agradezco|agradecemos)\s[^.!?\n]{0,25}(?:su |tu |por (?:escribir|contactar)|mensaje|correo)|thank(?:s| you) for (?:your|contacting|writing|getting in touch)",
    r"merci (?:de|pour) votre|vielen dank fur ihre|danke fur (?:ihre|deine)|obrigad[oa] p(?:elo|ela|or)|multumesc pentru|va multumim|grazie per|gracies (?:per|pel)|grazas po[lr]|eskerrik asko zure",
    r"(?:ganxie|xiexie)nin(?:de)?(?:laixin|youjian)|(?:youjian|laixin)[^.!?\n]{0,8}(?:yi)?shoudao|(?:yi)?shoudao(?:le)?nin?de?(?:youjian|laixin)|shkr [^.!?\n]{0,12}rslt|tm stlm rslt|(?:dyakuyu|dyakuiemo|spasibo) za va[sh][^.!?\n]{0,10}(?:list|pis'mo)",
)

# ---------------------------------------------------------------- other machines

MACHINE_SAYS_SO = Wording(
    r"(?:mensaje|correo|e-?mail|respuesta|notificacion|aviso)s? (?:electronico )?(?:es |se ha |ha sido |fue )?(?:generad[oa]|enviad[oa]|emitid[oa]) (?:de forma |de manera )?(?:automatic|por (?:el|un) sistema)",
    r"(?:este es un|esto es un|se trata de un|es un)a? (?:mensaje|correo|e-?mail|respuesta|notificacion) automatic",
    r"(?:recibe|recibes|ha recibido|has recibido) est[ea] (?:resumen|correo|mensaje|aviso|notificacion|e-?mail) (?:electronico )?(?:porque|debido a que|por estar)",
    r"no es (?:necesario|preciso|necesaria) (?:que )?(?:una respuesta|respond\w+|contest\w+)|no requiere respuesta|no reply is (?:needed|required)",
    r"(?:por favor,? )?no (?:responda|conteste|respondas|contestes|responder|contestar)n? (?:a |directamente a )?(?:este|esta|al presente) (?:mensaje|correo|e-?mail|direccion|notificacion)|^.{0,90}por favor,? no responda\W*$",
    r"\b(?:do not|don't|please do not) (?:reply|respond)(?: directly)? to this|automatically generated|auto-?generated (?:e-?mail|message)|this is an automat(?:ed|ic)",
    r"ne (?:pas|repondez pas) (?:repondre )?a ce (?:message|courriel|mail)|ne pas y repondre|message (?:a ete )?(?:genere|envoye) automatiquement|nao responda a est[ae]|mensagem automatica",
    r"(?:bitte )?antworten sie nicht auf diese|automatisch (?:generiert|erstellt|erzeugt)|nu raspundeti la acest|mesaj (?:generat )?automat|non rispondere a quest|no respongueu",
    r"direccion (?:de correo )?no (?:esta )?(?:atendida|monitorizada|supervisada)|buzon no atendido|unattended mailbox|mailbox is not monitored",
    r"xitong[^.!?\n]{0,6}zidong|zheshi[^.!?\n]{0,8}zidonghuifu|qingwu(?:zhijie)?huifu|(?:hdhh?|rslh) (?:rslh )?(?:rd )?tlqi'yh?\b|l trd `la hdhh? l?rslh|ne vidpovidayte na ts|ne otvechayte na et|avtomatichne? (?:povidomlennya|soobshch)",
)
TICKET = Wording(
    r"(?:escriba|responda|conteste|write|reply|respond)\s[^.!?\n]{0,30}(?:por encima|encima|above)\s[^.!?\n]{0,20}(?:linea|line)",
    r"(?:incidencia|solicitud|peticion|consulta|comunicacion|escrito|instancia|queja|ticket|caso|request|case)\s[^.!?\n]{0,40}(?:ha (?:sido|quedado)|ha sido|has been|was|queda)\s?(?:\w+ )?(?:registrad|creado|creada|recibid|abiert|created|received|registered|logged|opened|assigned|asignad|resuelt|resolved|closed|cerrad)",
    r"(?:numero|n[o.]{1,2}|codigo|id) de (?:ticket|incidencia|caso|seguimiento|expediente|referencia|registro)|ticket (?:number|id)|tracking number",
    r"(?:tiempo (?:estimado|medio) de respuesta|le (?:atenderemos|responderemos) en un plazo|plazo maximo de|within \d+ (?:business|working))|recibira (?:una )?respuesta en|estado de su (?:solicitud|incidencia|ticket)|status of your (?:ticket|request)",
    r"is being (?:reviewed|processed|looked into)|add (?:additional |further |more )?comments|our (?:support )?(?:staff|agents)\b|nous accusons reception|a bien ete (?:enregistre|recu)|wurde (?:registriert|erfasst)|foi registad|a fost inregistrat|e stata registrata|ha estat registrada",
)
CHALLENGE = Wording(
    r"(?:confirm\w*|verifi\w*|demuestr\w*|prove)\s[^.!?\n]{0,30}(?:es una persona|no es un robot|eres humano|ser humano|you are (?:a )?human|a real person)",
    r"(?:mensaje|correo|message|e-?mail)\s[^\n]{0,120}(?:esta (?:en espera|retenido|pendiente)|ha sido retenido|being held|has been held|on hold|awaiting (?:confirm|approval|moderat)|quarantine)",
    r"para que (?:sea|su mensaje sea|su correo sea) (?:entregado|aceptado)|to (?:complete|ensure) delivery|lista blanca|whitelist|challenge[- ]response",
)
BOUNCE = Wording(
    r"(?:could ?n(?:o|')t|cannot|could not|was not able to|wasn't able to|unable to) be? ?(?:delivered|deliver|send)|delivery (?:has )?(?:failed|to the following)|permanent (?:fatal )?error|undeliverable",
    r"no se (?:ha (?:podido )?entrega|pudo entregar|puede entregar|ha podido entregar|ha entregado)|no (?:ha sido|fue|pudo ser) entregad|direccion no encontrada|no se ha encontrado la direccion",
    r"user unknown|mailbox (?:full|unavailable|not found)|no such user|recipient (?:address )?rejected|over quota|host or domain name not found|\b5\d\d[ -]5 \d \d|\b4\d\d[ -]4 \d \d|smtp error from remote|the mail system\b|qmail-send",
    r"n'a pas pu etre (?:remis|distribue)|konnte nicht (?:zugestellt|ubermittelt)|nao (?:pode|foi possivel) (?:ser )?entreg|nu a putut fi livrat|non e stato possibile recapitare|buzon (?:lleno|inexistente)",
)
RECEIPT = Wording(
    r"(?:fue|ha sido|se ha) (?:leido|mostrado|abierto|visualizado)\s|\bse (?:leyo|mostro|abrio) (?:el|a las)\s|se elimino sin (?:haberlo )?leer|ha sido eliminado sin|acuse de (?:recibo|lectura)",
    r"was (?:read|displayed|opened|deleted without)|has been (?:read|displayed|opened)|return receipt|read receipt|no guarantee that the message (?:has been|was) read",
    r"a ete (?:lu|affiche|ouvert)|wurde (?:am |um )?[^\n]{0,60}(?:gelesen|angezeigt|geoffnet)|foi lid[ao]|a fost citit|e stato letto|s'ha llegit",
)
NEWSLETTER = Wording(
    r"(?:dar(?:se|me|te)? de baja|cancel\w* (?:la |su |tu )?suscripcion|\??no (?:quiere|desea)s? (?:seguir )?recibi[^.!?\n]{0,60}\??|dejar de recibir|para no recibir mas|si no (?:quieres?|deseas?) (?:recibir )?mas (?:correos|mensajes|publicidad)|(?:contesta|responde|envia) (?:con )?baja\b|no desea(?:s)? (?:seguir recibiendo|recibir (?:mas|este))|no quiere(?:s)? (?:seguir recibiendo|recibir mas)|gestionar (?:sus|tus) preferencias)",
    r"\bunsubscribe\b|opt[- ]out|manage (?:your )?preferences|view (?:this e?-?mail )?in (?:your )?browser|ver (?:este (?:correo|mensaje) )?en (?:el|su|tu) navegador|no longer wish to receive",
    r"(?:recibe(?:s)?|recibis|ha recibido|has recibido) (?:este|esta) (?:boletin|newsletter|comunicacion|publicidad|correo porque)|se desinscrire|se desabonner|abmelden|cancelar (?:a )?subscricao|dezabon|disiscri",
)
OFFER = Wording(
    r"(?:\d|€|euros?) ?/ ?mes\b|\b(?:pide|reserva|solicita) (?:tu |su |ya )?plaza\b|\bgrupos (?:reducidos|de \d)|\bacademia\b",
    r"\b(?:oferta|descuento|promocion|rebajas?|gratis|gratuit[oa]|sin compromiso|presupuesto|catalogo|novedades|boletin|newsletter|webinar|curso online|matricula abierta|suscrib\w+|compra ahora|ultimas? (?:semana|dias|plazas|unidades))\b",
    r"\b(?:discount|special offer|free trial|limited time|subscribe|buy now|sale|seo|backlinks?|web traffic|guest post|investment|crypto|bitcoin|casino|loan|lottery)\b|\d\s?% (?:dto|de descuento|off)\b|\d[\d.,]{0,15}\s?(?:euros?|eur\b|€)|\b(?:reserva ya|reserve ya|inscribete|apuntate)\b",
)

# ---------------------------------------------------------------- swindles that use our words

ACCOUNT_THREAT = Wording(
    r"(?:hemos|se han) (?:retenido|puesto en cuarentena)\s(?:\w+\s){0,3}(?:mensajes|correos|envios)\b",
    r"(?:su|tu|vuestr[oa]|la \w+ de (?:su|tu)) (?:cuenta|buzon|contrasena|correo|acceso|suscripcion|dominio|bandeja|almacenamiento|clave)\s[^.!?\n]{0,60}(?:caduca|expira|vence|sera (?:suspendid|cancelad|bloquead|desactivad|eliminad|cerrad)|ha (?:sido )?(?:suspendid|limitad|alcanzado|superado|excedido|detectado|expirado|caducado)|esta (?:llen|a punto|casi)|dejara de)",
    r"your (?:account|mailbox|password|e-?mail|storage|domain|access)\s[^.!?\n]{0,60}(?:expire|will be (?:suspended|closed|deactivated|terminated|deleted)|has been (?:suspended|limited|compromised)|is (?:full|almost full|about to)|exceeded|reached)",
    r"(?:actividad|acceso|inicio de sesion) (?:inusual|sospechos|no autorizad)|unusual (?:sign-in|activity)|(?:paquete|envio|pedido)\s[^.!?\n]{0,40}(?:retenido|aduanas|pendiente de pago)|multa\s[^.!?\n]{0,30}(?:impagada|pendiente|notificacion)|reembolso|herencia|premiad[oa]|lottery",
    r"(?:correos?|mensajes?|emails?) (?:pendientes|retenidos|en cuarentena|bloqueados|no entregados)\b[^.!?\n]{0,30}(?:\(?\d|buzon|servidor)|votre (?:compte|boite|messagerie)\s[^.!?\n]{0,50}(?:suspendu|expire|bloque|depasse|plein)|ihr (?:konto|postfach)\s[^.!?\n]{0,50}(?:gesperrt|lauft ab|voll)",
    r"(?:a )?sua (?:conta|caixa)\s[^.!?\n]{0,50}(?:atingiu|expira|bloquead|suspens|cheia)|(?:contul|casuta|parola) (?:dvs|dumneavoastra|ta)\s[^.!?\n]{0,50}(?:expira|suspendat|blocat|plin)|para (?:recibir|cobrar|percibir) (?:el|su|la) (?:pago|nomina|devolucion|paga)",
)
ACCOUNT_DEMAND = Wording(
    r"(?:haga|hacer|haz|pulse|pinche|pulsa|pincha|siga|acceda|entre|visite)\s(?:clic |click )?[^.!?\n]{0,40}(?:enlace|link|aqui|boton|siguiente|abajo)",
    r"click (?:on )?(?:here|the (?:link|button)|below)|follow (?:the|this) link|log ?in (?:here|below|now)|cliquez (?:ici|sur)|klicken sie|clique aqui|(?:faceti|dati) clic|apasati aici",
    r"(?:verifi[cq]\w*|confirm[ae]\w*|valid[ae]\w*|actualic[ea]\w*|actualizar|conserv[ae]\w*|amplia\w*|restaur[ae]\w*|reactiv[ae]\w*|desbloque[ae]\w*) (?:su|tu|la|mi|el) (?:cuenta|identidad|buzon|contrasena|datos|informacion|acceso|espacio|almacenamiento|clave|perfil)|(?:verifique|confirme|valide) su usuario\b|(?:actualizar|confirmar|verificar|validar|introducir) sus (?:datos|credenciales)|(?:valider|verifier|mettre a jour) votre|atualizar a sua|actualizati (?:contul|datele)",
    r"verify your|confirm your (?:account|identity|password)|update your (?:account|password|payment)|keep (?:my|your|the) (?:current |same )?password",
    r"(?:contrasena|password|clave|pin)(?: actual| current)?\s*:\s*(?:$|\n|_|\.\.)|responda\s[^.!?\n]{0,40}(?:indicando|con (?:su|sus|los siguientes))[^.]{0,200}(?:contrasena|password|clave)",
)
URGENCY = Wording(
    r"\b(?:hoy|caduca hoy|24 horas|48 horas|72 horas|inmediat\w+|urgente|antes del? (?:\w+|\d)|ultimo aviso|accion requerida|a partir del)\b|\b(?:today|within \d+ hours|immediately|action required|final notice|last warning)\b",
    r"perdera|sera (?:eliminad|cancelad|suspendid|bloquead)|para evitar|to avoid|will be (?:lost|deleted)|evitar (?:el|la) (?:bloqueo|suspension|perdida|cierre)",
)
IMPERSONAL = Wording(
    r"estimad[oa](?:\(a\)|/a)? (?:usuari[oa]|client[ea]|titular|propietari[oa]|contribuyente|docente|incidencias\w*)|dear (?:user|customer|client|account|sir|friend|beneficiary|webmaster|[\w.+-]+@)|cher (?:client|utilisateur)|caro (?:utilizador|cliente)|stimate? (?:client|utilizator)|estimad[oa] (?:emplead|conductor)|sehr geehrter (?:kunde|nutzer)|hola,? (?:docente|usuario|cliente)",
    r"(?:departamento|equipo|servicio|centro|administrador|soporte|mesa) (?:de|del) (?:soporte|sistemas?|ayuda|seguridad|correo|cuentas|atencion)|(?:it|help ?desk|technical|security|account) (?:support|team|department)|webmail (?:team|admin)",
)

# ---------------------------------------------------------------- swindles for money

BAIT = Wording(
    r"\b(?:prestamos?|creditos?|loans?|prets?|emprestimos?|imprumut\w*|kredit\w*)\b|\b(?:herencia|inheritance|heritage|heranca|mostenire|erbschaft|next of kin|beneficiari[oa]|beneficiary)\b",
    r"\b(?:loter[iy]\w*|lotto|loto|premio|prize|ganador|winner|gagnant|donacion|donation|doacao|donar|donate|inversion|investment|bitcoins?|crypto\w*|billetera|wallet|fondos?|funds?)\b",
)
BIG_MONEY = Wording(
    r"\d{1,3}(?:[., ]\s?\d{3})+(?:[., ]\d\d)?\s?(?:euros?|eur\b|dolar\w*|dollars?|usd|\$|libras|lei)|(?<!\d)\d{4,}\s?(?:euros?|eur\b|dolares|dollars?|usd|\$)|(?:euros?|eur|usd|\$)\s?\d{1,3}(?:[., ]\d{3})+",
    r"\b(?:millon(?:es)?|million(?:s|en|en)?|milhoes|milioane)\b",
)
BLACKMAIL = Wording(
    r"\bhe (?:pirateado|hackeado|grabado|infectado)\b|(?:hacked|recorded) (?:your|you)\b|videos? (?:intimos?|de usted|of you)|enviare? (?:el video|los? videos?)",
)
STRANGER = Wording(
    r"querid[oa] (?:amig|client|amad|hermano|benefic|senor)|dear (?:friend|beneficiary|sir|customer|client|winner)|caro (?:amigo|cliente)|cher ami|lieber freund|draga prieten|\bhas? won\b|\byou (?:have )?won\b|email address won|aprovado sem|(?:viuda|esposa) del? |barrister|widow",
    r"entre particuliers|toda persona seria|correo (?:electronico )?fue seleccionado|fue(?:ron)? seleccionad|ha sido elegido|late (?:client|husband)|(?:es|esta) aprobad[oa]|sin papeles|sin aval|interes del? \d",
)
ASKS_FOR_ANSWER = Wording(
    r"(?:respond\w*|contact\w*|contest\w*|reply|send|need|pongase|escrib\w*|envi\w*|trimiteti|reclamar|pagar)\s[^\n]{0,80}(?:nombre|dados|datele|datos|pasaporte|banc|bank|whatsapp|agente|details|detalles|e-?mail|correo|bitcoin|billetera|argent|dinero)",
)

# ---------------------------------------------------------------- how a person sounds

#: First-person words, greetings and closings; robots speak of others and to "usted".
PERSONAL = Wording(
    r"\b(?:me|mi|mis|yo|soy|estoy|tengo|necesito|necesitamos|quiero|queria|quisiera|querria|puedo|creo|escribo|llamo|he|vuestr[oa]s?|podeis|podriais|habeis|buenas|saludos?|abrazos?|besos|gracias(?! por (?:su|tu|confiar|comprar|utilizar|usar|elegir)\b)|cuando pueda\w*|podais)\b|(?:^|[.,] )(?:le |les |os )?adjunto\b",
    r"\b(?:i|i'm|i've|i'd|my|mine|regards)\b|\bj'(?:ai|e)|\b(?:je|mon|cordialement|merci)\b|\b(?:eu|meu|minha|tenho|estou|preciso|obrigad[oa])\b|\b(?:imi|meu|mea|vreau|multumesc)\b|\b(?:ich|mir|mich|mein\w*|danke|gruss\w*|grusse)\b",
)
#: What families write about, and the mobile that they give.
OUR_BUSINESS = Wording(
    r"\bi?pasen\b|\balum[ni]\w*|\bhij[oa]s?\b[^.!?\n]{0,40}\b[1-6] ?(?:o|a|de|[a-f])\b|\b(?:eso|bachillerato|bach|cfg[bms]|matricula\w*|comedor|excursion|beca|libros|fianza|autobus escolar)\b|\b(?:instituto|colegio|coordinador\w*|jefatura|claustro|profesor\w*|centros?|evaluacion)\b|\b[1-6] ?o\b|\b[1-6] ?[oa]? ?[a-f]\b",
    r"(?<![\d+])[67]\d{8}(?!\d)|(?<![\d+])[67]\d\d \d{3} \d{3}(?!\d)|(?<![\d+])[67]\d\d \d\d \d\d \d\d(?!\d)",
)
#: What somebody speaks of who cannot get in.
ACCESS = Wording(
    r"\b(?:clave|contrasen\w*|usuario|acce[sd]\w*|entrar|app|aplicacion|hij[oa]s?|password|login)\b",
    r"\b(?:mot de passe|identifiant|mon fils|ma fille|parol[ae]i?|fiul|fiica|passwor[td]|kennwort|senha|palavra-passe|filh[oa]s?)\b",
    r"\b(?:klmh l(?:sr|mrwr)|rmz ldkhwl|hsby?|bny|bnty)\b|\b(?:parol[yu']\w*|uviyti|zayti|voyti|miy sin|moya (?:don'ka|doch))|mima|zhanghao|denglu|jinbuqu|haizi",
)
#: Somebody tells of a mail that came to them.
TELLS_OF_A_MAIL = Wording(
    r"\b(?:me|nos) (?:ha |han )?(?:llegado|entrado|llego|enviado|mandado)\b|\bhe(?:mos)? recibido (?:un|este|esto)\b|\bi (?:got|received) (?:this|an?)\b",
)

# ---------------------------------------------------------------- a person with a case of their own

#: First-person words of a family: against them no wording, however machine-like, decides alone.
OWN_CASE = Wording(
    r"\b(?:soy|somos|habla|le escribe|les escribe|os escribe|escribo)\s[^.!?\n]{0,60}(?:madre|padre|mama|papa|tutor|abuel[oa]|ti[oa]|herman[oa]|alumn[oa]|familia)\b",
    r"\bmi[s]? (?:hij[oa]s?|nin[oa]s?|niet[oa]s?|sobrin[oa]s?|chic[oa]s?|pequen[oa]s?|mayor|mujer|marido|herman[oa])\b|\bnuestr[oa]s? (?:hij|nin)[oa]s?\b|(?:madre|padre|mama|papa|tutora?) (?:de|del) ",
    r"\bno (?:puedo|podemos|consigo|conseguimos|me deja|nos deja|logro|hay manera de|soy capaz de|me funciona|me llega|nos llega|he podido|me entra|me acuerdo|recuerdo)\s?[^.!?\n]{0,40}(?:entrar|acceder(?! (?:a |al )?(?:mi |el |los )?(?:correo|e-?mail|mensaje))|ipasen|pasen|contrasena|clave|sms|usuario|app|aplicacion|codigo)",
    r"\b(?:me|nos) (?:sale|aparece|pone|dice|da|pide|llego|han? (?:bloqueado|caducado|llegado|mandado|enviado))\b|(?:he|hemos) (?:olvidado|perdido|intentado|probado)\b|\bmi (?:usuario|contrasena|clave|cuenta)\b[^.!?\n]{0,60}(?:pasen|no |bloquead|olvid|caduc)",
    r"\bmy (?:son|daughter|child|kids?|boy|girl|children)\b|\bi (?:can(?:no|')t|cannot|am unable to|forgot|have forgotten)\b[^.!?\n]{0,40}(?:log|sign|access|enter|get in|password|ipasen)|\b(?:mother|father|parent|mum|mom|dad) of\b",
    r"\b(?:mon fils|ma fille|mes enfants|je n'arrive pas|mot de passe oublie)\b|\b(?:mein sohn|meine tochter|mutter von|vater von|mama von)\b|\b(?:meu filho|minha filha|mae d[eoa]|pai d[eoa]|nao consigo (?:entrar|aceder))\b|\b(?:fiul meu|fiica mea|mama lui|tatal lui|nu pot (?:intra|accesa))\b",
    r"\b(?:mio figlio|mia figlia|non riesco ad? (?:entrare|accedere)|el meu fill|la meva filla|o meu fillo|a mina filla|nire (?:semea|alaba))\b",
    # They ask us for something …
    r"\b(?:facilitar|dar|decir|mandar|enviar|pasar)(?:me|nos|mela|noslo|nosla)\b[^.!?\n]{0,40}(?:otra|nueva|clave|contrasen|codigo|usuario|sms)|\b(?:ayudar|renovar|restablecer|activar|desbloquear|resetear|regenerar)me(?:la|lo)?\b",
    r"\b(?:necesito|necesitamos(?! que)|quiero|quisiera|queria|quisieramos|querria|solicito|solicitamos|ruego|me gustaria|nos gustaria)\b[^.!?\n]{0,70}(?:clave|contrasen|pasen|usuario|credencial|codigo)",
    r"\?[^.!?\n]{0,30}\b(?:pueden|podeis|puede|podrian|podriais|podria|podemos|como|(?<!de )que)\b[^.!?\n]{0,60}(?:clave|contrasen|pasen|usuario|acceso|codigo|otra|nueva|dar)\b",
    r"\b(?:could|can|would) (?:you|somebody|someone|anyone)\b[^.!?\n]{0,40}(?:reset|send|renew|unlock|help)|\bp(?:ouvez|ourriez)[- ]vous (?:me|nous|m')|\bj'ai (?:perdu|oublie)|\bpodem? [^.!?\n]{0,12}(?:enviar|mandar|renovar|dar)[^.!?\n]{0,20}(?:senha|outra|nova|palavra)",
    r"\b(?:brauchen?|benotigen?)\b[^.!?\n]{0,30}(?:passwort|zugang|kennwort)|\bva rog\b[^.!?\n]{0,30}(?:parola|acces|cont\b)",
    # … or give their data as in a form.
    r"^[^\w\n]*(?:alumn[oa]|hij[oa]|padre|madre|tutora?(?: legal)?|aluno|aluna|elev|eleva|eleve|schuler(?:in)?|sohn|tochter|son|daughter|student|pupil)\s*:\s*\w{2,}",
)
