"""Pages that are pictures, recognised by `tesseract` where it is installed: never evidence.

What a program thinks it sees may be plausible and wrong, so every value that comes from here has a
confidence that no spec accepts: a person compares it with the picture.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from conformance.intake.page import Page, Word
from conformance.intake.problems import Refused

PROGRAM = "tesseract"
MOST_PAGES = 60
# The confidence of everything that was recognised.
CONFIDENCE = "0.50"
_DOTS_PER_INCH = 250
_POINTS = 72 / _DOTS_PER_INCH
_SECONDS = 120
_WORD = "5"


def with_recognised(path: str, pages: Sequence[Page]) -> tuple[list[Page], frozenset[int]]:
    """Return the pages, those without text with what is seen on them, and the numbers of these.

    Raises `Refused` where the program is missing, or there are too many such pages.
    """
    blank = [page for page in pages if not page.words]
    if not blank:
        return list(pages), frozenset()
    if shutil.which(PROGRAM) is None:
        raise Refused("recogniser-missing")
    if len(blank) > MOST_PAGES:
        raise Refused("too-many-pictures")
    languages = _languages()
    seen = {page.number: _recognised(path, page, languages) for page in blank}
    return [seen.get(page.number, page) for page in pages], frozenset(seen)


def _languages() -> str:
    """Return the languages to look for: Chinese and English, as far as they are installed."""
    said = _run(["--list-langs"], b"").split()
    return "+".join(name for name in ("chi_sim", "eng") if name in said) or "eng"


def _recognised(path: str, page: Page, languages: str) -> Page:
    table = _run(["-", "-", "-l", languages, "--psm", "6", "tsv"], _picture(path, page.number))
    return replace(page, words=tuple(words_in(table)))


def _run(arguments: list[str], picture: bytes) -> str:
    try:
        done = subprocess.run(
            [PROGRAM, *arguments], input=picture, capture_output=True, timeout=_SECONDS, check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused("took-too-long") from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refused("recogniser-failed", type(error).__name__) from None
    return done.stdout.decode("utf-8", "replace")


def _picture(path: str, number: int) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(path)
    try:
        image = document[number - 1].render(scale=_DOTS_PER_INCH / 72, grayscale=True).to_pil()
        held = io.BytesIO()
        image.save(held, "PNG", dpi=(_DOTS_PER_INCH, _DOTS_PER_INCH))
        return held.getvalue()
    finally:
        document.close()


def words_in(table: str) -> list[Word]:
    """Return the words of the program's table; those of one line stand at one height."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == _WORD and (row.get("text") or "").strip():
            place = tuple(row[key] for key in ("block_num", "par_num", "line_num"))
            lines.setdefault(place, []).append(row)
    return [word for rows in lines.values() for word in _one_line(rows)]


def _one_line(rows: Sequence[dict[str, str]]) -> list[Word]:
    top = min(int(row["top"]) for row in rows) * _POINTS
    bottom = max(int(row["top"]) + int(row["height"]) for row in rows) * _POINTS
    words = [
        Word(
            text=row["text"].strip(), x0=int(row["left"]) * _POINTS, top=top,
            x1=(int(row["left"]) + int(row["width"])) * _POINTS, bottom=bottom,
        )
        for row in rows
    ]  # fmt: skip
    joined = words[:1]
    for one, other in pairwise(words):
        chinese = one.text[-1:] >= "\u2e80" and other.text[:1] >= "\u2e80"
        if chinese and other.x0 - one.x1 < 0.7 * other.height:
            last = joined.pop()
            other = Word(
                text=last.text + other.text, x0=last.x0, top=top, x1=other.x1, bottom=bottom
            )
        joined.append(other)
    return joined
