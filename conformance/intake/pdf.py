"""A PDF with a text layer to pages of words and rules."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conformance.intake.page import Box, Page
from conformance.intake.words import words_of

# A line thinner than this is a rule; a thicker rectangle is a box with four of them.
_THIN = 2.5
_SHORT = 4.0
_END = b"%%EOF"


def read_pages(path: str, *, most: int = 1000) -> Iterator[Page]:
    """Yield the pages of a PDF, at most `most` of them."""
    import pdfplumber

    with pdfplumber.open(_without_tail(Path(path).read_bytes())) as document:
        for page in document.pages[:most]:
            across, down = _rules(page)
            yield Page(
                number=page.page_number,
                width=float(page.width),
                height=float(page.height),
                words=tuple(words_of(page.chars)),
                across=tuple(across),
                down=tuple(down),
            )
            page.close()


def _without_tail(data: bytes) -> io.BytesIO:
    """Return a PDF up to its last end mark: what follows is no part of it, and slow to search."""
    end = data.find(_END, max(data.rfind(b"startxref"), 0))
    return io.BytesIO(data if end < 0 else data[: end + len(_END)] + b"\n")


def _rules(page: Any) -> tuple[list[Box], list[Box]]:
    across: set[Box] = set()
    down: set[Box] = set()
    for shape in (*page.lines, *page.rects, *_straight(page.curves)):
        x0, x1, top, bottom = (round(float(shape[k]), 1) for k in ("x0", "x1", "top", "bottom"))
        wide, high = x1 - x0, bottom - top
        if high <= _THIN and wide >= _SHORT:
            across.add((x0, top, x1, bottom))
        elif wide <= _THIN and high >= _SHORT:
            down.add((x0, top, x1, bottom))
        elif wide > _THIN and high > _THIN and wide < 0.97 * page.width:
            across |= {(x0, top, x1, top), (x0, bottom, x1, bottom)}
            if shape.get("stroke"):
                down |= {(x0, top, x0, bottom), (x1, top, x1, bottom)}
    return sorted(across), sorted(down)


def _straight(curves: Iterable[Any]) -> Iterator[Any]:
    """Yield the curves that are drawn like rectangles."""
    for curve in curves:
        if len(curve.get("pts", ())) in (4, 5):
            yield curve
