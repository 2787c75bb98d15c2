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
    from docx.shared import Mm, Pt

    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name = _FONT
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE_FONT)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
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
    colon = WORDS[letter.lang]["colon"]
    document.add_heading(one_line(letter.title), 1)
    for block in letter.blocks:
        _word_block(document, block)
    for name in letter.signature:
        document.add_paragraph(f"{name}{colon}{'_' * 20}")


def _word_block(document: Any, block: Block) -> None:
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
            table.style = "Table Grid"
            for name, text in block.pairs:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = name, one_line(text)
        case "list":
            for line in block.lines:
                document.add_paragraph(one_line(line), style="List Bullet")
        case "items":
            for number, item in enumerate(block.items, 1):
                paragraph = document.add_paragraph(f"{number}. ")
                paragraph.add_run(one_line(item.need)).bold = True
                if item.cause:
                    document.add_paragraph(one_line(item.cause))
                for line in item.concerns:
                    document.add_paragraph(one_line(line), style="List Bullet")
        case _:
            document.add_paragraph(one_line(block.text))


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
