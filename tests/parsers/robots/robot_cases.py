"""Mails of machines, and of people who look like machines: subject, sender, text, attached files.

None of them has a header that would tell. Those of `FIRST_…` were written before the rules that judge
them, the others beside them, those of `LATER_…` when the rules stood.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    subject: str
    sender: str
    text: str
    files: tuple[str, ...] = ()


FIRST_MACHINES = {
    "tls-rpt": Case("Report Domain: ies.test Submitter: proveedor.test Report-ID: <2026.10.12T00.00.00Z+ies.test>", "smtp-tls-reporting@proveedor.test", "This is an aggregate TLS report from proveedor.test", ("proveedor.test!ies.test!1791763200!1791849599.json.gz",)),
    "dmarc de otro estilo": Case("[DMARC] Informe agregado de ies.test", "dmarcreport@hosting.test", "Se adjunta el informe agregado DMARC del dominio ies.test correspondiente al 11/10/2026.", ("hosting.test!ies.test!1791763200!1791849599.xml.gz",)),
    "ricoh": Case('Message from "RNP58387931A2B4"', "copiadora2@ies.test", 'This E-mail was sent from "RNP58387931A2B4" (MP C3004).\n\nScan Date: 14.10.2026 10:22:31 (+0200)\nQueries to: copiadora2@ies.test', ("202610141022.pdf",)),
    "fax": Case("Fax recibido de 955112233 (3 páginas)", "Servicio de fax <fax@operador.test>", "Se ha recibido un fax de 3 páginas procedente del número 955112233 el 14/10/2026 a las 10:31. Lo encontrará adjunto en formato PDF.", ("fax-20261014-1031.pdf",)),
    "copia de seguridad": Case("[NAS-SECRETARIA] La tarea de copia de seguridad se ha completado", "nas@ies.test", "La tarea «Secretaria diaria» en NAS-SECRETARIA ha finalizado correctamente.\n\nInicio: 13/10/2026 23:00\nFin: 13/10/2026 23:41\nTamaño: 18,2 GB"),
    "cron": Case("Cron <root@srv01> test -x /usr/sbin/anacron || run-parts /etc/cron.daily", "Cron Daemon <root@srv01.ies.test>", '/etc/cron.daily/logrotate:\nerror: skipping "/var/log/apache2/access.log" because parent directory has insecure permissions'),
    "vigilancia en inglés": Case("PROBLEM: web-ies is DOWN", "zabbix@monitor.test", "Problem started at 03:12:44 on 2026.10.14\nProblem name: Unavailable by ICMP ping\nHost: web-ies\nSeverity: High\nOriginal problem ID: 88213"),
    "aula virtual": Case("Tarea calificada: Comentario de texto", "Aula Virtual <noreply@aulavirtual.test>", "Lola Prieto ha calificado tu entrega en Lengua 3º B.\n\nVer calificación\n\nCambiar preferencias de notificación"),
    "documento compartido": Case("Documento compartido contigo: «Guardias octubre»", "Lola Prieto (mediante Documentos) <documentos-noreply@nube.test>", "Lola Prieto te ha invitado a editar el siguiente documento:\nGuardias octubre\n\nAbrir"),
    "paquete en reparto": Case("Su envío 88X44120 está en reparto", "Paquetería Rauda <seguimiento@rauda.test>", "Le informamos de que su envío 88X44120 se encuentra en reparto y será entregado hoy entre las 11:00 y las 13:00. Puede consultar el estado del envío en nuestra web."),
    "factura": Case("Factura electrónica F26-004512", "Suministros Valle <facturacion@suministros.test>", "Le comunicamos que ya tiene disponible la factura F26-004512 por importe de 184,20 €. Puede descargarla desde su área de clientes. Este buzón no admite respuestas.", ("F26-004512.pdf",)),
    "código de otro servicio": Case("734112 es su código de verificación", "Nube Azul <account-security@nubeazul.test>", "Utilice el código 734112 para iniciar sesión en su cuenta de Nube Azul. El código caduca en 10 minutos. Si no ha solicitado este código, puede ignorar este mensaje."),
    "encuesta": Case("Le agradecemos que valore nuestro servicio", "Satisfacción <encuestas@operador.test>", "Estimado cliente: su opinión nos importa. Dedique 2 minutos a responder la encuesta sobre su última llamada. Comenzar encuesta"),
    "ofertas de empleo": Case("12 nuevas ofertas de empleo para «administrativo» en Cádiz", "Empleo Ya <alertas@empleoya.test>", "Estas son las nuevas ofertas que encajan con su alerta. Ver todas las ofertas. Editar alerta"),
    "red social": Case("Marta, tienes 3 notificaciones nuevas", "RedAmigos <notification@redamigos.test>", "Juan Ruiz y 2 personas más han comentado tu publicación. Ver en RedAmigos"),
    "lotería": Case("FELICIDADES GANADOR!!", "Loteria Europa <claims.agent@gmail.test>", "Su correo electronico fue seleccionado y a ganado la suma de 850.000,00 euros en la loteria de internet. Para reclamar su premio contactar con nuestro agente con sus nombre completo, direccion, telefono y copia de pasaporte."),
    "herencia en primera persona": Case("Querido amigo", "Sra. Agnes Kone <agneskone1959@yahoo.test>", "Querido amado, yo soy la señora Agnes viuda de el difunto ingeniero Kone. Mi hija y yo tenemos 4,5 millones de dólares depositados en un banco y quiero donar este fondo con su ayuda. Por favor contestar para más detalles de la transferencia."),
    "préstamo": Case("PRESTAMO RAPIDO", "Inversiones Global <global.inversion@correo.test>", "Ofrecemos préstamos de 5.000 a 500.000 euros con interés del 2% a toda persona seria. Sin aval. Póngase en contacto por este e-mail o whatsapp +229 60 11 22 33."),
    "buzón en portugués": Case("A sua caixa de correio está quase cheia", "Administrador <suporte@webmail.test>", "Caro utilizador, a sua caixa de correio atingiu 98% da quota. Clique aqui para atualizar a sua conta: http://webmail.test/quota ou o acesso será bloqueado."),
    "boîte pleine en francés": Case("Alerte de sécurité", "Service technique <assistance@webmail.test>", "Cher utilisateur, votre messagerie a dépassé la limite de stockage. Cliquez ici pour valider votre compte avant 24 heures : http://webmail.test/fr"),
    "Paket en alemán": Case("Ihre Sendung ist unterwegs", "Paketdienst <noreply@paketdienst.test>", "Guten Tag, Ihre Sendung 00340434 wird voraussichtlich morgen zugestellt. Sendung verfolgen"),
    "factură en rumano": Case("Factura dvs. este disponibilă", "Energie SA <no-reply@energie.test>", "Stimate client, factura pentru luna octombrie a fost emisă. O puteți descărca din contul dvs. Vă rugăm să nu răspundeți la acest mesaj."),
    "recordatorio de calendario": Case("Notificación: Reunión de departamento - mié 14 oct 2026 11:00", "Calendario <calendar-notification@nube.test>", "Reunión de departamento\nmié 14 oct 2026 11:00 – 12:00\nSala de profesores\n\nRecibe este correo porque está suscrito a las notificaciones del calendario."),
}  # fmt: skip

FIRST_PEOPLE = {
    "manda lo escaneado": Case("Documento escaneado", "Rosa Leal <rleal@x.test>", "Adjunto el DNI escaneado por si hiciera falta para lo de la clave de mi usuario.", ("Scan_0007.pdf",)),
    "escribe desde el buzón de la copistería": Case("clave", "Copistería Sol <scanner@copisteria.test>", "Hola, le escribo desde el trabajo. Quería saber cómo recuperar la clave de Pasen. Rosa Leal, 612345678, mi niño es Hugo Mena Leal de 1º A"),
    "desde avisos@ de su empresa": Case("Alta", "Paco Mena <avisos@fontaneria.test>", "buenas soy paco el padre de hugo mena, como me saco el usuario?"),
    "formulario de la web": Case("Nuevo mensaje desde el formulario de contacto", "IES <wordpress@ies.test>", "Nombre: Rosa Leal\nTeléfono: 612345678\nAlumno: Hugo Mena Leal, 1º A\nMensaje: Se me ha olvidado la contraseña\n\n--\nEste mensaje se ha enviado desde el formulario de contacto de la web"),
    "copia el correo del restablecimiento": Case("Restablecimiento de contraseña", "Rosa Leal <rleal@x.test>", "Sigo los pasos y me mandan esto: Si usted no ha solicitado este cambio, ignore este mensaje. ¿Qué hago ahora?"),
    "pregunta por el código": Case("código", "Rosa Leal <rleal@x.test>", "Hola, el código de verificación no me ha llegado, ¿pueden mirarlo? Rosa Leal"),
    "habla de una herencia": Case("Cambio de datos", "Paco Mena <paco@x.test>", "Por la herencia de mi suegra nos mudamos y hay que cambiar la dirección de Hugo. ¿Qué papeles hacen falta?"),
    "beca y dinero": Case("Beca", "Rosa Leal <rleal@x.test>", "Buenas, ¿cuándo ingresan los 300 euros de la beca? En el banco me dicen que preguntemos al instituto."),
    "paquete de libros": Case("Envío de libros", "Rosa Leal <rleal@x.test>", "Su envío de libros llegó ayer sin el de inglés. ¿Lo reclamo a la librería o a ustedes?"),
    "factura del comedor": Case("Factura del comedor", "Paco Mena <paco@x.test>", "Me ha llegado la factura del comedor y no estoy de acuerdo, hay 5 días que el niño no fue."),
    "orden seca de tres palabras": Case("RESETEAR CLAVE PASEN", "L. Ortiz <lortiz@x.test>", "Ortiz Vela, Nora 4B. 622113344"),
    "médico con contestador en la firma": Case("ipasen", "Dra. Vela <consulta@clinica.test>", "Usuario caducado. Nora Ortiz Vela, 4º B. Móvil 622113344. Madre: Pilar Vela Cano.\n\nCorreo no monitorizado fuera del horario de consulta (9 a 14)."),
    "no responder a este": Case("clave", "Pilar Vela <pvela@x.test>", "Por favor no respondan a este correo que es de mi hermana, llamadme al 622113344. Pilar Vela, de Nora 4º B, la contraseña de ipasen caducada."),
    "encuesta": Case("Encuesta", "Pilar Vela <pvela@x.test>", "La encuesta de las familias que habéis mandado no se abre, ¿hay otro enlace?"),
    "vuelve de viaje": Case("Fuera", "Iñaki Sosa <isosa@x.test>", "He estado embarcado hasta ayer y en el barco no tenía correo. La clave ha caducado. Iñaki Sosa, hijo Unai Sosa 2ºC, 633221100"),
    "inglés, autorreplicado": Case("Automatic reply", "Kate Moss <kate@x.test>", "I got your automatic reply but nobody has written since. Could somebody reset the password, please? Kate Moss"),
    "francés, ausente": Case("Absence de Léa", "Anne Roux <anne@x.test>", "Bonjour, Léa sera absente jusqu'au 16 octobre. Cordialement, Anne Roux"),
    "alemán, seco": Case("Passwort abgelaufen", "Jens Kolb <jk@x.test>", "Passwort abgelaufen. Jens Kolb, Sohn Nils Kolb, Klasse 2A, 644556677. Danke"),
    "rumano, urgente": Case("urgent", "Ana Pop <apop@x.test>", "Contul este blocat. Andrei Pop 3B. 655667788. Mulțumesc frumos"),
    "portugués, de férias": Case("Senha", "Rui Sá <ruisa@x.test>", "Estamos de férias até dia 20 e a senha expirou, podem enviar outra? Rui Sá, Inês Sá do 1º C, 666778899"),
    "sustituta con aviso": Case("Ausencia de la tutora", "Secretaría CEIP <secretaria@ceip.test>", "La tutora de 6º estará de baja hasta enero; para la coordinación con el instituto contacten con la jefa de estudios, Marta Gil."),
    "comercial de carne y hueso": Case("Propuesta de colaboración", "Marcos Díaz <marcos@academia.test>", "Buenos días, soy Marcos, de la academia del barrio. ¿Podríamos vernos la semana que viene para hablar de las clases de refuerzo?"),
    "avisa de un phishing": Case("Ojo con este correo", "Pilar Vela <pvela@x.test>", "Me ha entrado un correo que dice: «Estimado usuario, su cuenta será bloqueada, verifique sus datos aquí http://raro.test». No he pinchado. ¿Lo mandáis vosotros?"),
    "informa de su servidor": Case("Alerta: la web del centro está caída", "Paco Mena <paco@x.test>", "No carga la web desde ayer, sale error 500. Por si no lo sabíais."),
    "ha ganado un concurso": Case("Premio del concurso de relatos", "Nora Ortiz <nora@x.test>", "Mi hija ha ganado el premio del concurso y no sabemos cuándo se recoge."),
}  # fmt: skip

MACHINES = {
    "escáner kyocera": Case("Escaneo", "Kyocera Jefatura <mfp.jefatura@ies.test>", "Documento escaneado desde el equipo TASKalfa 3554ci [00:17:C8:11:22:33]", ("doc20261014103355.pdf",)),
    "escáner sin texto": Case("Scanned image from MX-2651", "MX-2651 <multifuncion@ies.test>", "Reply to: multifuncion@ies.test\nDevice Name: MX-2651\nDevice Model: MX-2651\nLocation: Planta 1\n\nFile Format: PDF MMR(G4)\nResolution: 200dpi x 200dpi", ("multifuncion_20261014_103355.pdf",)),
    "contestador": Case("Mensaje de voz nuevo en el buzón 204", "Centralita <voicemail@pbx.test>", "Tiene un nuevo mensaje de voz en el buzón 204 de 622113344. Duración: 0:37. Escúchelo en el archivo adjunto.", ("voz204.mp3",)),
    "sai": Case("ALERTA SAI: fallo de alimentación", "sai-rack@ies.test", "El SAI RACK-1 funciona con batería. Autonomía estimada: 18 minutos. Carga: 42 %"),
    "antivirus": Case("Informe semanal de amenazas", "Consola antivirus <consola@antivirus.test>", "Equipos protegidos: 148\nAmenazas detectadas: 2\nAmenazas eliminadas: 2\nEquipos sin actualizar: 6\n\nInforme generado automáticamente el 12/10/2026."),
    "certificado": Case("[Aviso] El certificado SSL de ies.test caduca en 14 días", "Hosting <alertas@hosting.test>", "El certificado instalado en ies.test caducará el 28/10/2026. Acceda a su panel de control para renovarlo."),
    "restaurar contraseña de otro": Case("Restablecimiento de contraseña", "Editorial Digital <soporte@editorialdigital.test>", "Hemos recibido una solicitud para restablecer la contraseña de su cuenta en Editorial Digital. Pulse el botón para crear una nueva. Si usted no la ha solicitado, no tiene que hacer nada."),
    "sesión nueva": Case("Nuevo inicio de sesión en su cuenta", "Cuenta <no-reply@nube.test>", "Se ha iniciado sesión en su cuenta desde un dispositivo nuevo: Windows, Sevilla. Si ha sido usted, no tiene que hacer nada."),
    "videollamada": Case("Lola Prieto te está esperando en la reunión", "Videollamadas <no-reply@video.test>", "Lola Prieto ha comenzado la reunión «Tutoría 2º B». Unirse a la reunión"),
    "foro": Case("Tecnología 4º: Re: Duda de la práctica", "Campus (via foro) <noreply@campus.test>", "Marta Gil publicó una respuesta en el foro «Dudas».\n\nVer la discusión\nDarse de baja de este foro"),
    "comprobante de pago": Case("Recibo de su pago n.º 220018", "Pasarela <recibos@pasarela.test>", "Su pago se ha realizado correctamente.\nImporte: 24,00 €\nReferencia: 220018\nTarjeta: **** 4411\n\nConserve este justificante."),
    "renovación de dominio": Case("Recordatorio: su dominio ies-valle.test vence el 30/10/2026", "Registro <renovaciones@dominios.test>", "Le recordamos que el dominio ies-valle.test vence el 30/10/2026. La renovación automática está activada. No es necesario que realice ninguna acción."),
    "respuestas de un cuestionario": Case("Nuevas respuestas en «Inscripción taller»", "Formularios <forms-receipts-noreply@nube.test>", "Su formulario «Inscripción taller» tiene 5 respuestas nuevas. Ver resumen"),
    "registro electrónico": Case("Puesta a disposición de notificación", "Sede electrónica <noreply.sede@junta.test>", "Tiene una nueva notificación disponible en la sede electrónica. Dispone de 10 días naturales para acceder a su contenido."),
    "entrega en inglés": Case("Your package has been delivered", "Parcels <tracking@parcels.test>", "Your package with tracking number PX9911827 was delivered at 10:14 to RECEPTION. Track your package"),
    "bitcoin": Case("Te he grabado", "hacker77@raro.test", "He pirateado su dispositivo y tengo videos de usted. Debe pagar 900 dólares en bitcoin a esta billetera en 48 horas o los envío a todos sus contactos."),
    "donación": Case("DONACIÓN", "Fundación M. Weber <weberfoundation@mail.test>", "Hola, ha sido elegido como beneficiario de una donación de 1.200.000 euros de la fundación. Responda con sus datos para recibir los fondos."),
    "herencia en inglés": Case("BUSINESS PROPOSAL", "Barrister James Obi <jamesobi@mail.test>", "Dear friend, I am the lawyer of a late client who left the sum of 8.2 million dollars. I need your bank details as next of kin to transfer the funds. Reply for more details."),
    "crédito en francés": Case("Offre de prêt", "Mme Claire Petit <clairepetit@mail.test>", "Bonjour, j'offre des prêts entre particuliers de 3.000 à 700.000 euros avec un taux d'intérêt de 3%. Contactez-moi par mail si vous avez besoin d'argent."),
    "phishing de nómina": Case("Actualización de nómina", "Recursos humanos <rrhh@raro.test>", "Estimado empleado: para recibir el pago de este mes debe actualizar sus datos bancarios en el siguiente enlace antes de hoy: http://raro.test/nomina"),
    "multa": Case("Notificación de multa pendiente", "DGT <avisos@raro.test>", "Estimado conductor: tiene una multa pendiente de pago. Acceda al enlace http://raro.test/m para evitar el recargo en 48 horas."),
    "reembolso": Case("Reembolso a su favor de 412,50 €", "Agencia <reembolso@raro.test>", "Estimado contribuyente, le corresponde un reembolso de 412,50 €. Haga clic aquí para confirmar su cuenta bancaria: http://raro.test/r"),
    "cadena de correo": Case("¡¡Seo para su web!!", "Marketing <ventas@posiciona.test>", "¿Quiere aparecer primero en buscadores? Oferta limitada: presupuesto gratis y 30% de descuento este mes. Si no desea recibir más información responda BAJA."),
    "raid en alemán": Case("[ALERT] RAID degraded auf fs01", "monitoring@systemhaus.test", "Host: fs01\nDienst: RAID\nStatus: CRITICAL\nZeit: 14.10.2026 04:11"),
    "encomenda": Case("A sua encomenda foi enviada", "Loja <naoresponder@loja.test>", "A sua encomenda nº 55102 foi expedida. Acompanhe a sua encomenda aqui. Por favor não responda a este email."),
    "notificación escolar": Case("Notificare nouă", "Catalog <noreply@catalog.test>", "Aveți o notificare nouă în catalogul electronic. Vezi notificarea"),
}  # fmt: skip

PEOPLE = {
    "vuelve de vacaciones y pide": Case("Ausencia y clave", "Gema Rico <grico@x.test>", "He vuelto hoy de vacaciones, sin acceso al correo hasta ahora, y la clave de iPasen ya no vale. ¿Podrían darme otra? Gema Rico, hijo Leo Paz Rico, 1º C, 677889900"),
    "estará fuera y pide": Case("Fuera de España", "Gema Rico <grico@x.test>", "Estaré fuera de viaje hasta el 20 sin acceso al correo. Necesito la contraseña de iPasen antes. Gema Rico, Leo Paz Rico 1º C, 677889900"),
    "solo los datos": Case("Recuperar contraseña", "Gema Rico <grico@x.test>", "Tutora: Gema Rico Sanz\nAlumno: Leo Paz Rico\nCurso: 1º C\nTeléfono: 677889900"),
    "con el membrete de su empresa": Case("Contraseña", "Gema Rico <alertas@seguridad.test>", "Necesito la clave de iPasen. Leo Paz Rico, 1º C. 677889900.\n\nGema Rico | Central de alarmas\nSeguridad Sur, S.L. © 2026 - Todos los derechos reservados"),
    "informático de guardia": Case("RE: Alerta", "Sistemas <monitor@empresa.test>", "Hola, aprovecho el turno para escribiros: no consigo entrar en pasen. Iván Soto, padre de Aroa 2º D"),
    "pega el aviso de sesión": Case("Nuevo inicio de sesión", "Gema Rico <grico@x.test>", "Me avisa iPasen de un nuevo inicio de sesión y yo no he entrado. ¿Me la cambian?"),
    "le ha caducado y pega el texto": Case("error", "Gema Rico <grico@x.test>", "«Su contraseña ha caducado. Pulse aquí para restablecer su contraseña». Le doy y no hace nada. Gema Rico, 677889900, Leo 1º C"),
    "desde no-reply por equivocación": Case("Clave", "Taller Soto <no-reply@tallersoto.test>", "Necesito la contraseña de Pasen. Iván Soto, Aroa Soto 2º D, 688990011"),
    "manda por la aplicación de notas": Case("Nota compartida", "Iván Soto <isoto@x.test>", "Usuario bloqueado ipasen - Iván Soto - Aroa Soto Mas 2º D - 688990011\n\nEnviado desde Notas"),
    "pide préstamo de libros": Case("Préstamo de libros", "Iván Soto <isoto@x.test>", "Buenas, ¿hay préstamo de libros de texto para 2º de ESO? ¿Hay que pagar fianza de 50 euros?"),
    "pregunta por una transferencia": Case("Transferencia excursión", "Gema Rico <grico@x.test>", "He hecho la transferencia de 35 euros de la excursión, le adjunto el recibo del banco.", ("recibo.pdf",)),
    "dona material": Case("Donación", "Iván Soto <isoto@x.test>", "Quisiéramos donar al instituto 10 ordenadores de la empresa. ¿Con quién hablo?"),
    "viuda": Case("Cambio de tutor", "Luz Mora <lmora@x.test>", "Soy la viuda de Juan Paz y quiero que quiten su teléfono y pongan el mío para Leo, de 1º C."),
    "le piden confirmar datos": Case("Confirmar datos", "Luz Mora <lmora@x.test>", "Les confirmo mi cuenta y mis datos como me pedían en el enlace: Luz Mora, 699001122, Leo Paz Mora 1º C. Es urgente, la clave caduca hoy."),
    "AMPA": Case("Novedades de la fiesta", "AMPA <ampa@x.test>", "Hola, ¿podríais publicar en la web las novedades de la fiesta de otoño? Entradas a 3 €, gratis para socios."),
    "boletín de notas": Case("Boletín", "Luz Mora <lmora@x.test>", "No he recibido el boletín de notas de Leo, ¿me lo podéis mandar?"),
    "suscripción": Case("Baja del comedor", "Luz Mora <lmora@x.test>", "Quería darme de baja del comedor y dejar de recibir los avisos del autobús. Gracias"),
    "tutor comenta tarea": Case("Nueva tarea en 2ºB", "Lola Prieto <lprieto@ies.test>", "He publicado una nueva tarea en 2º B y las familias no la ven, ¿me echas una mano?"),
    "deber en inglés": Case("New sign-in", "John Hart <jhart@x.test>", "My code never arrived and the account is now locked. John Hart, daughter Amy Hart 3A, 611002233"),
    "inglés, telegrama": Case("Password reset", "John Hart <jhart@x.test>", "Password reset please. Amy Hart, 3A. John Hart, 611002233."),
    "francés, mot de passe": Case("Réinitialisation du mot de passe", "Luc Petit <lpetit@x.test>", "Bonjour, le mot de passe a expiré. Luc Petit, père de Zoé Petit 1B, 622003344. Merci"),
    "portugués, telegrama": Case("Recuperação de senha", "Rui Sá <ruisa@x.test>", "Senha bloqueada. Aluna Inês Sá, 1º C. Pai Rui Sá. 666778899. Obrigado"),
    "rumano, parola": Case("Resetare parolă", "Ana Pop <apop@x.test>", "Vă rog o parolă nouă pentru iPasen. Elev Andrei Pop, 3B, 655667788"),
    "alemán, im Urlaub": Case("Urlaub", "Jens Kolb <jk@x.test>", "Wir sind bis 20.10. im Urlaub und brauchen das neue Passwort für iPasen. Jens Kolb, Nils Kolb 2A"),
    "firma de conselleria": Case("Consulta", "Marta Gil <mgil@ayto.test>", "La familia de Leo Paz, 1º C, que atendemos en servicios sociales, tiene la cuenta de iPasen bloqueada. ¿Qué pasos deben dar?\n\nMarta Gil\nTrabajadora social\nEste correo es informativo y puede contener datos confidenciales."),
    "lacónica con adjunto": Case("foto", "Luz Mora <lmora@x.test>", "", ("IMG_20261014_103355.jpg",)),
    "pantallazo escaneado": Case("iPasen", "Luz Mora <lmora@x.test>", "Enviado desde mi escáner de bolsillo", ("Scan_20261014.pdf",)),
}  # fmt: skip

LATER_MACHINES = {
    "baja maternal": Case("RE: Su acceso", "Raquel Soto <rsoto@x.test>", "Muchas gracias por su mensaje. Estoy de baja maternal y no atenderé el correo hasta febrero. Para cualquier asunto puede contactar con mi compañera Eva Más."),
    "resumen semanal de un foro": Case("7 novedades de la semana", "Foro TIC <hola@foro-tic.test>", "Lo más leído: una rúbrica lista para descargar y cien ideas. Ver todas las novedades. ¿No quiere recibir este resumen? Cancele su suscripción."),
    "encuesta de una tienda": Case("¿Cómo le pareció su pedido?", "La Tienda <clientes@la-tienda.test>", "Gracias por comprar en La Tienda. Valore su experiencia con una estrella o con cinco, será un momento. La Tienda S.A., todos los derechos reservados"),
    "resumen diario de una agenda": Case("Resumen diario: 2 eventos hoy", "Agenda <agenda@x.test>", "09:00 Reunión\n12:00 Claustro\nRecibe este resumen porque está suscrito a las notificaciones."),
    "acuse de otro registro": Case("Acuse de recibo de su escrito 2026/1", "Registro <registro@x.test>", "Su escrito ha sido registrado con el número 2026/1. No es necesario que responda."),
    "tóner bajo": Case("Aviso de consumibles", "Impresora Biblioteca <impresora-biblio@ies.test>", "Nivel de tóner negro bajo (5 %). Número de serie: VND3R22110. Páginas impresas: 48.112"),
    "plataforma de vídeo": Case("«Ciencias para todos» ha subido un vídeo", "VídeoCanal <noreply@videocanal.test>", "Ciencias para todos acaba de subir «La fotosíntesis en 5 minutos». Ver vídeo"),
    "firma electrónica": Case("Documento pendiente de firma", "Portafirmas <noreply@portafirmas.test>", "Tiene 1 documento pendiente de firma: Acta de evaluación. Acceda a la aplicación para firmarlo."),
    "caída de copia en inglés": Case("[FAILED] Backup job nightly-vm", "Backup Server <backup@ies.test>", "Job nightly-vm finished with errors.\nStart time: 22:00\nEnd time: 23:12\nProcessed: 3 of 5 VMs"),
    "cambio de contraseña hecho": Case("Su contraseña se ha cambiado", "Correo Nube <no-reply@correonube.test>", "La contraseña de la cuenta tde@ies.test se cambió el 12/10/2026. Si no ha sido usted, recupere su cuenta."),
    "cita previa": Case("Confirmación de cita", "Cita previa <noresponder@cita.test>", "Su cita ha quedado confirmada para el 20/10/2026 a las 9:40. Localizador: H7731. Puede anularla en la web."),
    "almacenamiento lleno": Case("Tu almacenamiento está al 92 %", "Nube <no-reply@nube.test>", "Te queda poco espacio. Cuando se llene no podrás subir archivos. Obtener más espacio"),
    "accesos en francés": Case("Nouvelle connexion à votre compte", "Sécurité <ne-pas-repondre@service.test>", "Une nouvelle connexion a été détectée sur votre compte depuis Séville. Si c'était vous, ignorez ce message."),
    "premio en inglés": Case("WINNING NOTICE", "Promo Dept <promo.dept@mail.test>", "Your email address won 2,500,000.00 USD in our online lottery draw. Send your full name, phone number and bank details to our agent to claim your prize."),
    "empréstimo": Case("Empréstimo aprovado", "Crédito Fácil <credito@facil.test>", "Caro cliente, o seu empréstimo de 15.000 euros foi aprovado sem garantias. Envie nome, telefone e dados do banco por e-mail."),
    "moștenire": Case("Propunere", "Avocat Paul Ilie <paulilie@mail.test>", "Dragă prietene, aveți dreptul la o moștenire de 3 milioane dolari. Trimiteți datele dvs. pentru transferul fondurilor."),
    "Konto gesperrt": Case("Ihr Konto wurde gesperrt", "Kundenservice <service@raro.test>", "Sehr geehrter Kunde, Ihr Konto wurde vorübergehend gesperrt. Klicken Sie hier, um Ihre Daten zu bestätigen: http://raro.test/de"),
    "buzón migrado": Case("Migración del correo corporativo", "Mesa de ayuda <helpdesk@raro.test>", "Estimado docente: su buzón será desactivado el viernes por la migración. Para conservar sus mensajes valide su cuenta en el siguiente enlace: http://raro.test/owa"),
    "respuesta automática china": Case("自动回复：Reunión", "周建国 <zhou@x.test>", "您好，您的邮件我已收到，我会尽快给您回复。谢谢！"),
    "ausencia china": Case("自动答复: iPasen", "王芳 <wang@x.test>", "我目前不在办公室，无法及时回复邮件，回来后会尽快回复。"),
    "respuesta automática árabe": Case("رد تلقائي: iPasen", "ورشة <taller@x.test>", "شكرا لرسالتكم. أنا خارج المكتب حاليا وسأرد عليكم في أقرب وقت."),
    "respuesta automática ucraniana": Case("Автоматична відповідь: iPasen", "Оксана <o@x.test>", "Дякую за ваш лист. Мене немає в офісі, відповім після повернення."),
}  # fmt: skip

LATER_PEOPLE = {
    "de baja y sin clave": Case("pasen", "Raquel Soto <rsoto@x.test>", "Estoy de baja maternal y no atenderé el correo hasta febrero; antes necesito la clave de pasen de Leo Soto, 1º C"),
    "tienda sin acceso": Case("Clave", "Ferretería Soto <info@ferreteria-soto.test>", "La contraseña de la aplicación del instituto ha dejado de funcionar en el móvil de la ferretería, el de siempre. Iván Soto, Aroa Soto"),
    "tienda que avisa de una falta": Case("Aviso", "Ferretería Soto <info@ferreteria-soto.test>", "Aroa Soto faltará mañana por la mañana, va al médico con su abuela y luego se incorpora a la hora del recreo."),
    "impresora que no va": Case("Aviso: impresora de la sala de profesores", "Lola Prieto <lprieto@ies.test>", "La impresora marca tóner bajo y error 50.4. Cuando puedas, pásate. Lola"),
    "reenvía a mano su confirmación": Case("Confirmación de cita", "Eva Luna <eluna@x.test>", "Tengo cita el martes a las 9:40 en secretaría, ¿podemos aprovechar para lo de la contraseña?"),
    "cuenta lo que dice la app": Case("Contraseña cambiada", "Eva Luna <eluna@x.test>", "Se cambió la contraseña ayer y hoy vuelve a decir usuario incorrecto. Luna Prat, Eva. Alumno Oriol Sanz Luna 4º A. 611223344"),
    "tercera persona, sin saludo": Case("Usuario", "Eva Luna <eluna@x.test>", "El usuario está bloqueado. El alumno es Oriol Sanz Luna de 4º A. La madre, Eva Luna Prat. El móvil, 611223344."),
    "mayúsculas con importe": Case("PAGO DE 1.200 EUROS", "Eva Luna <eluna@x.test>", "HAN COBRADO 1.200 EUROS POR EL VIAJE DE 4º Y NO HAN DEVUELTO LOS FONDOS. EXIJO RESPUESTA."),
    "abogado de verdad": Case("Solicitud de documentación", "Bufete Ríos <rios@bufete.test>", "En nombre de mi cliente, don Raúl Sanz, solicito copia del expediente. Su ex esposa, beneficiaria de la pensión, ya lo tiene."),
    "crédito horario": Case("Crédito horario y premio extraordinario", "Jefatura <jefatura@ies.test>", "Luis, hay que corregir el crédito horario de 3º y las bases del premio, que se reparten 2.000 euros entre los centros. Un abrazo"),
    "reunión": Case("Recordatorio: reunión de delegados", "Marta Gil <mgil@ies.test>", "Os recuerdo que el jueves a las 17:00 hay reunión en la biblioteca. ¿Vendréis?"),
    "ha compartido": Case("Carpeta compartida", "Lola Prieto <lprieto@ies.test>", "Marcos ha compartido la carpeta de guardias pero no la veo, ¿me das permiso?"),
    "verificación": Case("Codigo de verificacion", "Ali Benali <ali@x.test>", "codigo de verificacion no viene al movil. Ali Benali, hijo Omar Benali 1B, 612300400"),
    "francesa": Case("Compte bloqué", "Léa Brun <lea@x.test>", "Bonjour, votre application indique compte bloqué. Léa Brun, maman de Tom Brun 2C, 633100200"),
    "inglés, seco": Case("Your account has been locked", "Tom Reed <tom@x.test>", "That's what the app says. Tom Reed. Lucy Reed, 1B. 644100200"),
    "rumano": Case("cod", "Dan Radu <dan@x.test>", "Bună ziua, codul nu vine pe telefon. Dan Radu, tatăl lui Vlad Radu 2A, 655100200"),
    "casi un autorrespondedor": Case("De viaje", "Noa Gil <noa@x.test>", "Estoy fuera de España hasta el 3 de noviembre. Mandad la clave de Pasen cuando podáis. Noa Gil, Teo Gil 3º C, 677100200"),
    "su jefe contesta por ella": Case("Re: Su solicitud sobre iPasen", "Taller Gil <taller@x.test>", "Noa ya no trabaja aquí, este correo es del taller. Os paso su móvil: 677100200."),
    "contesta debajo de una respuesta automática": Case("Automatic reply: iPasen", "Noa Gil <noa@x.test>", "Ya estoy de vuelta. ¿Me podéis poner otra contraseña? Noa Gil, Teo Gil 3º C"),
    "árabe, de viaje": Case("كلمة السر", "Ali <ali@x.test>", "شكرا لرسالتكم. نسيت كلمة السر، أنا في إجازة خارج اسبانيا. سأرد عليكم في أقرب وقت إذا احتجتم شيئا"),
    "ucraniana que contestará": Case("пароль", "Оксана <o@x.test>", "Дякую за ваш лист. Пароль не працює, відповім після повернення з роботи якщо треба"),
    "china con prisa": Case("密码", "王芳 <wang@x.test>", "老师您好，我在外出差，密码忘了，请尽快给我回复。王芳，孩子李明，2º B"),
    "china, con su clave": Case("iPasen", "Li Mei <limei@x.test>", "您好，我忘记了iPasen的密码。Li Mei, hija Lucía Chen, 2º B, 611224455。谢谢"),
    "china, fuera de casa": Case("你好", "Li Mei <limei@x.test>", "我在外出差，进不去iPasen，密码不对。请给我新密码。Li Mei, 2º B Lucía Chen, 611224455"),
    "agradece con prisas": Case("Automatic reply: thanks", "Noa Gil <noa@x.test>", "¡Funciona! Mil gracias, Noa"),
}  # fmt: skip
