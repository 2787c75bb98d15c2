"""Reads one file in a process of its own, with limits, and writes what it found as JSON.

Parsers of binary formats meet hostile files.  Here they may run out of memory or time, or crash,
and nothing else is lost.
"""

import sys
from dataclasses import replace
from pathlib import Path

import msgspec

from conformance.intake.document import Document, from_grids, from_pages, unsure
from conformance.intake.grid import Grid
from conformance.intake.problems import Refused

MOST_PAGES = 400
MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 120


class Answer(msgspec.Struct, omit_defaults=True):
    """What the process writes: a document, pictures of pages, or why there is none."""

    document: Document | None = None
    pictures: tuple[bytes, ...] = ()
    sheets: tuple[Grid, ...] = ()
    valueless: tuple[tuple[str, str], ...] = ()
    refused: str | None = None
    detail: str = ""


def limit_this_process() -> None:
    """Bound memory and time of the running process, where the system can."""
    try:
        import resource
    except ImportError:  # pragma: no cover - systems without it have the time limit of the parent
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, name: str, *, recognise: bool = False) -> Document:
    """Return what the file says; raises `Refused`.  `recognise` looks at pages without text."""
    data = path.open("rb").read(8)
    if not data:
        raise Refused("file-empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # an old Office file, or a new one that was encrypted: the same container
        raise Refused("file-encrypted" if _is_encrypted(path) else "format-unknown")
    if data.startswith(b"PK"):
        return _read_packed(path, name)
    if b"%PDF" in path.open("rb").read(1024):
        return _read_pdf(path, name, recognise)
    if path.suffix.lower() in (".pdf", ".xlsx", ".xlsm", ".docx", ".docm"):
        raise Refused("file-damaged")
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise Refused("format-unknown")
    from conformance.intake.csvfile import read_csv

    return from_grids(name, [read_csv(path.read_bytes())])


def _is_encrypted(path: Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _read_packed(path: Path, name: str) -> Document:
    from conformance.intake.packed import look_into

    parts = look_into(path)
    if "xl/workbook.xml" in parts:
        from conformance.intake.excel import read_workbook

        book = read_workbook(path)
        return replace(from_grids(name, book.grids), valueless=book.valueless)
    if "word/document.xml" in parts:
        from conformance.intake.word import read_word

        grids, texts = read_word(path)
        return from_grids(name, grids, texts)
    raise Refused("format-unknown")


def _read_pdf(path: Path, name: str, recognise: bool) -> Document:
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    from conformance.intake.layers import recognised_pages
    from conformance.intake.pdf import read_pages
    from conformance.intake.recognise import CONFIDENCE, with_recognised

    try:
        pages = list(read_pages(str(path), most=MOST_PAGES + 1))
    except PdfminerException as error:
        inner = error.args[0] if error.args else None
        if isinstance(inner, MemoryError):
            raise inner from error
        encrypted = isinstance(inner, PDFPasswordIncorrect)
        raise Refused("file-encrypted" if encrypted else "file-damaged") from error
    if not pages:
        raise Refused("file-damaged")
    if len(pages) > MOST_PAGES:
        raise Refused("too-many-pages")
    seen = recognised_pages(str(path))
    if recognise:
        pages, fresh = with_recognised(str(path), pages)
        seen |= fresh
    if not any(page.words for page in pages):
        raise Refused("scan-without-text")
    found = from_pages(name, pages)
    if seen:
        found = unsure(found, seen, CONFIDENCE)
    blank = tuple(f"page {page.number}: no text" for page in pages if not page.words)
    return replace(found, unread=(*found.unread, *blank))


def answer(arguments: list[str]) -> Answer:
    """Return the answer to a request: what to do, and the file."""
    task, file, name = arguments
    try:
        if task == "pictures":
            from conformance.intake.pictures import pictures_of

            return Answer(pictures=tuple(pictures_of(file)))
        if task == "sheets":
            from conformance.intake.excel import read_workbook

            book = read_workbook(Path(file))
            return Answer(sheets=book.grids, valueless=book.valueless)
        return Answer(document=read(Path(file), name, recognise=task == "recognise"))
    except Refused as refused:
        return Answer(refused=refused.code, detail=refused.detail)
    except ImportError as error:
        return Answer(refused="reader-missing", detail=str(error.name))
    except MemoryError:
        return Answer(refused="took-too-much")
    except RecursionError:
        return Answer(refused="file-damaged")
    except Exception as error:
        # a parser that was written by others may raise anything at a hostile file
        return Answer(refused="file-damaged", detail=type(error).__name__)


def main() -> None:
    """Answer one request."""
    limit_this_process()
    sys.stdout.buffer.write(msgspec.json.encode(answer(sys.argv[1:])))


if __name__ == "__main__":
    main()
