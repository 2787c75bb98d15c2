"""The pages of a PDF as pictures, for a person to compare."""

import io
from collections.abc import Iterator

MOST_PICTURES = 60
SCALE = 1.4


def pictures_of(path: str) -> Iterator[bytes]:
    """Yield the first pages of a PDF as PNG."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(min(len(document), MOST_PICTURES)):
            page = document[index]
            image = page.render(scale=SCALE).to_pil()
            held = io.BytesIO()
            image.convert("P", palette=1, colors=64).save(held, "PNG", optimize=True)
            yield held.getvalue()
            page.close()
    finally:
        document.close()
