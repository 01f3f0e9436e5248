"""The teacher's sheet: a PDF that opens with a phrase (AES-256), slips to cut out, and who has no account."""

from __future__ import annotations

from datetime import tzinfo

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod, XPos, YPos

from bot.ports.bulk import BulkItem, BulkRun, BulkState
from bot.text.amounts import amount

_SLIP_MM = 30  #: height of a slip
_LEFT_OUT = {
    BulkState.MISSING: "Sin cuenta",
    BulkState.ACTIVE: "Ya la usan: no se ha tocado",
    BulkState.FAILED: "No se ha podido",
    BulkState.SENDING: "Sin terminar: pídalas otra vez",
    BulkState.WAITING: "Sin terminar: pídalas otra vez",
}


def sheet(run: BulkRun, phrase: str | None, *, school: str, zone: tzinfo | None) -> bytes:
    """The PDF of a reset; `phrase` opens it, None: it is open to whoever has it. `zone`: the school's."""
    pdf = FPDF(format="A4")
    if phrase is not None:
        pdf.set_encryption(
            owner_password=phrase,
            user_password=phrase,
            encryption_method=EncryptionMethod.AES_256,
            permissions=AccessPermission.all(),
        )
    pdf.set_title(f"Claves de {run.section}")
    pdf.set_auto_page_break(auto=True, margin=15)
    pdf.add_page()
    _line(pdf, f"{school} · {run.section}", size=15, bold=True)
    told = [item for item in run.of(BulkState.SET) if item.password]
    _line(pdf, f"{amount(len(told), 'clave temporal', 'claves temporales')}. Hay que cambiarlas al entrar.")
    for item in told:
        _slip(pdf, item, zone)
    for state, title in _LEFT_OUT.items():
        if items := run.of(state):
            _line(pdf, "")
            _line(pdf, f"{title} ({len(items)})", size=12, bold=True)
            for item in items:
                _line(pdf, f"{item.name}. {item.problem}" if item.problem else item.name)
    return bytes(pdf.output())


def _slip(pdf: FPDF, item: BulkItem, zone: tzinfo | None) -> None:
    """One pupil's, between lines along which it is cut; never over two pages."""
    if pdf.will_page_break(_SLIP_MM):
        pdf.add_page()
    pdf.set_dash_pattern(dash=2, gap=2)
    pdf.line(pdf.l_margin, pdf.get_y() + 1, pdf.w - pdf.r_margin, pdf.get_y() + 1)
    pdf.ln(3)
    _line(pdf, f"{item.name} ({item.unit})", bold=True)
    _line(pdf, f"Usuario: {item.username}")
    _line(pdf, f"Clave: {item.password}", font="Courier", size=13)
    if item.valid_until is not None:
        _line(pdf, f"Vale hasta el {item.valid_until.astimezone(zone):%d/%m/%Y a las %H:%M}", size=8)


def _line(pdf: FPDF, text: str, *, font: str = "Helvetica", size: int = 10, bold: bool = False) -> None:
    pdf.set_font(font, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _printable(text: str) -> str:
    """The built-in fonts know the letters of western Europe; others are written without their marks."""
    return "".join(c if c.encode("cp1252", "ignore") else anyascii(c) for c in text)
