"""Layouts as PDF by typst, by the print of a browser and by an office suite, and as DOCX."""

import html
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.intake.layouts import Box, Layout, Printed

FONT = "Noto Sans CJK SC"


def typst_source(layout: Layout) -> str:
    """Return a layout as typst writes it."""
    flipped = str(layout.landscape).lower()
    parts = [
        f'#set page(paper: "a4", flipped: {flipped}, margin: 1.6cm, '
        "footer: context align(center)[#text(8pt)[第 "
        "#counter(page).display() 页 共 #counter(page).final().first() 页]])",
        f'#set text(font: "{FONT}", size: 9pt)',
        "#align(center)[#text(16pt)[检验报告]]",
        "#grid(columns: (1fr, 2fr), row-gutter: 5pt, "
        + ", ".join(f"[{_escaped(k)}:], [{_escaped(v)}]" for k, v in layout.header) + ")",
    ]  # fmt: skip
    tables = [_typst_table(table) for table in layout.tables]
    if layout.beside:
        parts.append(_escaped(layout.tables[0].above))
        parts.append(f"#grid(columns: (1fr, 1fr), column-gutter: 18pt, {', '.join(tables)})")
    else:
        for table, code in zip(layout.tables, tables, strict=True):
            parts += [_escaped(table.above), f"#{code}", _escaped(table.below)]
    return "\n\n".join(parts) + "\n"


def _typst_table(table: Printed) -> str:
    thick = f"(_, y) => (top: if y in (0, {len(table.head)}) {{0.8pt}})"
    stroke = {"all": "0.6pt", "none": "none", "across": "(y: 0.5pt)", "three": thick,
              "stripes": "none"}[table.rules]  # fmt: skip
    fill = "(_, y) => if calc.odd(y) {luma(235)}" if table.rules == "stripes" else "none"
    end = ", table.hline(stroke: 0.8pt)" if table.rules == "three" else ""
    aligned = ", ".join(
        f"{'right' if n in table.right else 'left'} + horizon" for n in range(len(table.widths))
    )
    columns = ", ".join(f"{width}fr" for width in table.widths)
    head = ", ".join(_typst_cell(box) for row in table.head for box in row)
    body = ", ".join(_typst_cell(box) for row in table.body for box in row)
    return (
        f"table(columns: ({columns}), stroke: {stroke}, fill: {fill}, inset: 4pt, "
        f"align: ({aligned}), table.header({head}), {body}{end})"
    )


def _typst_cell(box: Box) -> str:
    if box.wide == box.high == 1:
        return f"[{_escaped(box.text)}]"
    return f"table.cell(colspan: {box.wide}, rowspan: {box.high})[{_escaped(box.text)}]"


def _escaped(text: str) -> str:
    for mark in "\\#$*_<>@`[]~/=+-":
        text = text.replace(mark, f"\\{mark}")
    return text


def by_typst(layout: Layout, folder: Path) -> Path:
    """Write a layout as PDF by typst."""
    import typst

    target = folder / f"{layout.name}-typst.pdf"
    target.write_bytes(typst.compile(typst_source(layout).encode(), format="pdf"))
    return target


def html_page(layout: Layout) -> str:
    """Return a layout as a page to be printed."""
    facts = "".join(f"<p><b>{html.escape(k)}:</b> {html.escape(v)}</p>" for k, v in layout.header)
    tables = "".join(
        f"<div class=b><p>{html.escape(t.above)}</p>{_html_table(t)}"
        f"<p>{html.escape(t.below)}</p></div>"
        for t in layout.tables
    )
    across = ".w{display:flex;gap:24px}.b{flex:1}" if layout.beside else ""
    return (
        f'<!doctype html><meta charset="utf-8"><style>body{{font:12px "{FONT}"}}'
        f"@page{{size:A4{' landscape' * layout.landscape};margin:15mm}}"
        "p{margin:2px 0}table{border-collapse:collapse;width:100%}"
        "td,th{padding:3px 4px;text-align:left;font-weight:normal;vertical-align:middle}"
        ".all td,.all th{border:1px solid #000}.across tr{border-bottom:1px solid #000}"
        ".three thead{border-top:2px solid #000;border-bottom:1px solid #000}"
        ".three{border-bottom:2px solid #000}.stripes tbody tr:nth-child(odd){background:#eee}"
        f"thead{{display:table-header-group}}tr{{break-inside:avoid}}{across}</style>"
        f"<h1>检验报告</h1>{facts}<div class=w>{tables}</div>"
    )


