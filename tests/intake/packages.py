"""Workbooks and documents made for the tests, their packed parts changed at will."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

Change = Callable[[dict[str, bytes]], object]
ROWS = (("条款", "检验项目", "单位", "要求", "检验结果", "单项判定"),
        ("13.2", "泄漏电流", "mA", "≤ 0.25", "0.12", "符合"),
        ("27.5", "接地电阻", "Ω", "≤ 0.1", "0.060", "符合"))  # fmt: skip


def cells(rows: Sequence[Sequence[object]]) -> dict[str, object]:
    """Return rows as cells by name."""
    return {f"{chr(65 + c)}{r}": v for r, row in enumerate(rows, 1) for c, v in enumerate(row)}


def sheet_of(**others: object) -> dict[str, object]:
    """Return the cells of a small report, some of them replaced."""
    return {**cells(ROWS), **others}


def workbook(contents: Mapping[str, object], change: Change | None = None) -> bytes:
    """Return a workbook with cells, as Excel packs it; formulas are without a kept value."""
    import xlsxwriter  # type: ignore[import-untyped]

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Sheet")
    for name, value in contents.items():
        if isinstance(value, str) and value.startswith("="):
            sheet.write_formula(name, value, None, "")
        else:
            sheet.write(name, value)
    book.close()
    return _packed(held, change)


def workbook_with(change: Change) -> bytes:
    """Return a small report as a workbook, its parts changed."""
    return workbook(sheet_of(), change)


def document(change: Change | None = None) -> bytes:
    """Return a small report as a Word document."""
    import docx

    made = docx.Document()
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    held = io.BytesIO()
    made.save(held)
    return _packed(held, change)


def document_with(change: Change) -> bytes:
    """Return a small report as a Word document, its parts changed."""
    return document(change)


def _packed(held: io.BytesIO, change: Change | None) -> bytes:
    with zipfile.ZipFile(held) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    if change is not None:
        change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def bomb(part: str, megabytes: int) -> bytes:
    """Return a workbook with one part that unpacks to more than is allowed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open(part, "w", force_zip64=True) as stream:
            for _ in range(megabytes):
                stream.write(b"0" * 1024 * 1024)
    return out.getvalue()


def old_office(encrypted: bool) -> bytes:
    """Return the container of old Office files, and of new ones with a password."""
    mark = "EncryptedPackage".encode("utf-16-le") if encrypted else b"Workbook"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + mark


# ---- changes to the parts


def macros(part: str) -> Change:
    """Return a change that puts macros in."""
    return lambda parts: parts.update({part: b"\xd0\xcf\x11\xe0" + bytes(100)})


def with_entities(part: str, encoding: str = "utf-8") -> Change:
    """Return a change that puts entities in, each ten of the one before."""
    names = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(10)
    )
    return _declaring(part, names, "&a9;", encoding)


def external_name(part: str) -> Change:
    """Return a change that names a file of the machine."""
    return _declaring(part, '<!ENTITY e SYSTEM "file:///etc/hostname">', "&e;", "utf-8")


def _declaring(part: str, names: str, used: str, encoding: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        _, _, body = parts[part].decode().partition("?>")
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{names}]>{body}'
        parts[part] = text.replace(ROWS[1][1], used).encode(encoding)

    return change


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def linked(parts: dict[str, bytes]) -> None:
    """Link a workbook with another one, at an address where nobody is."""
    parts["xl/externalLinks/externalLink1.xml"] = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<externalBook xmlns:r="{_RELATION}" r:id="rId1"/></externalLink>'
    ).encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/externalLinkPath"'
        ' Target="http://127.0.0.1:9/other.xlsx" TargetMode="External"/></Relationships>'
    ).encode()
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[book] = parts[book].replace(
        b"</sheets>",
        b'</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>',
    )
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{_RELATION}/externalLink"'
        ' Target="externalLinks/externalLink1.xml"/></Relationships>'.encode(),
    )
