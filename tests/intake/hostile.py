"""Files that nobody should have to read, made for the tests."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.intake.packages import (
    bomb,
    document,
    document_with,
    external_name,
    macros,
    old_office,
    sheet_of,
    with_entities,
    workbook,
    workbook_with,
)


def pdf(texts: list[str], encrypt: bool = False, padding: int = 0, hidden: bool = False) -> bytes:
    """Return a PDF with a page for each text; an empty text makes a page without any.

    A `hidden` text is not drawn.
    """
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = len(objects) + 1
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids = []
    for text in texts:
        lines = "".join(f"({line}) Tj 0 -20 Td " for line in text.splitlines())
        drawn = "3 Tr" if hidden else "0 Tr"
        body = f"BT {drawn} /F1 12 Tf 72 700 Td {lines}ET".encode() if text else b""
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(body), body))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 %d 0 R>>>>>>" % (len(objects), font)
        )
    if padding:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (padding, bytes(padding)))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + each + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    locked = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (
        b"o" * 32, b"u" * 32,
    )  # fmt: skip
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, locked if encrypt else b"", start,
    ))  # fmt: skip
    return out.getvalue()


def inflating(size: int) -> bytes:
    """Return a PDF whose one page unpacks to `size` bytes of blanks, packed twice."""
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000))
    twice = zlib.compress(packed + packer.flush())
    whole = pdf(["Result"])
    start = whole.index(b"<</Length")
    end = whole.index(b"endstream")
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice)
    # the table of places is wrong then, as in many files: readers look for the objects themselves
    return whole[:start] + stream + twice + b"\n" + whole[end:]


def looping() -> bytes:
    """Return a PDF whose tree of pages leads back to itself."""
    whole = pdf(["Result"])
    return whole.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.pdf", lambda: b"", "file-empty"),
    "not a PDF": ("a.pdf", lambda: b"hello, world", "file-damaged"),
    "PDF cut off": ("a.pdf", lambda: pdf(["Result"])[:60], "file-damaged"),
    "PDF of pictures": ("a.pdf", lambda: pdf(["", ""]), "scan-without-text"),
    "PDF with a password": ("a.pdf", lambda: pdf(["Result"], encrypt=True), "file-encrypted"),
    "PDF of 401 pages": ("a.pdf", lambda: pdf(["Result"] * 401), "too-many-pages"),
    "workbook with a password": ("a.xlsx", lambda: old_office(True), "file-encrypted"),
    "old workbook": ("a.xls", lambda: old_office(False), "format-unknown"),
    "workbook that is no archive": ("a.xlsx", lambda: b"PK\x03\x04junk", "file-damaged"),
    "workbook cut off": ("a.xlsx", lambda: workbook(sheet_of())[:2000], "file-damaged"),
    "workbook without a sheet": (
        "a.xlsx",
        lambda: workbook(sheet_of(), lambda p: p.pop("xl/worksheets/sheet1.xml")),
        "file-damaged",
    ),
    "archive of something else": ("a.xlsx", lambda: workbook({}, dict.clear), "format-unknown"),
    "zip bomb": ("a.xlsx", lambda: bomb("xl/media/image1.png", 310), "file-inflates"),
    "zip bomb in a sheet": ("a.xlsx", lambda: bomb("xl/worksheets/x.xml", 60), "file-inflates"),
    "cell at XFD1048576": (
        "a.xlsx",
        lambda: workbook({**sheet_of(), "XFD1048576": "far"}),
        "sheet-too-large",
    ),
    "workbook with macros": (
        "a.xlsm",
        lambda: workbook_with(macros("xl/vbaProject.bin")),
        "file-has-macros",
    ),
    "workbook with macros that calls itself XLSX": (
        "a.xlsx",
        lambda: workbook_with(macros("xl/vbaProject.bin")),
        "file-has-macros",
    ),
    "workbook with macros of Excel 4": (
        "a.xlsx",
        lambda: workbook_with(macros("xl/macrosheets/sheet1.xml")),
        "file-has-macros",
    ),
    "document with macros": (
        "a.docm",
        lambda: document_with(macros("word/vbaProject.bin")),
        "file-has-macros",
    ),
    "entity bomb in the strings": (
        "a.xlsx",
        lambda: workbook_with(with_entities("xl/sharedStrings.xml")),
        "file-has-entities",
    ),
    "entity bomb in a sheet": (
        "a.xlsx",
        lambda: workbook_with(with_entities("xl/worksheets/sheet1.xml")),
        "file-has-entities",
    ),
    "entity bomb in a relation": (
        "a.xlsx",
        lambda: workbook_with(with_entities("xl/_rels/workbook.xml.rels")),
        "file-has-entities",
    ),
    "entity bomb in UTF-16": (
        "a.xlsx",
        lambda: workbook_with(with_entities("xl/sharedStrings.xml", "utf-16")),
        "file-has-entities",
    ),
    "entity bomb in a document": (
        "a.docx",
        lambda: document_with(with_entities("word/document.xml")),
        "file-has-entities",
    ),
    "document that names a file of this machine": (
        "a.docx",
        lambda: document_with(external_name("word/document.xml")),
        "file-has-entities",
    ),
    "document cut off": ("a.docx", lambda: document()[:3000], "file-damaged"),
    "CSV of a million columns": ("a.csv", lambda: b"1," * 1_000_000 + b"1\n", "table-too-long"),
    "CSV of a million lines": ("a.csv", lambda: b"a,b\n" * 1_000_000, "table-too-long"),
    "CSV of one endless cell": ("a.csv", lambda: b'"' + b"a" * 5_000_000, "file-damaged"),
    "a program": ("a.exe", lambda: b"MZ\x90\x00" * 10, "format-unknown"),
    "CSV of zeros": ("a.csv", lambda: b"\x00" * 100, "format-unknown"),
}


def written(name: str, folder: Path) -> tuple[Path, str]:
    """Write a hostile file, and return it with the code of what is said about it."""
    file, make, code = HOSTILE[name]
    (folder / file).write_bytes(make())
    return folder / file, code