def _html_table(table: Printed) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{w / total:.1%}">' for w in table.widths)

    def row(boxes: tuple[Box, ...], tag: str) -> str:
        return "<tr>" + "".join(
            f"<{tag} colspan={b.wide} rowspan={b.high}{_to_right(table, n)}>"
            f"{html.escape(b.text)}</{tag}>" for n, b in enumerate(boxes)
        ) + "</tr>"  # fmt: skip

    head = "".join(row(boxes, "th") for boxes in table.head)
    body = "".join(row(boxes, "td") for boxes in table.body)
    return (
        f"<table class={table.rules}><colgroup>{columns}</colgroup><thead>{head}</thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _to_right(table: Printed, column: int) -> str:
    return " style=text-align:right" if column in table.right else ""


def by_browser(layout: Layout, folder: Path) -> Path:
    """Write a layout as PDF by the print of a browser."""
    page, target = folder / f"{layout.name}.html", folder / f"{layout.name}-chromium.pdf"
    page.write_text(html_page(layout), encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
         "--disable-background-networking", "--no-pdf-header-footer",
         f"--print-to-pdf={target}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return target


def as_word(layout: Layout, folder: Path) -> Path:
    """Write a layout as a Word document."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    if layout.landscape:
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
    style: Any = document.styles["Normal"]
    style.font.size = Pt(9)
    style.font.name = FONT
    style.element.rPr.rFonts.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", FONT
    )
    document.add_heading("检验报告", 1)
    facts = document.add_table(rows=0, cols=2)
    for key, value in layout.header:
        cells = facts.add_row().cells
        cells[0].text, cells[1].text = f"{key}:", value
    for table in layout.tables:
        document.add_paragraph(table.above)
        _word_table(document, table)
        document.add_paragraph(table.below)
    target = folder / f"{layout.name}.docx"
    document.save(str(target))
    return target


def _word_table(document: Any, table: Printed) -> None:
    rows = [*table.head, *table.body]
    made = document.add_table(rows=len(rows), cols=len(table.widths))
    if table.rules == "all":
        made.style = "Table Grid"
    grid = [list(row.cells) for row in made.rows]
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for box in row:
            while (r, column) in taken:
                column += 1
            places = [(r + i, column + j) for i in range(box.high) for j in range(box.wide)]
            taken |= set(places)
            cell = grid[r][column]
            if len(places) > 1:
                last = places[-1]
                cell = cell.merge(grid[last[0]][last[1]])
            cell.text = box.text
            if column in table.right:
                cell.paragraphs[0].alignment = 2
            column += box.wide


def by_office(layout: Layout, folder: Path) -> Path:
    """Write a layout as PDF by an office suite."""
    document = as_word(layout, folder)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder / "office"),
         f"-env:UserInstallation=file://{folder}/profile", str(document)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    made = folder / "office" / f"{layout.name}.pdf"
    return made.rename(folder / f"{layout.name}-office.pdf")


TYPESETTERS = {"typst": by_typst, "chromium": by_browser, "office": by_office}


def available(name: str) -> bool:
    """Return whether a typesetter is there."""
    if name == "typst":
        try:
            import typst
        except ImportError:
            return False
        return FONT in typst.Fonts().families()
    return shutil.which({"chromium": "chromium", "office": "soffice"}[name]) is not None
