"""A PDF with a text layer to pages of words and rules."""

from collections.abc import Iterable, Iterator
from typing import Any

from conformance.intake.page import Box, Page
from conformance.intake.words import words_of

# A line thinner than this is a rule; a thicker rectangle is a box with four of them.
_THIN = 2.5
_SHORT = 4.0


def read_pages(path: str, *, most: int = 1000) -> Iterator[Page]:
    """Yield the pages of a PDF, at most `most` of them."""
    import pdfplumber

    with pdfplumber.open(path) as document:
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
