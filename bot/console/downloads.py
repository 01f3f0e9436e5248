"""Files that a page hands over."""

from __future__ import annotations

from fastapi import Response


def csv_file(text: str, name: str) -> Response:
    """For a spreadsheet: with the mark by which Excel knows UTF-8."""
    return Response(
        text.encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
