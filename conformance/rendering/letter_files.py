"""Letters as Markdown, Word and PDF; one file may hold several, each on a page of its own."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from conformance.rendering.letter import Block, Letter
from conformance.rendering.markdown import escaped
from conformance.rendering.page_words import WORDS
from conformance.rendering.said import one_line
from conformance.rendering.typesetting import typeset
from conformance.wording.letters import LETTERS

# The first moment that a zip file can have.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Millimetres of the two columns of names and what stands for them.
_PAIR = (50, 112)
_FONT, _CHINESE_FONT = "Calibri", "宋体"


def write(form: str, letters: Sequence[Letter]) -> bytes:
    """Return the letters as `md`, `docx` or `pdf`; the same letters give the same bytes."""
    return {"md": _as_markdown, "docx": _as_word, "pdf": _as_pdf}[form](letters)


# ---- Markdown


def _as_markdown(letters: Sequence[Letter]) -> bytes:
    parts = ["\n\n".join(_paragraphs(each)) for each in letters]
    return ("\n\n---\n\n".join(parts) + "\n").encode()


def _paragraphs(letter: Letter) -> list[str]:
    colon = WORDS[letter.lang]["colon"]
    blank = "＿＿＿＿" if letter.lang == "zh" else "____________"
    signature = "  \n".join(f"{name}{colon}{blank}" for name in letter.signature)
    blocks = [_paragraph(block, colon) for block in letter.blocks]
    return [f"# {escaped(letter.title)}", *(each for each in blocks if each), signature]


def _paragraph(block: Block, colon: str) -> str:
    match block.kind:
        case "heading":
            return f"## {escaped(block.text)}"
        case "strong":
            return f"**{escaped(block.text)}**"
        case "pairs":
            return "\n".join(f"- {name}{colon}{escaped(text)}" for name, text in block.pairs)
        case "list":
            return "\n".join(f"- {escaped(line)}" for line in block.lines)
        case "items":
            lines = []
            for number, item in enumerate(block.items, 1):
                lines.append(f"{number}. **{escaped(item.need)}**")
                lines += [f"   {escaped(item.cause)}"] if item.cause else []
                lines += [f"   - {escaped(line)}" for line in item.concerns]
            return "\n".join(lines)
        case _:
            return escaped(block.text)


# ---- PDF


def _as_pdf(letters: Sequence[Letter]) -> bytes:
    first = letters[0]
    data = {
        "lang": first.lang,
        "title": first.title,
        "words": WORDS[first.lang],
        "letters": [
            {"title": each.title, "day": each.day.isoformat(), "signature": each.signature,
             "blocks": [asdict(block) for block in each.blocks]}
            for each in letters
        ],
    }  # fmt: skip
    return typeset("letter.typ", data, max(each.day for each in letters))


# ---- Word


def _as_word(letters: Sequence[Letter]) -> bytes:
    import docx
    from docx.enum.text import WD_BREAK
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name = _FONT
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE_FONT)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].font.color.rgb = RGBColor(0x1E, 0x1E, 0x1E)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(24)
    moment = datetime.combine(max(each.day for each in letters), time())
    core = document.core_properties
    core.created = core.modified = moment
    core.title, core.author, core.comments = letters[0].title, "", ""
    for number, letter in enumerate(letters):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _word_letter(document, letter)
    stream = io.BytesIO()
    document.save(stream)
    return _without_clock(stream.getvalue())


def _word_letter(document: Any, letter: Letter) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    colon = WORDS[letter.lang]["colon"]
    document.add_heading(one_line(letter.title), 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in letter.blocks:
        _word_block(document, block)
    # whoever signs sees on the same page what for
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for name in letter.signature:
        line = document.add_paragraph(f"{name}{colon}{'_' * 20}")
        line.paragraph_format.keep_with_next = name != letter.signature[-1]


def _word_block(document: Any, block: Block) -> None:
    from docx.shared import Mm, Pt

    match block.kind:
        case "heading":
            document.add_heading(one_line(block.text), 2)
        case "strong":
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_before = document.styles["Normal"].font.size
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(one_line(block.text)).bold = True
        case "pairs":
            table = document.add_table(rows=0, cols=2)
            table.style, table.autofit = "Table Grid", False
            for column, width in zip(table.columns, _PAIR, strict=True):
                column.width = Mm(width)
            for pair in block.pairs:
                for cell, text, width in zip(table.add_row().cells, pair, _PAIR, strict=True):
                    cell.text, cell.width = one_line(text), Mm(width)
                    spacing = cell.paragraphs[0].paragraph_format
                    spacing.space_before = spacing.space_after = Pt(2)
        case "list":
            for line in block.lines:
                document.add_paragraph(one_line(line), style="List Bullet")
        case "items":
            for number, item in enumerate(block.items, 1):
                paragraph = document.add_paragraph(f"{number}. ")
                paragraph.add_run(one_line(item.need)).bold = True
                paragraph.paragraph_format.keep_with_next = bool(item.cause or item.concerns)
                if item.cause:
                    paragraph = document.add_paragraph(one_line(item.cause))
                    paragraph.paragraph_format.keep_with_next = bool(item.concerns)
                for line in item.concerns:
                    document.add_paragraph(one_line(line), style="List Bullet")
        case _:
            paragraph = document.add_paragraph(one_line(block.text))
            paragraph.paragraph_format.space_before = Pt(6)


def _without_clock(data: bytes) -> bytes:
    """Return the same package with no time of day in it, so that its bytes repeat."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()


def file_name(letter: Letter, number: int, form: str) -> str:
    """Return a name for the file of one letter of several, safe on every system."""
    name = "".join(c if c.isalnum() else "-" for c in one_line(letter.addressee))[:60].strip("-")
    return f"{number:03}-{name or LETTERS['en']['unknown'].replace(' ', '-')}.{form}"
