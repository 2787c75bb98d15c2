"""Files that nobody should have to read, made for the tests."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path


def pdf(texts: list[str], encrypt: bool = False, padding: int = 0) -> bytes:
    """Return a PDF with a page for each text; an empty text makes a page without any."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = len(objects) + 1
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids = []
    for text in texts:
        body = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
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


def workbook(
    cells: Mapping[str, object], change: Callable[[dict[str, bytes]], None] | None = None
) -> bytes:
    """Return a workbook with cells, its packed parts changed at will."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    for name, value in cells.items():
        book.active[name] = value
    held = io.BytesIO()
    book.save(held)
    with zipfile.ZipFile(held) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    if change is not None:
        change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    """Return a workbook whose one sheet unpacks to more than is allowed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(310):
                part.write(b"0" * 1024 * 1024)
    return out.getvalue()


def old_office(encrypted: bool) -> bytes:
    """Return the container of old Office files, and of new ones with a password."""
    mark = "EncryptedPackage".encode("utf-16-le") if encrypted else b"Workbook"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + mark


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
    "archive of something else": (
        "a.xlsx",
        lambda: workbook({}, lambda p: p.clear()),
        "format-unknown",
    ),
    "zip bomb": ("a.xlsx", bomb, "file-inflates"),
    "a program": ("a.exe", lambda: b"MZ\x90\x00" * 10, "format-unknown"),
    "CSV of zeros": ("a.csv", lambda: b"\x00" * 100, "format-unknown"),
}


def written(name: str, folder: Path) -> tuple[Path, str]:
    """Write a hostile file, and return it with the code of what is said about it."""
    file, make, code = HOSTILE[name]
    (folder / file).write_bytes(make())
    return folder / file, code
