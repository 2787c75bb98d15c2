"""Pages whose text nobody sees: letters laid under a picture by a program that recognised them.

Scanners put such a layer into a PDF so that it can be searched.  What it says is a guess about the
picture, and is no more sure than one made here.
"""

from collections.abc import Iterator

_INVISIBLE = 3


def recognised_pages(path: str) -> frozenset[int]:
    """Return the numbers of the pages whose text is, for the most part, not drawn."""
    import pypdfium2  # type: ignore[import-untyped]

    found = set()
    try:
        with pypdfium2.PdfDocument(path) as document:
            for number in range(1, len(document) + 1):
                if _is_hidden(list(_modes(document[number - 1]))):
                    found.add(number)
    except pypdfium2.PdfiumError:
        # it shows no page from here on, so nobody laid letters under a picture of one
        return frozenset(found)
    return frozenset(found)


def _is_hidden(modes: list[int]) -> bool:
    return bool(modes) and modes.count(_INVISIBLE) * 2 > len(modes)


def _modes(page: object) -> Iterator[int]:
    """Yield how each piece of text of a page is drawn."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):  # type: ignore[attr-defined]
        yield pdfium.FPDFTextObj_GetTextRenderMode(each.raw)
